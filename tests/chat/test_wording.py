"""How passages, sources and checklists are put into words."""

from dataclasses import replace

import pytest

from bot.advice.answer import Answer
from bot.advice.checklist import Todo
from bot.advice.retrieval import Match
from bot.advice.understanding import Query
from bot.assistant.checklist import Card, Progress
from bot.chat import wording
from bot.chat.render import to_plain
from bot.chat.wording import brief
from bot.chat.wording import checklist as checklist_wording
from bot.chat.wording import passages as passage_wording
from bot.chat.wording import profile as profile_wording
from bot.chat.wording import themes as theme_wording
from bot.models import Catalog, Passage, Preparation, Session

PASSAGE = Passage(
    document="000.txt",
    title="区统战部副部长2021年度mzshh对照检查材料",
    year=2021,
    theme="2021",
    scope="personal",
    areas=("united_front",),
    section="problems",
    aspect=3,
    aspect_heading="在带头践行以人民为中心的发展思想方面",
    ordinal=2,
    headline="走访不深入",
    text="二是走访不深入。到群众家里少。",
    example=None,
)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({}, "区统战部副部长 · 2021 · 第3方面·二"),
        ({"section": "causes", "aspect": None}, "区统战部副部长 · 2021 · 原因·二"),
        ({"aspect": None}, "区统战部副部长 · 2021 · 另一方面“在带头践行以人民为中心的发…”·二"),
        ({"year": None, "ordinal": 12}, "区统战部副部长 · 年度不详 · 第3方面·12"),
        ({"title": "对照检查材料"}, "对照检查材料 · 2021 · 第3方面·二"),
    ],
)
def test_a_source_says_where_a_passage_stands(changes: dict[str, object], place: str) -> None:
    assert passage_wording.source(replace(PASSAGE, **changes)) == place  # type: ignore[arg-type]  # names of fields


def test_an_example_shows_headline_text_and_source_once() -> None:
    text = to_plain(passage_wording.example(1, PASSAGE, ["群众"]))
    assert text == "\n① 走访不深入\n│ 到群众家里少。\n— 区统战部副部长 · 2021 · 第3方面·二\n"


def test_a_full_passage_names_its_document() -> None:
    text = to_plain(passage_wording.full_passage(PASSAGE))
    assert "│ 二是走访不深入。到群众家里少。" in text
    assert "《区统战部副部长2021年度mzshh对照检查材料》" in text
    assert "000.txt" in text


@pytest.mark.parametrize(
    ("areas", "scope", "lines"),
    [
        (("street", "petition"), "team", ["记下了：街道 · 信访（班子 · 2021 五个带头）"]),
        (("petition",), None, ["记下了：信访（个人 · 2021 五个带头）", "没说给谁写，先按个人；例文个人、班子的都看。"]),
        ((), "leader", ["记下了：全部领域（一把手 · 2021 五个带头）", wording.TELL_AREA]),
    ],
)  # fmt: skip
def test_a_profile_says_what_is_known_and_what_is_missing(
    catalog: Catalog, areas: tuple[str, ...], scope: object, lines: list[str]
) -> None:
    session = Session(1, preparation=Preparation(areas=areas, scope=scope))  # type: ignore[arg-type]  # a Scope
    spans = profile_wording.profile(catalog, session, catalog.theme["2021"], wording.NOTED)
    year = "年度先按 2021；开的是别的年度，直接打年份，如“2025”。"
    assert to_plain(spans).splitlines() == [*lines, year]


def test_a_profile_asks_for_no_other_year_than_the_latest(catalog: Catalog) -> None:
    session = Session(1, preparation=Preparation(areas=("petition",), scope="team"))
    spans = profile_wording.profile(catalog, session, catalog.theme["2025"], wording.NOTED)
    assert to_plain(spans) == "记下了：信访（班子 · 2025 五个带头）\n"


def test_the_overview_takes_two_lines(catalog: Catalog) -> None:
    progress = [Progress("1", "两个确立", 0, 6), Progress("2", "国之大者", 1, 6), Progress("causes", "原因剖析", 0, 6)]  # fmt: skip
    lines = to_plain(checklist_wording.overview(catalog.theme["2021"], progress)).splitlines()
    assert lines == ["五个方面，先看哪个？", "1 两个确立 0/6   2 国之大者 1/6", "原因 0/6"]


@pytest.mark.parametrize(
    ("key", "is_unsure"), [("2021", False), ("2024", False), ("2025", True), ("2012", True)]
)
def test_an_uncertain_theme_refers_to_the_notice(
    catalog: Catalog, key: str, is_unsure: bool
) -> None:
    assert ("以上级通知为准" in theme_wording.note_on(catalog.theme[key])) == is_unsure


def test_themes_are_listed_with_their_first_aspect(catalog: Catalog) -> None:
    text = to_plain(theme_wording.themes([catalog.theme["2025"], catalog.theme["2021"]]))
    assert "2025 五个带头：带头强化政治忠诚、提高政治能力…" in text
    assert "2021 五个带头：带头深刻感悟“两个确立”的决定性意义…" in text


def test_a_card_names_the_narrow_areas(catalog: Catalog) -> None:
    item = catalog.item["study_shallow"]
    todos = (Todo(item, item.questions, 3, is_near=True, is_done=False),)
    shown = Card("1", "两个确立", "带头感悟，等等", todos, (), 0)
    areas = [catalog.area["street"], catalog.area["petition"]]
    lines = to_plain(checklist_wording.card(shown, catalog.theme["2021"], areas)).splitlines()
    assert lines == ["〔1〕带头感悟", "建议覆盖的要点（共 1 条，与信访最相关的在前）："]


@pytest.mark.parametrize(("number", "text"), [(1, "一"), (10, "十"), (11, "11"), (0, "0")])
def test_numerals(number: int, text: str) -> None:
    assert brief.numeral(number) == text


@pytest.mark.parametrize(
    ("run", "is_named"),
    [("群众", True), ("群众诉求", True), ("得不", False), ("众诉", False)],
)
def test_only_whole_words_are_named_as_a_reason(catalog: Catalog, run: str, is_named: bool) -> None:
    query = Query("群众诉求办得不好", "群众诉求办得不好", need="群众诉求办得不好")
    match = Match(PASSAGE, 1.0)
    said = passage_wording.reasons(Answer(query, (match,), "found"), match, catalog, (), [run])
    assert said == (f"（提到“{run}”）" if is_named else "")
