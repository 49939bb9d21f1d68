"""Aspects that users paste from their own notice, in whatever layout, and what is no such list."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.advice.checklist import fits_of_aspect
from bot.advice.own_theme import read_theme, same_as
from bot.config import data_dir
from bot.models import Catalog, Theme

NUMERALS = "一二三四五六七八九十"
# Lists of no data file: name of each aspect -> its wording.
FOUR = {
    "政治忠诚": "带头强化政治忠诚、提高政治能力",
    "为基层减负": "带头为基层减负、为群众解忧",
    "廉洁底线": "带头严守廉洁底线，管好家人和身边工作人员",
    "管党治党": "带头扛起管党治党责任",
}
FIVE = {
    "理论武装": "强化理论武装、坚定理想信念",
    "政治纪律": "严守政治纪律、维护团结统一",
    "攻坚克难": "勇于攻坚克难、狠抓工作落实",
    "群众观念": "增强群众观念，走好新时代群众路线",
    "廉洁用权": "坚持廉洁用权、从严管党治党",
}
SIX = {
    "学习教育": "学习教育",
    "民主集中制": "执行民主集中制",
    "调查研究": "调查研究",
    "斗争本领": "斗争本领",
    "抓落实": "抓落实",
    "家教家风": "家教家风",
}
LISTS = {"four": FOUR, "five": FIVE, "six": SIX}


def numbered(headings: list[str]) -> str:
    return "\n".join(f"{n}.{heading}；" for n, heading in enumerate(headings, 1))


def in_brackets(headings: list[str]) -> str:
    lines = (f"（{NUMERALS[n]}）在{heading}方面。" for n, heading in enumerate(headings))
    return f"重点查摆以下{NUMERALS[len(headings) - 1]}个方面的问题：\n\n" + "\n\n".join(lines)


def in_one_line(headings: list[str]) -> str:
    return f"对照检查内容：{'；'.join(headings)}。"


def bullets(headings: list[str]) -> str:
    return "**查摆重点**\n\n" + "\n".join(f"- **{heading}**" for heading in headings)


def chained(headings: list[str]) -> str:
    return f"会上要{'，'.join('对照' + heading + '方面' for heading in headings)}，逐条检视。"


def ordinals(headings: list[str]) -> str:
    parts = (f"第{NUMERALS[n]}个方面，{heading}" for n, heading in enumerate(headings))
    return "；".join(parts) + "。"


def half_width(headings: list[str]) -> str:
    text = ";".join(f"({n}){heading}" for n, heading in enumerate(headings, 1))
    return text.replace("，", ",")


def circled(headings: list[str]) -> str:
    return "要突出这几个方面：" + " ".join(f"{'①②③④⑤⑥'[n]}{h}" for n, h in enumerate(headings))


def wrapped(headings: list[str]) -> str:
    lines = (f"{NUMERALS[n]}、对照{heading}方面存在的问题；" for n, heading in enumerate(headings))
    return "\n".join(line[:20] + "\n" + line[20:] if len(line) > 22 else line for line in lines)


def explained(headings: list[str]) -> str:
    return "\n".join(
        f"{n}. {heading}方面。重点查摆是否存在说得多、做得少，抓而不紧、抓而不实等问题。"
        for n, heading in enumerate(headings, 1)
    )


def bare(headings: list[str]) -> str:
    return "\n".join(headings)


def table(headings: list[str]) -> str:
    rows = "\n".join(f"| {n} | {heading} |" for n, heading in enumerate(headings, 1))
    return f"| 序号 | 方面 |\n|---|---|\n{rows}"


def half_stops(headings: list[str]) -> str:
    return "重点查摆:\n" + "\n".join(
        f"{n}.{heading}方面.重点看是否存在落实不力、层层加码的问题."
        for n, heading in enumerate(headings, 1)
    )


def keycaps(headings: list[str]) -> str:
    return "\n".join(f"{n}\ufe0f\u20e3 {heading}" for n, heading in enumerate(headings, 1))


LAYOUTS = (table, half_stops, keycaps, numbered, in_brackets, in_one_line, bullets, chained, ordinals, half_width, circled, wrapped, explained, bare)  # fmt: skip


def read(text: str, catalog: Catalog) -> Theme | None:
    return read_theme(text, catalog, key="own")


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
@pytest.mark.parametrize("aspects", LISTS.values(), ids=LISTS)
def test_a_list_is_read_in_any_layout(
    layout: Callable[[list[str]], str], aspects: dict[str, str], catalog: Catalog
) -> None:
    theme = read(layout(list(aspects.values())), catalog)
    assert theme
    assert [aspect.heading for aspect in theme.aspects] == list(aspects.values())
    assert [aspect.number for aspect in theme.aspects] == list(range(1, len(aspects) + 1))


@pytest.mark.parametrize("aspects", LISTS.values(), ids=LISTS)
def test_aspects_get_names_for_buttons_terms_and_topics(
    aspects: dict[str, str], catalog: Catalog
) -> None:
    theme = read(numbered(list(aspects.values())), catalog)
    assert theme
    assert [aspect.name for aspect in theme.aspects] == list(aspects)
    for aspect in theme.aspects:
        assert 1 <= len(aspect.terms) <= 3
        assert aspect.topics
        assert set(aspect.topics) <= set(catalog.topic)


NOTICE = """关于开好2026年度民主生活会的工作方案
一、会议主题
深入贯彻党的二十届四中全会精神，巩固拓展学习教育成果，以过硬作风护航“十五五”开局
二、会前准备
（一）开展学习研讨。（二）广泛征求意见。（三）深入谈心谈话。（四）撰写对照检查材料。
三、查摆内容
领导班子和班子成员要紧扣“四个带头”，一项一项对照：
1.带头强化政治忠诚、提高政治能力。重点看是否存在领会不深、执行打折扣的问题；
2.带头为基层减负、为群众解忧。重点看是否存在层层加码、文来文往的问题；
3.带头严守廉洁底线，管好家人和身边工作人员；
4.带头扛起管党治党责任。
四、有关要求
1.提高认识。2.严格程序。3.从严督导。"""
SENTENCE = (
    "二〇二七年度民主生活会的主题是“坚定信仰跟党走、真抓实干开新局”，要求做到“五个带头”：带头学深悟透"
    "党的创新理论，带头践行正确政绩观，带头走好新时代群众路线，带头防范化解重大风险，带头从严管理干部。"
)
COUNTED = "支部组织生活会定于2027年2月20日召开，党员从理论学习、党性修养、服务群众、先锋模范、作风建设、廉洁自律等六个方面查找不足。"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "理论学习、政治素质、担当作为、廉洁自律",
            ["理论学习", "政治素质", "担当作为", "廉洁自律"],
        ),
        (
            "（1）带头做政治上的明白人（2）带头做群众的贴心人（3）带头做廉洁的干净人",
            ["做政治上的明白人", "做群众的贴心人", "做廉洁的干净人"],
        ),
        (
            "要围绕“深学笃行强理论、忠诚担当抓落实、联系群众办实事”三个方面查摆",
            ["深学笃行强理论", "忠诚担当抓落实", "联系群众办实事"],
        ),
        (
            "五個帶頭：帶頭強化政治忠誠；帶頭增強黨性；帶頭敬畏人民；帶頭擔當作為；帶頭管黨治黨",
            ["政治忠诚", "增强党性", "敬畏人民", "担当作为", "管党治党"],
        ),
    ],
)
def test_short_forms_and_traditional_characters_are_read(
    text: str, names: list[str], catalog: Catalog
) -> None:
    theme = read(text, catalog)
    assert theme
    assert [aspect.name for aspect in theme.aspects] == names


@pytest.mark.parametrize(
    ("text", "year", "label", "name", "aspects"),
    [
        (NOTICE, 2026, "四个带头", "党的二十届四中全会精神", list(FOUR)),
        (
            SENTENCE,
            2027,
            "五个带头",
            "坚定信仰跟党走",
            ["学深悟透", "正确政绩观", "群众路线", "防范化解重大风险", "从严管理干部"],
        ),
        (
            COUNTED,
            2026,
            "",
            "六个方面",
            ["理论学习", "党性修养", "服务群众", "先锋模范", "作风建设", "廉洁自律"],
        ),
    ],
)
def test_a_notice_tells_year_label_and_name(
    text: str, year: int, label: str, name: str, aspects: list[str], catalog: Catalog
) -> None:
    theme = read(text, catalog)
    assert theme
    found = (theme.year, theme.label, theme.name, [aspect.name for aspect in theme.aspects])
    assert found == (year, label, name, aspects)


def test_without_a_year_it_is_the_given_one_or_the_latest_known(catalog: Catalog) -> None:
    text = numbered(list(FOUR.values()))
    latest = max(theme.year for theme in catalog.themes)
    years = [read_theme(text, catalog, key="own", year=year) for year in (2031, None)]
    assert [theme.year for theme in years if theme] == [2031, latest]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "你好",
        "今天天气不错，1.出去走走 2.回家吃饭 3.早点睡觉",
        "我是镇里管信访的副镇长，想看看群众那条怎么写",
        "带头强化政治忠诚、提高政治能力",
        "1.带头强化政治忠诚、提高政治能力",
        "怕得罪人怎么写？走访不深入怎么写？",
        "整改措施：一是加强理论学习；二是改进工作作风；三是强化责任担当；四是严守廉洁纪律。",
        "原因分析：\n1.理论学习抓得不紧\n2.宗旨意识树得不牢\n3.担当精神有所减退",
        "会前准备：1.学习研讨；2.征求意见；3.谈心谈话；4.撰写材料；5.通报情况。",
        "一是学习不够深入；二是群众观念不强；三是斗争精神不足；四是纪律意识有所淡化。",
        "在政治忠诚方面，我学习不够深入。在担当作为方面，我有畏难情绪，担当精神不强。在廉洁自律方面，我要求不严。",
        "\n".join(f"{n}.加强政治建设" for n in range(1, 15)),
        "我想看看五个带头，带头担当作为怎么写，带头廉洁自律怎么写",
        "五个带头",
        "信访、征拆、物业、城管",
        "会议议程：1.书记通报上年度整改情况；2.班子作对照检查；3.个人作对照检查；4.上级领导点评；5.书记作表态讲话。",
        "一、理论学习方面\n学习不够深入。\n二、担当作为方面\n争先意识不强。\n三、廉洁自律方面\n八小时外要求不严。",
    ],
)
def test_what_is_no_list_of_aspects_makes_no_theme(text: str, catalog: Catalog) -> None:
    assert read(text, catalog) is None


def test_a_notice_that_asks_for_self_criticism_is_no_draft(catalog: Catalog) -> None:
    asked = "个人要作自我批评，开展批评和自我批评，批评与自我批评要有辣味。自我革命要到位。\n"
    theme = read(f"{asked}{numbered(list(FOUR.values()))}\n{asked}", catalog)
    assert theme
    assert [aspect.name for aspect in theme.aspects] == list(FOUR)


def test_a_whole_draft_makes_no_theme(catalog: Catalog) -> None:
    texts = [path.read_text(encoding="utf-8") for path in (data_dir() / "corpus").glob("*.txt")]
    assert [read(text, catalog) for text in texts] == [None] * len(texts)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_a_shipped_list_is_recognized(layout: Callable[[list[str]], str], catalog: Catalog) -> None:
    pasted = {
        known.key: read(layout([aspect.heading for aspect in known.aspects]), catalog)
        for known in catalog.themes
        if known.key not in ("2014", "2021") or layout in (numbered, bare)
    }
    same = {key: theme and same_as(theme, catalog.themes) for key, theme in pasted.items()}
    assert {key: known and known.key for key, known in same.items()} == {key: key for key in same}


def test_a_shipped_list_with_one_aspect_changed_is_another(catalog: Catalog) -> None:
    headings = [aspect.heading for aspect in catalog.theme["2025"].aspects]
    theme = read(numbered([*headings[:4], "带头学习运用人工智能、提升数字能力"]), catalog)
    assert theme
    assert same_as(theme, catalog.themes) is None


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("1. 政治过硬 2. 作风过硬 3. 廉洁过硬", ["政治过硬", "作风过硬", "廉洁过硬"]),
        ("第一，政治过硬；第二，本领过硬；第三，作风过硬", ["政治过硬", "本领过硬", "作风过硬"]),
        ("1、政治过硬\n2、本领过硬", None),
        ("一是学习不够深入；二是群众观念不强；三是斗争精神不足", None),
        ("今天天气不错，我们说说别的事情，比如家里的安排，1.散步 2.吃饭 3.睡觉", None),
    ],
)
def test_short_numbered_headings_are_aspects_only_when_asked_for(
    text: str, headings: list[str] | None, catalog: Catalog
) -> None:
    asked, unasked = (read_theme(text, catalog, key="own", explicit=e) for e in (True, False))
    assert (asked and [aspect.heading for aspect in asked.aspects]) == headings
    assert unasked is None


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        (
            "要做到带头讲政治，带头抓落实，带头廉洁用权，认真查摆问题。",
            ["带头讲政治", "带头抓落实", "带头廉洁用权"],
        ),
        (
            "围绕①政治忠诚②担当作为③联系群众④清正廉洁四个方面查摆",
            ["政治忠诚", "担当作为", "联系群众", "清正廉洁"],
        ),
        (
            "1. 理论学习方面\n2. 解决急难愁盼问题方面\n3. 廉洁自律方面",
            ["理论学习", "解决急难愁盼问题", "廉洁自律"],
        ),
        ("1 带头学习 2 带头担当 3 带头廉洁", ["带头学习", "带头担当", "带头廉洁"]),
        ("1 带头学习 2 带头担当", ["带头学习", "带头担当"]),
    ],
)
def test_an_aspect_keeps_its_wording_and_nothing_more(
    text: str, headings: list[str], catalog: Catalog
) -> None:
    theme = read(text, catalog)
    assert theme
    assert [aspect.heading for aspect in theme.aspects] == headings


@pytest.mark.parametrize(
    "heading",
    [
        "带头敢抓敢管",
        "带头出实招",
        "心中有数",
        "做表率",
        "带头攻山头炸碉堡",
        "数字能力",
        "早睡早起",
    ],
)
def test_every_aspect_gets_topics_and_items(heading: str, catalog: Catalog) -> None:
    text = numbered(["政治过硬", heading, "作风过硬"])
    theme = read_theme(text, catalog, key="own", explicit=True)
    assert theme
    aspect = theme.aspects[1]
    assert aspect.topics
    assert 4 <= len(fits_of_aspect(theme, aspect, catalog)) <= 8


PIECES = st.sampled_from(
    ["带头", "对照", "方面", "一、", "（二）", "3.", "①", "\n", "；", "：", "“", "”", "理论学习", "群众", "廉洁自律", "主题是", "2026年", "等五个方面", "第一个方面，", "-", "|", "，", "。", "本人"]
)  # fmt: skip


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join)))
def test_any_text_is_read_or_refused(catalog: Catalog, text: str) -> None:
    theme = read(text, catalog)
    if theme:
        names = [aspect.name for aspect in theme.aspects]
        assert 2 <= len(names) <= 10
        assert len(set(names)) == len(names)
        assert all(0 < len(name) <= 8 for name in names)
        assert 0 < len(theme.name) <= 12
        assert all(aspect.heading and aspect.terms for aspect in theme.aspects)
