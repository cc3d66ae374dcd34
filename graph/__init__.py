"""Facts about people, topics, documents and groups, and the stores that keep them."""
