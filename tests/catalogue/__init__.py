"""The SQL catalogue as tests see it: its files, mirrors to run them on, and cases made by hand."""
