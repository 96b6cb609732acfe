"""Commands of Django that do something more here."""
