"""The paper as a file: /export, /export md, /export 清单."""

from typing import TYPE_CHECKING

from bot.chat import wording
from bot.chat.handlers.buttons import BACK, card_rows
from bot.chat.reply import Button, File, Span
from bot.chat.turn import Command, Outcome, Turn

if TYPE_CHECKING:
    from bot.outlining import Form

# What people add to the command -> what they get.
_FORMS: dict[str, "Form"] = {
    "": "docx",
    "word": "docx",
    "docx": "docx",
    "md": "md",
    "markdown": "md",
    "清单": "list",
    "整改清单": "list",
    "list": "list",
}
_LABELS: dict["Form", str] = {"docx": "Word 提纲", "md": "Markdown 提纲", "list": "整改清单"}


def export(turn: Turn) -> Outcome:
    """Hands out the paper; asks in which form when the word after the command is none."""
    form = _FORMS.get(turn.argument.strip().lower())
    if form is None:
        return turn.reply(
            (Span(wording.EXPORT_FORM.format(said=turn.argument.strip()[:20])),), (_forms(),)
        )
    return hand_out(turn, form)


def hand_out(turn: Turn, form: "Form") -> Outcome:
    """The file with a line on what stands in it and what is still open."""
    from bot.outlining import exported

    notes = turn.assistant.notebook.notes(turn.session)
    owners = turn.desk.meetings.owners(turn.session)
    name, content = exported(turn.assistant, turn.session, form, owners=owners)
    done = wording.EXPORTED_LIST if form == "list" else wording.EXPORTED
    line = done if notes else wording.EXPORTED_EMPTY
    spans = (Span(line.format(count=len(notes), name=_LABELS[form])),)
    others = tuple(button for button in _forms() if button.label != _LABELS[form])
    rows = (others, (Button("检查清单", "ask:checklist"), BACK))
    session, reply = turn.reply(spans, rows if notes else (*card_rows(turn), *rows))
    return session, reply.anew().with_file(File(name, content))


def _forms() -> tuple[Button, ...]:
    return tuple(Button(label, f"export:{form}") for form, label in _LABELS.items())


def press_export(turn: Turn) -> Outcome:
    """[整改清单]: hands out the paper in that form."""
    form = next((known for known in _LABELS if known == turn.argument), None)
    return hand_out(turn, form) if form else turn.notice(wording.UNKNOWN_BUTTON)


COMMANDS = (Command("export", "导出 Word 提纲、整改清单", export, group=True),)
PRESSES = {"export": press_export}
