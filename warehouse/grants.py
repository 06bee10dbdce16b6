"""The schemas of the database, and who may do what in them."""

from __future__ import annotations

__all__ = ["APPEND_ONLY", "GRANTS", "ROLES", "SCHEMAS"]

SCHEMAS: dict[str, str] = {
    "vault": "Dữ liệu cá nhân / Personal data",
    "core": "Sự kiện và danh mục, không có danh tính / Pseudonymous facts and dimensions",
    "quality": "Phát hiện và quyết định / Findings and decisions",
    "mart": "Chỉ tiêu đã công bố / Published indicators",
    "ops": "Vận hành / Runs and submissions",
}

ROLES = ("sunday_pipeline", "sunday_steward", "sunday_analyst")

GRANTS: dict[str, dict[str, str]] = {
    "sunday_pipeline": dict.fromkeys(SCHEMAS, "SELECT, INSERT, UPDATE, DELETE"),
    "sunday_steward": dict.fromkeys(SCHEMAS, "SELECT"),
    "sunday_analyst": {"core": "SELECT", "mart": "SELECT"},
}
"""Role → schema → rights on all its tables: only the pipeline writes, analysts see no person.

Who may read a schema's tables reads its sequences too, as pg_dump does.
"""

APPEND_ONLY = ("quality.decision", "vault.decision_value")
"""Tables that no role changes or empties: what was decided stays decided, undone or not."""
