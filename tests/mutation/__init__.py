"""Slips of the keyboard in the SQL catalogue, and whether the tests see them."""
