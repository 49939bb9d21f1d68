"""A paper as Markdown: to be read in a chat, or where there is no Word.

Comments stand as quotations right below the block that they belong to. Blanks are written plainly:
their brackets 【待填：…】 show by themselves, and bold signs beside Chinese punctuation do not work.
"""

import re

from bot.export.paper import Block, Heading, Paper, Paragraph, Run, Table, runs_of

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~])")  # whatever would turn the user's words into layout
# "1. 走访少", "- 走访少", "# 走访少" at the start of a line make a list or a heading.
_LEADING = re.compile(r"^(\s*)(?:(\d{1,9})([.)])|([#+\-=]))", re.MULTILINE)
# What neither Markdown nor UTF-8 can hold: control characters, halves of characters.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def to_markdown(paper: Paper) -> str:
    """The whole paper as Markdown, ending with a line break."""
    title = _escape(" ".join(paper.title.splitlines()))
    blocks = [f"# {title}", *(part for block in paper.blocks for part in _parts(block))]
    return "\n\n".join(part for part in blocks if part.strip()) + "\n"


def _parts(block: Block) -> list[str]:
    comments = [_quoted(run.comment) for run in runs_of(block)]
    return [_table(block) if isinstance(block, Table) else _text(block), *comments]


def _text(block: Heading | Paragraph) -> str:
    text = "".join(_run(run) for run in block.runs)
    if isinstance(block, Heading):
        return f"{'#' * (block.level + 1)} {block.mark}{_one_line(text)}"
    return _starts_plainly(text.replace("\n", "\\\n"))


def _table(table: Table) -> str:
    rows = [[_escape(column.name) for column in table.columns]]
    rows += [["".join(_run(run) for run in cell) for cell in row] for row in table.rows]
    lines = [f"| {' | '.join(cell.replace(chr(10), '<br>') for cell in row)} |" for row in rows]
    lines.insert(1, "|" + " --- |" * len(table.columns))
    return "\n".join(lines)


def _quoted(comment: str) -> str:
    """The comment as a quotation, "" if there is none; blanks at its ends keep lines apart."""
    lines = _escape(comment).strip().split("\n")
    return (
        "\n".join(f"> {line}  " for line in ["批注：" + lines[0], *lines[1:]]) if lines[0] else ""
    )


def _run(run: Run) -> str:
    text = _escape(run.text)
    return f"**{text}**" if run.kind == "emphasis" and text.strip() == text != "" else text


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", _UNFIT.sub("", "\n".join(text.splitlines())))


def _one_line(text: str) -> str:
    return " ".join(text.split("\n"))


def _starts_plainly(text: str) -> str:
    return _LEADING.sub(lambda m: f"{m[1]}{m[2]}\\{m[3]}" if m[2] else f"{m[1]}\\{m[4]}", text)
