"""A few hundred hostile updates; `make fuzz` sends 100,000."""

import asyncio
import random

from benchmarks.fuzz import Fuzz
from bot.assistant import Assistant


def test_hostile_updates_do_no_harm(assistant: Assistant) -> None:
    fuzz = Fuzz(assistant, random.Random(20), None)
    assert asyncio.run(fuzz.run(300)) == []
