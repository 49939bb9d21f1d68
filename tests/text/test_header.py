import pytest

from bot.errors import DataError
from bot.models import Catalog
from bot.text.header import Given, area_keys, take_header


@pytest.mark.parametrize(
    ("lines", "given"),
    [
        ("年度：2023", Given(year=2023)),
        ("年度: ２０２３年\n\n领域：信访、街道", Given(year=2023, areas=("petition", "street"))),
        ("\ufeff对象：班子\r", Given(scope="team")),
        ("主题：2021", Given(theme="2021")),
    ],
)
def test_lines_above_the_title_say_what_it_is(catalog: Catalog, lines: str, given: Given) -> None:
    found, taken, text = take_header(f"{lines}\n某局对照检查材料\n", catalog)
    assert found == given
    assert len(taken) == len([line for line in lines.split("\n") if line])
    assert text.split() == ["某局对照检查材料"]
    assert text.count("\n") == lines.count("\n") + 2  # lines keep their numbers


@pytest.mark.parametrize(
    "text", ["年度：去年\n", "领域：火星\n", "时间：2023\n", "对照检查材料\n年度：2023\n", ""]
)
def test_a_line_that_says_nothing_known_belongs_to_the_text(catalog: Catalog, text: str) -> None:
    assert take_header(text, catalog) == (Given(), [], text)


def test_what_is_said_later_fills_only_gaps() -> None:
    assert Given(year=2023).over(Given(2020, "2020", ("street",))) == Given(
        2023, "2020", ("street",)
    )


def test_an_unknown_area_is_told(catalog: Catalog) -> None:
    assert area_keys(("信访局", "street", "信访"), catalog.areas) == ("petition", "street")
    with pytest.raises(DataError, match="no work area '火星'"):
        area_keys(("火星",), catalog.areas)
