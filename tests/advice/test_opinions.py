"""Opinions: what is criticism, what is praise or work advice in its place."""

import pytest

from bot.advice.opinions import fault_of
from bot.models import Catalog


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("文山会海多，上月开了14个会", None),
        ("下基层不够，上半年只去过4个社区", None),
        ("虽然取得了成绩，但开会多，听意见少", None),
        ("建议会议开短些，现在会风不实，一讲两小时", None),
        ("没有取得明显成效，反映的路灯三个月没人修", None),
        ("取得了显著成绩，群众一致好评", "praise"),
        ("工作圆满完成，走在前列", "praise"),
        ("很好", "praise"),
        ("工作认真负责，值得学习", "praise"),
        ("群众对答复不太满意", None),
        ("能力强，不过开会多", None),
        ("希望多下基层，多听意见", "advice_as_criticism"),
        ("建议进一步加强学习", "advice_as_criticism"),
        ("", None),
    ],
)
def test_what_an_opinion_reads_like(catalog: Catalog, text: str, fault: str | None) -> None:
    assert fault_of(text, catalog.rules.phrases) == fault
