"""People who log in: accounts, passwords, second factor, sessions."""
