"""A usual text is normalized without tables; the result is the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import normalize as module
from bot.text.normalize import letters, normalize, plain

USUAL = "，；：！？（）“”…、。—·《》【】aZ0 _-\n\t\x1fdangshiMZSHH民主生活会２ＡéX½ßﬁ々〇Ⅲ龥鿿豈"


def slowly(text: str) -> tuple[str, str]:
    """Normalized text and letters as they are made of any text."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_USUAL", module.re.compile("(?!)"))
        return normalize(text), letters(text)


@given(st.one_of(st.text(max_size=40), st.text(USUAL, max_size=40)))
def test_both_ways_give_the_same(text: str) -> None:
    assert (normalize(text), letters(text)) == slowly(text)


@pytest.mark.parametrize(
    ("text", "normal", "core"),
    [
        ("（一）增强“四个意识”……", '(一)增强"四个意识"......', "一增强四个意识"),
        ("2021年度MZSHH", "2021年度民主生活会", "2021年度民主生活会"),
        ("ＤＡＮＧＳＨＩ学习", "党史学习", "党史学习"),
        ("", "", ""),
    ],
)
def test_width_case_quotes_and_pinyin_words_are_folded(text: str, normal: str, core: str) -> None:
    assert (normalize(text), letters(text)) == (normal, core)


@pytest.mark.parametrize(
    ("text", "core"),
    [
        ("作風方面", "作风方面"),  # one traditional character is enough
        ("組織生活", "组织生活"),
        ("😀组织生活", "组织生活"),
        ("著名学者朱镕", "著名学者朱镕"),  # rare, and no traditional form of another
    ],
)
def test_wording_is_recognized_in_simplified_characters(text: str, core: str) -> None:
    assert plain(text) == core
