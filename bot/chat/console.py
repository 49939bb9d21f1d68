"""The terminal as a transport: the console protocol in a pipe, colour and line editing on a terminal.

Each input line is a message; `:3` presses button 3 of the latest message, `:统战` the button with
that label, `:reply TEXT` answers the latest message, `:file PATH [caption]` sends a document, `:quit`
or the end of input ends. In a group a line is `名字: 文本`, `名字> 文本` is said to the bot alone, and
`:edit TEXT` edits, `:to 名字 TEXT` answers a member. The only door to prompt_toolkit and rich.
"""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from bot.chat.dialogue import Dialogue
from bot.chat.members import Members
from bot.chat.render import buttons_line, to_plain
from bot.chat.reply import Attachment, Button, File, Incoming, Reply, Span

if TYPE_CHECKING:
    from rich.text import Text

_HINT = "按按钮输入 :1 或 :名称；发文件输入 :file 路径；退出输入 :quit。"
_GROUP_HINT = "群里发言写“甲: 文本”，私聊写“甲> 文本”；先发“甲: /meeting”开会。"
_MENTION = re.compile(r"^@\S*\s*")  # @bot 看板
_REPLY = ":reply "
CHAT = 0  # the terminal's chat; Telegram never uses this number
Print = Callable[[Reply], None]


class Console:
    """A conversation, or a group's: reads lines, keeps the latest buttons, prints replies."""

    def __init__(
        self, dialogue: Dialogue, *, out: Path, show: Print, members: Members | None = None
    ) -> None:
        self.dialogue = dialogue
        self.out = out
        self.show = show
        self.members = members
        self.rows: dict[int, tuple[Button, ...]] = {}  # chat -> the buttons that :1 presses
        self.answered: dict[int, tuple[Button, ...]] = {}  # … and those of what :reply answers

    def hear(self, line: str) -> None:
        """Answers one line of input."""
        incoming = self._incoming(line)
        if isinstance(incoming, str):
            self.show(Reply((Span(incoming),)))
            return
        reply = self.dialogue.respond(incoming)
        self._show(reply, incoming)
        if reply.job:
            self._show(reply.job.tell(reply.job.run()), incoming)
        if self.members:
            self._remind()

    def _show(self, reply: Reply, incoming: Incoming) -> None:
        """Shows a reply, remembers its buttons, saves its files."""
        if reply.spans or reply.files:
            rows = tuple(button for row in reply.buttons for button in row)
            is_sign = bool(reply.reaction) and incoming.is_group  # no message where it takes
            if not is_sign:
                self.rows[incoming.chat] = rows
            if not (is_sign and incoming.replied):  # others go on answering the same card
                self.answered[incoming.chat] = rows
            if self.members and not incoming.is_group:
                reply = replace(reply, spans=(Span(f"（私聊 {incoming.name}）\n"), *reply.spans))
        self.show(reply)
        for file in reply.files:
            try:
                said = f"已保存：{self._save(file)}"
            except OSError as exc:
                said = (
                    f"{file.name} 存不进 {self.out}（{exc.strerror}）；启动时用 --out 换个文件夹。"
                )
            self.show(Reply((Span(said),)))

    def _remind(self) -> None:
        """Says what the group is to be reminded of; a terminal has no clock but the next line."""
        for posted in self.dialogue.reminders():
            said = Incoming(posted.chat, 0, posted.topic, is_group=True)
            self._show(posted.reply, said)

    def _incoming(self, line: str) -> Incoming | str:
        """What the line says, or a sentence that tells why it cannot be understood."""
        if not self.members:
            return self._said(Incoming(chat=CHAT, user=CHAT), line)
        found = self.members.read(line)
        if not found:
            return "群聊里请写成“名字: 文本”，私聊写成“名字> 文本”。"
        said, words = found
        if words.strip() == ":edit":
            return "请在 :edit 后面写上改成的文字，如 乙: :edit 今年只去过两次。"
        if words.startswith(":edit "):
            edited = self.members.edited(replace(said, text=words.removeprefix(":edit ").strip()))
            return edited or f"{said.name} 还没有说过话，没有可改的消息。"
        heard = self._said(said, words)
        if isinstance(heard, str) or heard.press:
            return heard
        is_meant = words.startswith(_REPLY) or heard.text.startswith(("/", "／", "@"))
        is_addressed = is_meant or not said.is_group
        text = _MENTION.sub("", heard.text) if said.is_group else heard.text
        return self.members.numbered(replace(heard, text=text, is_addressed=is_addressed))

    def _said(self, said: Incoming, line: str) -> Incoming | str:
        """What the words say that somebody says."""
        buttons = self.rows.get(said.chat, ())
        if line.startswith(_REPLY):
            actions = tuple(button.action for button in self.answered.get(said.chat, ()))
            return replace(said, text=line.removeprefix(_REPLY).strip(), replied=actions)
        if line.strip() == ":reply":
            return "请在 :reply 后面写上文字，如 :reply 今年只去过两次。"
        if line.strip() == ":file" or line.startswith(":file "):
            return self._file(said, line.removeprefix(":file").strip())
        if line.startswith((":", "：")) and len(line) > 1:
            return self._press(said, line[1:].strip(), buttons)
        return replace(said, text=line)

    def _press(self, said: Incoming, label: str, buttons: tuple[Button, ...]) -> Incoming | str:
        found = next((button for button in buttons if button.label == label), None)
        if label.isdecimal() and 1 <= int(label) <= len(buttons):
            found = buttons[int(label) - 1]
        if not found:
            return f"没有按钮“{label}”；最近一条消息有 {len(buttons)} 个按钮，输入 :1 这样的编号或 :名称。"
        if found.start:  # opens the presser's own chat with the bot
            return Incoming(said.user, said.user, text=f"/start {found.start}", name=said.name)
        return replace(said, press=found.action, is_addressed=True)

    def _file(self, said: Incoming, words: str) -> Incoming | str:
        if not words:
            return "请在 :file 后面写上文件的路径，如 :file 初稿.txt。"
        # A name may hold blanks; only what is no file as a whole has a caption.
        name, _, caption = (words, "", "") if _is_file(words) else words.partition(" ")
        try:
            content = Path(name).expanduser().read_bytes()
        except (OSError, RuntimeError, ValueError) as exc:  # ~nobody, a NUL in the name
            reason = exc.strerror if isinstance(exc, OSError) else str(exc)
            return f"读不到文件 {name}（{reason}）；请检查路径。"
        return replace(said, text=caption.strip(), attachment=Attachment(Path(name).name, content))

    def _save(self, file: File) -> Path:
        """Saves a file that the bot hands out, never over an existing one."""
        self.out.mkdir(parents=True, exist_ok=True)
        name = Path(Path(file.name).name or "file")
        place, number = self.out / name, 1
        while place.exists():
            number += 1
            place = self.out / f"{name.stem}-{number}{name.suffix}"
        place.write_bytes(file.content)
        return place


def _is_file(words: str) -> bool:
    try:
        return Path(words).expanduser().is_file()
    except (OSError, RuntimeError, ValueError):
        return False


def converse(dialogue: Dialogue, *, out: Path, is_group: bool = False) -> None:
    """Talks until `:quit` or the end of input; in a group with several members."""
    on_terminal = _on_terminal()
    show = _show_coloured if on_terminal else _show_plainly
    members = Members() if is_group else None
    console = Console(dialogue, out=out, show=show, members=members)
    lines = _typed("" if is_group else "我") if on_terminal else _piped(sys.stdin)
    if on_terminal:  # whoever drives it by a script knows the protocol
        show(Reply((Span(f"{_GROUP_HINT}\n{_HINT}" if is_group else _HINT, faint=True),)))
    if on_terminal and not is_group:
        console.hear("/start")
    for line in lines:
        if line.strip() == ":quit":
            break
        if line.strip():
            console.hear(line)


def _piped(stream: TextIO) -> Iterator[str]:
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="replace")  # a line in another encoding is no reason to stop
    for line in stream:
        yield line.rstrip("\r\n")


def _typed(name: str) -> Iterator[str]:
    """Lines typed with editing and history; the history ends with the conversation."""
    from prompt_toolkit import PromptSession

    session: PromptSession[str] = PromptSession()
    while True:
        try:
            line = session.prompt(f"{name}> ")
        except (EOFError, KeyboardInterrupt):
            return
        session.output.enable_bracketed_paste()  # which it does only while it asks
        session.output.flush()
        yield line


def _on_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


@contextmanager
def whole_pastes() -> Iterator[None]:
    """A terminal that marks what is pasted: several lines are one message, at any moment.

    Without it a paste into a program that still loads would be so many messages as it has lines.
    """
    if not _on_terminal():
        yield
        return
    from prompt_toolkit.output import create_output

    output = create_output()
    output.enable_bracketed_paste()
    output.flush()
    try:
        yield
    finally:
        output.disable_bracketed_paste()
        output.flush()


def _show_plainly(reply: Reply) -> None:
    """A reply as plain text, its buttons below."""
    lines = [to_plain(reply.spans).strip("\n"), buttons_line(reply.buttons)]
    text = "\n".join(line for line in lines if line) or reply.notice
    if text:
        sys.stdout.write(f"{text}\n\n")
        sys.stdout.flush()


def _show_coloured(reply: Reply) -> None:
    from rich.console import Console as RichConsole

    RichConsole(highlight=False).print(coloured(reply))


def coloured(reply: Reply) -> "Text":
    """A reply in colour: headings bold, matches yellow, sources dim, buttons cyan."""
    from rich.text import Text

    text = Text()
    for span in reply.spans:
        style = " ".join(
            name
            for name, on in (
                ("bold", span.bold),
                ("yellow", span.mark),
                ("dim", span.faint),
                ("italic", span.quote and not span.mark),
            )
            if on
        )
        text.append(span.text, style=style)
    if not reply.spans:
        text.append(reply.notice, style="dim")
    if reply.buttons:
        text.append(f"\n{buttons_line(reply.buttons)}", style="cyan")
    text.append("\n")
    return text
