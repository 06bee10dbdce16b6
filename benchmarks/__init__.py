"""Measurements: what the pipeline costs beside its naive form, and how well it does its work."""
