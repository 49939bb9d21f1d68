"""The sounds of characters: toneless pinyin. The only door to pypinyin.

The library takes 57 MB and a sixth of a second to load for a table of 200 kB, so the table is kept
on disk, and the library is loaded only to make it.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias
from zlib import crc32

from bot.keep import kept, stamps

_COMMON = 0x10000  # the table holds the characters below; any above is looked up by itself
_Sounds: TypeAlias = tuple[dict[str, str], frozenset[str]]  # of each character; all there are

_folder: list[Path] = []


def configure(cache_folder: Path) -> None:
    """Sets where the table is kept; without it each character is looked up by itself."""
    _folder[:] = [cache_folder]
    for known in (_sounds, syllable, syllables_known):
        known.cache_clear()


@cache
def syllable(character: str) -> str:
    """The toneless pinyin of one character ("xing"), or "" if it has none."""
    by_character, _ = _sounds()
    if by_character and ord(character) < _COMMON:
        return by_character.get(character, "")
    return _looked_up(character)


@cache
def syllables_known() -> frozenset[str]:
    """All toneless syllables of pinyin that a character has."""
    return _sounds()[1] or _all_syllables()


@cache
def _sounds() -> _Sounds:
    if not _folder:
        return {}, frozenset()
    library = find_spec("pypinyin")  # found, not loaded
    if not library or not library.origin:
        return {}, frozenset()
    makers = (library.origin, __file__)
    file = _folder[0] / f"sounds-{crc32(' '.join(makers).encode()):08x}"  # of this copy of both
    return kept(file, stamps(map(Path, makers)), _made, modules=())


def _made() -> _Sounds:
    from pypinyin.constants import PINYIN_DICT

    common = sorted(code for code in PINYIN_DICT if code < _COMMON)
    return {chr(code): _looked_up(chr(code)) for code in common}, _all_syllables()


def _looked_up(character: str) -> str:
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.NORMAL, errors="ignore")
    return str(found[0][0]) if found else ""


def _all_syllables() -> frozenset[str]:
    from pypinyin.constants import PINYIN_DICT
    from pypinyin.contrib.tone_convert import to_normal

    readings = {reading for found in PINYIN_DICT.values() for reading in found.split(",")}
    return frozenset(
        plain for reading in readings if len(plain := to_normal(reading)) > 1 or plain in "aeo"
    )
