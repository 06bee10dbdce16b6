"""The `sunday` commands: settings from the environment, rooms wired together, nothing else."""
