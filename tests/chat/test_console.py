"""The console protocol: numbers, labels, files, the end, in a pipe."""

import io
import sys
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from bot.chat.console import Console, _typed, coloured, converse, whole_pastes
from bot.chat.dialogue import Dialogue
from bot.chat.reply import Button, File, Incoming, Posted, Reply, Span

PLAN = Reply(
    (Span("选一个"),), ((Button("组织", "a:1"), Button("统战", "a:2")), (Button("3", "a:3"),))
)


class Recorder:
    """A dialogue that notes what it hears and answers what the test sets."""

    def __init__(self, reply: Reply = PLAN) -> None:
        self.heard: list[Incoming] = []
        self.reply = reply

    def respond(self, incoming: Incoming) -> Reply:
        """The set answer."""
        self.heard.append(incoming)
        return self.reply

    def reminders(self) -> list[Posted]:
        """None."""
        return []


def console(recorder: Recorder, out: Path = Path()) -> tuple[Console, list[Reply]]:
    """A console with the replies that it shows."""
    shown: list[Reply] = []
    return Console(recorder, out=out, show=shown.append), shown  # type: ignore[arg-type]  # answers like a dialogue


def words(reply: Reply) -> str:
    """Its text."""
    return "".join(span.text for span in reply.spans)


@pytest.mark.parametrize(
    ("line", "press"),
    [
        (":1", "a:1"),
        (":2", "a:2"),
        (":统战", "a:2"),
        ("：统战", "a:2"),
        (": 组织 ", "a:1"),
        (":3", "a:3"),
    ],
)
def test_a_colon_presses_by_number_or_label(line: str, press: str) -> None:
    recorder = Recorder()
    talk, _ = console(recorder)
    talk.hear("你好")
    talk.hear(line)
    assert [(i.text, i.press) for i in recorder.heard] == [("你好", ""), ("", press)]


@pytest.mark.parametrize("line", [":4", ":0", ":-1", ":没有", ":²"])
def test_a_press_of_no_button_is_told_and_keeps_the_buttons(line: str) -> None:
    recorder = Recorder()
    talk, shown = console(recorder)
    talk.hear("你好")
    talk.hear(line)
    assert "没有按钮" in words(shown[-1])
    talk.hear(":1")
    assert recorder.heard[-1].press == "a:1"


def test_a_notice_alone_keeps_the_buttons() -> None:
    recorder = Recorder()
    talk, _ = console(recorder)
    talk.hear("你好")
    recorder.reply = Reply(notice="已失效")
    talk.hear(":1")
    talk.hear(":2")
    assert recorder.heard[-1].press == "a:2"


@pytest.mark.parametrize(
    ("name", "line", "caption"),
    [
        ("稿.txt", ":file {} 看看这个", "看看这个"),
        ("稿.txt", ":file {}", ""),
        ("我的 稿.txt", ":file {}", ""),
    ],
)
def test_a_file_is_sent_with_its_caption(
    tmp_path: Path, name: str, line: str, caption: str
) -> None:
    (tmp_path / name).write_text("内容")
    recorder = Recorder()
    console(recorder)[0].hear(line.format(tmp_path / name))
    [heard] = recorder.heard
    assert heard.attachment
    assert (heard.attachment.name, heard.attachment.content.decode()) == (name, "内容")
    assert heard.text == caption


@pytest.mark.parametrize(
    "line",
    [
        ":file",
        ":file ",
        ":file /没有/这个.txt",
        ":file ~nobody_here/x",
        ":file a\0b",
        f":file {'长' * 300}",
    ],
)
def test_a_missing_file_is_told(line: str) -> None:
    recorder = Recorder()
    talk, shown = console(recorder)
    talk.hear(line)
    assert not recorder.heard
    assert "文件" in words(shown[-1])


def test_a_file_that_cannot_be_saved_is_told_and_the_talk_goes_on(tmp_path: Path) -> None:
    place = tmp_path / "taken"
    place.touch()
    outline = Reply((Span("提纲"),), files=(File("提纲.docx", b"x"),))
    talk, shown = console(Recorder(outline), place)
    talk.hear("/export")
    assert "存不进" in words(shown[-1])


def test_an_empty_answer_is_told() -> None:
    recorder = Recorder()
    talk, shown = console(recorder)
    talk.hear(":reply")
    assert not recorder.heard
    assert ":reply 后面写上文字" in words(shown[-1])


def test_a_file_from_the_bot_never_replaces_another(tmp_path: Path) -> None:
    talk, shown = console(Recorder(Reply(files=(File("../清单.docx", b"1"),))), tmp_path / "out")
    talk.hear("a")
    talk.hear("b")
    saved = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert saved == ["清单-2.docx", "清单.docx"]
    assert str(tmp_path / "out" / "清单-2.docx") in words(shown[-1])


def piped(dialogue: Dialogue, text: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Runs a conversation with the text as standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text), encoding="utf-8"))
    converse(dialogue, out=tmp_path)


def test_a_pipe_gets_plain_text_with_numbered_buttons(
    dialogue: Dialogue,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    piped(dialogue, "我在街道管信访\n\n:3\n".encode(), monkeypatch, tmp_path)
    printed = capsys.readouterr().out
    assert "记下了：街道 · 信访（个人 · 2021 五个带头）" in printed
    assert "[1] 两个确立  [2] 国之大者  [3] 人民至上" in printed
    assert "〔3〕带头践行以人民为中心" in printed
    assert "\x1b" not in printed


@pytest.mark.parametrize(
    ("is_group", "holds", "says"),
    [(False, "输入 :1", "先说说你分管"), (True, "甲: /meeting", "退出输入 :quit")],
)
def test_a_terminal_says_how_to_use_it_first(
    dialogue: Dialogue,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    is_group: bool,
    holds: str,
    says: str,
) -> None:
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.setattr("bot.chat.console._typed", lambda name: iter(()))
    converse(dialogue, out=tmp_path, is_group=is_group)
    before, found, after = capsys.readouterr().out.partition(holds)
    assert (before.count("\n"), found) == (0, holds)
    assert says in after


MARKED, UNMARKED = "\x1b[?2004h", "\x1b[?2004l"  # bracketed paste on and off


def terminal() -> tuple[io.StringIO, Vt100_Output]:
    """A terminal's screen, and what writes on it."""
    screen = io.StringIO()
    return screen, Vt100_Output(screen, lambda: Size(rows=24, columns=80))


def test_a_paste_is_marked_before_there_is_a_prompt(monkeypatch: pytest.MonkeyPatch) -> None:
    screen, output = terminal()
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.setattr("prompt_toolkit.output.create_output", lambda: output)
    with whole_pastes():
        assert screen.getvalue() == MARKED
    assert screen.getvalue() == MARKED + UNMARKED


def test_a_paste_is_marked_between_prompts_and_is_one_message() -> None:
    screen, output = terminal()
    with create_pipe_input() as keys, create_app_session(input=keys, output=output):
        keys.send_text("信访\r\x1b[200~一是走访少。\n二是学习少。\x1b[201~\r")
        lines = _typed("我")
        assert next(lines) == "信访"
        assert screen.getvalue().endswith(MARKED)
        assert next(lines) == "一是走访少。\n二是学习少。"


def test_a_pipe_is_told_nothing_of_pastes(capsys: pytest.CaptureFixture[str]) -> None:
    with whole_pastes():
        pass
    assert capsys.readouterr().out == ""


def test_quit_ends_and_odd_bytes_do_not(
    dialogue: Dialogue,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    piped(dialogue, b"\xc4\xe3\xba\xc3\n/privacy\n:quit\n/help\n", monkeypatch, tmp_path)
    printed = capsys.readouterr().out
    assert "我只记这些" in printed
    assert "/checklist" not in printed


def test_colour_loses_no_words() -> None:
    reply = Reply((Span("标题\n", bold=True), Span("命中", mark=True, quote=True)), PLAN.buttons)
    assert coloured(reply).plain == "标题\n命中\n[1] 组织  [2] 统战\n[3] 3\n"
