"""Questions and commands over HTTP, and who asks them."""
