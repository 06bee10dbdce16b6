"""The migrations, in order; a landed one is never edited."""
