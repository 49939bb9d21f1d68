"""Which points of a draft answer an opinion: those that speak of what it is about."""

import pytest

from bot.advice.subject import is_answered, subject_of
from bot.models import Catalog
from bot.text.normalize import letters


@pytest.mark.parametrize(
    ("opinion", "point", "answered"),
    [
        ("下村少", "一是接访次数少。全年我只接访3次。", False),
        ("下村少", "一是到村里走访少。全年只下去2次。", True),  # in other words
        ("走访少", "一是接访次数少。", False),
        ("会议多", "一是谈话次数多。", False),
        ("会议多", "一是文山会海没有压下来。", True),
        ("会多", "全年我只接访3次，不会做群众工作。", False),
        ("对下属关心不够", "一是关心群众不够。", False),  # another object
        ("对下属关心不够", "一是对下属管得多、关心少。", True),
        ("作风不够扎实", "一是调研不够扎实。", False),  # the judgement is not the subject
        ("作风不够扎实", "一是作风漂浮。", True),
        ("食堂饭菜质量不高", "一是学习质量不高。", False),
        ("停水抢修时领导到场太晚", "7月停水31小时，我到第20个小时才赶到抢修现场。", True),
    ],
)
def test_a_point_answers_an_opinion_on_the_same_subject(
    catalog: Catalog, opinion: str, point: str, answered: bool
) -> None:
    assert is_answered(subject_of(opinion, catalog), letters(point)) == answered


@pytest.mark.parametrize("opinion", ["很好", "、。", "", "不错，希望再接再厉"])
def test_what_names_nothing_has_no_subject(catalog: Catalog, opinion: str) -> None:
    assert subject_of(opinion, catalog) == ()
