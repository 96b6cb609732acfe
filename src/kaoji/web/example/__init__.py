"""An invented county, half-way through its year: what the demo shows and newcomers try things on."""
