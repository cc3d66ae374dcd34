"""Command line, settings, wiring, jobs and the sample organisation."""
