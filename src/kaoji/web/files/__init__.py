"""Evidence and documents, kept by their digest outside the web root."""
