"""Kinds of evidence that somebody knows about something: one file each, one contract, one fusion."""
