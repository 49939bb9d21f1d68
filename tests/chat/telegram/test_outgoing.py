"""Keyboards keep Telegram's limits; sending is tested with the application."""

import pytest

from bot.chat.reply import Button
from bot.chat.telegram.outgoing import keyboard


def test_wide_rows_are_wrapped_and_bad_buttons_refused() -> None:
    markup = keyboard([[Button("一", f"go:{n}") for n in range(11)]])
    assert markup
    assert [len(row) for row in markup["inline_keyboard"]] == [8, 3]
    assert keyboard(()) is None
    for rows in ([[Button("一", "环" * 22)]], [[Button("一", "")]], [[Button("一", "a")] * 101]):
        with pytest.raises(ValueError, match="button"):
            keyboard(rows)
