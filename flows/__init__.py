"""Prefect flows: the order of the steps, retries, concurrency and artifacts.

Prefect is told to send no telemetry before any module of this room imports it, whoever starts it:
the command line, a worker, or `prefect deploy`.
"""

import os

__all__ = ["PREFECT_ENVIRONMENT"]

PREFECT_ENVIRONMENT = {"PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}
"""Telemetry off; prefect.yaml sets the same for the runs of its deployments."""

os.environ.update(PREFECT_ENVIRONMENT)
