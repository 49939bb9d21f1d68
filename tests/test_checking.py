"""Checking a whole draft: the shipped documents, copies of them, what is assumed, what is compared."""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.advice.findings import compare
from bot.advice.report import Report
from bot.checking import Checker
from bot.config import data_dir
from bot.corpus.store import Store
from bot.models import Catalog
from bot.text.concepts import Concepts
from bot.text.outline import LINE_BREAK

DATA = Path(__file__).parent / "data"
DRAFT = (DATA / "draft_2024.txt").read_text(encoding="utf-8")
SEEDS = tomllib.loads((DATA / "seed_findings.toml").read_text(encoding="utf-8"))["document"]
POINT = "一是走访调研不深入。投入到实地走访、服务群众的时间和精力不多，与群众的联系不够紧密；存在热衷出经验、出亮点的情况，对服务群众取得的实效探究不够，走访群众停留在到联系的困难对象家里转一转，但日常工作中走访群众、倾听民声、了解民意方面做得不够。"
FRAME = """街道办副主任2021年度民主生活会对照检查材料
一、存在的问题
（一）在带头践行以人民为中心的发展思想方面
{}
二、原因剖析
一是放松了学习。
"""


@pytest.fixture(scope="module")
def empty(catalog: Catalog, all_concepts: Concepts) -> Iterator[Checker]:
    """A checker that knows no other text."""
    store = Store.open(None)
    yield Checker(store, catalog, all_concepts)
    store.close()


@pytest.fixture(scope="module")
def checker(built: Path, catalog: Catalog, all_concepts: Concepts) -> Iterator[Checker]:
    """A checker over the shipped corpus; it only reads."""
    store = Store.open(built)
    yield Checker(store, catalog, all_concepts)
    store.close()


def told(report: Report, rule: str) -> list[tuple[int, str]]:
    return [(f.line, f.quote) for f in report.findings if f.rule == rule]


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed["file"][:3])
def test_the_shipped_documents_get_the_reviewed_findings(
    empty: Checker, seed: dict[str, list[list[object]]]
) -> None:
    text = (data_dir() / "corpus" / str(seed["file"])).read_text(encoding="utf-8")
    found = empty.check(text).findings
    assert [[f.rule, f.line, f.quote[:12]] for f in found] == seed["findings"]


def test_a_decent_draft_has_nothing_that_must_be_mended(empty: Checker) -> None:
    report = empty.check(DRAFT)
    assert [f.rule for f in report.findings] == ["length"]
    assert (report.theme, report.scope, report.assumed) == ("2024", "personal", ())
    assert report.counts == {"must": 0, "should": 0, "note": 1, "characters": 1466, "points": 8}


def test_an_aspect_knows_which_items_its_part_covers(empty: Checker, catalog: Catalog) -> None:
    report = empty.check(FRAME.format(POINT))
    covered = {
        part.aspect: [key for key, is_covered in part.items if is_covered]
        for part in report.coverage
    }
    assert list(covered) == [1, 2, 3, 4, 5]
    assert "visits_shallow" in covered[3]
    assert covered[1] == []
    assert {key for part in report.coverage for key, _ in part.items} <= set(catalog.item)


@pytest.mark.parametrize(
    ("said", "covered"),
    [
        ("一是冲劲不比从前。攻坚的劲头不如从前，能缓就缓。", ["drive_fading"]),
        ("一是老办法用得顺手，不愿换新的。", ["methods_outdated"]),
        ("一是办公楼的灯坏了两盏，叫人修好了。", []),
    ],
)
def test_an_item_said_in_other_words_is_covered(
    empty: Checker, said: str, covered: list[str]
) -> None:
    heading = "（一）带头在遵规守纪、清正廉洁前提下勇于担责、敢于创新方面"
    text = DRAFT.split("（一）")[0] + f"{heading}\n{said}\n三、原因剖析\n一是放松了学习。\n"
    parts = empty.check(text, theme="2024").coverage
    assert [key for part in parts for key, is_covered in part.items if is_covered] == covered


# --- copied


@pytest.mark.parametrize(
    "text",
    [
        POINT,
        POINT.replace("，", "、").replace("。", "；"),
        "。".join(reversed(POINT.split("。"))),
        POINT.replace("服务群众", "服务百姓").replace("不够", "不足").replace("困难", "特困"),
        re.sub("(.{18}).", r"\1甲", POINT),
    ],
    ids=["as it stands", "other punctuation", "another order", "other words", "changed characters"],
)  # fmt: skip
def test_a_copied_point_is_found_with_its_source(checker: Checker, text: str) -> None:
    found = [f for f in checker.check(FRAME.format(text)).findings if f.rule == "copied"]
    assert {(f.line, f.source) for f in found} == {
        (4, "《单位一把手在党史学习教育专题民主生活会上的剖析发言》2021年度 · 第3方面·三")
    }


def test_official_wording_is_no_copy(checker: Checker, catalog: Catalog) -> None:
    headings = [aspect.heading for theme in catalog.themes for aspect in theme.aspects]
    text = FRAME.format("一是学习不够。" + "，".join(headings) + "，还有差距。")
    assert told(checker.check(text), "copied") == []


def test_ones_own_words_are_no_copy(checker: Checker) -> None:
    report = checker.check(DRAFT)
    assert (told(report, "copied"), report.copied_share) == ([], 0.0)


def test_the_share_of_copied_sentences_is_told(checker: Checker) -> None:
    report = checker.check(FRAME.format(POINT))
    assert 0.8 < report.copied_share < 1
    share = round(100 * report.copied_share)
    said = f"约{share}%的内容与已有材料雷同，要换成自己的事"
    assert re.match(f"还不能交：缺.*；{said}。必改", report.verdict)


@pytest.mark.parametrize(("most", "verdict"), [(90, "基本成形"), (0, "还不能交：约")])
def test_how_much_may_be_copied_is_for_the_unit_to_say(
    empty: Checker, catalog: Catalog, all_concepts: Concepts, most: int, verdict: str
) -> None:
    rules = catalog.rules.overridden({"most_copied": most})
    own = Checker(empty.store, replace(catalog, rules=rules), all_concepts)
    points = DRAFT.partition("（一）")[2].partition("（二）")[0]
    report = own.check(DRAFT, last_year=points)
    assert 0 < report.copied_share < 0.9
    assert report.verdict.startswith(verdict)
    assert ("请换成自己的事" in report.verdict) == (most == 90)


def test_last_years_own_text_counts_as_well(empty: Checker) -> None:
    last_year = "某街道办副主任对照检查材料\n一、存在的问题\n" + POINT
    report = empty.check(FRAME.format(POINT), last_year=last_year)
    assert [f.source for f in report.findings if f.rule == "copied"] == ["本人上年度材料第3行"]


# --- what is known of the draft


def test_an_opinion_is_answered_by_its_words(empty: Checker) -> None:
    opinions = ("接访时经常中途离开", "食堂饭菜质量不高", "、。")
    report = empty.check(DRAFT, opinions=opinions)
    found = [f.message for f in report.findings if f.rule == "opinion_unanswered"]
    assert found == ["征求到的意见“食堂饭菜质量不高”没有回应"]


@pytest.mark.parametrize(
    ("given", "fallback", "theme", "assumed"),
    [
        ("2021", None, "2021", ("scope", "areas")),
        (None, "2024", "2024", ("scope", "areas")),
        (None, None, "2021", ("theme", "scope", "areas")),
    ],
)
def test_what_nobody_tells_is_assumed_and_said_so(
    empty: Checker, given: str | None, fallback: str | None, theme: str, assumed: tuple[str, ...]
) -> None:
    report = empty.check(
        "学习不够深入。", theme=given, fallback_theme=empty.catalog.theme.get(fallback or "")
    )
    assert (report.theme, report.assumed, report.is_whole) == (theme, assumed, False)


def test_the_text_beats_what_a_chat_is_set_to_and_the_writer_beats_the_text(empty: Checker) -> None:
    assert empty.check(DRAFT, fallback_theme=empty.catalog.theme["2021"]).theme == "2024"
    chosen = empty.check(DRAFT, theme="2021")
    assert (chosen.theme, chosen.findings[0].severity) == ("2021", "must")
    assert [line for line, _ in told(chosen, "other_year")] == [3, 9, 12, 15]


SLOGANS = (
    "一是学得浅。没有时刻牢记不忘初心、牢记使命，三严三实做得不够，在党的十八大精神指引下学了6次。"
)
LIST = "（{}）{}方面\n一是学得浅。"


def with_list(
    checker: Checker, year: str, *, title: str = "对照检查材料", joint: str = "\n"
) -> str:
    """A draft with that year's aspects, and a slogan of other years in one of them."""
    aspects = checker.catalog.theme[year].aspects
    parts = [LIST.format("一二三四五六"[a.number - 1], a.heading) for a in aspects]
    lines = "\n".join(
        [title, "一、存在的问题", *parts[:-1], parts[-1].replace("一是学得浅。", SLOGANS)]
    )
    return joint.join(lines.split("\n"))


@pytest.mark.parametrize("joint", ["\n", ""])
@pytest.mark.parametrize("year", ["2024", "2025"])
def test_headings_tell_the_year_and_slogans_do_not(empty: Checker, year: str, joint: str) -> None:
    report = empty.check(with_list(empty, year, joint=joint))
    assert (report.theme, report.remark) == (year, "")


@pytest.mark.parametrize("year", ["2022", "2024", "2025"])
def test_the_year_that_was_chosen_beats_slogans(empty: Checker, year: str) -> None:
    text = f"对照检查材料\n一、存在的问题\n{SLOGANS}\n二、原因分析\n一是放松了学习，不忘初心、牢记使命没有做到。"
    chosen = empty.catalog.theme[year]
    report = empty.check(text, fallback_theme=chosen)
    assert (report.theme, report.remark) == (year, "")
    assert empty.check(text).assumed[0] == "theme"


@pytest.mark.parametrize(
    ("of", "title", "chosen", "used", "remark"),
    [
        ("2024", "对照检查材料", "2025", "2024", "这份的方面是2024年度的，不是选定的2025年度"),
        ("2025", "2024年度对照检查材料", "2025", "2025", "标题写的是2024年度，和各方面的表述不一致"),
        ("2025", "2024年度对照检查材料", None, "2025", "标题写的是2024年度，和各方面的表述不一致"),
        ("2025", "2025年度对照检查材料", "2025", "2025", ""),
    ],
)  # fmt: skip
def test_headings_that_tell_another_year_are_followed_and_that_is_said(
    empty: Checker, of: str, title: str, chosen: str | None, used: str, remark: str
) -> None:
    report = empty.check(
        with_list(empty, of, title=title), fallback_theme=empty.catalog.theme.get(chosen or "")
    )
    assert (report.theme, report.remark[: len(remark)]) == (used, remark)
    assert bool(remark) == bool(report.remark)


def test_a_title_tells_the_year_where_headings_do_not_and_that_is_said(empty: Checker) -> None:
    text = f"某局2024年度对照检查材料\n一、存在的问题\n{SLOGANS}"
    report = empty.check(text, fallback_theme=empty.catalog.theme["2025"])
    assert (report.theme, report.assumptions[0]) == ("2024", "这份的标题写的是2024年度，不是选定的2025年度，按2024年度查的。")  # fmt: skip
    assert empty.check(text, default_theme=empty.catalog.theme["2025"]).remark == ""


def test_the_meeting_that_an_opening_names_counts_where_nobody_tells(empty: Checker) -> None:
    text = (
        f"对照检查材料\n按照2023年度专题民主生活会的要求，现检查如下。\n一、存在的问题\n{SLOGANS}"
    )
    assert empty.check(text).theme.startswith("2023")
    assert empty.check(text, fallback_theme=empty.catalog.theme["2025"]).theme == "2025"


MATTER = (
    "去年3月信访户反映补偿款，我怕翻旧账，拖了2个月没有答复，总觉得是历史遗留问题，培训和调解都少。"
)


@pytest.mark.parametrize("areas", [("soe", "discipline"), ("soe",), ("education",), ("health",)])
def test_words_of_all_trades_show_no_other_trade(empty: Checker, areas: tuple[str, ...]) -> None:
    text = f"2024年度对照检查材料\n一、存在的问题\n一是怕得罪人。{MATTER}\n二是接访少。全年我只接访3次，信访件批了就算，觉得有人顶着。\n二、原因剖析\n一是监督放松了。"
    assert told(empty.check(text, areas=areas), "foreign_identity") == []


def test_words_of_related_areas_show_no_other_trade(empty: Checker) -> None:
    court = "去年审限内没有结案的12件我没有过问，裁判文书上网慢，庭审直播少，终本案件清理拖了2个月，送达难没有想办法。"
    text = f"2024年度对照检查材料\n一、存在的问题\n一是抓办案质量少。{court}\n二是怕担责。{court}"
    assert told(empty.check(text, areas=("education",)), "foreign_identity") != []
    assert told(empty.check(text, areas=("procuratorate",)), "foreign_identity") == []


@pytest.mark.parametrize("joint", ["", "\n", " \n\n"])
def test_of_a_text_pasted_several_times_one_copy_is_checked(empty: Checker, joint: str) -> None:
    once, thrice = empty.check(DRAFT), empty.check(joint.join([DRAFT] * 3))
    assert (thrice.findings, thrice.copies) == (once.findings, 3)
    assert thrice.assumptions[0] == "同样的内容贴了3遍，只看了第一遍。"


def test_a_team_may_speak_of_its_members(empty: Checker) -> None:
    text = FRAME.format("一是走访少。班子成员下村不够，全年只走访两次。")
    assert told(empty.check(text), "team_for_self") != []
    assert told(empty.check(text, scope="team"), "team_for_self") == []
    assert told(empty.check(text, scope="leader"), "team_for_self") == []


@pytest.mark.parametrize(
    ("title", "opening"),
    [
        ("镇党委书记", "我代表镇党委班子作对照检查，同时作个人检查。\n"),
        ("镇长", "我代表镇党委班子作对照检查，同时作个人检查。\n"),
        ("单位一把手", ""),
    ],
)
def test_a_leader_may_speak_of_the_team(empty: Checker, title: str, opening: str) -> None:
    text = FRAME.format("一是走访少。班子成员下村不够，全年只走访两次。")
    text = text.replace("街道办副主任", title).replace("一、存在的问题", opening + "一、存在的问题")
    report = empty.check(text)
    assert (report.scope, told(report, "team_for_self")) == ("leader", [])


def test_a_deputy_is_no_leader_unless_the_chat_says_so(empty: Checker) -> None:
    text = FRAME.format("一是走访少。班子成员下村不够。").replace("街道办副主任", "镇党委副书记")
    assert empty.check(text).scope == "personal"
    assert empty.check(text, fallback_scope="leader").scope == "leader"


def test_what_is_asked_from_a_year_on_is_not_asked_before(empty: Checker) -> None:
    later = {"last_year_missing", "case_missing", "matters_missing"}
    text = FRAME.format(POINT)
    assert later.isdisjoint(f.rule for f in empty.check(text).findings)
    asked = {f.rule for f in empty.check(text.replace("2021", "2022"), theme="2022").findings}
    assert later <= asked


def test_a_unit_may_switch_rules_off_and_weigh_them_otherwise(
    empty: Checker, catalog: Catalog, all_concepts: Concepts
) -> None:
    own = {"off": ["length"], "must": ["no_example"], "least_points": 3}
    rules = catalog.rules.overridden(own)
    checker = Checker(empty.store, replace(catalog, rules=rules), all_concepts)
    found = checker.check(DRAFT).findings
    assert [(f.rule, f.aspect) for f in found] == [("few_points", n) for n in (1, 2, 3, 4)]


def test_no_year_takes_its_own_list_for_anothers(empty: Checker, catalog: Catalog) -> None:
    told = {"aspect_missing", "aspect_order", "other_year", "outdated"}
    for theme in catalog.themes:
        aspects = "\n".join(f"{a.number}.{a.heading}方面\n我走访少。" for a in theme.aspects)
        text = f"某局副局长{theme.year}年度民主生活会对照检查材料\n一、存在的问题\n{aspects}"
        report = empty.check(text)
        assert (theme.key, report.theme) == (theme.key, theme.key)
        assert told.isdisjoint(finding.rule for finding in report.findings)


@pytest.mark.parametrize(
    "text",
    [
        "红烧肉的做法\n一、五花肉500克，生抽两勺。\n二、炒糖色，颜色不够深就再炒。\n三、小火慢炖，盐不够再加。",
        "hello world " * 50,
        "在全县经济工作会议上的讲话\n同志们：\n下面我讲三点意见。一要提高认识。有的同志服务群众不够主动，希望大家改一改。",
        "受冷空气影响，未来三天全市有大范围降雨，气温下降。市民出行不要涉水。" * 60,
    ],
    ids=["recipe", "no words", "speech", "weather"],
)  # fmt: skip
def test_a_text_of_another_kind_gets_no_clean_bill(empty: Checker, text: str) -> None:
    report = empty.check(text)
    assert (report.is_statement, report.verdict[:10]) == (False, "这不像对照检查材料：")
    assert report.as_text().splitlines()[-1] == report.verdict


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("关于开好民主生活会的通知", "重点从以下三个方面查摆问题：\n1.带头增强党性方面。\n2.带头敬畏人民方面。\n3.带头担当作为方面。\n请各单位1月底前报送，联系人：XX。"),
        ("某局民主生活会工作方案", "制定本方案。\n一、征求意见\n围绕带头增强党性，带头敬畏人民，带头担当作为三个方面征求意见。\n二、会议程序\n书记作对照检查，班子成员相互批评。"),
    ],
    ids=["notice", "plan"],
)  # fmt: skip
def test_of_a_notice_only_is_told_what_it_lists(empty: Checker, title: str, body: str) -> None:
    report = empty.check(f"{title}\n{body}", file="a.txt")
    listed = ["带头增强党性", "带头敬畏人民", "带头担当作为"]
    assert (report.is_statement, report.as_json()["listed"]) == (False, listed)
    assert report.as_text() == (
        f"a.txt\n{report.verdict}\n这像是会议方案里的 3 个方面（增强党性、敬畏人民、担当作为）。"
        "要按它准备，把它发到聊天里，点“按它准备”。"
    )


@pytest.mark.parametrize(
    "text", ["学习不够深入。", "一是走访少。今年只下乡3次，总觉得少我一个不误事。", DRAFT, POINT, "安置房漏水，群众反映11次，我批示4次，没有去看过一回。"]
)  # fmt: skip
def test_an_excerpt_is_checked_like_a_whole_text(empty: Checker, text: str) -> None:
    assert empty.check(text).is_statement


STOCK = "平时理论学习抓得不紧，责任意识不强，工作标准不高，到站所去得少。"


def test_a_titled_text_without_headings_lacks_every_part(empty: Checker) -> None:
    text = f"2024年度个人对照检查材料\n按照要求，现检查如下。\n{STOCK}\n遇事怕得罪人，开会多、落实少。\n今后要抓好学习，改进作风。"
    report = empty.check(text)
    assert (report.is_whole, report.is_shapeless) == (True, True)
    assert report.verdict.startswith(
        "还不能交：没有小标题，问题、原因、整改三块和各个方面都没看出来"
    )
    must = [(f.rule, f.aspect, f.about) for f in report.findings if f.severity == "must"]
    assert must == [
        *(("aspect_missing", number, "") for number in (1, 2, 3, 4)),
        *(("section_missing", None, kind) for kind in ("problems", "causes", "measures")),
    ]
    assert told(report, "vague") == [(3, STOCK)]
    assert told(report, "no_example") == [(4, "遇事怕得罪人，开会多、落实少。")]
    assert told(report, "measure_unverifiable") == [(5, "今后要抓好学习，改进作风。")]


@pytest.mark.parametrize(
    ("text", "vague"),
    [
        (STOCK, True),
        (STOCK[:-1] + "，去年3月有一户的补偿款拖了2个月没有答复。", True),  # a case does not stand for all
        ("去年3月有一户的补偿款我拖了2个月没有答复，总觉得是历史遗留问题，怕翻旧账惹麻烦。", False),
    ],
)  # fmt: skip
def test_of_a_paragraph_only_the_paragraph_is_looked_at_and_that_is_said(
    empty: Checker, text: str, vague: bool
) -> None:
    report = empty.check(text, theme="2024")
    assert (report.is_whole, bool(told(report, "vague"))) == (False, vague)
    assert report.verdict.startswith("这是一段，只看了这一段本身")
    assert "写到 0/" not in report.as_text()


def test_an_item_that_a_text_without_headings_writes_of_is_covered(empty: Checker) -> None:
    parts = empty.check(POINT, theme="2021").coverage
    assert any(covered for part in parts for _, covered in part.items)


@pytest.mark.parametrize(
    ("draft", "verdict"),
    [
        (DRAFT, "结构完整，逐处看看就行。必改0处"),
        (DRAFT.replace("五、原因剖析", "又"), "还不能交：缺原因剖析。必改"),
        (re.sub("（三）带头.*?（四）", "（四）", DRAFT, flags=re.S), "还不能交：缺第3方面。必改"),
        (DRAFT.replace("26人次", "XX人次"), "基本成形，先把1处必改的改好。必改1处"),
    ],
    ids=["all there", "no causes", "an aspect short", "a blank"],
)
def test_the_verdict_begins_with_whether_it_can_go(
    empty: Checker, draft: str, verdict: str
) -> None:
    assert empty.check(draft).verdict[: len(verdict)] == verdict


# --- reports


def test_the_report_as_json_holds_what_is_promised(empty: Checker) -> None:
    report = empty.check(FRAME.format(POINT), file="a.txt").as_json()
    assert json.loads(json.dumps(report)) == report
    assert {"file", "theme", "scope", "findings", "coverage", "counts"} <= set(report)
    assert set(report["findings"][0]) == {
        "rule", "severity", "line", "quote", "message", "question", "aspect", "source",
    }  # fmt: skip
    assert set(report["coverage"][0]["items"][0]) == {"key", "covered"}


def test_the_report_as_text_tells_what_is_covered(empty: Checker) -> None:
    lines = empty.check(DRAFT).as_text().splitlines()
    assert [re.sub(r"\d+/\d+", "n/n", line) for line in lines[-5:-1]] == [
        f"要点 第{number}方面 写到 n/n" for number in (1, 2, 3, 4)
    ]


def test_findings_come_by_weight_then_by_line(empty: Checker) -> None:
    text = (data_dir() / "corpus" / SEEDS[4]["file"]).read_text(encoding="utf-8")
    found = empty.check(text).findings
    weights = {"must": 0, "should": 1, "note": 2}
    assert list(found) == sorted(found, key=lambda f: (weights[f.severity], f.line))


def test_a_later_version_is_compared_by_hashes_that_hold_no_text(empty: Checker) -> None:
    first = empty.check(FRAME.format("一是走访少。\n二是学习少。"))
    before = {finding.fingerprint for finding in first.findings}
    second = empty.check("\n" + FRAME.format("一是走访少。\n二是在XX学习少。"))
    change = compare(before, second.findings)
    assert {f.rule for f in change.new} == {"vague", "placeholder"}
    assert {f.rule for f in first.findings if f.fingerprint in change.solved} == {"vague"}
    assert len(change.left) == len(first.findings) - len(change.solved)


def test_only_fetching_reads_the_store(
    checker: Checker, catalog: Catalog, all_concepts: Concepts
) -> None:
    text = FRAME.format(POINT)
    sources = checker.fetch(text)
    elsewhere = Checker(None, catalog, all_concepts)  # type: ignore[arg-type]  # no store at all
    reports: list[Report] = []
    thread = Thread(target=lambda: reports.append(elsewhere.judge(text, sources)))
    thread.start()
    thread.join()
    assert reports == [checker.check(text)]


# --- any text

PIECES = st.sampled_from(["一、存在的问题", "二、原因剖析", "三、整改措施", "（一）在带头深刻感悟“两个确立”的决定性意义方面", "一是学习不深。", "比如，", "XX", "**", "\n", "\r\n", "\u2028", " ", "“", "。", "；", "2021年度", "班子成员", "取得了明显成效", "１３８12345678", "2021年度对照检查材料", "\ue000", "\ud800", "①", "（", "1."])  # fmt: skip


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(PIECES | st.text(max_size=12), max_size=30).map("".join))
def test_any_text_can_be_checked_and_every_quote_stands_in_its_line(
    empty: Checker, text: str
) -> None:
    lines = LINE_BREAK.split(text)
    for finding in empty.check(text).findings:
        assert finding.quote in lines[finding.line - 1]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_wherever_official_wording_stands_nothing_counts_as_copied(
    checker: Checker, catalog: Catalog, data: st.DataObject
) -> None:
    official = [a.heading for theme in catalog.themes for a in theme.aspects]
    official += catalog.rules.phrases.formulas
    words = data.draw(st.lists(st.sampled_from(official), min_size=1, max_size=12))
    marks = data.draw(st.lists(st.sampled_from("，。；、"), min_size=12, max_size=12))
    text = "".join(word + mark for word, mark in zip(words, marks, strict=False))
    assert told(checker.check(FRAME.format(text)), "copied") == []
