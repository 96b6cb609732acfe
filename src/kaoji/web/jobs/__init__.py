"""Work in the background: a durable queue with visible progress."""
