"""Which kinds of evidence are there that somebody knows about something? One file each, one contract."""
