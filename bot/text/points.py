"""Makes the points (小标题 with its text) of blocks and nodes: headline, example, text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest

from bot.models import Point
from bot.text.normalize import full_stops, letters, readable
from bot.text.outline import Block, Node, text_of

_LONGEST_HEADLINE = 40  # letters; a longer first sentence is cut at a comma
_SHORTEST_HEADLINE = 5  # letters
_SHORTEST_ENTRY = 6  # letters of a clause between ； that is a point of its own: 重结果轻过程
# 主要表现在：学习不够系统，…；理解不够透彻，…
_LEADS_TO_LIST = re.compile(r"[^；;。：:]{2,30}[：:](?=.)")
# How the sentences of a paragraph begin that is a list: each such sentence is an entry.
_PARALLEL = tuple(
    re.compile(opening)
    for opening in (
        r"从[^，,。；;]{2,14}?(?:看|讲|说|剖析|分析|反思|找原因)[，,：:]",  # 从宗旨意识上看，…
        r"(?:一|另一|再一|还有一|又一)方面[，,：:]?",  # 一方面，…；另一方面，…
        r"(?:首先|其次|再次|再者|最后)[，,：:]",
        r"在[^，,。；;]{2,10}(?:上|中|方面)[，,：:]",  # 在思想上，…。在工作上，…
    )
)
# 检查图省事，去的都是近处；去年抽查的四十一家里，山里的只有一家: one point
_CARRIES_THOUGHT_ON = re.compile(
    r"\s*(?:比如|例如|又如|如[对在某]|去年|今年|前年|上半年|下半年|20\d\d年|其中|结果|导致|致使|以致|但|却|而)"
)
_LEAST_PARAGRAPH = 8  # letters of a paragraph that is a point of its own
_TRIMMED = "。.．！!？?；;：:，,、*# \t\n\u3000"
# 比如，在优化营商环境上 / 如对"三大攻坚战" / 又如对参加班子研讨; not 如何, 如果
_EXAMPLE = re.compile(
    r"(?:^|(?<=[，,。；;：:！!？?\n]))\s*(?:比如|例如|又如|再如|譬如|如(?![何果下此实同期意今若是常故旧其有需]))"
)
# Sentences that carry an example on: 有的干部缺乏担当精神。一些干部热衷于搞小圈子。
_CARRIES_ON = re.compile(r"\s*(有的|还有|一些|又|再)")
# 剖析以上问题产生的根源，归结起来主要有以下几个方面：
_INTRODUCES = re.compile(r"[：:]$|^(针对|剖析|出现|产生|通过|对照|以上|上述|之所以|归结|究其|问题出在).{0,80}$")  # fmt: skip


def point_of(node: Node, ordinal: int) -> Point:
    """The point that a node with everything nested in it makes."""
    blocks = list(node.all_blocks())
    return make_point(blocks, ordinal, body=text_of(blocks)[node.mark.end if node.mark else 0 :])


def make_point(
    blocks: Sequence[Block], ordinal: int, *, body: str = "", headline: str = ""
) -> Point:
    """The point that these blocks make; `body` is its text without mark, the headline may be given."""
    text = text_of(blocks)
    return Point(
        ordinal=ordinal,
        mark=blocks[0].mark.text if blocks[0].mark else "",
        headline=headline or headline_of(body or text),
        text=text,
        example=example_in(text),
        line=blocks[0].line,
    )


def paragraphs(
    blocks: Sequence[Block], *, listed: bool = True
) -> tuple[list[Block], list[list[Block]]]:
    """Blocks without marks as an introduction and one group per paragraph that can stand alone.

    `listed`: a single paragraph may be a list of points between ；.
    """
    lead: list[Block] = []
    groups: list[list[Block]] = []
    for block, below in zip_longest(blocks, blocks[1:]):
        length = len(letters(block.text))
        if not groups and below and introduces(block.text, below.text):
            lead.append(block)
        elif groups and (length < _LEAST_PARAGRAPH or not block.own_line):
            groups[-1].append(block)
        else:
            groups.append([block])
    if listed and len(groups) == 1 and len(groups[0]) == 1:
        introduction, parts = _listed(groups[0][0])
        return [*lead, *introduction], [[part] for part in parts]
    return lead, groups


def _listed(block: Block) -> tuple[list[Block], list[Block]]:
    """The entries of a paragraph that is one list (…；…；…。从…看，…。从…看，…。), with what leads to it."""
    introduction, body = _LEADS_TO_LIST.match(block.text), block.text
    if introduction:
        body = block.text[introduction.end() :]
    entries = [entry for entry in re.findall("[^；;]+[；;]?", body) if letters(entry)]
    if not _is_list(entries):
        entries = _parallel(body)
    if not entries:
        return [], [block]
    first = Block(entries[0], block.line, block.mark, "" if introduction else block.gap)
    rest = [Block(entry, block.line, None, "") for entry in entries[1:]]
    if not introduction:
        return [], [first, *rest]
    return [replace(block, text=introduction[0])], [first, *rest]


def _is_list(entries: Sequence[str]) -> bool:
    """Whether clauses between ； are points: each long enough, one sentence in all."""
    if len(entries) < 2 or any(len(letters(entry)) < _SHORTEST_ENTRY for entry in entries):
        return False
    if any(_CARRIES_THOUGHT_ON.match(entry) for entry in entries[1:]):
        return False
    if any("。" in full_stops(entry).rstrip("。” ") for entry in entries):
        return False
    return len(entries) > 2 or any(re.search("[，,]", entry) for entry in entries)


def _parallel(body: str) -> list[str]:
    """The paragraph from each sentence that begins as its first does to the next; [] if there is one."""
    sentences = list(_sentences(body))
    for opening in _PARALLEL:
        if sentences and opening.match(sentences[0].lstrip()):
            starts = [n for n, s in enumerate(sentences) if opening.match(s.lstrip())]
            spans = pairwise([*starts, len(sentences)])
            return ["".join(sentences[a:b]) for a, b in spans] if len(starts) > 1 else []
    return []


def introduces(text: str, below: str) -> bool:
    """Whether a paragraph only leads to what follows, and is not one of several that begin alike."""
    found = _INTRODUCES.search(readable(text.strip()))
    return found is not None and not (found[1] and readable(below).startswith(found[1]))


def headline_of(body: str) -> str:
    """The first sentence without its final punctuation; an overlong one up to a comma."""
    start = body.lstrip(_TRIMMED)[:400]
    sentence = next((s for s in _sentences(start) if letters(s)), start)
    colon = re.search(r"[：:]", sentence)
    if colon and _SHORTEST_HEADLINE <= len(letters(sentence[: colon.start()])) <= _LONGEST_HEADLINE:
        sentence = sentence[: colon.start()]
    if len(letters(sentence)) > _LONGEST_HEADLINE:
        sentence = _up_to_comma(sentence)
    return sentence.replace("**", "").strip(_TRIMMED)


def _up_to_comma(sentence: str) -> str:
    """The sentence up to the first comma that leaves a headline of readable length."""
    for comma in re.finditer("[，,]", sentence):
        if _SHORTEST_HEADLINE < len(letters(sentence[: comma.start()])) <= _LONGEST_HEADLINE:
            return sentence[: comma.start()]
    return sentence


def example_in(text: str) -> str | None:
    """The sentences from the first 比如 / 如 to the end of the example, None if there is none."""
    found = _EXAMPLE.search(text)
    if not found:
        return None
    sentences = list(_sentences(text[found.start() :], ends="。！？!?\n"))
    taken = sentences[:1] + _further(sentences[1:])
    return "".join(taken).strip()


def _further(sentences: Iterable[str]) -> list[str]:
    """The sentences of a run of examples: 又如…。再如…。"""
    taken: list[str] = []
    for sentence in sentences:
        if not _EXAMPLE.match(sentence) and not _CARRIES_ON.match(sentence):
            break
        taken.append(sentence)
    return taken


def _sentences(text: str, ends: str = "。！？!?；;\n") -> Iterable[str]:
    """The text cut behind each of these signs, a closing quote included."""
    pattern = re.compile(rf"[^{ends}]*(?:[{ends}]+[”’』」）)]?|$)")
    places = (found.span() for found in pattern.finditer(full_stops(text)) if found[0])
    return (text[start:end] for start, end in places)
