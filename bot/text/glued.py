"""Finds where a section's heading ends that lost its line break: 二、原因分析剖析以上问题…

Only the usual labels of sections are known without their line, and only where a text follows that
goes on by itself; 三、整改措施不具体 is somebody's shortcoming, 二、问题及原因 one heading.
"""

import re

from bot.text.normalize import full_stops, letters

_LABEL = re.compile(
    r"[*\s]*(?:班子|本人|个人|自身|主要)?(?:"
    r"(?:存在|查摆|检视)出?的?(?:主要|突出)?(?:问题|不足)|"
    r"(?:上一?年度?|去年)(?:查摆|检视)?(?:问题)?整改(?:措施)?(?:落实)?情况|"
    r"(?:问题)?(?:产生|存在)?(?:问题)?的?(?:主要|思想|深层次)?(?:原因|根源)(?:分析|剖析)|"
    r"(?:下一?步|今后)?的?(?:整改|改进)(?:措施|方向)|"
    r"(?:下一?步|今后)?的?努力方向(?:[和及与、](?:下一?步)?(?:整改|改进)?措施)?|"
    r"(?:典型|反面)?案例(?:剖析|反思)|"
    r"个人有关事项(?:的?(?:说明|报告))?"
    r")[*\s]*"
)
# What carries the label on, or says that it is a shortcoming itself.
_GOES_ON = re.compile(r"[及和与、，,的方情落：:。；;（(”）)]")
_SHORTCOMING = re.compile("不|没|未|缺|欠|弱|淡|差|少")
_CLAUSE = re.compile("[^，,。；;：:！？]*")
_SAID_AT_ONCE = 8  # characters in which a shortcoming of the label itself is told
_LEAST_CLAUSE = 6  # letters of what follows, up to its first stop


def label_end(body: str) -> int:
    """Where the label ends that the text behind a mark 一、 begins with; 0 if none runs into a text."""
    found = _LABEL.match(body)
    if not found or _GOES_ON.match(body, found.end()):
        return 0
    clause = _CLAUSE.match(body, found.end())
    said = clause[0] if clause else ""
    has_end = re.search("[。：:]", full_stops(body[found.end() :]))
    is_text = len(letters(said)) >= _LEAST_CLAUSE and has_end
    return found.end() if is_text and not _SHORTCOMING.search(said[:_SAID_AT_ONCE]) else 0
