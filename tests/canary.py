"""A person who must be found nowhere outside the vault, and files that name them in every way."""

from __future__ import annotations

import datetime as dt

from tests.workbooks import SUNDAY, citizen, members, report

NAME = "Quàng Thị Kỳlân"
NUMBER = "052189271828"
PHONE = "0967314159"
BIRTH = dt.date(1989, 7, 23)

WORDS = (
    "Kỳlân",
    "KỲLÂN",
    "kỳlân",
    "kylan",
    "KYLAN",
    NUMBER,
    NUMBER[1:],
    NUMBER[:9],
    PHONE,
    PHONE[1:],
    "84" + PHONE[1:],
    "967 314 159",
    "1989-07-23",
    "23/07/1989",
    "23071989",
    "19890723",
)
"""The person's name, number, phone and birth date in the forms that a program could give them."""

PERSON = {"full_name": NAME, "id_number": NUMBER, "phone": PHONE, "birth_date": BIRTH}

FAULTY = (
    {"assist_date": "ngày 23071989"},
    {"team_code": "T9999"},
    {"team_code": NUMBER},
    {"assist_date": dt.date(2031, 1, 1), "ward": NAME},
    {"id_number": f"{NUMBER}99", "phone": f"{PHONE}, 0967 314 159", "birth_date": "23/07/19890"},
    {"id_number": PHONE, "phone": NUMBER},
    {"id_number": 52189271828.0, "phone": 967314159.0},
    {"full_name": f"{NAME} (con bà {NAME})", "gender": NAME, "consent": PHONE},
    {"full_name": "Kỳlân", "note": f"gọi {PHONE}", "svc_dvc_account": f"có {NUMBER}"},
    {"svc_dvc_account": "", "svc_other": NAME, "ward": PHONE},
    {"full_name": "", "id_number": "", "phone": "", "birth_date": "23/07/1989 sinh tại nhà"},
)
"""Cells that are wrong, each in its own row."""


def canary_files() -> dict[str, bytes]:
    """Inbox path → a file: good and faulty rows, a broken form, a CSV with a column of its own."""
    teams = members("T0001")
    teams[0] = {**teams[0], "member_name": NAME}
    rows = [citizen(**PERSON), *(citizen(**{**PERSON, **cells}) for cells in FAULTY)]
    activity = {"team_code": NUMBER, "activity": NAME, "quantity": PHONE, "url": NAME}
    csv = (
        "Mã tổ,Ngày hỗ trợ,Họ và tên,Số CCCD/Định danh cá nhân,Ngày sinh,Số điện thoại,"
        "Mở tài khoản DVC,Ghi chú riêng\n"
        f"T0101,05/03/2023,{NAME},{NUMBER},23/07/1989,{PHONE},x,{NAME} {NUMBER}\n"
        f"T0101,{NUMBER},{NAME},{NUMBER},23/07/1989,{PHONE},{PHONE},\n"
    )
    return {
        f"2023-03-05/{NAME} {PHONE}.xlsx": report(
            *rows, teams=teams, activities=[activity], prepared_by=NAME, prepared_phone=PHONE
        ),
        f"{NUMBER}/form.xlsx": report(
            citizen(**PERSON), branch=NUMBER, sunday=NAME, kind=NAME, nil_reason=NAME
        ),
        f"D21610_{SUNDAY}_{NAME}.csv": csv.encode(),
        f"{NAME}.xlsx": f"PK broken {NAME}".encode(),
    }
