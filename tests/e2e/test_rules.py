"""The second opinion is no yes-man."""

import pytest

from tests.e2e.rules import Json, second_opinion

LONG = {"inline_keyboard": [[{"text": "x", "callback_data": "环" * 22}]]}


@pytest.mark.parametrize(
    ("fields", "fine"),
    [
        ({"chat_id": 1, "text": "<b>好</b> &lt;", "parse_mode": "HTML"}, True),
        ({"chat_id": 1, "text": "好" * 4097}, False),
        ({"chat_id": 1, "text": "<b>未闭合", "parse_mode": "HTML"}, False),
        ({"chat_id": 1, "text": "a < b", "parse_mode": "HTML"}, False),
        ({"chat_id": 1, "text": "x", "reply_markup": LONG}, False),
        ({"chat_id": 1, "text": "x", "no_such": 1}, False),
        ({"text": "x"}, False),
    ],
)
def test_a_bad_call_is_seen(fields: Json, fine: bool) -> None:
    assert (second_opinion().problems([("sendMessage", fields)]) == []) == fine
