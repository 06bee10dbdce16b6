"""What a finding may show (DESIGN 5), and codes of teams. All people are invented."""

import pytest

from transforms.cells.masking import mask_date, mask_name, mask_number, mask_text
from transforms.cells.team_code import normalise_code


@pytest.mark.parametrize(
    ("mask", "text", "shown"),
    [
        (mask_number, "052099001234", "•••234"),
        (mask_number, "0912.345.678", "•••678"),
        (mask_number, "091234", "•••"),
        (mask_number, "không", "•••"),
        (mask_number, " ", ""),
        (mask_name, "Nguyễn Thị Hoa", "N.T.H."),
        (mask_name, "đặng (tổ 3)", "Đ.T."),
        (mask_name, "123", "•••"),
        (mask_name, "", ""),
        (mask_date, "05/03/1985", "1985"),
        (mask_date, "1985-03-05", "1985"),
        (mask_date, "1985", "1985"),
        (mask_date, "5/3/85", "85"),
        (mask_date, "31131", "•••"),
        (mask_date, "05031985", "•••"),
        (mask_date, "1985 1986", "•••"),
        (mask_date, "", ""),
        (mask_text, "tổ 3, thôn B", "…(12 ký tự)"),
        (mask_text, "", ""),
    ],
    ids=range(19),
)
def test_a_mask_shows_little(mask, text, shown):
    assert mask(text) == shown


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("T0014", "T0014"),
        (" t0014 ", "T0014"),
        ("Ｔ００１４", "T0014"),
        ("cns–01", "CNS-01"),
        ("tổ \u00a0 1", "TỔ 1"),
        ("", ""),
    ],
)
def test_codes_compare_in_one_form(text, code):
    assert normalise_code(text) == code
