"""Everything that changes on the way from a computed result to a published one: a module a step."""
