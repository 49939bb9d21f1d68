"""What a note stands under: an item or a part, told from buttons and from what is open, and named."""

from bot.chat.turn import Turn
from bot.models import Spot


def spot_of(turn: Turn, card: str, item: str = "") -> Spot:
    """What a note of that item, or of that part of the theme at hand, stands under."""
    return Spot(item=item) if item else Spot(card, "", turn.session.theme)


def open_spot(turn: Turn) -> Spot | None:
    """What was opened last: an item, a part, or nothing."""
    view = turn.session.view
    return spot_of(turn, view.card, view.item) if view.card else None


def replied(turn: Turn) -> Spot | None:
    """What the answered message shows, told by its [记一笔] button; None without one."""
    actions = [action.partition(":") for action in turn.incoming.replied]
    for verb, _, key in actions:
        if verb == "note":
            return spot_named(turn, key)
    if turn.meeting and len(actions) == 1 and actions[0][0] in ("card", "item"):
        card, _, item = actions[0][2].partition(":")  # the question of [记一笔] has [返回] only
        return spot_named(turn, f"{card}:{item if actions[0][0] == 'item' else ''}")
    return None


def spot_named(turn: Turn, key: str) -> Spot | None:
    """The spot that a button's key names: "3:item", "3::2021", ":item"; None if there is none such.

    A part of another theme than the one at hand is none: its number means something else now.
    """
    card, item, theme = (*key.split(":"), "", "")[:3]
    if item in turn.assistant.catalog.item:
        return spot_of(turn, card, item)
    is_part = not item and turn.assistant.checklist.has_card(turn.session, card)
    return spot_of(turn, card) if is_part and theme in ("", turn.session.theme) else None


def spot_key(turn: Turn, spot: Spot) -> str:
    """The key by which a button names the spot, with the part that shows it: "3:item"."""
    return f"{_card(turn, spot)}:{spot.item}"


def _card(turn: Turn, spot: Spot) -> str:
    """The part in which the spot is shown: the open one if it is there, else its own."""
    if not spot.item:
        return spot.card
    here = turn.session.view.card
    return turn.assistant.checklist.card_of(turn.session, spot.item, first=here)


def opening(turn: Turn, spot: Spot) -> str:
    """The action that opens the spot."""
    card = _card(turn, spot)
    return f"item:{card}:{spot.item}" if spot.item and card else f"card:{card or 1}"


def place_key(spot: Spot) -> str:
    """The key of a place in the list of notes, its theme said: "3::2021"."""
    return f"{spot.card}:{spot.item}:{spot.theme}"


def spot_name(turn: Turn, spot: Spot) -> str:
    """The title of the item, or the name of the part and of its theme when that is another one."""
    if item := turn.assistant.catalog.item.get(spot.item):
        return item.title
    return turn.assistant.checklist.part_name(turn.session, spot)


def place_name(turn: Turn, spot: Spot) -> str:
    """The spot as a confirmation names it: “走访调研不深入”, 第3方面“人民至上”."""
    is_aspect = not spot.item and spot.card.isdecimal()
    return f"{f'第{spot.card}方面' if is_aspect else ''}“{spot_name(turn, spot)}”"


def section_of(turn: Turn, spot: Spot) -> str:
    """The section of the spot's item, else the spot's part."""
    item = turn.assistant.catalog.item.get(spot.item)
    return item.section if item else spot.card
