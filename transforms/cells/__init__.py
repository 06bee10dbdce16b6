"""Parsers of single cells: a cell's text and type in, canonical text and broken rules out.

All are pure and total: whatever a cell holds, they answer and never raise. Cell types are '' blank,
's' text, 'n' number, 'd' date, 'b' boolean, 'e' error. A blank cell, and a cell that says "none"
(`ABSENT_WORDS`), is `Parsed('')` without rules: whether it is needed is for the row to say. When a
value is refused, only the refusal is told: a repair that led nowhere is no news to the sender.
"""
