"""A text that was pasted several times over: one copy says all that is to be said."""

from itertools import islice

_LEAST = 100  # characters of a copy; shorter texts may repeat themselves on purpose


def first_copy(text: str) -> tuple[str, int]:
    """The first of the copies that the text consists of, blanks aside, and how many there are."""
    flat = "".join(text.split())
    length = (flat + flat).find(flat, 1) if flat else 0  # a text met again is made of copies
    if length < _LEAST or length == len(flat):
        return text, 1
    places = (at for at, character in enumerate(text) if not character.isspace())
    end = next(islice(places, length - 1, None))
    return text[: end + 1], len(flat) // length
