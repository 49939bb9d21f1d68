"""How a preparation meeting is put into words: board, takes, opinions, reminders, history."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.chat.reply import Span
from bot.chat.wording.checklist import bar
from bot.chat.wording.themes import theme_label
from bot.meeting import Standing
from bot.models import Mark, Meeting, Opinion, Theme

TITLE = "{year}年度民主生活会准备会"
TITLE_OF = "{name}准备会"
ONLY_IN_GROUPS = "准备会在群里开：把我拉进群，发 /meeting。"
OPINION_IN_GROUPS = (
    "会已经开着的，回到群里点看板上的“私下提意见”，再把意见发给我；"
    "还没开的，准备会在群里开：把我拉进群，发 /meeting。"
)
NO_MEETING = "还没有开准备会。发 /meeting 加标题就开，如“/meeting 街道班子 2025”。"
IS_OPEN = "“{title}”已经开着，这是新的看板。"
IS_OPEN_LED = "“{title}”已经开着；改标题、年度、领域由主持人来做。"
IS_OVER = "这场准备会已经结束。"
NOT_YOURS = "这一步由主持人（谁开的会）或群管理员来做。"
NOT_WHILE_OPEN = "准备会开着，不能换材料；先发 /close。"
HOW = (
    "点方面看要点，回复卡片就算记一笔；/take 3 认领，/opinion 对象 内容 提意见，"
    "/next 找缺口，/minutes 出纪要。"
)
NO_AREA = "还没说班子的领域，主持人可发 /area 街道信访。"
CLEARED_BOARD = "这块看板上的内容已经清除。"
OLD_BOARD = "看板移到下面了。"
WHICH_PART = "哪一方面？写上序号，如“/take 3”；要指派，就回复那位同志的消息再发。"
NO_SUCH_PART = "没有“{said}”这个方面，共 {count} 个：{parts}。如“/take 3”。"
TOOK = "{name}认领了〔{card}〕{part}。"
LEFT = "{name}放下了〔{card}〕{part}。"
TOOK_NOTICE = "已认领"
LEFT_NOTICE = "已放下"
NOBODY = "匿名身份认领不了，请换成本人发言，或者指派给一位同志。"
WHICH_SPOT = "记到哪一方面？写上序号，如“/note 3 今年只下去过两次”，或者回复那张卡片。"
OLD_CARD = "这张卡片是以前的，方面已经换了，没有记下。请点看板上的方面，在新卡片下面回复。"
BY_ANSWER = "\n（请回复这条消息来写。）"
NOT_YOUR_NOTE = "这一笔是别人记的，由他自己或主持人来改。"
NOTED = "记下了：{part}，{name}。"
CHANGED = "改好了。"
MOST_NAMES = 6  # of a part on the board
LONGEST_NAME = 20  # characters
SHORT = 20  # characters of a title on a button
ASK_CLOSE = "“{title}”要结束吗？记下的 {notes} 笔、意见 {opinions} 条怎么处理："
CLOSED = "准备会结束。记录都留着，发 /meeting list 可以接着开。"
CLOSED_CLEARED = "准备会结束。笔记、勾选和意见已清掉，只剩上面的纪要文件。"
GOES_ON = "好，接着开。"
REOPENED = "接着开“{title}”。"
NO_HISTORY = "这里还没有开过准备会。"
HISTORY = "开过的准备会：\n"
ONE_AT_A_TIME = "已经有一场开着，先发 /close。"
MINUTES = "纪要做好了：Word 和 Markdown 各一份。写了什么记什么，空着的标了“待填”。"

ASK_OPINION = (
    "“{title}”征求意见：一条一发，先写对象，空一格写内容，如“班子 文山会海多，上月开了 14 个会”。"
    "{names}原话保留，只交给主持人汇总。说完发 /cancel。"
)
NAMELESS = "不记你的名字。"
NAMED = "会记上你的名字。"
OPINION_FORM = "请这样写：/opinion 对象 内容，如“/opinion 班子 文山会海多”。不想公开说，点看板上的“私下提意见”。"
OPINION_FORM_PRIVATE = (
    "请先写对象，空一格写内容，如“班子 文山会海多，上月开了 14 个会”。说完发 /cancel。"
)
OPINION_NOTED = "收到，对“{object}”的意见记下了。还有就接着发。"
OPINION_NOTED_PUBLIC = "对“{object}”的意见记下了。"
OPINION_CHANGED = "这条意见改好了。"
OPINION_TOO_LONG = "一条意见最多 {limit} 字，这段有 {length} 字，我没有保存。请拆开说。"
NOT_RECEIVED = "这个链接已经失效，请在群里重新点。"
PRAISE = "这条像在讲成绩，我先退回：征求意见要说不足。查摆问题的地方讲成绩，容易被认为是评功摆好。哪一件事没做好？"
ADVICE = "这条像工作建议，我先退回：不要用工作建议代替批评意见。具体是哪件事没做好，表现在哪里？"
FAULTS = {"praise": PRAISE, "advice_as_criticism": ADVICE}
SAY_AGAIN = "直接编辑那条消息，或者改一改再发。"
SAY_AGAIN_PRIVATE = "改一改再发。"
NO_OPINIONS = "还没有收到意见。"
OPINIONS = "征求意见汇总（{count} 条）\n"
FOR_THE_CHAIR = "原话只给主持人看。"
WITH_NAMES = "以后收到的意见记名字。"
WITHOUT_NAMES = "以后收到的意见不记名字。"

AGENDA_SET = "每个方面 {box} 分钟，到点提醒一次。"
AGENDA_OFF = "不限时了。"
AGENDA_HOW = "每个方面限时几分钟？如“/agenda 10”，最多 {most}；“/agenda 0”不限时。现在：{now}。"
BOX_LIMIT = 180  # minutes
NO_GAP = "没有缺口了：每一条都勾过或记过。可以发 /minutes 出纪要。"
TIME_IS_UP = "〔{card}〕{part}：{box} 分钟到了。"
CHANGED_ALREADY = "已经换到别的方面了。"
MORE_TIME = "好，再给一次时间。"
STILL_MISSING = "还缺 {count} 条。"
GAP_OF = "缺口 · 〔{card}〕{part}{takers}\n"


def board(standing: Standing, theme: Theme, areas: str) -> list[Span]:
    """Where a meeting stands: a line for each part, then what is missing."""
    meeting = standing.meeting
    about = " · ".join(filter(None, (theme_label(theme), "班子", areas)))
    spans = [
        Span(f"📌 {meeting.title}\n", bold=True),
        Span(f"{about}；主持：{meeting.chair_name or '管理员'}\n"),
    ]
    for line in standing.lines:
        part, is_aspect = line.progress, line.progress.card.isdecimal()
        label = f"{part.card} {part.name}" if is_aspect else part.name
        takers = several(line.takers) or ("没人认领" if is_aspect else "")
        noted = f"记 {line.notes}" if line.notes else ""
        rest = " · ".join(filter(None, (noted, takers)))
        spans.append(
            Span(
                f"{bar(part.covered, part.total)} {label} {part.done}/{part.total} {rest}".rstrip()
            )
        )
        spans.append(Span("\n"))
    people = f"，{len(standing.attendees)} 人参加" if standing.attendees else ""
    spans.append(Span(f"还缺 {standing.missing} 条；意见 {standing.opinions} 条{people}。\n"))
    if meeting.box:
        spans.append(Span(f"每方面 {meeting.box} 分钟。\n"))
    return [*spans, *([] if areas else [Span(f"{NO_AREA}\n", faint=True)]), Span(HOW, faint=True)]


def several(names: Sequence[str]) -> str:
    """甲、乙, and of many the first with how many there are: a board must stay one message."""
    more = f"等 {len(names)} 人" if len(names) > MOST_NAMES else ""
    return "、".join(name[:LONGEST_NAME] for name in names[:MOST_NAMES]) + more


def ticked(mark: Mark | None) -> str:
    """（甲 3月2日 10:05）, in the time of the machine; "" for an item that nobody ticked."""
    if not mark or not mark.by:
        return ""
    return f"（{mark.by} {moment(mark.at)}）"


def moment(stamp: str) -> str:
    """3月2日 10:05, in the time of the machine."""
    at = datetime.fromisoformat(stamp).astimezone()
    return f"{at.month}月{at.day}日 {at:%H:%M}"


def taken_by(names: Sequence[str]) -> str:
    """认领：甲、乙, or that nobody did."""
    return f"认领：{several(names)}" if names else "还没人认领"


def history(meetings: Iterable[Meeting]) -> list[Span]:
    """All meetings of the place, the newest first."""
    spans = [Span(HISTORY, bold=True)]
    for meeting in meetings:
        at = datetime.fromisoformat(meeting.opened_at).astimezone()
        state = "开着" if meeting.is_open else "已结束"
        spans.append(Span(f"· {at:%Y-%m-%d} {meeting.title}（{state}）\n"))
    return spans


def table(opinions: Sequence[Opinion], parts: dict[str, str]) -> list[Span]:
    """How many opinions, by whom they are about and by part."""
    spans = [Span(OPINIONS.format(count=len(opinions)), bold=True)]
    for name in dict.fromkeys(opinion.object for opinion in opinions):
        own = [opinion for opinion in opinions if opinion.object == name]
        spans.append(Span(f"\n{name}：{len(own)} 条\n", bold=True))
        for card in sorted({opinion.card for opinion in own}, key=lambda c: (not c, c)):
            count = sum(opinion.card == card for opinion in own)
            spans.append(Span(f"　{parts.get(card, '未归入方面')} {count}\n"))
    return spans


def verbatim(opinions: Sequence[Opinion], parts: dict[str, str]) -> list[Span]:
    """The opinions in their own words, by whom they are about and by part (原汁原味)."""
    spans = [Span(OPINIONS.format(count=len(opinions)), bold=True)]
    for name in dict.fromkeys(opinion.object for opinion in opinions):
        spans.append(Span(f"\n{name}\n", bold=True))
        own = sorted((o for o in opinions if o.object == name), key=lambda o: (not o.card, o.card))
        for number, opinion in enumerate(own, 1):
            part = parts.get(opinion.card, "未归入方面")
            by = f"——{opinion.author}" if opinion.author else ""
            spans.append(Span(f"{number} 〔{part}〕{opinion.text}{by}\n"))
    return spans
