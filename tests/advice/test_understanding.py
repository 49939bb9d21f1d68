"""Slots and need of what users type."""

import pytest

from bot.advice.understanding import Understanding, aspect_by_word
from bot.models import Catalog


@pytest.fixture
def understanding(catalog: Catalog) -> Understanding:
    return Understanding(catalog)


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("我在街道管信访和拆迁", ("street", "petition", "demolition")),
        ("我是镇里管信访的副镇长", ("township", "petition")),
        ("派出所教导员", ("public_security",)),
        ("zzb 副部长", ("organization",)),
        ("分管安全生产", ("emergency",)),
        ("我是中学校长", ("education",)),  # 学校 stands in it and is no word
        ("小学老师", ("education",)),
        ("我是县医院办公室的，给院长写2025年的材料", ("hospital",)),  # not for himself
        ("我是县医院办公室的", ("hospital", "office")),
        ("我是县委办的，给书记写", ("office",)),
        ("大学院系", ("university",)),
        ("個人大局意識", ()),
        ("党史学习教育", ()),
        ("组织生活会", ()),
        ("受党教育多年", ()),
    ],
)
def test_areas_are_named_by_words_of_their_own(
    understanding: Understanding, text: str, areas: tuple[str, ...]
) -> None:
    assert understanding.read(text).areas == areas


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("第三方面", 3),
        ("3", 3),
        ("二", 2),
        ("方面2", 2),
        ("第5条", 5),
        ("群众那条", 3),
        ("十三五规划", None),
        ("第一书记", None),
        ("第一时间处置", None),
        ("第一议题", None),
        ("第二怎么写", 2),
        ("第十二方面", 12),
        ("第0条", 0),
        ("12345", None),
    ],
)
def test_aspects_are_named_by_number_or_word(
    understanding: Understanding, catalog: Catalog, text: str, aspect: int | None
) -> None:
    assert understanding.read(text, catalog.theme["2021"]).aspect == aspect


@pytest.mark.parametrize(
    ("text", "section", "scope"),
    [
        ("原因怎么写", "causes", None),
        ("整改措施", "measures", None),
        ("班子的群众工作", None, "team"),
        ("我是一把手", None, "leader"),
        ("个人对照检查", None, "personal"),
        ("班子成员之间", None, None),
        ("给院长写", None, "personal"),
        ("帮我们局长弄", None, "personal"),
        ("给党组书记写2025年的材料", None, "leader"),
        ("给支部书记写", None, "personal"),
        ("我给区卫健局副局长写个人材料", None, "personal"),
        ("给书记汇报不够", None, None),
        ("给群众写", None, None),
    ],
)
def test_section_and_scope_are_slots(
    understanding: Understanding, text: str, section: str | None, scope: str | None
) -> None:
    query = understanding.read(text)
    assert (query.section, query.scope) == (section, scope)


def test_year_is_a_slot_and_leaves_the_need(understanding: Understanding) -> None:
    query = understanding.read("2022年度走访不深入")
    assert (query.year, query.need) == (2022, "走访不深入")


def test_filler_is_no_need(understanding: Understanding) -> None:
    assert understanding.read("等靠要怎么写").need == "等靠要"


@pytest.mark.parametrize(
    "text",
    [
        "我在街道管信访和拆迁",
        "卫健委副主任 分管医保",
        "信访",
        "班子对照材料 我是办公室的",
        "我给区卫健局局长写对照检查材料",
    ],
)
def test_an_introduction_says_nothing_else(understanding: Understanding, text: str) -> None:
    assert understanding.read(text).is_introduction


def test_a_word_that_fits_several_aspects_means_none(catalog: Catalog) -> None:
    assert aspect_by_word("", catalog.theme["2021"]) is None


@pytest.mark.parametrize(
    ("text", "leaning"),
    [
        ("往后多到村里坐坐，听听人家想要啥", "measures"),
        ("说到底还是心里没装着老百姓", "causes"),
        ("老百姓的事往后放，上面盯的先办", None),
        ("以后", None),
        ("原因：说到底还是心里没装着老百姓", None),
    ],
)
def test_a_sentence_may_lean_to_a_section(
    understanding: Understanding, text: str, leaning: str | None
) -> None:
    assert understanding.read(text).leaning == leaning


@pytest.mark.parametrize(
    ("text", "need"), [("信访 急躁", "急躁"), ("信访上来回闹的人我压不住火气", "信访")]
)
def test_an_area_stays_in_the_need_of_a_sentence_only(
    understanding: Understanding, text: str, need: str
) -> None:
    found = understanding.read(text)
    assert (found.areas, found.need.startswith(need)) == (("petition",), True)


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("我联系三个村", ("village",)),
        ("包了两个社区", ("community",)),
        ("司法所的，所长让我替他准备", ("justice",)),
        ("税务局刚来的，什么都不懂", ("tax",)),
        ("小学党支部书记，第一次写", ("education",)),
        ("刚提拔的副科长，在审批局，主持全面工作", ("business_environment",)),
        ("自然资源所", ("natural_resources",)),
        ("幼儿园保教主任", ("education",)),
        ("妇联挂职副主席", ("mass_organization",)),
        ("老干部局的，替老支书写", ("old_cadres",)),
    ],
)
def test_words_of_introductions_are_nothing_to_look_for(
    understanding: Understanding, text: str, areas: tuple[str, ...]
) -> None:
    query = understanding.read(text)
    assert (query.areas, query.is_introduction) == (areas, True)


def test_an_ordinary_member_writes_his_own_text(understanding: Understanding) -> None:
    assert understanding.read("我是普通党员").scope == "personal"
    assert understanding.read("以普通党员身份过组织生活不够").scope is None


@pytest.mark.parametrize(
    "text", ["教育局 怕得罪局长", "学校 没跟班主任谈过心", "民政 低保评议不公"]
)
def test_what_somebody_did_is_no_introduction(understanding: Understanding, text: str) -> None:
    assert not understanding.read(text).is_introduction
