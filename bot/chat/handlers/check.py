"""Checking a draft: /check, drafts in several messages or as a file, the report, the file with comments.

The check itself runs as a job beside the dialogue; the draft and its report stay in memory.
"""

import contextlib
import re
from dataclasses import replace
from pathlib import PurePath

from bot.advice.findings import Change, Coverage, compare
from bot.advice.report import SEVERITY_NAMES, Report
from bot.chat import wording
from bot.chat.drafts import CUT, LONGEST, DraftInHand
from bot.chat.handlers import themes
from bot.chat.handlers.buttons import BACK, Row, card_rows, grid
from bot.chat.reply import Button, File, Job, Reply, Span
from bot.chat.turn import Command, Outcome, Turn, after
from bot.chat.wording import report as words
from bot.chat.wording import themes as theme_wording
from bot.errors import UnreadableFileError
from bot.models import Severity, Theme
from bot.text.normalize import plain

TAKES = "check"  # what a session expects: the draft
MORE = "check+"  # … or more of one that has begun
LAST_YEAR, OPINIONS = "check_last_year", "check_opinions"
EXPECTED = (TAKES, MORE, LAST_YEAR, OPINIONS)
LEAST = 100  # characters of a draft
PAGE = 5  # findings a page
_GAPS = 8  # buttons for what an aspect lacks
_WORD = ".docx"
_ANEW = "new"  # a message of its own: under a file there is no text to be edited
_FIRST_PART = re.compile(r"[#*\s]*一[、.．]")
_TITLE = 60  # characters in which a title names its kind


def check(turn: Turn) -> Outcome:
    """/check: checks the text that follows, the message that it answers, or asks for the draft."""
    if text := turn.argument.strip() or turn.incoming.quoted.strip():
        return take(turn, text)
    held = turn.desk.drafts.get(turn.session.place)
    if held and held.parts and not held.report:
        return start(turn)
    return turn.remember(expecting=TAKES).reply((Span(words.ASK_DRAFT),), ((BACK,),))


def expects(turn: Turn, expected: str) -> Outcome | None:
    """What to do with a message that is a draft, last year's text, or opinions; else None."""
    is_lost = expected == MORE and not turn.desk.drafts.get(turn.session.place)
    if is_lost and not _begins(turn.argument):  # the parts before are gone, as after a restart
        return turn.remember(expecting=TAKES).reply((Span(words.LOST_PARTS),), ((BACK,),))
    if expected in (TAKES, MORE):
        return take(turn, turn.argument, goes_on=True)
    if expected in (LAST_YEAR, OPINIONS):
        return beside(turn, expected, turn.argument)
    return None


def _begins(text: str) -> bool:
    """Whether a draft begins here: with its title, or with 一、"""
    from bot.text.refusal import STATEMENT

    first = text.lstrip().partition("\n")[0]
    return bool(_FIRST_PART.match(first) or STATEMENT.search(plain(first[:_TITLE])))


def take(turn: Turn, text: str, *, goes_on: bool = False) -> Outcome:
    """Takes a message as the draft or as its next part; checks when no more is to be expected."""
    draft = turn.desk.drafts.add(turn.session.place, text, goes_on=goes_on)
    if len(draft.text) > LONGEST:
        return _refused(turn, words.TOO_LONG.format(length=len(draft.text), limit=LONGEST))
    if len(text) >= CUT or len(draft.parts) > 1:
        turn = turn.remember(expecting=MORE)
        line = words.MORE_PARTS.format(count=len(draft.parts), length=draft.size)
        return turn.reply(
            (Span(line),), ((Button("检查", "check:"), Button("不要了", "check:drop")),)
        )
    return start(turn)


def document(turn: Turn, text: str) -> Outcome:
    """Checks a draft that came as a file."""
    attachment = turn.incoming.attachment
    name = attachment.name if attachment else ""
    expected = turn.session.expecting
    if expected in (LAST_YEAR, OPINIONS):
        return beside(turn, expected, text)
    if len(text) > LONGEST:
        return _refused(turn, words.TOO_LONG.format(length=len(text), limit=LONGEST))
    is_word = attachment and PurePath(name).suffix.lower() == _WORD
    content = attachment.content if attachment and is_word else b""
    held = DraftInHand((text,), file=name, content=content)
    turn.desk.drafts.put(turn.session.place, held)
    return start(turn)


def beside(turn: Turn, expected: str, text: str) -> Outcome:
    """Checks the draft in hand once more, against last year's text or the opinions collected."""
    held = turn.desk.drafts.get(turn.session.place)
    if not held:
        return _refused(turn, words.NO_DRAFT)
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    changes = {"last_year": text} if expected == LAST_YEAR else {"opinions": lines}
    turn.desk.drafts.put(turn.session.place, replace(held, **changes))
    return start(turn)


def _refused(turn: Turn, sentence: str) -> Outcome:
    turn.desk.drafts.drop(turn.session.place)
    return turn.remember(expecting="").reply((Span(sentence),), card_rows(turn))


def start(turn: Turn) -> Outcome:
    """Says that the draft is being read; the report follows."""
    held = turn.desk.drafts.get(turn.session.place)
    if not held:
        return _refused(turn, words.NO_DRAFT)
    if held.size < LEAST:
        return _refused(turn, words.TOO_SHORT.format(length=held.size))
    turn = turn.remember(expecting="")
    session, reply = turn.reply((Span(words.READING.format(length=held.size)),))
    return session, replace(reply, job=_job(turn, held))


def _job(turn: Turn, held: DraftInHand) -> Job:
    checker, session = turn.desk.checker(), turn.session
    sources = checker.fetch(held.text, chat=session.chat)  # the only step that needs the store
    theme = turn.assistant.themes.of(session)

    def run() -> Report:
        return checker.judge(
            held.text,
            sources,
            file=held.file,
            fallback_theme=theme if session.theme else None,
            default_theme=theme,
            fallback_scope=session.scope,
            areas=session.areas,
            last_year=held.last_year or None,
            opinions=held.opinions,
        )

    def tell(report: Report) -> Reply:
        turn.desk.drafts.put(session.place, replace(held, report=report))
        # no new version to be compared with the last
        if held.report or not report.is_statement or not report.is_whole:
            return _first(turn, report, None)
        before = turn.assistant.store.chats.findings(session.place)
        found = {finding.fingerprint for finding in report.findings}
        with turn.assistant.store.transaction():
            turn.assistant.store.chats.set_findings(session.place, found)
        change = compare(before, report.findings) if before else None
        return _first(turn, report, change)

    return Job(run, tell)


def _first(turn: Turn, report: Report, change: Change | None) -> Reply:
    """The first message of the report: the verdict, the weightiest findings, what is covered."""
    held = turn.desk.drafts.get(turn.session.place)
    beside = words.compared(report, held.opinions, bool(held.last_year)) if held else ()
    spans = words.summary(report, _theme(turn, report), change, beside)
    spans += words.bars(report, _names(turn, report))
    if held and report.listed:  # not a draft, but the plan of the meeting
        offer = Button("按它准备", f"adopt:{themes.IN_HAND}", answers="yes")
        spans += [Span("\n"), *theme_wording.theme_found(report.listed)]
        return Reply(tuple(spans), ((offer,), *_rows(report)))
    return Reply(tuple(spans), _rows(report))


def _theme(turn: Turn, report: Report) -> Theme:
    themes = turn.assistant.themes
    return themes.named(report.theme) or themes.of(turn.session)


def _names(turn: Turn, report: Report) -> dict[int, str]:
    return {aspect.number: aspect.name for aspect in _theme(turn, report).aspects}


def _rows(report: Report) -> tuple[Row, ...]:
    if not report.is_statement:
        return ((Button("不留报告", "check:drop"), BACK),)
    by_weight = tuple(
        Button(f"{name} {report.counts[key]}", f"found:{key}:0")
        for key, name in SEVERITY_NAMES.items()
        if report.counts[key]
    )
    aspects = [
        Button(words.LACKS.format(aspect=part.aspect, count=lacks), f"gaps:{part.aspect}")
        for part in report.told_coverage
        if (lacks := _lacks(part)) and not report.is_piece
    ]
    ways = (
        *((Button("批注版 Word", "remarks:"),) if report.findings else ()),
        Button("对照去年的", "check:last_year"),
        Button("对照意见", "check:opinions"),
    )
    rows = (by_weight, *grid(aspects, widest=3), ways, (Button("不留报告", "check:drop"), BACK))
    return tuple(row for row in rows if row)


def _lacks(part: Coverage) -> int:
    return sum(not covered for _, covered in part.items)


def press_check(turn: Turn) -> Outcome:
    """[检查], [不要了], [对照去年的], [对照意见]."""
    if turn.argument == "drop":
        turn.desk.drafts.drop(turn.session.place)
        return after(words.DROPPED, turn.remember(expecting="").reply((), card_rows(turn)))
    asked = {
        "last_year": (LAST_YEAR, words.ASK_LAST_YEAR),
        "opinions": (OPINIONS, words.ASK_OPINIONS),
    }
    if turn.argument in asked:
        expected, sentence = asked[turn.argument]
        session, reply = turn.remember(expecting=expected).reply((Span(sentence),), ((BACK,),))
        return session, reply.anew()
    return start(turn)


def press_found(turn: Turn) -> Outcome:
    """[必改 3]: a page of the findings of that weight."""
    report = _report(turn)
    if not report:
        return turn.notice(words.NO_DRAFT)
    severity, _, at = turn.argument.partition(":")
    if severity not in SEVERITY_NAMES:
        return turn.notice(wording.UNKNOWN_BUTTON)
    findings = [f for f in report.findings if f.severity == severity]
    start = int(at) if at.isdecimal() and len(at) < 6 and int(at) < len(findings) else 0
    page = findings[start : start + PAGE]
    if not page:
        return turn.notice(words.NONE_OF_IT)
    key: Severity = page[0].severity
    spans = [words.page_title(key, start + 1, start + len(page), len(findings))]
    spans += words.listed(page, start + 1)
    following = start + PAGE if start + PAGE < len(findings) else 0
    more = (Button("下一页" if following else "从头看", f"found:{key}:{following}"),)
    ways = (*(more if len(findings) > PAGE else ()), Button("回到报告", "report:"))
    return turn.reply(spans, (ways,))


def press_gaps(turn: Turn) -> Outcome:
    """[第3方面缺5条]: what the draft's part of an aspect does not cover, each with a way to an example."""
    report = _report(turn)
    if not report:
        return turn.notice(words.NO_DRAFT)
    part = next((p for p in report.coverage if str(p.aspect) == turn.argument), None)
    if not part:
        return turn.notice(wording.UNKNOWN_BUTTON)
    if report.theme != turn.session.theme:
        turn = turn.prepare(theme=report.theme).remember(aspect=None)
    card = turn.assistant.checklist.card(turn.session, turn.argument, limit=0)
    titles = {todo.item.key: todo.item.title for todo in card.todos}
    missing = [key for key, is_there in part.items if not is_there and key in titles]
    buttons = [Button(titles[key], f"item:{card.key}:{key}") for key in missing[:_GAPS]]
    rows = (*grid(buttons, widest=2), (Button("回到报告", "report:"),))
    return turn.reply(words.covered(card, part), rows)


def press_report(turn: Turn) -> Outcome:
    """[回到报告]: the first message of the report again."""
    report = _report(turn)
    if not report:
        return turn.notice(words.NO_DRAFT)
    first = _first(turn, report, None)
    session, reply = turn.reply(first.spans, first.buttons)
    return session, reply.anew() if turn.argument == _ANEW else reply


def press_remarks(turn: Turn) -> Outcome:
    """[批注版 Word]: the user's own file with each finding as a comment on its words."""
    held = turn.desk.drafts.get(turn.session.place)
    if not held or not held.report:
        return turn.notice(words.NO_DRAFT)
    report = held.report

    def run() -> tuple[str, bytes]:
        from bot.checking import annotated

        if held.content:
            # what only is called .docx was read as what it is, and gets a new file
            with contextlib.suppress(UnreadableFileError):
                return words.ANNOTATED, annotated(report, held.text, held.content)
        return words.ANNOTATED_NEW, annotated(report, held.text)

    def tell(made: tuple[str, bytes]) -> Reply:
        line, content = made
        name = f"{PurePath(held.file or '初稿').stem}-批注{_WORD}"
        back = Button("回到报告", f"report:{_ANEW}")
        return Reply((Span(line),), ((back,),), files=(File(name, content),))

    session, reply = turn.reply((Span(words.ANNOTATING),))
    return session, replace(reply.anew(), job=Job(run, tell))


def _report(turn: Turn) -> Report | None:
    held = turn.desk.drafts.get(turn.session.place)
    return held.report if held else None


COMMANDS = (Command("check", "检查初稿", check, group=True),)
PRESSES = {
    "check": press_check,
    "found": press_found,
    "gaps": press_gaps,
    "report": press_report,
    "remarks": press_remarks,
}
