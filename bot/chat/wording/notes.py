"""How the user's own facts are put into words: what was noted, what it still lacks, what belongs to it."""

from collections.abc import Sequence

from bot.advice.evidence import Gap
from bot.assistant.checklist import Linked
from bot.chat.reply import Span
from bot.models import Item, Note

ASK = "请写你自己的事实（哪一次、哪件事、当时怎么想）：一条一发，发 /cancel 取消。"
ASK_WHERE = "写完我问你记到哪一条；下次也可以写在一起：“记一笔 ……”或“/note ……”。"
NONE_YET = "还没有记下你自己的事实。"
ASK_UNDER = "记到“{title}”下面。" + ASK
ASK_EDIT = "原来记的是：“{text}”\n请发改好的文字，发 /cancel 不改。"
MAY_ANSWER = "要是你当时的情况，点“记下来”，记到“{title}”下面。"
OFFER = "这句话要记到“{title}”下面，还是拿去查例文？"
CHANGED = "改好了。"
ASK_DROP = "要删这一笔吗？在{place}下面：\n“{text}”"
ASK_MEND = "这一笔在{place}下面：\n“{text}”\n改，还是删？"
WHICH = "没看出是哪一笔，点它在的地方："
REMOVED = "已删除。"
MOVED = "归好了，在{place}下面。"
GONE = "这一笔已经不在了。"
NOT_NOTED = "刚才那句没有记，要记就再发一次。"
NOT_HELD = "那句话我没有留，请再发一次。"
TOO_LONG = "一笔最多 {limit} 字，这段有 {length} 字，我没有保存。请拆成几笔；整篇初稿请发 /check。"
NO_NOTES = "还没有记下你自己的事实。打开一条要点，点“记一笔”，或直接发 /note 加一句话："
WHERE = "记到哪里？点一条要点，或者点一块（下次可以直接写序号，如“/note 3 今年只下去过两次”）："
PLACE_IT = "可以归到一条要点下面："
ALL_COVERED = "每一条都勾过或记过了。可以导出提纲，或者回头看看还缺什么。"
TITLE = "你记的事实"

# What to say when nothing is lacking; the general demands are not looked at.
_WHOLE = {"causes": "想法写到了。", "measures": "写得实，到时候查得出来。", "general": ""}
_WHOLE_PROBLEM = "这一条事例、想法、数字都有了，很好。"

_ASKS: dict[Gap, str] = {
    "example": "一个具体事例（哪一次、哪件事？）",
    "thought": "当时的想法（心里怎么想，怕什么、图什么？）",
    "figure": "时间或数字（哪天、几次、多少？）",
}
_CHECKABLE = "能检查的内容（谁负责、何时完成、做到多少？）"


def kept(number: int, total: int, place: str) -> str:
    """That a note was kept: the `number`-th in its place and, where others have some, of how many."""
    count = f"第 {number} 笔" if number == total else f"这里第 {number} 笔，一共 {total} 笔"
    return f"记下了（{count}），在{place}下面。"


def lacking(gaps: Sequence[Gap], section: str) -> str:
    """What is still missing, as one sentence; "" when nothing is."""
    if not gaps:
        return ""
    asked = [_CHECKABLE] if section == "measures" else [_ASKS[gap] for gap in gaps]
    return f"还缺：{'；'.join(asked)}"


def judged(gaps: Sequence[Gap], section: str) -> str:
    """What is still missing, or that nothing is; "" where nothing is asked for."""
    return "" if section == "general" else lacking(gaps, section) or whole(section)


def whole(section: str) -> str:
    """That nothing is missing; `section` is one of the checklist or an aspect's number."""
    return _WHOLE.get(section, _WHOLE_PROBLEM)


def noted(notes: Sequence[Note]) -> list[Span]:
    """The notes of one place, numbered."""
    return [
        Span(f"{number} {_by(note)}{note.text}\n", quote=False)
        for number, note in enumerate(notes, 1)
    ]


def _by(note: Note) -> str:
    return f"{note.author}：" if note.author else ""


def belonging(linked: Linked) -> list[Span]:
    """Which cause and which measure should answer a noted problem, and whether they are there."""
    sides = (("原因", linked.causes), ("整改", linked.measures))
    return [
        Span(f"{'✓' if any(there for _, there in side) else '✗'} {name}：{_titles(side)}\n")
        for name, side in sides
        if side
    ]


def _titles(side: Sequence[tuple[Item, bool]]) -> str:
    return "、".join(f"{item.title}{'（已写）' if there else '（没写）'}" for item, there in side)


def chain(links: Sequence[Linked]) -> list[Span]:
    """All noted problems with what answers them: 问题 → 原因 → 整改."""
    spans = [Span("问题、原因、整改要对得上：\n", bold=True)]
    for linked in links:
        spans.append(Span(f"\n{linked.item.title}\n", bold=True))
        spans += belonging(linked)
    return spans
