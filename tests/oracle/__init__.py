"""A second reckoning of the demonstration company, written from the definitions and not from khrop's SQL."""
