"""Scoring: which nodes may be one person, and how much their evidence says so.

`block_keys` and `guards` prepare nodes, `score` gives the edges between them; `fit` and
`name_tables` train the stored model, and `splink_settings` say it in plain Splink.
"""

from transforms.scoring.blocking import KEYS, block_keys
from transforms.scoring.edges import EDGE_COLUMNS, score
from transforms.scoring.guards import GUARDS, guards

__all__ = ["EDGE_COLUMNS", "GUARDS", "KEYS", "block_keys", "guards", "score"]
