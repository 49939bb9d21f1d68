import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advice.twice import first_copy

LONG = "".join(chr(0x4E00 + n) for n in range(120))


@pytest.mark.parametrize(
    ("text", "copy", "count"),
    [
        (LONG * 2, LONG, 2),
        (f"{LONG}\n {LONG}\n{LONG}\n", LONG, 3),
        (f" 一 {LONG} 一{LONG}", f" 一 {LONG}", 2),
        (f"{LONG * 2}尾", f"{LONG * 2}尾", 1),
        ("走访少。" * 50, "走访少。" * 50, 1),  # no copy of a text, only a text that repeats itself
        ("", "", 1),
        (" \n", " \n", 1),
    ],
)
def test_the_first_copy_is_found(text: str, copy: str, count: int) -> None:
    assert first_copy(text) == (copy, count)


@given(st.text(min_size=100, max_size=120), st.integers(1, 4))
def test_copies_make_up_the_text(text: str, count: int) -> None:
    whole = "\n".join([text] * count)
    copy, found = first_copy(whole)
    assert whole.startswith(copy)
    assert "".join(copy.split()) * found == "".join(whole.split())
