"""Scoring: which nodes may be one person, and how much their evidence says so.

`block_keys` and `guards` prepare nodes, `score` gives the edges between them; `fit` and
`name_tables` train the stored model, and `splink_settings` say it in plain Splink.
"""

from transforms.scoring.blocking import KEYS, block_keys
from transforms.scoring.edges import EDGE_COLUMNS, score
from transforms.scoring.guards import GUARDS, guards

__all__ = ["CODE_VERSION", "EDGE_COLUMNS", "GUARDS", "KEYS", "block_keys", "guards", "score"]

CODE_VERSION = "fellegi-sunter-5"
"""What the code makes of a stored model; the model's version begins with it.

Raise it by hand, and write the shipped model anew, when the code of levels, keys, guards, weights
or unions changes its meaning: a home links everything again when the version is another one.
"""
