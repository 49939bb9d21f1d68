"""The bot's sentences, and how things are put into words: passages, sources, checklists.

Prose that depends on nothing stands here as constants; everything returns spans, which `render`
turns into HTML or plain text.
"""

import re
from collections.abc import Iterable, Sequence

from bot.advice.answer import Answer
from bot.advice.checklist import Todo
from bot.advice.retrieval import Match
from bot.advice.snippet import Run, snippet
from bot.assistant.checklist import Card, Progress
from bot.chat.reply import Span
from bot.errors import Trouble
from bot.models import Area, Aspect, Catalog, Passage, Preparation, Session, Theme

_MENTIONED = 8  # characters of a mention that is named as a reason
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_HANZI_DIGITS = "零一二三四五六七八九十"

START = "你好，我帮你准备民主生活会对照检查材料。先说说你分管或从事什么工作？（直接打字，如“街道信访和征拆”）"
CAUTION = "请不要输入涉密、敏感内容和真实姓名。"
NOTED = "记下了："
SO_FAR = "目前："
ASK_AREA = "你分管或从事什么工作？直接打字（可以说几样），或点一个："
AREA_UNKNOWN = "没认出“{said}”属于哪个领域，换个说法，或者从下面选。"
TELL_AREA = "说说你的工作（如“街道信访”），要点和例文会更贴近。"
ASK_WHO = "这份材料给谁写？"
ASK_FIND = "想找什么写法？打几个字就行，如“走访不深入”“怕得罪人”。也可以点一块看要点："
THEME_UNKNOWN = "“{said}”的主题我还没有，一切以上级通知为准。"
GREETING = "你好！想先看哪一块？也可以直接打字，如“信访”“等靠要怎么写”。"
THANKS = "不客气，随时叫我。还要看哪一块？"
FINE = "好。接着看哪一块？"
NO_WORDS = "我没看到文字。"
NO_MORE = "就这些了，从头再看："
NO_EXAMPLES = "这一块范文库里还没有例文，先看要点："
UNLIKE = "例文只供参照，写自己的事。"
NOTHING_TO_CONTINUE = "还没有可以往下翻的内容。点一块看要点，或者打几个字查例文，如“等靠要”："
SORRY = "抱歉，刚才出了点问题，没有办成。请稍后再试一次，或发 /help 看看能做什么。"
TOO_LARGE = "这个文件超过 20 MB，我收不下。请只留文字部分，另存为 .docx 或 .txt 再发。"
NOT_FETCHED = "这个文件没有取到，可能已经过期。请重新发一次；还不行，就把文字直接贴过来。"
NOT_READABLE = "我只看得懂文字和文件（Word 的 .docx、有文字的 PDF、.txt）。请打字告诉我，或把文字存成文件发来。"
NOT_KEPT = "现在存不了东西，刚才这一步没有办成。查例文照常能用；请过一会儿再试。"
UNSAVED = "（现在存不了东西：下面的能看，但我记不住你看到哪里。）"
SHORT_DESCRIPTION = "帮你准备民主生活会、组织生活会：按分管工作查例文、列要点，都有出处。"
DESCRIPTION = (
    "我帮你准备民主生活会和组织生活会的对照检查材料：按你分管的工作查例文，列出建议覆盖的要点。\n"
    "不代写、不编造，只给例文和出处。点“开始”，告诉我你分管什么工作。"
)
NO_TEXTS_OF_AREA = "范文库里还没有{areas}的材料：例文取自其他单位，要点照样用得上。"
OLD_SEARCH = "这是以前查的，请重新打字查。"
NOTHING_FITS = "范文库里没有合适的段落。换个说法试试，或者从这里入手："
NOTHING_FITS_BUT = "范文库里没有合适的段落。你是不是想找："
IF_DRAFT = "这要是初稿，点“当初稿检查”，我逐句看。\n"
NOTHING_LIKE_PASTE = "这段文字我没有保存，范文库里也没有相近的段落。可以从这里入手："
PASTED = "这段文字只用来找例文，我没有保存。最接近的段落："
READ_AS = "“{said}”按“{reading}”理解。"
FILE_TROUBLES: dict[Trouble, str] = {
    "format": "这种文件我读不了，能读 {formats}。老的 .doc、.wps 请另存为 .docx；也可以把文字直接贴过来，用完不保存：",
    "protected": "这个文件设了密码。请去掉密码再发，或者把文字直接贴过来：",
    "scan": "这是图片或扫描件，里面没有文字。请发 Word 原稿，或先识别成文字：",
    "too_large": "这个文件太大，我收不下。请只留正文，或分成几份再发：",
    "damaged": "这个文件打不开，像是坏了。请重新保存一次再发：",
    "empty": "这个文件里没有文字。请检查一下再发：",
    "archive": "压缩包里要正好有一份能读的材料，不带密码。请解压后把那一份发来：",
    "unknown": "这个文件我没读出文字。把文字直接贴过来也行，用完不保存：",
}
MAYBE = "没有完全对上的，这些可能相关"
UNKNOWN_BUTTON = "这个按钮已经失效，请重新打开。"
FIRST_GAP = "\n先补这一条：{title}"
NO_CHAIN = "先记下问题的事实，再看原因和整改对不对得上。"
UNKNOWN_COMMAND = "没有这个命令。"
CANCELLED = "好，已取消。"
FORGET_GROUP_ASK = "确定清除吗？这个{where}记下的 {notes} 笔事实、{ticks} 处勾选、{opinions} 条意见，还有开过的准备会、领域、对象、年度和自己贴的主题都会删除，群里谁都看不到了，不能恢复。"
FORGET_ASK = "确定清除吗？你的领域、对象、年度、勾选、记下的事实和自己贴的主题都会删除，不能恢复。"
FORGOTTEN = "已全部清除。"
KEPT = "没有清除，一切照旧。"
TICKED = {"1": "已勾选", "0": "已取消勾选"}
GHOSTWRITE = (
    "代写我不做——见人见事的事实只有你有，编出来的过不了审。"
    "我可以给你看别人写到了哪些点、出自哪里，再一条条问出你自己的事例。从这里开始："
)
EMPTY_ADVICE = (
    "写实三问：哪一次、哪件事（时间、地点、数字）？当时心里怎么想的？造成了什么后果？"
    "每个问题补上一个自己的事例，就不空了。点一块，我按要点问你："
)
LENGTH = (
    "字数以你单位通知为准。一般个人对照检查材料 3000 字左右，问题和原因至少占一半；"
    "发言提纲讲 8–10 分钟，约 2000–2500 字；班子材料更长一些。先从哪里写起？"
)
CRITICISM = "提批评意见：说你亲眼见到的一件事、错在哪里，不拿工作建议代替批评；会前谈心时先说开。"
LAST_YEAR = (
    "上年度整改要对账：列了几条、完成几条、长期坚持几条，没完成的卡在哪里、何时完成，用数字和佐证说话。"
    "近几年的会议一般都要写，以上级通知为准。这次的材料从哪里看起？"
)
EXPORTED = "{name}做好了：放进了你记的 {count} 笔事实，没写的地方标了“待填”，要回答的问题在批注里。范文一句也没有抄进去。"
EXPORTED_EMPTY = "{name}做好了，不过你还没有记下自己的事实，里面都是“待填”。打开一条要点点“记一笔”，再导出就有内容了："
EXPORT_FORM = "“{said}”这种格式没有，选一种："
ASK_THEME = (
    "把会议方案里要对照检查的几个方面贴过来，每个方面一行，带上序号；也可以直接把方案发成文件。例如：\n"
    "主题：……\n1. 带头强化政治忠诚、提高政治能力\n2. 带头固本培元、增强党性\n3. ……"
)
NO_THEME = "没看出是哪几个方面（要两个以上）。请这样发，每个方面一行：\n1. 带头强化政治忠诚、提高政治能力\n2. 带头固本培元、增强党性\n3. ……"
THEME_KNOWN = "这就是“{label}”，我已经有了。"
PASTE_AGAIN = "刚才那段我没有留，请再贴一次。"
ADMINS_ONLY = "这一步只有管理员能做。"
ADMINS_IN_PRIVATE = "这一步只有管理员在私聊里能做。"
DEFAULT_SET = "好，以后新来的人都从这份清单开始。"
PREPS = "这里在准备 {count} 份材料："
PREP_MADE = "新开一份：{name}。"
PREP_OPEN = "换到这一份：{name}。"
PREP_DELETED = "删掉了。"
NO_SUCH_PREP = "没有这一份。"
LAST_PREP = "只剩这一份了。要全部清除，请发 /forget。"
TOO_MANY_PREPS = "最多 {most} 份，先删掉用不着的。"
ASK_PREP_NAME = "这份给谁写？起个名字，如“局长个人”“班子”。不要写真实姓名。"
ASK_DELETE_PREP = "确定删除“{name}”吗？连同记下的 {count} 笔事实和勾选，不能恢复。"
HELP = (
    "直接打字就行：说工作（“我在街道管信访”）、点方面（“第三方面”“群众那条”）、"
    "找写法（“等靠要怎么写”）、往下翻（“换一批”“下一条”）。也可以用命令："
)
IN_GROUPS = "在群里，请用命令、回复我的消息，或者 @ 我，我才看得到。\n"
PRIVACY = (
    "我只记这些：你选的领域、对象、年度，看到哪里、最近查的词（好接着“换一批”），勾选了哪些要点，"
    "你让我记下的事实，你贴来的会议主题；群里开准备会，还记谁主持、谁参加、谁认领、谁勾选和提的意见（主持人选了“记名”才记是谁提的）；问你要不要记的那句话，等你答复就删；上次检查初稿的比对码（看不出原文）。"
    "你贴的初稿和发的文件最多在内存里留半小时，从不保存（管理员点“加入”进范文库的除外），日志里也没有。"
    "要记的话里有身份证号、银行卡号、电话或密级标志，记之前先问你。\n"
    "发 /forget 可随时全部清除；长时间没有动静，按保留期限自动清除。消息会经过聊天软件的服务器，请不要输入涉密、敏感内容和真实姓名，可用“某单位”“XX”代替。"
)


def source(passage: Passage) -> str:
    """Where a passage stands: 区统战部副部长 · 2021 · 第1方面·一."""
    place = _SECTION_NAMES.get(passage.section, "")
    if passage.section == "problems":
        place = (
            f"第{passage.aspect}方面"
            if passage.aspect
            else f"另一方面“{_shorten(passage.aspect_heading, 14)}”"
        )
    place = f"{place}·{numeral(passage.ordinal)}"
    parts = [short_title(passage.title), str(passage.year or "年度不详"), place]
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


def example(
    number: int, passage: Passage, needles: Sequence[str] = (), *, note: str = ""
) -> list[Span]:
    """An example passage: number and headline, shortened text, source."""
    return [
        Span(f"\n{CIRCLED[number - 1]} {passage.headline}\n", bold=True),
        *marked(snippet(_body(passage), needles)),
        Span(f"\n— {source(passage)}{note}\n", faint=True),
    ]


def _body(passage: Passage) -> str:
    """The text after its headline, which is shown above it."""
    before, found, after = passage.text.partition(passage.headline)
    rest = after.lstrip("，,、。.：:；; \n")
    return rest if found and len(before) < 8 and rest else passage.text


def full_passage(passage: Passage) -> list[Span]:
    """The whole passage with everything that tells where it stands."""
    heading = passage.aspect_heading if passage.section == "problems" else ""
    place = f"“{_shorten(heading, 24)}”，" if heading else ""
    return [
        Span(f"{source(passage)}\n", bold=True),
        Span(passage.text.strip(), quote=True),
        Span(f"\n— 《{passage.title}》，{place}文件 {passage.document}\n", faint=True),
        Span(UNLIKE, faint=True),
    ]


def profile(catalog: Catalog, session: Session, theme: Theme, lead: str) -> list[Span]:
    """What the bot understood: 街道 · 信访（个人 · 2021 五个带头）."""
    areas = catalog.area_names(session.areas)
    scope = SCOPE_NAMES[session.scope or "personal"]
    spans = [
        Span(lead),
        Span(f"{session.preparation.name} · " if session.preparation.name else ""),
        Span(areas or "全部领域", bold=True),
        Span(f"（{scope} · {theme_label(theme)}）\n"),
    ]
    if missing := _MISSING[bool(areas), bool(session.scope)]:
        spans.append(Span(f"{missing}\n", faint=True))
    return spans


# What to say while area or scope is unknown, by (area known, scope known).
_MISSING = {
    (False, False): "还没说工作和对象，先按个人、看全部领域；说一句“我在街道管信访”会更贴近。",
    (False, True): TELL_AREA,
    (True, False): "没说给谁写，先按个人；例文个人、班子的都看。",
    (True, True): "",
}
SCOPE_NAMES: dict[str, str] = {"personal": "个人", "team": "班子", "leader": "一把手"}


def theme_label(theme: Theme) -> str:
    """2021 五个带头, or the theme's short name where the list has no label."""
    return f"{theme.year} {theme.label or theme.name}"


def themes(found: Iterable[Theme]) -> list[Span]:
    """Themes to choose from, each with its first aspect: a label alone does not tell which is meant."""
    spans = [Span("准备哪个年度的会？以上级通知为准。\n")]
    spans += [Span(f"{theme_label(t)}：{first_clause(t.aspects[0].heading)}…\n") for t in found]
    return spans


def theme_read(theme: Theme) -> list[Span]:
    """What was read from a pasted list of aspects, to be confirmed."""
    spans = [Span(f"读出 {len(theme.aspects)} 个方面（{theme.year} 年度），对吗？\n", bold=True)]
    spans += [Span(f"{aspect.number} {aspect.heading}\n") for aspect in theme.aspects]
    return [*spans, Span("要点和例文按相近程度配给各方面，只供参考。", faint=True)]


def theme_found(theme: Theme) -> list[Span]:
    """The offer to prepare for a list of aspects that was pasted without a word."""
    names = "、".join(aspect.name for aspect in theme.aspects)
    return [Span(f"这像是会议方案里的 {len(theme.aspects)} 个方面（{names}）。按它准备吗？")]


def prep_name(preparation: Preparation) -> str:
    """The name of a preparation, or which one it is."""
    return preparation.name or f"第 {preparation.number} 份"


def prep_line(
    preparation: Preparation, theme: Theme, areas: str, count: int, *, is_open: bool
) -> list[Span]:
    """▸ 局长个人（个人 · 2025 五个带头 · 信访）记 3 笔."""
    about = [SCOPE_NAMES[preparation.scope or "personal"], theme_label(theme), areas]
    name = f"{'▸' if is_open else '·'} {prep_name(preparation)}"
    line = f"（{' · '.join(filter(None, about))}）记 {count} 笔\n"
    return [Span(name, bold=is_open), Span(line)]


def overview(theme: Theme, progress: Sequence[Progress]) -> list[Span]:
    """The checklist at a glance: the aspects on one line, the other parts on the next."""
    spans = [Span(f"{note_on(theme)}\n", faint=True)] if note_on(theme) else []
    spans.append(Span(f"{numeral(len(theme.aspects))}个方面，先看哪个？\n"))
    for is_aspect in (True, False):
        parts = [_at_a_glance(line) for line in progress if line.card.isdecimal() == is_aspect]
        spans.append(Span(f"{'   '.join(parts)}\n"))
    return spans


def _at_a_glance(line: Progress) -> str:
    label = CARD_LABELS.get(line.card) or f"{line.card} {line.name}"
    return f"{label} {line.done}/{line.total}"


def progress(lines: Sequence[Progress]) -> list[Span]:
    """The checklist part by part, each with a bar of what is ticked or noted."""
    return [
        Span(
            f"{bar(line.covered, line.total)} {_at_a_glance(line)}"
            f"{f' · 记 {line.noted} 条' if line.noted else ''}\n"
        )
        for line in lines
    ]


def bar(done: int, total: int, width: int = 5) -> str:
    """■■□□□; one cell as soon as anything is done, all only when all is."""
    filled = done * width // total if total else 0
    filled = max(filled, 1) if done else 0
    return "■" * filled + "□" * (width - filled)


CARD_LABELS = {"causes": "原因", "measures": "整改", "general": "其他"}


def note_on(theme: Theme) -> str:
    """What to know of a theme's list, and that an uncertain one is only for orientation."""
    unsure = "" if theme.confidence == "high" else "这份清单只供参考，以上级通知为准。"
    return unsure + theme.note


def no_such_aspect(said: str, theme: Theme) -> str:
    """That the theme has no such aspect, and how many it has."""
    return f"没有“{_shorten(said, 10)}”这个方面，{theme_label(theme)}共 {len(theme.aspects)} 个："


def full_heading(aspect: Aspect, theme: Theme) -> list[Span]:
    """The official wording of an aspect in full."""
    spans = [
        Span(f"{theme_label(theme)} · 第{numeral(aspect.number)}方面\n", bold=True),
        Span(aspect.heading, quote=True),
    ]
    if theme.confidence != "high":
        spans.append(Span("\n这份清单只供参考，以上级通知为准。", faint=True))
    return spans


def card_title(shown: Card) -> str:
    """〔3〕带头践行以人民为中心的发展思想."""
    key = f"〔{shown.key}〕" if shown.heading else ""
    return key + (_shorten(first_clause(shown.heading), 32) or shown.name)


def card(shown: Card, theme: Theme, areas: Sequence[Area]) -> list[Span]:
    """The head of a part of the checklist."""
    spans = [Span(f"{card_title(shown)}\n", bold=True)]
    if theme.confidence != "high" and shown.heading:
        spans.append(Span("这份清单只供参考，以上级通知为准。\n", faint=True))
    narrow = [area for area in areas if not area.is_broad] or areas
    names = "、".join(area.name for area in narrow[:2])
    is_near = names and any(todo.is_near for todo in shown.todos)
    order = f"，与{names}最相关的在前" if is_near else ""
    return [*spans, Span(f"建议覆盖的要点（共 {len(shown.todos)} 条{order}）：\n")]


def box(todo: Todo) -> str:
    """☑ or ☐."""
    return "☑" if todo.is_done else "☐"


def item_lines(number: int, todo: Todo, document_count: int, ticked: str = "") -> list[Span]:
    """One item: tick, title, how often it is raised, who ticked it, its first question."""
    raised = f"（{document_count} 篇中 {todo.raised_by} 篇写到）" if todo.raised_by else ""
    return [
        Span(f"{box(todo)} {number} {todo.item.title}{ticked or raised}\n"),
        Span(f"    问自己：{todo.questions[0]}\n", faint=True),
    ]


def item(shown: Card, index: int, document_count: int) -> list[Span]:
    """One item opened: all its questions."""
    todo = shown.todos[index]
    raised = (
        f"{document_count} 篇范文中 {todo.raised_by} 篇写到"
        if todo.raised_by
        else "范文库里还没有人写到"
    )
    place = f"{shown.name} · 要点 {index + 1}/{len(shown.todos)} · {raised}\n"
    return [
        Span(f"{box(todo)} {todo.item.title}\n", bold=True),
        Span(place, faint=True),
        Span("问自己：\n"),
        *(Span(f"· {question}\n") for question in todo.questions),
    ]


def found(answer: Answer, page: int) -> str:
    """The line above the passages: what was looked for, and how sure the bot is."""
    read = f"（按“{'、'.join(answer.read_as[:3])}”查）" if answer.read_as else ""
    batch = f"，第 {page} 批" if page > 1 else ""
    return f"{MAYBE if answer.verdict == 'maybe' else '找到这些写法'}{read}{batch}："


def reasons(match: Match, catalog: Catalog, areas: Iterable[str], said: str) -> str:
    """Why a passage was found, and what is like it: （同为街道 · 提到“征拆”；另有 2 篇写法相近）."""
    shared = [catalog.area[key].name for key in areas if key in match.passage.areas]
    parts = [f"同为{'、'.join(shared)}"] if {"area", "home"} & set(match.reasons) and shared else []
    parts += [
        name
        for key, name in (("aspect", "同一方面"), ("section", "同一部分"))
        if key in match.reasons
    ]
    own = (needle for needle in match.needles if len(needle) <= _MENTIONED and needle in said)
    if mentioned := next(own, ""):
        parts.append(f"提到“{mentioned}”")
    notes = [" · ".join(parts)] if parts else []
    notes += [f"另有 {len(match.alike)} 篇写法相近"] if match.alike else []
    return f"（{'；'.join(notes)}）" if notes else ""


def first_clause(heading: str) -> str:
    """带头践行以人民为中心的发展思想，尊重群众意愿 … -> the words before the first comma."""
    return re.split("[，；。]", heading, maxsplit=1)[0]


def numeral(number: int) -> str:
    """三 for 3, up to ten."""
    return _HANZI_DIGITS[number] if 0 < number < len(_HANZI_DIGITS) else str(number)


def _shorten(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
