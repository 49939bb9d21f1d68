"""`run` and `chat`: the same dialogue, on Telegram and in the terminal."""

from pathlib import Path

import click

from bot.cli.group import Settings, main
from bot.cli.ready import SLIP, WARM_UP, load_assistant
from bot.errors import BotError


@main.command()
@click.pass_obj
def run(settings: Settings) -> None:
    """Run the Telegram bot. Example: PREPBOT_TOKEN=… prepbot run"""
    config = settings.load()
    if not config.telegram.token:
        raise BotError(
            "no token: ask @BotFather on Telegram for one (/newbot) and set PREPBOT_TOKEN or [telegram] token"
            " in config.toml; `prepbot chat` works without"
        )
    from bot.chat.dialogue import Dialogue
    from bot.chat.telegram.serve import run as run_telegram
    from bot.corpus.lock import running

    with running(config.store.path):
        assistant = load_assistant(config)
        for word in (WARM_UP, SLIP):
            assistant.finder.search(word)  # loads what it needs before somebody's first message
        run_telegram(
            config,
            dialogue=Dialogue(assistant, admins=config.access.admins),
            store=assistant.store,
        )


@main.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Folder for files that the bot sends.",
)
@click.option("--group", "is_group", is_flag=True, help="A group: each line is 名字: 文本.")
@click.pass_obj
def chat(settings: Settings, out: Path, is_group: bool) -> None:
    """Talk to the bot in the terminal. Example: prepbot chat"""
    from bot.chat.console import CHAT, converse, whole_pastes

    with whole_pastes():
        from bot.chat.dialogue import Dialogue

        # whoever holds the store may do everything
        dialogue = Dialogue(load_assistant(settings.load()), admins=[CHAT])
        converse(dialogue, out=out, is_group=is_group)
