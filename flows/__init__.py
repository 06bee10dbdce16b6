"""Prefect flows: the order of the steps, retries, concurrency and artifacts."""
