"""The data files: the shipped ones are sound, and a mistake in one is told with its place."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from bot.catalog import load_catalog
from bot.config import data_dir
from bot.errors import ConfigError, DataError
from bot.models import Catalog


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the shipped data files."""
    return Path(shutil.copytree(data_dir(), tmp_path / "data"))


def edit(data: Path, file: str, old: str, new: str) -> None:
    """Replaces the first `old` in a data file."""
    text = (data / file).read_text(encoding="utf-8")
    assert old in text
    (data / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def message(data: Path) -> str:
    with pytest.raises(DataError) as caught:
        load_catalog(data)
    return str(caught.value).removeprefix(f"{data}/")


def test_the_newest_theme_comes_first(catalog: Catalog) -> None:
    years = [theme.year for theme in catalog.themes]
    assert years == sorted(years, reverse=True)


def test_every_aspect_of_every_theme_has_items(catalog: Catalog) -> None:
    topics = {topic for item in catalog.items for topic in item.topics}
    bare = [
        (t.key, a.number) for t in catalog.themes for a in t.aspects if not topics & {*a.topics}
    ]
    assert bare == []


def test_keys_are_plain_and_short_enough_for_buttons(catalog: Catalog) -> None:
    nouns = (*catalog.areas, *catalog.items, *catalog.topics, *catalog.themes)
    assert [n.key for n in nouns if not n.key.isascii() or len(n.key) > 40 or ":" in n.key] == []


def test_area_names_are_short_enough_for_buttons(catalog: Catalog) -> None:
    assert [area.name for area in catalog.areas if len(area.name) > 8] == []


def test_no_item_repeats_another_ones_title(catalog: Catalog) -> None:
    assert [t for t, n in Counter(item.title for item in catalog.items).items() if n > 1] == []


def test_area_names_are_joined_for_showing(catalog: Catalog) -> None:
    assert catalog.area_names(("petition", "gone", "street")) == "信访 · 街道"


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("areas.toml", "aliases = [", "alias = [", "areas.toml: area township: unknown field 'alias'; remove it"),
        ("areas.toml", 'name = "乡镇"\n', "", "areas.toml: area township: name is missing; add it"),
        ("areas.toml", 'name = "乡镇"', 'name = ""', "areas.toml: area township: name is missing; add it"),
        ("areas.toml", 'name = "乡镇"', "name = 5", "areas.toml: area township: name must be text in quotes; mend it"),
        ("areas.toml", '"street", "village"', '"strass"', "areas.toml: area township: near: 'strass' does not exist; mend or remove it"),
        ("areas.toml", 'key = "street"', 'key = "township"', "areas.toml: key 'township' is used twice; remove one"),
        ("areas.toml", '"街道办"', '"乡长"', "areas.toml: name or alias '乡长' is used twice; remove one"),
        ("areas.toml", "\n[[area]]", "\n[[erea]]\n[[area]]", "areas.toml: unknown entry 'erea'; only [[area]] belongs there"),
        ("topics.toml", 'words = ["理论学习"', 'words = [5, "理论学习"', "topics.toml: topic study: words must be a list, each text in quotes; mend it"),
        ("items.toml", 'section = "problems"', 'section = "problem"', "items.toml: item study_unsystematic: section: 'problem' does not exist; mend or remove it"),
        ("items.toml", 'topics = ["study"]', 'topics = ["reading"]', "items.toml: item study_unsystematic: topics: 'reading' does not exist; mend or remove it"),
        ("themes/2021.toml", "number = 2", "number = 3", "themes/2021.toml: aspects must be numbered 1, 2, 3 … without gaps; mend the numbers"),
        ("themes/2021.toml", "year = 2021", 'year = "2021"', "themes/2021.toml: theme 2021: year must be a number; mend it"),
        ("themes/2021.toml", 'confidence = "high"', 'confidence = "sure"', "themes: 2021: confidence: 'sure' does not exist; mend or remove it"),
        ("rules.toml", 'name = "vague"', 'name = "vagueness"', "rules.toml: rule 'vague' is missing; add it"),
        ("rules.toml", 'name = "vague"', 'name = "balance"', "rules.toml: rule 'balance' is used twice; remove one"),
        ("rules.toml", 'severity = "must"', 'severity = "high"', "rules.toml: rule aspect_missing: severity: 'high' does not exist; mend or remove it"),
        ("rules.toml", "shortest = 2000", 'shortest = "2000"', "rules.toml: limits: shortest must be a number; mend it"),
        ("rules.toml", "shortest = 2000", "shortness = 2000", "rules.toml: limits: unknown field 'shortness'; remove it"),
        ("rules.toml", 'areas = ["education"', 'areas = ["school"', "rules.toml: unit 学校: areas: 'school' does not exist; mend or remove it"),
        ("rules.toml", "[[slip]]", "[[slips]]", "rules.toml: unknown entry 'slips'; remove it"),
        ("phrases.toml", "masks = [", "mask = [", "phrases.toml: lists: unknown field 'mask'; remove it"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(
    data: Path, file: str, old: str, new: str, told: str
) -> None:
    edit(data, file, old, new)
    assert message(data) == told


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"shortness": 1}, "[draft]: unknown setting 'shortness'; known are "),
        ({"shortest": "1"}, "[draft] shortest: must be a number from 0, such as shortest = 3000"),
        ({"shortest": -1}, "[draft] shortest: must be a number from 0, such as shortest = 3000"),
        ({"off": "praise"}, '[draft] off: must be a list of rules, such as ["praise"]'),
        ({"must": ["prais"]}, "[draft] must: unknown rule 'prais'; known are aspect_missing, "),
    ],
)
def test_a_mistake_in_a_units_own_rules_is_told(
    catalog: Catalog, settings: dict[str, object], told: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        catalog.rules.overridden(settings)
    assert str(caught.value).startswith(told)


def test_a_units_own_rules_stand_beside_the_shipped_ones(catalog: Catalog) -> None:
    own = catalog.rules.overridden({"shortest": 900, "note": ["praise"], "off": ("balance",)})
    assert (own.limits.shortest, own.limits.longest) == (900, catalog.rules.limits.longest)
    assert (own.rule["praise"].severity, own.off) == ("note", {"balance"})
    assert catalog.rules.rule["praise"].severity == "should"


def test_invalid_toml_names_the_line(data: Path) -> None:
    (data / "areas.toml").write_text('[[area]]\nkey = "a', encoding="utf-8")
    assert message(data).startswith("areas.toml: not valid TOML: ")
    assert message(data).endswith("; mend the line")


@pytest.mark.parametrize("file", ["areas.toml", "stopwords.txt", "themes/2021.toml"])
def test_a_missing_file_is_told(data: Path, file: str) -> None:
    (data / file).unlink()
    assert message(data) == f"{file}: is missing; restore it, or take its line out of files.txt"


def test_a_missing_list_of_files_is_told(data: Path) -> None:
    (data / "files.txt").unlink()
    told = "files.txt: cannot be read: No such file or directory; restore the file"
    assert message(data) == told


def test_one_theme_is_the_default(data: Path) -> None:
    edit(data, "themes/2021.toml", "is_default = true", "is_default = false")
    assert message(data) == "themes: one theme must have is_default = true; mend the files"


def test_a_file_without_entries_is_told(data: Path) -> None:
    (data / "items.toml").write_text("", encoding="utf-8")
    assert message(data) == "items.toml: holds no [[item]]; add at least one"


def test_a_folder_without_themes_is_told(data: Path) -> None:
    shutil.rmtree(data / "themes")
    (data / "files.txt").write_text("areas.toml\n", encoding="utf-8")
    assert message(data) == "themes: no themes; put at least one YEAR.toml there"


def test_a_file_in_another_encoding_is_told(data: Path) -> None:
    (data / "stopwords.txt").write_bytes("的".encode("gbk"))
    assert message(data) == "stopwords.txt: is not in UTF-8; save it anew in that encoding"


def test_files_saved_by_windows_editor_are_read(data: Path, catalog: Catalog) -> None:
    for path in [*data.rglob("*.toml"), *data.glob("*.txt")]:
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_catalog(data) == catalog


def test_there_are_sentences_for_the_paper_of_every_scope(catalog: Catalog) -> None:
    assert sorted(catalog.paper) == ["leader", "personal", "team"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('key = "team"', 'key = "leader"', "paper.toml: key 'leader' is used twice; remove one"),
        ('key = "team"', 'key = "all"', "paper.toml: no [[paper]] with key = 'team'; add it"),
        (
            'progress = "',
            'progress = "{weather}',
            "paper.toml: paper personal: progress: 'weather' does not exist; mend or remove it",
        ),
        (
            'case_items = ["',
            'case_items = ["没有的要点", "',
            "paper.toml: paper personal: case_items: '没有的要点' does not exist; mend or remove it",
        ),
        ('progress = "', 'progres = "', "paper.toml: paper personal: unknown field 'progres'; remove it"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_sentences_of_a_paper_is_told(
    data: Path, old: str, new: str, told: str
) -> None:
    edit(data, "paper.toml", old, new)
    assert message(data) == told
