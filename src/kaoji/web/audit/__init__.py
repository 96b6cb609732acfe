"""The record: who did what, when, from where; each entry is chained to the last by digest."""
