"""The nouns of the project: what data files hold, what a document is made of, what a chat remembers.

Values only: frozen, without IO, known to every layer. A *document* is the parsed text of a
对照检查材料, a *passage* is one point of it as it is stored and found, a *theme* is the list of
aspects that a year's meeting asks for, an *item* is one point of the checklist.
"""

from bot.models.catalog import Catalog, MinutesWords, PaperWords
from bot.models.chat import (
    Mark,
    Meeting,
    Note,
    Opinion,
    Place,
    Preparation,
    Session,
    Spot,
    Take,
    View,
)
from bot.models.data import Act, Area, Aspect, Intent, Item, Synonym, Theme, Topic, Vocabulary
from bot.models.document import AspectPart, Document, Passage, Point, Section
from bot.models.kinds import Confidence, Scope, SectionKind, Severity
from bot.models.rules import (
    RULES,
    Limits,
    Outdated,
    Period,
    Phrases,
    Plenum,
    Rule,
    Rules,
    Series,
    Slip,
    Unit,
)

__all__ = [
    "RULES",
    "Act",
    "Area",
    "Aspect",
    "AspectPart",
    "Catalog",
    "Confidence",
    "Document",
    "Intent",
    "Item",
    "Limits",
    "Mark",
    "Meeting",
    "MinutesWords",
    "Note",
    "Opinion",
    "Outdated",
    "PaperWords",
    "Passage",
    "Period",
    "Phrases",
    "Place",
    "Plenum",
    "Point",
    "Preparation",
    "Rule",
    "Rules",
    "Scope",
    "Section",
    "SectionKind",
    "Series",
    "Session",
    "Severity",
    "Slip",
    "Spot",
    "Synonym",
    "Take",
    "Theme",
    "Topic",
    "Unit",
    "View",
    "Vocabulary",
]
