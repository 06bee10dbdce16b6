"""The catalogue of dirty submissions: every case as a file, and what a run makes of it."""
