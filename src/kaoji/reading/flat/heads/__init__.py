"""Heads of flattened tables: found by their words, however they were cut, with every order of columns they allow; and tables without one."""
