"""How much the comparisons ask for."""

# True: khrop has to run every check and KPI that the oracle knows, and planted.csv has to name all that a check finds.
# False: what khrop does not have yet is left out and counted, and of a check whose list in planted.csv is not whole
# yet, only what it names has to be found.
EVERY_RULE = True

# True: khrop keeps the history of KPIs by day, so that older days and the teams of that day stay as they were.
HISTORY = True
