"""Thousands of workbooks broken on purpose, and what may never happen to any of them."""
