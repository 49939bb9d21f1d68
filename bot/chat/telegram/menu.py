"""What Telegram shows of the bot before the first message: the command menu and a description.

Cosmetic: a call that fails is noted, and the bot starts all the same.
"""

import asyncio
import logging
from collections.abc import Awaitable, Iterable

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.chat import wording
from bot.chat.reply import MenuEntry
from bot.chat.telegram.office import MENU as OFFICE

_LANGUAGES = (None, "zh")  # for everybody, and by name for those who use Telegram in Chinese

_LOG = logging.getLogger(__name__)


async def publish(bot: Bot, entries: Iterable[MenuEntry], admins: Iterable[int] = ()) -> None:
    """Set menus and descriptions; failures are logged and otherwise harmless."""
    entries = tuple(entries)
    office = [_command(entry) for entry in (*(e for e in entries if e.admin), *OFFICE)]
    private = [_command(entry) for entry in entries if entry.private]
    group = [_command(entry) for entry in entries if entry.group]
    await asyncio.gather(
        *_menus(bot, BotCommandScopeDefault(), private),
        *_menus(bot, BotCommandScopeAllPrivateChats(), private),
        *_menus(bot, BotCommandScopeAllGroupChats(), group),
        *(
            call
            for admin in admins
            for call in _menus(bot, BotCommandScopeChat(admin), [*private, *office])
        ),
        _harmless(bot.set_my_short_description(wording.SHORT_DESCRIPTION)),
        _harmless(bot.set_my_description(wording.DESCRIPTION)),
    )


def _menus(bot: Bot, scope: BotCommandScope, commands: list[BotCommand]) -> list[Awaitable[None]]:
    if not commands:
        return []
    return [
        _harmless(bot.set_my_commands(commands, scope=scope, language_code=language))
        for language in _LANGUAGES
    ]


def _command(entry: MenuEntry) -> BotCommand:
    return BotCommand(entry.name, entry.description)


async def _harmless(call: Awaitable[bool]) -> None:
    try:
        await call
    except TelegramError as exc:
        _LOG.warning("menu or description not set: %s", type(exc).__name__)
