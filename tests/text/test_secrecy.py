"""Numbers and marks that must not lie about, and what only looks like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalog import load_catalog
from bot.config import data_dir
from bot.models import Catalog
from bot.text.parse import parse_document
from bot.text.secrecy import Secrecy, Secret, secrecy_of


@pytest.fixture(scope="module")
def secrets() -> Secrecy:
    """With the shipped lists of marks."""
    return secrecy_of(load_catalog(data_dir()))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("打我的手机13800001234。", [("phone", "138******34")]),
        ("１３８０ ０００１ ２３４", []),
        ("１３８００００１２３４", [("phone", "１３８******３４")]),
        ("+86 138-0000-1234", [("phone", "138-****-**34")]),
        ("值班室电话（0731）84210000", [("phone", "073*）******00")]),
        ("联系电话84210000", [("phone", "842***00")]),
        ("编号138123456789", []),
        ("12345热线办件8000余件", []),
        ("身份证号11010519491231002X", [("id", "110*************2X")]),
        ("110105 19491231 002x", [("id", "110*** ******** **2x")]),
        ("流水号110105194912310021", []),
        ("流水号110105194923310026", []),  # a month 23
        ("身份证110105194912310021", [("id", "110*************21")]),  # a slip in it
        ("6222 0212 3456 7890 128", [("card", "622* **** **** **** *28")]),
        ("6222021234567890123", []),
        ("卡号6222021234567890123", [("card", "622**************23")]),
        ("信访件20230405123456789", []),
        ("某政办发〔2023〕45号", [("number", "某政办发〔2023〕X号")]),
        ("（机密★1年）", [("mark", "（机密★1年）")]),
        ("機密★長期保存", [("mark", "機密★")]),
        ("密级：秘密", [("mark", "密级：秘密")]),
        ("绝密\n某县委", [("mark", "绝密")]),
        ("内部资料 严禁外传", [("internal", "内部资料 严禁外传")]),
        ("机密文件没有及时归档", [("internal", "机密文件")]),
        ("保守国家秘密，保密30年", []),
        ("商业秘密保护意识不强", []),
    ],
)
def test_secrets_are_found_and_masked(
    secrets: Secrecy, text: str, found: list[tuple[str, str]]
) -> None:
    assert [(secret.kind, secret.masked) for secret in secrets.found(text)] == found


def test_masking_keeps_the_rest_and_leaves_nothing_to_mask(secrets: Secrecy) -> None:
    text = "一\n电话13800001234，证件号330106198807081232；某发改〔2021〕103号"
    masked = "一\n电话138******34，证件号330*************32；某发改〔2021〕X号"
    assert secrets.masked(text) == masked
    assert list(secrets.by_line(masked)) == []
    assert [(line, secret.kind) for line, secret in secrets.by_line(text)] == [(2, "phone"), (2, "id"), (2, "number")]  # fmt: skip


def test_what_is_masked_is_not_open(secrets: Secrecy) -> None:
    assert [secret.is_open for secret in secrets.found("〔2024〕X号")] == [False]
    assert Secret("mark", "机密★", 0).is_open


@given(st.text("0123456789Xx-－ 　电话身份证卡号62〔2021〕号机密★（）内部资料\n", max_size=80))
def test_places_are_right_for_any_text(secrets: Secrecy, text: str) -> None:
    assert all(text[s.start : s.end] == s.text for s in secrets.found(text))
    assert len(secrets.masked(text)) <= len(text)


def test_a_document_is_warned_of(catalog: Catalog) -> None:
    text = "对照检查材料\n一、存在的问题\n1.走访不深入。群众来电13800001234反映。"
    document = parse_document(text, file="a.txt", catalog=catalog)
    assert [w for w in document.warnings if "phone" in w] == [
        "line 3: a phone number stands there, 138******34; take it out before others read it"
    ]
