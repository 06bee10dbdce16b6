"""Prefect flows: the order of the steps, retries, concurrency and artifacts.

Prefect is told to send no telemetry before any module of this room imports it, whoever starts it:
the command line, a worker, or `prefect deploy`.
"""

import os

__all__ = ["PREFECT_ENVIRONMENT"]

PREFECT_ENVIRONMENT = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
}
"""Telemetry off, and time for a slow machine; prefect.yaml says the same for its deployments."""

os.environ.update(PREFECT_ENVIRONMENT)
