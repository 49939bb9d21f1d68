"""What an update says: who speaks, also where the account is gone."""

import pytest
from telegram import Update, User

from bot.chat.reply import Incoming
from bot.chat.telegram.incoming import from_message, from_press
from tests.chat.telegram.fake import BOT, FakeTelegram, Json

ME = User(**BOT)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"first_name": "李", "last_name": "明"}, "李 明"),
        ({"first_name": "李"}, "李"),
        ({"first_name": "", "last_name": "明"}, "明"),
        ({"first_name": ""}, ""),  # the account was deleted
        ({"first_name": "\ud83d"}, "?"),  # half a character
    ],
)
def test_speakers_have_a_name_or_none(fields: Json, name: str) -> None:
    telegram = FakeTelegram()
    who = {"id": 5, "is_bot": False, **fields}
    said = Update.de_json(telegram.message("信访", **{"from": who}))
    pressed = telegram.press("card:3", telegram.message("?")["message"])
    pressed["callback_query"]["from"] = who
    query = Update.de_json(pressed).callback_query
    assert said.message
    assert query
    heard = from_message(said.message, ME), from_press(query)
    assert [found.name for found in heard if isinstance(found, Incoming)] == [name, name]
