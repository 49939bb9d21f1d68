"""Changes of the work area in words: 我还管安全 adds, 去掉信访 removes, 不对，我管后勤 replaces."""

import re
from collections.abc import Callable, Iterable

from bot.advice.understanding import Query
from bot.chat import wording
from bot.chat.handlers import profile
from bot.chat.intents import introduces
from bot.chat.turn import Outcome, Turn, after

_LONGEST = 40  # characters of a text that changes areas and says nothing else
_CLAUSES = re.compile(r"[,，。;；\n]+")
_PERSON = re.compile(r"(?:员|长|书记|主任|主席|干部|同志|秘书|政委|的)$")  # 派出所教导员, 民政局的
_CORRECTING = re.compile(  # 不对，我是管后勤的; 说错了 是信访局
    r"^(?:不对|不是|错了|我?(?:说|打|写|搞|弄)错了|更正|纠正)(?:一下)?[\s,，。:：!！、]*(?:应该|应当)?是?"
)
_ADDING = re.compile(  # 加上后勤; 我还管安全; 我联系三个村
    r"^(?:再|还要|还得)?(?:加上|加个|加|补上|添上|添|增加)(?:一个|领域)?|^(?:另外|同时|对了)?[,，\s]*我?(?:还|也)"
    r"(?=分管|主管|负责|兼管|联系|管|抓|兼|在|是)|^(?=我(?:联系|包联?|挂点?)[一二两三四五六七八九十几\d])"
)
_REMOVING = (  # 去掉信访; 信访去掉; 我不管信访了
    re.compile(r"^把?(?:领域)?(?:里的?)?(?:去掉|去除|删掉|删除|拿掉|减去|取消)(.+)$"),
    re.compile(r"^把?(.+?)(?:去掉|去了|删掉|删了|删除|拿掉|不管了|不归我管了?|取消)$"),
    re.compile(r"^把?(?:领域)?(?:里的?)?(?:不要|别要|别算)(.+?)了?$"),
    re.compile(r"^(?=我|.*了$)我?(?:现在|已经)?不再?(?:分管|主管|负责|管)(.+?)了?$"),
)
_CHANGING = re.compile(  # 把领域换回学校
    r"^(?:请|帮我|给我)?把?(?:我的)?(?:工作)?(?:领域|分管|分工)?(?:换|改|调|切)(?:换|整)?(?:回|到|成|为)+"
)


def changed(turn: Turn) -> Outcome | None:
    """The areas changed as the words say, and shown; None for words that say anything else."""
    text = turn.argument.strip()
    if len(text) > _LONGEST:
        return None
    for change in (_removed, _added, _replaced):
        if outcome := change(turn, text):
            return outcome
    return None


def _removed(turn: Turn, text: str) -> Outcome | None:
    for pattern in _REMOVING:
        said = pattern.match(text)
        for words in (said[1], f"管{said[1]}") if said else ():  # 安全 is 应急 to who told 管安全
            query, named = _named(turn, words)
            if named:  # one that is not his changes nothing, and shows so
                return _set(turn, query, (key for key in turn.session.areas if key not in named))
    return None


def _added(turn: Turn, text: str) -> Outcome | None:
    if not _ADDING.match(text):
        return None
    query, named = _named(turn, _ADDING.sub("", text, count=1))
    return _set(turn, query, (*turn.session.areas, *named)) if named else None


def _replaced(turn: Turn, text: str) -> Outcome | None:
    for pattern in (_CORRECTING, _CHANGING):
        if pattern.match(text):
            query, named = _named(turn, pattern.sub("", text, count=1))
            return _set(turn, query, named) if named else None
    return None


def _named(turn: Turn, text: str) -> tuple[Query, tuple[str, ...]]:
    """The areas that the text names and nothing else; none when it says more."""
    query = turn.assistant.finder.understanding.read(text)
    work = turn.assistant.work
    if not query.areas:
        return query, work.areas_by_vocabulary(query.need)
    says_more = not query.is_introduction and work.named_in(query.need)
    return query, () if says_more else query.areas


def _set(turn: Turn, query: Query, keys: Iterable[str]) -> Outcome:
    turn = profile.told(turn, query).prepare(areas=tuple(dict.fromkeys(keys)))
    return profile.home(turn.remember(aspect=None), lead=wording.NOTED)


def kept(turn: Turn, answer: Callable[[Turn], Outcome]) -> Outcome:
    """The answer in a chat without areas; those that a first clause tells are kept: 派出所教导员，怕得罪人."""
    first, *others = _CLAUSES.split(turn.argument.strip())
    is_person = introduces(first) or _PERSON.search(first)  # not 教育，怕得罪人
    if turn.session.areas or not others or not is_person:
        return answer(turn)
    query = turn.assistant.finder.understanding.read(first)
    return _noted(turn, query, answer) if query.is_introduction else answer(turn)


def beside(turn: Turn, answer: Callable[[Turn], Outcome]) -> Outcome:
    """The answer to words that also tell who the user is, which is kept and told: 我是医院的，明天要交."""
    query = turn.assistant.finder.understanding.read(turn.argument)
    known = turn.session.areas
    if not query.areas or not (introduces(turn.argument) or not known):
        return answer(turn)
    return _noted(turn, query, answer)


def _noted(turn: Turn, query: Query, answer: Callable[[Turn], Outcome]) -> Outcome:
    turn = profile.told(turn, query).prepare(areas=query.areas)
    names = turn.assistant.catalog.area_names(query.areas)
    return after(f"{wording.NOTED}{names}。", answer(turn))
