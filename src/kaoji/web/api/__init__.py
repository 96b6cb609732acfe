"""The interface for other systems: what a post may do in the browser, a program may do with a token of that post."""
