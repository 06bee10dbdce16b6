"""What a path tells about branch and Sunday."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.reading import Origin, origin_of

SUNDAY = date(2023, 2, 26)


@pytest.mark.parametrize(
    ("path", "origin"),
    [
        ("D21609_2023-02-26.csv", Origin("D21609", SUNDAY)),
        ("D21609_2023-02-26_sua (2).csv", Origin("D21609", SUNDAY)),
        ("2023-03-05/D1/D21609_2023-02-26.csv", Origin("D21609", SUNDAY)),
        ("2023-02-26/D21609.xlsx", Origin("D21609", SUNDAY)),
        ("2023-02-26/D21609/bao cao tuần.xlsx", Origin("D21609", SUNDAY)),
        ("nop/2023-02-26\\D21609\\a.csv", Origin("D21609", SUNDAY)),
        ("2023-02-26/D21609 (1).xlsx", Origin("D21609", SUNDAY)),
        ("2023-02-26/D21609_sua.xlsx", Origin("D21609", SUNDAY)),
        ("2023-02-26/báo cáo tuần.xlsx", Origin("", SUNDAY)),
        ("2023-02-30/D21609.xlsx", Origin("D21609", None)),
        ("D21609_2023-02-30.csv", Origin("", None)),
        ("bao cao.xlsx", Origin("", None)),
        ("", Origin("", None)),
    ],
)
def test_a_path_tells_branch_and_sunday(path, origin):
    assert origin_of(path) == origin
