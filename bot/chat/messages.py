"""What a text means that is no command: a phrase, a theme, who he is, an aspect, or a search."""

from collections.abc import Mapping

from bot.advice.answer import Answer
from bot.advice.understanding import Query
from bot.chat import wording
from bot.chat.handlers import (
    about,
    areas,
    asked,
    check,
    checklist,
    courtesy,
    filling,
    intake,
    mending,
    metadata,
    notebook,
    notes,
    opinions,
    passed,
    preparations,
    profile,
    search,
    themes,
    years,
)
from bot.chat.intents import (
    Intents,
    aspect_named,
    introduces,
    is_aspect_word,
    is_everyday,
    themes_named,
)
from bot.chat.turn import Handler, Outcome, Turn, after
from bot.search import KEPT_QUERY
from bot.text.normalize import letters

_LONG = 400  # characters from which a message is a paste, whatever it says
_UNKEPT = ("", "area", "find", about.ASKED)  # what a session expects when words are not to be kept
_NODS = ("fine", "thanks", "no")
_STOPS = " 。.．、，,）)"  # behind a number: 3、
_PARTICLES = "呀啊呢嘛哦 ？?"  # as people say it: 怎么写呀
_SHORT = 5  # characters up to which a known user's area name is a search: 信访


class Messages:
    """Answers texts by what they say and by what was asked before."""

    def __init__(self, intents: Intents, by_intent: Mapping[str, Handler]) -> None:
        self._intents = intents
        self._by_intent = by_intent

    def keeps(self, turn: Turn, text: str) -> bool:
        """True if the words would be kept, or offered to be: an answer, or a fact of the user's own."""
        turn = turn.said(text)
        is_offered = len(text) <= _LONG and notes.would_offer(turn)
        return self._awaits(turn) or bool(turn.incoming.replied) or is_offered

    def _awaits(self, turn: Turn) -> bool:
        """True if the turn's argument is the user's own words that were asked for, not a request."""
        expected = turn.session.expecting
        if expected.startswith(notebook.LACKS):
            return filling.may_answer(turn)
        return expected not in _UNKEPT

    def phrase(self, text: str) -> str:
        """The intent of words that are nothing but a phrase answered wherever it is said: 换一批."""
        return self._intents.of(text, whole=True)

    def answer(self, turn: Turn) -> Outcome:
        """What the turn's argument asks for."""
        text, expected = turn.argument, turn.session.expecting
        if spoken := mending.spoken(turn.remember(expecting="")):
            return spoken
        awaited = self._awaits(turn)
        if intent := self._intents.of(text, whole=awaited or bool(turn.incoming.replied)):
            is_nod = intent in _NODS  # after which one still waits for what was asked
            turn = turn if is_nod else turn.remember(expecting="")
            is_phrase = self._intents.of(text, whole=True) == intent
            answer = self._by_intent[intent]
            return answer(turn) if is_phrase else areas.beside(turn.said(text), answer)
        if not letters(text):
            return courtesy.wordless(turn)
        turn = turn.remember(expecting="")
        for expects in _EXPECTING:
            if outcome := expects(turn, expected):
                return outcome
        if outcome := notes.answers(turn) or themes.offers(turn):
            return outcome
        if len(text) > _LONG:
            return search.paste(turn, text)
        if expected == "find":
            return search.find(turn)
        if outcome := asked.aspects(turn) or self._theme(turn) or areas.changed(turn):
            return outcome
        return notes.offers(turn) or self._understood(turn, expected)

    def _theme(self, turn: Turn) -> Outcome | None:
        """Sets or offers the themes that the text names; None if it names none."""
        named = themes_named(turn.argument, turn.assistant.themes.choices(turn.session))
        if not named or is_aspect_word(turn.argument, turn.assistant.themes.of(turn.session)):
            return years.alone(turn)
        if is_everyday(turn.argument, named) and themes.is_chosen(turn):
            return themes.beside(self._searched(turn, ""), named)
        return themes.use_themes(turn, named)

    def _understood(self, turn: Turn, expected: str) -> Outcome:
        """What to do with a text by the slots it fills."""
        if len(turn.argument) <= _SHORT:
            turn = turn.said(turn.argument.rstrip(_STOPS))
        turn = turn.said(turn.argument.rstrip(_PARTICLES) or turn.argument)
        theme = turn.assistant.themes.of(turn.session)
        query = turn.assistant.finder.understanding.read(turn.argument, theme)
        if named := aspect_named(turn.argument, theme):
            return checklist.open_card(turn, checklist.Place(str(named.number)))
        names_part = query.aspect is not None or query.section in ("causes", "measures")
        if names_part and query.is_bare:
            return _part(profile.told(turn, query), query)
        is_all_told = query.is_bare or query.is_introduction
        says_no_more = is_all_told or not turn.assistant.work.named_in(query.need)
        if query.areas and self._introduces(turn, query, expected, says_no_more):
            return years.missing(turn, query, profile.area(turn))
        if query.year and says_no_more and not turn.assistant.themes.of_year(query.year):
            return themes.theme(turn.said(str(query.year)))  # which says that there is none
        if not query.areas and says_no_more:
            lead = wording.NOTED if query.scope or query.year else wording.SO_FAR
            return profile.home(profile.told(turn, query), lead=lead)
        if expected == "area" and turn.assistant.work.areas_by_vocabulary(query.need):
            return years.missing(turn, query, profile.area(turn))
        return years.kept(
            turn, query, lambda told: areas.kept(told, lambda it: self._searched(it, expected))
        )

    def _introduces(self, turn: Turn, query: Query, expected: str, says_no_more: bool) -> bool:
        """True when a text with areas tells who the user is, rather than what he looks for."""
        known = turn.session.areas
        if says_no_more and introduces(turn.argument):
            return True
        if known and len(letters(turn.argument)) <= _SHORT and expected != "area":
            # 信访 again shows where one is; 上访 and 12345 are looked for in texts of that work
            return set(query.areas) == set(known) and self._is_named(turn)
        return says_no_more or (not known and introduces(turn.argument))

    def _is_named(self, turn: Turn) -> bool:
        """Whether the text is made of the names of the user's areas."""
        rest = letters(turn.argument)
        for area in turn.assistant.work.areas(turn.session):
            rest = rest.replace(letters(area.name), "")
        return not rest

    def _searched(self, turn: Turn, expected: str) -> Outcome:
        """Passages for the text, unless it is a slip for something else that the bot knows."""
        text = turn.argument
        if len(text) > KEPT_QUERY:
            return search.paste(turn, text)
        answer = search.look(turn, text)
        if meant := self._meant(turn, answer, expected):
            return meant
        is_told = answer.query.areas and (introduces(text) or not turn.session.areas)
        if not answer.matches and (expected == "area" or is_told):  # 我叫…，在民政局; 校长 管德育
            return profile.area(turn)  # which says so when it knows no such work
        return search.show(turn, text, answer=answer)

    def _meant(self, turn: Turn, answer: Answer, expected: str) -> Outcome | None:
        """The answer to a phrase or area typed wrongly or in pinyin: 统站, minzhu shenghuohui."""
        if not answer.read_as and answer.matches:
            return None
        if intent := self._intents.sounding_like(turn.argument):
            return self._by_intent[intent](turn)
        reading = "".join(answer.read_as)
        if reading == turn.argument:
            return None
        work = turn.assistant.work.named_in(turn.argument)
        if not turn.assistant.finder.understanding.read(reading).is_introduction or (
            len(work) > len(reading) and not work.isascii()
        ):
            return None
        note = wording.READ_AS.format(said=turn.argument[:20], reading=reading)
        return after(note, self._understood(turn.said(reading), expected))


# What may take a message as the answer to what was asked, in turn.
_EXPECTING = (
    opinions.expects,
    notebook.expects,
    notes.expects,
    filling.expects,
    passed.expects,
    themes.expects,
    preparations.expects,
    check.expects,
    intake.expects,
    metadata.expects,
)


def _part(turn: Turn, query: Query) -> Outcome:
    """Opens the part of the checklist that the words name."""
    turn = turn.prepare(areas=query.areas or turn.session.areas)
    if query.aspect is not None:
        return checklist.aspect(turn.said(str(query.aspect)))
    return checklist.open_card(turn, checklist.Place(str(query.section)))
