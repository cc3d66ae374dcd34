"""Questions, one file per subject. Each is a function of the asker; everything is read through that asker's View.

The number of store calls of a question does not depend on what it shows. Answers may lack what another process wrote a
moment ago; a document's own page never does.
"""
