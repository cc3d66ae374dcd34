"""The derived index: which documents match, who did what to them, and who may know that, in a folder of its own.

`contract` is its door and `opening` opens it; `text` reads texts and questions. The rest is used by the index only.
"""
