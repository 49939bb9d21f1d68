"""Everything that the files under `data/` hold together."""

from dataclasses import dataclass, field
from functools import cached_property

from bot.models.data import Act, Area, Intent, Item, Synonym, Theme, Topic, Vocabulary
from bot.models.kinds import Scope
from bot.models.rules import Rules


@dataclass(frozen=True, slots=True)
class PaperWords:
    """The fixed sentences of one kind of paper; 【待填：…】 is a blank, {year} is filled in."""

    key: Scope
    title: str
    byline: str  # whose paper, while no name is known
    work: str  # with {areas}
    no_work: str  # while no area is known
    opening: tuple[str, ...]
    last_year: tuple[str, ...]
    no_problem: str  # under an aspect without notes
    no_headline: str  # over a note without an item
    no_example: str  # under a point that is ticked and has no notes
    case: tuple[str, ...]
    matters: tuple[str, ...]  # empty: this paper needs none
    no_cause: str  # with {problems}
    all_problems: str  # what {problems} is while none is noted
    no_measure: str
    no_cell: str  # of the rectification list
    same_measure: str  # for a problem whose measures stand above, at {marks}
    closing: str
    last_year_heading: str
    problems_heading: str
    case_heading: str
    matters_heading: str
    causes_heading: str
    measures_heading: str
    aspect_heading: str
    measure_heading: str
    unplaced_lead: str
    questions_comment: str
    more_comment: str
    causes_comment: str
    notice_comment: str
    unplaced_comment: str
    list_title: str
    progress: str
    opening_items: tuple[str, ...]  # titles of items whose notes belong to the opening
    last_year_items: tuple[str, ...]
    case_items: tuple[str, ...]
    matters_items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MinutesWords:
    """The fixed sentences of a meeting's minutes; 【待填：…】 is a blank, {date} is filled in."""

    title: str
    byline: str
    opening: str
    work: str
    chair: str
    people: str
    no_people: str
    absent: str
    agenda_heading: str
    agenda_parts: str
    agenda_opinions: str
    agenda_measures: str
    points_heading: str
    aspect_heading: str
    takers: str
    no_takers: str
    contribution: str
    ticked: str
    tick: str
    no_points: str
    questions_heading: str
    no_questions: str
    opinions_heading: str
    opinions_lead: str
    no_opinions: str
    opinion_count: str
    no_part: str
    opinion_said: str
    private_opinions: str
    list_heading: str
    no_list: str
    closing: str


@dataclass(frozen=True)
class Catalog:
    """Everything read from `data/`, checked: keys are unique and refer to things that exist."""

    areas: tuple[Area, ...]
    topics: tuple[Topic, ...]
    themes: tuple[Theme, ...]
    items: tuple[Item, ...]
    synonyms: tuple[Synonym, ...] = ()
    intents: tuple[Intent, ...] = ()
    acts: tuple[Act, ...] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    rules: Rules = field(default_factory=Rules)
    papers: tuple[PaperWords, ...] = ()
    minutes: MinutesWords | None = None

    @cached_property
    def area(self) -> dict[str, Area]:
        """Areas by key."""
        return {area.key: area for area in self.areas}

    @cached_property
    def default_theme(self) -> Theme:
        """The theme that a new chat starts with."""
        return next((theme for theme in self.themes if theme.is_default), self.themes[0])

    @cached_property
    def theme(self) -> dict[str, Theme]:
        """Themes by key."""
        return {theme.key: theme for theme in self.themes}

    @cached_property
    def item(self) -> dict[str, Item]:
        """Items by key."""
        return {item.key: item for item in self.items}

    @cached_property
    def topic(self) -> dict[str, Topic]:
        """Topics by key."""
        return {topic.key: topic for topic in self.topics}

    @cached_property
    def paper(self) -> dict[Scope, PaperWords]:
        """The fixed sentences of a paper by its scope."""
        return {paper.key: paper for paper in self.papers}

    def area_names(self, keys: tuple[str, ...]) -> str:
        """The names of these areas for showing, such as "街道 · 信访"."""
        return " · ".join(self.area[key].name for key in keys if key in self.area)
