"""Sentences about the documents of the store: what was read of a file, what is kept, what is gone."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.chat.reply import Span
from bot.chat.tray import Waiting
from bot.chat.wording.profile import SCOPE_NAMES
from bot.chat.wording.themes import theme_label
from bot.corpus.shelf import Shelved
from bot.errors import Trouble
from bot.models import Catalog, Document
from bot.text.secrecy import NAMES

if TYPE_CHECKING:
    from bot.corpus.ingest import Prospect

ASK_FILE = (
    "请把范文发来：Word、PDF、网页、文本都行，也可以几份一起发，或打成 zip 包。"
    "我先看一遍给你过目，你点“加入”才进范文库。也可以在文件的说明里写 /ingest，或对着文件回复 /ingest。"
)
READING = "正在读 {name}…"
LATER = "正在重读…"
GONE = "这份文件我没有留（只在内存里放半小时），请再发一次。"
NOT_STORED = "范文库里没有这一份了，请重新打开列表。"
TOO_MANY = "\n一次最多看 {most} 份，后面的没有看；更多的请用命令 prepbot ingest。"
READ_MANY = "读出 {count} 份："
ONE_BY_ONE = "点序号逐份看。"
WARNED = "标 ⚠ 的有疑点，看了说明再定加不加。"
ADDED = "已加入范文库：{file}（{passages} 段），现在就查得到。"
ADDED_MANY = "已加入 {count} 份，现在就查得到。"
NONE_LEFT = "没有等着加入的文件了。"
THERE_ALREADY = "范文库里已经有同样的一份，没有再加。"
REFUSED = "好，{file} 没有加入，也没有留下。"
DOCUMENTS = "范文库共 {count} 篇（自己加的在前）："
DOCUMENTS_LIKE = "名字或标题里有“{words}”的："
NO_DOCUMENTS = "没有名字或标题里有“{words}”的范文。"
NO_SUCH_DOCUMENT = "没有编号或名字是“{said}”的范文。发 /documents 看编号。"
SHIPPED_STAYS = "{file} 是随程序带来的，删不了。"
REMOVED = "已删除：{file}。24 小时内可以撤销。"
PUT_BACK = "已放回：{file}。"
NOTHING_TO_UNDO = "最近 24 小时里没有删除过范文。"
NOT_REMOVED_NOW = "已经放回，或者超过了 24 小时。"
TAKEN = "放不回去：同名或同样内容的一份又在库里了，先删掉那一份。"
ASK_CHANGE = "点一项来改，也可以直接打字，如“2022 班子 信访”。"
NOT_UNDERSTOOD = "没看出要改什么。请写年度、对象或领域，如“2022 班子 信访”。"
ASK_YEAR = "哪个年度的？可以直接打字，如 2019。"
ASK_THEME = "哪次会议的？"
ASK_SCOPE = "谁的材料？"
ASK_AREAS = "分管什么工作？可以点几个，也可以直接打字。"
ASK_VIEWERS = "谁能在查例文时看到它？也可以打字写聊天的编号（群的编号是负数），用空格隔开，如“-1001234 5678”。"
ONE_AREA_STAYS = "至少留一个领域；先加新的，再去掉这个。"
EVERYONE = "所有人"
_OBSTACLES = {
    "same": "范文库里已经有同样的一份：{like}",
    "secret": "带密级标志，涉密材料不能加入，也请把聊天里的这份文件删掉。",
    "kind": "看起来不是对照检查材料，像是{kind}。",
    "similar": "大部分内容与库里的 {like} 相同，也许是同一份换了日期。",
}
TROUBLES: dict[Trouble, str] = {
    "format": "读不了这种文件；能读 {formats}，老的 .doc、.wps 请另存为 .docx",
    "protected": "设了密码，请去掉密码再发",
    "scan": "是图片或扫描件，里面没有文字，请发原稿或先识别成文字",
    "too_large": "太大，请分成几份再发",
    "damaged": "打不开，像是坏了，请重新保存一次再发",
    "empty": "里面没有文字",
    "archive": "这个压缩包读不了：里面没有材料、压缩包套压缩包、设了密码或者太大；请重新打成 zip 再发",
    "unknown": "没读出文字",
}
_WARNINGS_SHOWN = 6
_SECTIONS = (
    ("problems", "存在问题"),
    ("causes", "原因"),
    ("measures", "整改"),
)
# What the parser says for an operator -> the same in Chinese.
_WARNINGS = tuple(
    (re.compile(pattern), text)
    for pattern, text in (
        (rf"{NAMES['id']} stands there, (.+); .*", "有身份证号 {}，给别人看之前请遮住"),
        (rf"{NAMES['card']} stands there, (.+); .*", "有银行卡号 {}，给别人看之前请遮住"),
        (rf"{NAMES['phone']} stands there, (.+); .*", "有电话号码 {}，给别人看之前请遮住"),
        (rf"{NAMES['number']} stands there, (.+); .*", "有文号“{}”，给别人看之前请遮住"),
        (rf"{NAMES['mark']} stands there, (.+); .*", "有密级标志“{}”"),
        (rf"{NAMES['internal']} stands there, (.+); .*", "有“{}”字样，请先确认不涉密"),
        (r"number (.+) is used twice", "“{}”用了两次"),
        (r"(.+) follows (.+)", "“{}”接在“{}”后面，中间少了序号"),
        (r"(.+) is the first number", "从“{}”开始编号"),
        (r"no number after (.+)", "“{}”之后缺序号"),
        (r"announces (.+), (\d+) found", "说是“{}”，只读到 {} 条"),
        (r"aspect (.+) is not in the theme's list", "“{}”不在这次会议的方面里"),
        (r"no section (.+) was found", "没有读到“{}”部分"),
        (r"begins at (.+): a part before it is missing", "从“{}”开始，前面像是缺了一部分"),
        (r"ends inside a sentence: a part behind it is missing", "最后一句没有完，后面像是缺了一部分"),
        (r"left out, not part of the text: (.*)", "不是正文，没有收：{}"),
    )
)  # fmt: skip
_LINE = re.compile(r"line (\d+): (.*)", re.S)


def report(waiting: Waiting, catalog: Catalog, kinds: dict[str, str]) -> list[Span]:
    """What was read of a document, for somebody who decides whether it is added."""
    prospect = waiting.prospect
    document = prospect.prepared.document
    spans = [
        Span(f"{document.title or document.file}\n", bold=True),
        Span(f"{document.file}\n", faint=True),
        Span(f"{about(document, catalog)}\n"),
        Span(f"{_contents(document)}；把握 {document.confidence:.0%}\n"),
        Span(f"谁能看：{viewers(waiting.chats)}\n"),
    ]
    if sentence := _OBSTACLES.get(prospect.obstacle):
        like = prospect.alike[0][0] if prospect.alike else ""
        kind = kinds.get(document.refusal, "别的文稿")
        spans.append(Span(f"⚠ {sentence.format(like=like, kind=kind)}\n", bold=True))
    if prospect.obstacle != "same":
        spans += [Span(f"· {share:.0%} 的内容在 {file} 里也有\n") for file, share in prospect.alike]
    return spans + warnings(document)


def about(document: Document | Shelved, catalog: Catalog) -> str:
    """Year, theme, scope and areas: 2022 六个带头 · 班子 · 街道 · 信访."""
    theme = catalog.theme.get(document.theme or "")
    year = str(document.year or "年度不详")
    meeting = theme_label(theme) if theme and theme.year == document.year else year
    areas = catalog.area_names(document.areas) or "领域不详"
    return " · ".join((meeting, SCOPE_NAMES[document.scope], areas))


def _contents(document: Document) -> str:
    """存在问题 12 条、原因 3 条、整改 4 条."""
    kinds = [passage.section for passage in document.passages()]
    return "、".join(f"{name} {kinds.count(key)} 条" for key, name in _SECTIONS)  # type: ignore[arg-type]  # names of kinds


def warnings(document: Document) -> list[Span]:
    """What is odd in a document, by its lines."""
    told = [warning(text) for text in document.warnings]
    spans = [Span(f"· {text}\n", faint=True) for text in told[:_WARNINGS_SHOWN]]
    if more := len(told) - _WARNINGS_SHOWN:
        spans += [Span(f"· 另有 {more} 处\n", faint=True)] if more > 0 else []
    return spans


def warning(text: str) -> str:
    """第 12 行：“三”用了两次; what is not known stays as the operator reads it."""
    found = _LINE.fullmatch(text)
    line, said = (f"第 {found[1]} 行：", found[2]) if found else ("", text)
    for pattern, words in _WARNINGS:
        if matched := pattern.fullmatch(said):
            return line + words.format(*matched.groups())
    return line + said


def viewers(chats: Sequence[int] | None) -> str:
    """所有人, or 只有 -1001234、5678."""
    if chats is None:
        return EVERYONE
    return f"只有 {'、'.join(map(str, chats))}" if chats else "没有人"


def line(number: int, prospect: "Prospect", catalog: Catalog) -> str:
    """One of several documents of a file, in a line."""
    document = prospect.prepared.document
    mark = " ⚠" if prospect.obstacle else ""
    passages = len(prospect.prepared.terms)
    return f"{number}{mark} {document.file}：{about(document, catalog)} · {passages} 段\n"


def shelved_line(document: Shelved, catalog: Catalog) -> str:
    """One document of the store in a line: 12 材料.docx：2022 六个带头 · 个人 · 信访 · 14 段."""
    origin = " · 自带" if document.is_shipped else ""
    seen = f" · {viewers(document.chats)}" if document.chats is not None else ""
    text = f"{about(document, catalog)} · {document.passages} 段{seen}{origin}"
    return f"{document.id} {document.file}：{text}\n"


def shelved(document: Shelved, catalog: Catalog) -> list[Span]:
    """A document of the store."""
    added = f"；{document.added_at[:10]} 加入" if document.added_at else ""
    return [
        Span(f"{document.title or document.file}\n", bold=True),
        Span(f"编号 {document.id} · {document.file}\n", faint=True),
        Span(f"{about(document, catalog)}\n"),
        Span(f"{document.passages} 段；把握 {document.confidence:.0%}{added}\n"),
        Span(f"谁能看：{viewers(document.chats)}"),
    ]
