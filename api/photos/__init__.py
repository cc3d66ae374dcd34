"""Photos of people: made anew from what was sent, in a process with limits of its own, and shown by their content."""
