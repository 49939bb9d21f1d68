"""Years in words and in two digits; 今年 and 去年 on a given day."""

from datetime import date

import pytest

from bot.text.years import dated, spelled


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("二〇二三年", "2023年"),
        ("二零一九年度的", "2019年度的"),
        ("25年", "2025年"),
        ("医院书记 25年的", "医院书记 2025年的"),
        ("24年度", "2024年度"),
        ("2024年度", "2024年度"),
        ("干了25年", "干了25年"),
        ("教书，25年没下过乡", "教书，25年没下过乡"),
    ],
)
def test_years_are_brought_to_four_digits(text: str, read: str) -> None:
    assert spelled(text) == read


@pytest.mark.parametrize(
    ("text", "day", "read"),
    [
        ("今年的", date(2026, 11, 20), "2026年的"),
        ("今年的", date(2026, 1, 20), "2025年的"),  # the meeting held now reviews the year before
        ("去年的", date(2026, 1, 20), "2025年的"),
        ("上一年度", date(2026, 11, 20), "2025年"),
        ("前年", date(2026, 11, 20), "2024年"),
        ("走访不深入", date(2026, 11, 20), "走访不深入"),
    ],
)
def test_years_told_by_the_day_are_dated(text: str, day: date, read: str) -> None:
    assert dated(text, day) == read
