"""Who is asking, and questions and commands over HTTP."""
