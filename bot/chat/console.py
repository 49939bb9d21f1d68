"""The terminal as a transport: the console protocol in a pipe, colour and line editing on a terminal.

Each input line is a message; `:3` presses button 3 of the latest message, `:统战` the button with
that label, `:reply TEXT` answers the latest message, `:file PATH [caption]` sends a document, `:quit`
or the end of input ends. The only door to prompt_toolkit and rich.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from bot.chat.dialogue import Dialogue
from bot.chat.render import buttons_line, to_plain
from bot.chat.reply import Attachment, Button, File, Incoming, Reply, Span

if TYPE_CHECKING:
    from rich.text import Text

CHAT = 0  # the terminal's chat; Telegram never uses this number
Print = Callable[[Reply], None]


class Console:
    """One conversation: reads lines, keeps the latest message's buttons, prints replies."""

    def __init__(self, dialogue: Dialogue, *, out: Path, show: Print) -> None:
        self.dialogue = dialogue
        self.out = out
        self.show = show
        self.buttons: tuple[Button, ...] = ()

    def hear(self, line: str) -> None:
        """Answers one line of input."""
        incoming = self._incoming(line)
        if isinstance(incoming, str):
            self.show(Reply((Span(incoming),)))
            return
        reply = self.dialogue.respond(incoming)
        self._show(reply)
        if reply.job:
            self._show(reply.job.tell(reply.job.run()))

    def _show(self, reply: Reply) -> None:
        """Shows a reply, remembers its buttons, saves its files."""
        if reply.spans or reply.files:
            self.buttons = tuple(button for row in reply.buttons for button in row)
        self.show(reply)
        for file in reply.files:
            self.show(Reply((Span(f"已保存：{self._save(file)}"),)))

    def _incoming(self, line: str) -> Incoming | str:
        """What the line says, or a sentence that tells why it cannot be understood."""
        said = Incoming(chat=CHAT, user=CHAT)
        if line.startswith(":reply "):
            actions = tuple(button.action for button in self.buttons)
            return replace(said, text=line.removeprefix(":reply ").strip(), replied=actions)
        if line.strip() == ":file" or line.startswith(":file "):
            return self._file(said, line.removeprefix(":file").strip())
        if line.startswith((":", "：")) and len(line) > 1:
            return self._press(said, line[1:].strip())
        return replace(said, text=line)

    def _press(self, said: Incoming, label: str) -> Incoming | str:
        if label.isdecimal() and 1 <= int(label) <= len(self.buttons):
            return replace(said, press=self.buttons[int(label) - 1].action)
        for button in self.buttons:
            if label == button.label:
                return replace(said, press=button.action)
        return f"没有按钮“{label}”；最近一条消息有 {len(self.buttons)} 个按钮，输入 :1 这样的编号或 :名称。"

    def _file(self, said: Incoming, words: str) -> Incoming | str:
        if not words:
            return "请在 :file 后面写上文件的路径，如 :file 初稿.txt。"
        # A name may hold blanks; only what is no file as a whole has a caption.
        whole = Path(words).expanduser().is_file()
        name, _, caption = (words, "", "") if whole else words.partition(" ")
        try:
            content = Path(name).expanduser().read_bytes()
        except OSError as exc:
            return f"读不到文件 {name}（{exc.strerror}）；请检查路径。"
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


def converse(dialogue: Dialogue, *, out: Path) -> None:
    """Talks until `:quit` or the end of input."""
    on_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    console = Console(dialogue, out=out, show=_show_coloured if on_terminal else _show_plainly)
    lines = _typed() if on_terminal else _piped(sys.stdin)
    if on_terminal:
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


def _typed() -> Iterator[str]:
    """Lines typed with editing and history; the history ends with the conversation."""
    from prompt_toolkit import PromptSession

    session: PromptSession[str] = PromptSession()
    while True:
        try:
            yield session.prompt("我> ")
        except (EOFError, KeyboardInterrupt):
            return


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
