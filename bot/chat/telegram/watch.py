"""The watchdog: sees when polling or the worker is stuck, and keeps systemd informed.

A program that hangs looks alive from outside; ended with a clear line, it is started anew by
whoever looks after it.
"""

import asyncio
import os
import socket
import time
from collections.abc import Callable

from bot.chat.telegram.work import Worker
from bot.errors import BotError

STUCK = (
    150.0  # seconds without a finished call of getUpdates, or with a worker that does not answer
)
ROUND = 10.0  # seconds between two looks


async def watch(worker: Worker, heard_at: Callable[[], float], *, every: float = ROUND) -> BotError:
    """Return what is stuck, once something is; `heard_at` tells when polling last came round."""
    while True:
        await asyncio.sleep(every)
        silence = time.monotonic() - heard_at()
        if silence > STUCK:
            return BotError(
                f"polling is stuck: no call ended for {silence:.0f} s; start the bot anew"
            )
        try:
            await asyncio.wait_for(worker.do(int), STUCK)
        except TimeoutError:
            return BotError(
                f"the dialogue is stuck: no answer for {STUCK:.0f} s; start the bot anew"
            )
        tell_systemd("WATCHDOG=1")


def tell_systemd(state: str) -> None:
    """Tell the service manager, if it asked to be told, how the program is: READY=1, STOPPING=1."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):
        address = f"\0{address[1:]}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        try:
            channel.connect(address)
            channel.sendall(state.encode())
        except OSError:  # it stopped listening; there is nobody to tell that
            return
