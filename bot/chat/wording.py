"""The bot's sentences, and how things are put into words: passages, sources, checklists.

Prose that depends on nothing stands here as constants; everything returns spans, which `render`
turns into HTML or plain text.
"""

import re
from collections.abc import Iterable, Sequence

from bot.advice.checklist import Todo
from bot.advice.retrieval import Match
from bot.advice.snippet import Run, snippet
from bot.assistant import Card, Progress
from bot.chat.reply import Span
from bot.models import Catalog, Passage, Theme
from bot.search import Answer

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_HANZI_DIGITS = "零一二三四五六七八九十"

START = "你好，我帮你准备民主生活会对照检查材料。先说说你分管或从事什么工作？（直接打字，如“街道信访和征拆”）"
CAUTION = "请不要输入涉密、敏感内容和真实姓名。"
ASK_AREA = "你分管或从事什么工作？直接打字，或点一个："
ASK_WHO = "这份材料给谁写？"
ASK_THEME = "准备哪个年度的会？以上级通知为准。"
ASK_FIND = "想找什么写法？打几个字就行，如“走访不深入”“怕得罪人”。"
WHICH_ASPECT = "先看哪个方面？"
GREETING = "你好！想先看哪一块？也可以直接打字，如“信访”“等靠要怎么写”。"
THANKS = "不客气。需要时随时叫我。"
NO_MORE = "就这些了。换个说法再问，或者看看清单？"
NOTHING_TO_CONTINUE = "还没有可以往下翻的内容。先说说你的工作领域，或者打几个字查例文。"
NOTHING_FITS = "范文库里没有合适的段落。换个说法试试，或者从方面入手："
MAYBE = "没有完全对上的，这些可能相关"
UNKNOWN_BUTTON = "这个按钮已经失效，请重新打开。"
UNKNOWN_COMMAND = "没有这个命令。常用的有："
CANCELLED = "好，已取消。"
FORGET_ASK = "确定清除吗？你的领域、进度和勾选都会删除，不能恢复。"
FORGOTTEN = "已全部清除。想重新开始，发 /start。"
KEPT = "没有清除，一切照旧。"
GHOSTWRITE = (
    "代写我不做——见人见事的事实只有你有，编出来的过不了审。"
    "我可以给你看别人写到了哪些点、出自哪里，再一条条问出你自己的事例。从这里开始："
)
EMPTY_ADVICE = (
    "写实三问：哪一次、哪件事（时间、地点、数字）？当时心里怎么想的？造成了什么后果？"
    "每个问题补上一个自己的事例，就不空了。点一个方面，我按要点问你："
)
LENGTH = (
    "字数以你单位通知为准。参考：个人对照检查材料一般 3000 字左右，问题和原因至少占一半；"
    "发言提纲讲 8–10 分钟，约 2000–2500 字；班子材料更长一些。先从哪个方面写起？"
)
HELP = (
    "直接打字就行：说工作（“我在街道管信访”）、点方面（“第三方面”“群众那条”）、"
    "找写法（“等靠要怎么写”）、往下翻（“换一批”“下一条”）。也可以用命令："
)
NO_SUCH_ASPECT = "这个主题没有第 {number} 方面，共 {total} 个："
PRIVACY = (
    "我只记这些：你选的领域、对象、年度，看到哪里，勾选了哪些要点。"
    "你发来的文字和文件用完即弃，不保存，日志里也没有。\n"
    "发 /forget 可随时全部清除。消息经过 Telegram 的服务器，请不要输入涉密、敏感内容和真实姓名，可用“某单位”“XX”代替。"
)


def plain(text: str) -> tuple[Span, ...]:
    """One unstyled text."""
    return (Span(text),)


def source(passage: Passage, theme: Theme | None = None) -> str:
    """Where a passage stands: 区统战部副部长 · 2021 · 第1方面·一."""
    place = _SECTION_NAMES.get(passage.section, "")
    if passage.section == "problems":
        place = f"第{passage.aspect}方面" if passage.aspect else f"另一方面“{passage.aspect_heading[:14]}”"
    ordinal = _HANZI_DIGITS[passage.ordinal] if passage.ordinal <= 10 else str(passage.ordinal)
    parts = [short_title(passage.title), str(passage.year or "年度不详"), f"{place}·{ordinal}"]
    return " · ".join(parts)


_SECTION_NAMES = {
    "causes": "原因",
    "measures": "整改",
    "opening": "开头",
    "last_year": "上年度整改",
    "case": "典型案例",
    "matters": "有关事项",
    "closing": "结尾",
}
# "区统战部副部长2021年度mzshh对照检查材料" -> 区统战部副部长
_TITLE_TAIL = re.compile(
    r"(?:在)?(?:20\d\d年度?|党史|dangshi|学习教育|专题|mzshh|民主生活会|组织生活会|对照检查|检视剖析|剖析发言|个人发言|发言提纲|五个方面).*"
)


def short_title(title: str) -> str:
    """Whose text it is, without the words that every title has."""
    return _TITLE_TAIL.sub("", title).strip(" 　的") or title


def marked(runs: Iterable[Run], *, quote: bool = True) -> list[Span]:
    """A snippet with its matches marked."""
    return [Span(run.text, mark=run.matched, quote=quote) for run in runs]


def example(number: int, passage: Passage, needles: Sequence[str] = (), *, note: str = "") -> list[Span]:
    """An example passage: number and headline, shortened text, source."""
    return [
        Span(f"\n{CIRCLED[number - 1]} {passage.headline}\n", bold=True),
        *marked(snippet(_body(passage), needles)),
        Span(f"\n— {source(passage)}{note}\n", faint=True),
    ]


def _body(passage: Passage) -> str:
    """The text after its headline, which is shown above it."""
    before, found, after = passage.text.partition(passage.headline)
    rest = after.lstrip("。.：:；; \n")
    return rest if found and len(before) < 8 and rest else passage.text


def full_passage(passage: Passage) -> list[Span]:
    """The whole passage with everything that tells where it stands."""
    heading = passage.aspect_heading if passage.section == "problems" else _SECTION_NAMES.get(passage.section, "")
    return [
        Span(f"{source(passage)}\n", bold=True),
        Span(passage.text.strip(), quote=True),
        Span(f"\n— 《{passage.title}》，{heading or '正文'}，文件 {passage.document}\n", faint=True),
        Span("例文只供参考，请写自己的事。", faint=True),
    ]


def profile(areas: str, scope: str, theme: Theme) -> list[Span]:
    """What the bot understood: 街道 · 信访（个人 · 2021 五个带头）."""
    what = areas or "全部领域"
    return [Span("记下了："), Span(what, bold=True), Span(f"（{scope} · {theme_label(theme)}）\n")]


def theme_label(theme: Theme) -> str:
    """2021 五个带头, or the theme's short name where the list has no label."""
    return f"{theme.year} {theme.label or theme.name}"


def unsure_of(theme: Theme) -> str:
    """What to say of a list that is not known for certain; "" for a certain one."""
    if theme.confidence == "high":
        return ""
    return f"这份清单只供参考，以上级通知为准。{theme.note}\n"


SCOPE_NAMES = {"personal": "个人", "team": "班子", "leader": "一把手", None: "个人、班子都看"}


def progress_lines(progress: Iterable[Progress]) -> list[Span]:
    """The checklist at a glance, a line a card."""
    lines = []
    for line in progress:
        label = f"{line.card} {line.name}" if line.card.isdigit() else line.name
        lines.append(Span(f"{label} {line.done}/{line.total}\n"))
    return lines


def card(shown: Card, document_count: int) -> list[Span]:
    """A part of the checklist: items with their question, done ones ticked."""
    title = f"〔{shown.key}〕{shown.heading}" if shown.heading else f"〔{shown.name}〕"
    is_near = any(todo.is_near for todo in shown.todos)
    spans = [Span(f"{_shorten(title, 60)}\n", bold=True)]
    spans += [Span(f"建议覆盖的要点{'（与你工作最相关的在前）' if is_near else ''}：\n")]
    for number, todo in enumerate(shown.todos, 1):
        spans += item_lines(number, todo, document_count)
    return spans


def item_lines(number: int, todo: Todo, document_count: int) -> list[Span]:
    """One item: tick, title, how often it is raised, its first question."""
    box = "☑" if todo.is_done else "☐"
    raised = f"（{document_count} 篇中 {todo.raised_by} 篇写到）" if todo.raised_by else ""
    return [
        Span(f"{box} {number} {todo.item.title}{raised}\n"),
        Span(f"    问自己：{todo.questions[0]}\n", faint=True),
    ]


def item(todo: Todo, document_count: int) -> list[Span]:
    """One item opened: all its questions."""
    raised = f"{document_count} 篇范文中 {todo.raised_by} 篇写到" if todo.raised_by else "范文里还没有人写到"
    spans = [Span(f"要点：{todo.item.title}\n", bold=True), Span(f"{raised}\n", faint=True)]
    return spans + [Span(f"· {question}\n") for question in todo.questions]


def found(answer: Answer) -> str:
    """The line above the passages: what was looked for, and how sure the bot is."""
    read = f"（按“{'、'.join(answer.read_as[:3])}”查）" if answer.read_as else ""
    return f"{MAYBE if answer.verdict == 'maybe' else '找到这些写法'}{read}"


def reasons(match: Match, catalog: Catalog, areas: Iterable[str]) -> str:
    """Why a passage was found: （同为街道 · 同一方面）, "" when only its words did it."""
    shared = [catalog.area[key].name for key in areas if key in match.passage.areas]
    parts = [f"同为{'、'.join(shared)}"] if "area" in match.reasons and shared else []
    parts += [name for key, name in (("aspect", "同一方面"), ("section", "同一部分")) if key in match.reasons]
    return f"（{' · '.join(parts)}）" if parts else ""


def _shorten(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
