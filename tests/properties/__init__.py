"""Laws, and the engine against the oracle, on random schemes and facts."""
