import pytest

from bot.advice.shapeless import points_of


@pytest.mark.parametrize(
    ("lead", "kinds"),
    [
        ("走访群众少，怕得罪人。\n究其原因，是放松了学习。\n今后要多下去。", ["problems", "causes", "measures"]),
        ("按照通知要求，现检查如下。\n走访群众少，怕得罪人。", ["opening", "problems"]),
        ("一是走访群众少，怕得罪人。二是学习抓得不紧。", ["problems", "problems"]),
        ("走访群众少，怕得罪人。\n2025年1月", ["problems", "opening"]),
        ("", []),
    ],
)  # fmt: skip
def test_a_paragraph_is_what_its_beginning_says(lead: str, kinds: list[str]) -> None:
    assert [kind for kind, _ in points_of(lead)] == kinds
