"""What is said when a message holds numbers or marks that should not be kept."""

from collections.abc import Iterable, Sequence

from bot.text.secrecy import Kind, Secret

ASK = "提醒一下，这段话里有{what}。我还没有保存，遮住号码不影响写材料："
ASK_INTERNAL = "这段话里有“{what}”字样。我还没有保存，请确认不涉密再继续："
REFUSED = "这段话带密级标志“{what}”。涉密内容不能发到这里，我没有保存；请把刚才那条消息也删掉，按保密规定处理。"
DROPPED = "好，这段话我没有留。聊天记录里的原话请自己删一下。"
NOT_YOURS = "请由说这句话的人来点。"
MASK, AS_IT_IS, DROP = "遮住号码", "照原样", "不发了"
HARMLESS = "不涉密，继续"
_SHOWN = 3  # numbers that are named

_NAMES: dict[Kind, str] = {
    "id": "身份证号",
    "card": "银行卡号",
    "phone": "电话号码",
    "number": "文号",
}


def ask(secrets: Sequence[Secret]) -> str:
    """The question whether to go on: the numbers named, masked; without any, the marks."""
    numbers = [f"{_NAMES[s.kind]} {s.masked}" for s in secrets if s.kind in _NAMES]
    if not numbers:
        return ASK_INTERNAL.format(what=_first(secrets))
    more = f" 等 {len(numbers)} 处" if len(numbers) > _SHOWN else ""
    return ASK.format(what="、".join(numbers[:_SHOWN]) + more)


def refused(secrets: Iterable[Secret]) -> str:
    """That a text with a classification is not kept."""
    return REFUSED.format(what=_first(s for s in secrets if s.kind == "mark"))


def _first(secrets: Iterable[Secret]) -> str:
    return next((secret.text.strip(" （）()【】[]〔〕\n\t") for secret in secrets), "")
