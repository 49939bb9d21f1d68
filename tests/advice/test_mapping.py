"""Aspects find their items and passages: judged by a reader for every shipped theme, and in general."""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.advice.mapping import fit_groups, fitting_items, item_fit, passage_fit, topics_of
from bot.advice.own_theme import read_theme
from bot.assistant import Assistant
from bot.assistant.checklist import Card
from bot.corpus.ingest import Ingest
from bot.models import Aspect, Catalog, Item, Preparation, Session

ITEMS, ITEMS_FITTING = 6, 4  # items looked at, and how many of them must fit
PASSAGES, PASSAGES_FITTING = 5, 3
OWN_TEXT = """2022年度民主生活会对照检查材料
一、存在的问题
（二）在带头坚持不懈用习近平新时代中国特色社会主义思想凝心铸魂方面
一是通读原著不够。比如，今年集中学习只参加了三次，交流发言靠材料员代笔。
二是结合实际不够。比如，对社区老旧小区加装电梯的矛盾没有用学到的办法去化解。
二、原因剖析
一是理论武装放松。总认为业务工作是硬任务，学习是软任务。
"""
ASPECT = Aspect(1, "纪律", "严守纪律", ("严守纪律",), ("纪律", "规矩"), ("law", "loyalty"))


def reviewed() -> list[dict[str, Any]]:
    file = Path(__file__).parents[1] / "data" / "mapping.toml"
    return list(tomllib.loads(file.read_text(encoding="utf-8"))["aspect"])


def shown(assistant: Assistant, row: dict[str, Any]) -> Card:
    session = Session(1, preparation=Preparation(theme=row["theme"]))
    return assistant.checklist.card(session, str(row["number"]), limit=PASSAGES)


def item(key: str, title: str, *topics: str, words: tuple[str, ...] = ()) -> Item:
    return Item(key, title, "problems", topics, ("？",), words)


def test_every_aspect_is_reviewed(catalog: Catalog) -> None:
    aspects = {(theme.key, a.number) for theme in catalog.themes for a in theme.aspects}
    assert {(row["theme"], row["number"]) for row in reviewed()} == aspects


def test_items_shown_for_every_aspect_fit(assistant: Assistant) -> None:
    poor = {}
    for row in reviewed():
        keys = [todo.item.key for todo in shown(assistant, row).todos[:ITEMS]]
        if sum(key in row["items"] for key in keys) < ITEMS_FITTING:
            poor[row["theme"], row["number"]] = [key for key in keys if key not in row["items"]]
    assert poor == {}


def test_passages_shown_for_every_aspect_fit(assistant: Assistant) -> None:
    poor = {}
    for row in reviewed():
        least = min(PASSAGES_FITTING, len(row["passages"])) if "shortage" in row else PASSAGES_FITTING  # fmt: skip
        accepted = [(p["document"], p["text"]) for p in row["passages"]]
        fitting = [
            passage.headline
            for passage in shown(assistant, row).examples
            if any(passage.document == d and passage.headline.startswith(t) for d, t in accepted)
        ]
        if len(fitting) < least:
            poor[row["theme"], row["number"]] = fitting
    assert poor == {}


def test_a_theme_of_ones_own_finds_items_and_passages(
    assistant: Assistant, catalog: Catalog
) -> None:
    text = "1.带头筑牢对党忠诚、讲政治守规矩；2.带头走好群众路线、办好民生实事；3.带头严守廉洁底线、反对特权；4.带头防风险、保安全"
    theme = read_theme(text, catalog, key="own")
    assert theme
    known = replace(catalog, themes=(*catalog.themes, theme))
    checklist = Assistant(assistant.store, known, assistant.finder.concepts).checklist
    found = []
    for number in range(1, 5):
        session = Session(1, preparation=Preparation(theme="own"))
        card = checklist.card(session, str(number), limit=PASSAGES)
        found.append((card.todos[0].item.topics[0], len(card.todos) > 4, card.examples[0].headline))
    assert found == [
        ("loyalty", True, "政治嗅觉不够敏感，大局意识不够强"),
        ("people", True, '为民服务不少但"把群众当自己"少'),
        ("integrity", True, "在执行八项规定精神中有时碍于面子"),
        ("risk", True, "政治安全风险意识不够浓"),
    ]


def test_few_texts_of_its_own_come_first_and_others_follow(
    assistant: Assistant, tmp_path: Path
) -> None:
    file = tmp_path / "2022.txt"
    file.write_text(OWN_TEXT, encoding="utf-8")
    Ingest(assistant.store, assistant.catalog, assistant.finder.concepts).add_files([file])
    card = assistant.checklist.card(
        Session(1, preparation=Preparation(theme="2022")), "2", limit=PASSAGES
    )
    assert [p.document == "2022.txt" for p in card.examples] == [True, True, False, False, False]


@pytest.mark.parametrize(
    ("heading", "topics"),
    [
        ("坚持民主集中制、增强班子团结", "democracy"),
        ("从严教育管理监督干部", "personnel"),
        ("带头学深悟透党的创新理论", "study"),
        ("带头为基层减负", "style"),
        ("树牢正确政绩观", "view"),
        ("管好身边工作人员", "personnel"),
        ("对照先进典型", "cultivation"),
        ("诉求", "people"),
    ],
)
def test_topics_are_found_by_wording(heading: str, topics: str, catalog: Catalog) -> None:
    assert topics_of(heading, catalog)[0] == topics


def test_wording_of_no_subject_has_no_topics(catalog: Catalog) -> None:
    assert topics_of("今天天气不错", catalog) == ()


def test_an_item_fits_by_topics_and_by_wording() -> None:
    both = item("both", "纪律意识不强", "law", words=("严守纪律",))
    words = item("words", "纪律意识不强", "people", words=("严守纪律",))
    topic = item("topic", "制度挂在墙上", "law")
    other = item("other", "调研不深", "research")
    fits = [item_fit(ASPECT, one) for one in (both, words, topic, other)]
    assert fits == sorted(fits, reverse=True)
    assert fits[-1] == 0


def test_items_of_several_subjects_take_turns() -> None:
    items = [item(f"law{n}", "制度", "law") for n in range(4)]
    items.append(item("loyal", "忠诚", "loyalty", "law"))
    found = fitting_items(ASPECT, items, limit=4)
    assert list(found) == ["law0", "loyal", "law1", "law2"]


def test_fit_groups_are_measured_by_a_full_fit() -> None:
    assert fit_groups({"a": 4.0, "b": 1.0, "c": 0.7, "d": 0.1}) == {"a": 0, "b": 0, "c": 1, "d": 2}
    assert fit_groups({}) == {}


def test_a_passage_about_one_thing_fits_better_than_one_about_many() -> None:
    fits = {"a": 1.0, "b": 0.5}
    one = passage_fit(ASPECT, fits, "", {"i_a": 3.0})
    many = passage_fit(ASPECT, fits, "", {"i_a": 3.0, "i_x": 3.0, "i_y": 3.0})
    assert one > many > 0


def test_the_aspect_of_its_own_year_speaks_for_a_passage() -> None:
    alike = passage_fit(ASPECT, {"a": 1.0}, "", {"i_a": 1.0}, "严守党的政治纪律和政治规矩")
    other = passage_fit(ASPECT, {"a": 1.0}, "", {"i_a": 1.0}, "践行以人民为中心的发展思想")
    assert alike > other
