"""A small catalog made by hand, so that tests of the text layer do not depend on data/."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.models import Area, Aspect, Catalog, Document, Theme, Vocabulary
from bot.text.parse import parse_document

CORPUS = Path(__file__).parents[2] / "data" / "corpus"

_ASPECTS_2021 = (
    ("两个确立", "带头深刻感悟“两个确立”的决定性意义，深刻感悟党坚持把马克思主义同中国具体实际相结合、同中华优秀传统文化相结合的非凡历程，全面贯彻习近平新时代中国特色社会主义思想，树立正确党史观，坚定信仰信念信心，增强“四个意识”、坚定“四个自信”、做到“两个维护”", ("两个确立", "党史观")),
    ("国之大者", "带头牢记我们党是什么、要干什么这个根本问题，心怀“国之大者”，贯彻新发展理念，履职尽责、担当作为，聚焦新冠肺炎疫情防控、保持经济发展、深化改革开放、维护社会稳定等正在做的工作，不折不扣把党中央决策部署落实到位", ("国之大者", "我们党是什么")),
    ("人民至上", "带头践行以人民为中心的发展思想，尊重群众意愿，为群众办实事解难题，有效保障改善民生，增强人民群众获得感幸福感安全感，确保党永远保持同人民群众的血肉联系", ("以人民为中心", "血肉联系")),
    ("风险挑战", "带头学习运用党在不同历史时期成功应对风险挑战的丰富经验，增强忧患意识，保持战略定力，提高能力本领，敢于斗争、善于斗争，不断取得新的胜利和荣光", ("风险挑战", "忧患意识")),
    ("从严治党", "带头深刻汲取党史中正反两方面经验，履行全面从严治党责任，旗帜鲜明讲政治，严守党的政治纪律和政治规矩，落实中央八项规定及其实施细则精神，持续用力纠“四风”、树新风，坚决反对形式主义官僚主义，加强对“一把手”监督和领导班子监督，坚决同一切违规违纪违法现象作斗争", ("正反两方面经验", "从严治党")),
)  # fmt: skip
_ASPECTS_2022 = (
    ("两个确立", "带头深刻领悟“两个确立”的决定性意义", ("两个确立", "深刻领悟")),
    ("凝心铸魂", "带头坚持不懈用习近平新时代中国特色社会主义思想凝心铸魂", ("凝心铸魂",)),
    ("党的领导", "带头坚持和加强党的全面领导", ("全面领导",)),
    ("人民中心", "带头坚持以人民为中心推动改革发展稳定", ("以人民为中心", "改革发展稳定")),
    ("斗争精神", "带头发扬斗争精神，防范化解风险挑战", ("斗争精神", "风险挑战")),
    ("从严治党", "带头落实全面从严治党责任", ("从严治党",)),
)
_AREAS = (
    Area("street", "街道", ("街道办", "街道工委", "全街"), ("社区", "双报到", "文明创建")),
    Area("petition", "信访", ("信访局", "信访维稳", "接访"), ("积案", "化解", "诉求")),
    Area("demolition", "征拆", ("拆迁", "征收", "征地"), ("安置房", "招投标")),
    Area("organization", "组织", ("组织部", "市委组织部"), ("选人用人", "一肩挑", "第一书记")),
    Area("united_front", "统战", ("统战部", "统一战线"), ("民主党派", "党外人士", "两个健康")),
    Area("civil_affairs", "民政", ("民政局", "民政局党委"), ("低保", "养老")),
    Area("union", "工会", ("总工会", "劳模"), ("职工", "集体协商", "维权")),
    Area("party_committee", "党委", ("市委", "常委班子", "市委常委"), ("三重一大", "议事规则")),
)


def _theme(
    year: int,
    label: str,
    words: tuple[str, ...],
    aspects: tuple[tuple[str, str, tuple[str, ...]], ...],
) -> Theme:
    numbered = tuple(Aspect(n, *aspect) for n, aspect in enumerate(aspects, start=1))
    return Theme(str(year), year, label, label, label, words, "high", numbered)


CATALOG = Catalog(
    areas=_AREAS,
    topics=(),
    themes=(
        _theme(2022, "六个带头", ("六个带头", "党的二十大"), _ASPECTS_2022),
        _theme(2021, "五个带头", ("党史学习教育", "十九届六中全会"), _ASPECTS_2021),
    ),
    items=(),
    vocabulary=Vocabulary(
        masks=("学习教育", "党史教育", "主题教育", "党组织", "组织生活", "组织纪律", "组织观念"),
        everyday=frozenset(("组织", "党委", "市委", "区委", "组织部", "区委组织部", "市委组织部")),
    ),
)


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return CATALOG


@pytest.fixture(scope="session")
def parse() -> Callable[[str], Document]:
    """Parses a text against the small catalog."""
    return lambda text: parse_document(text, file="text.txt", catalog=CATALOG)


@pytest.fixture(scope="session")
def seeds(parse: Callable[[str], Document]) -> list[Document]:
    return [parse(path.read_text(encoding="utf-8")) for path in sorted(CORPUS.glob("*.txt"))]
