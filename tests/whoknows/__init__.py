"""The command line, the worker and the site's start, run as the real program."""
