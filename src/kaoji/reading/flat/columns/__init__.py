"""Cells one after another → columns: the likeliest path through the columns that a head allows."""
