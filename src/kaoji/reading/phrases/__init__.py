"""Small pieces of a notice's wording: points, numbers, names of units and persons, quantities."""
