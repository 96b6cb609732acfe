"""Files of any office format → documents: the kind told by content, hostile and broken files refused, limits kept."""
