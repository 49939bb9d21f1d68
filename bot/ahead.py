"""Searches made ahead of their turn by a process of its own, while a crowd waits for the dialogue.

The dialogue thinks in one thread, on one core. When many ask at once, what they ask is told to a
second process, which searches for the latest question first, as it has the longest to wait; the
dialogue goes through them from the other end and finds more and more of them answered. Whatever
comes late, gets lost or is out of date costs nothing: the dialogue searches for it as ever.

The process starts with the first crowd and ends when none came for a while, or with the bot. It
only reads the store. Questions and answers go through a socket that no other process has.
"""

import json
import logging
import os
import pickle
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from select import select

from bot.advice.answer import Packed
from bot.assistant import Assistant
from bot.errors import StoreError
from bot.search import Question

Found = tuple[int, Question, Packed]
"""The version of the corpus, a question and its answer."""

IDLE = 60.0  # seconds without a question after which the process ends, and none is started anew
_MOST = 64  # questions that wait for it; of more the oldest are left to the dialogue
_PATIENCE = 2.0  # seconds in which it ends when the bot does
_PACKET = 1 << 16  # bytes of a message at most; answers have some 6,000
_SECRETS = ("PREPBOT_TOKEN", "PREPBOT_WEBHOOK_SECRET")

_LOG = logging.getLogger(__name__)


class Ahead:
    """Tells the process what is asked, and the finder what came of it."""

    def __init__(self, assistant: Assistant) -> None:
        self._path = assistant.store.connection.path
        self._channel: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._began = -IDLE
        assistant.finder.foreseen = self.found

    def expect(self, chat: int, topic: int, text: str, limit: int) -> None:
        """A chat asks, and others are answered before it; for any thread."""
        channel = self._channel or self._begin()
        if channel is None:
            return
        try:
            channel.send(json.dumps([chat, topic, text, limit]).encode(), socket.MSG_DONTWAIT)
        except BlockingIOError:  # it has enough to do
            return
        except OSError:
            self._end()

    def found(self) -> Iterator[Found]:
        """What was searched for since the last call; only in the dialogue's thread."""
        while channel := self._channel:
            try:
                packet = channel.recv(_PACKET, socket.MSG_DONTWAIT)
            except BlockingIOError:
                return
            except OSError:
                packet = b""
            if not packet:
                self._end()
                return
            yield pickle.loads(packet)

    def _begin(self) -> socket.socket | None:
        """Starts the process where it can help: a store on disk, a second core, and not in vain a moment ago."""
        began, now = self._began, time.monotonic()
        if self._path is None or not _can_help() or now - began < IDLE:
            return None
        self._began = now
        if self._process:
            self._process.poll()  # the one before, which has ended
        try:
            self._channel, self._process = _started(self._path)
        except OSError as exc:
            _LOG.warning("no second process to search ahead: %s", exc)
        else:
            _LOG.info("many messages wait: a second process searches ahead")
        return self._channel

    def close(self) -> None:
        """Ends the process."""
        self._end()
        if self._process:
            try:
                self._process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def _end(self) -> None:
        """Lets go of the process, which ends when it has nobody to answer."""
        channel, self._channel = self._channel, None
        if channel:
            channel.close()


def _started(path: Path) -> tuple[socket.socket, "subprocess.Popen[bytes]"]:
    """The process, and the way to it. Raises OSError."""
    # This very package, whatever lies in the working folder; and it needs no secrets.
    places = [str(Path(__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
    kept = {name: value for name, value in os.environ.items() if name not in _SECRETS}
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        try:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "bot.ahead", str(theirs.fileno()), str(path)],
                env=kept | {"PYTHONPATH": os.pathsep.join(places)},
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the bot
            )
        except OSError:
            ours.close()
            raise
    return ours, process


def _can_help() -> bool:
    return bool(sys.executable) and sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1


def serve(channel: socket.socket, assistant: Assistant) -> None:
    """Answers what is asked, the latest first, until nobody is there or nothing was asked for a while."""
    waiting: deque[tuple[int, int, str, int]] = deque(maxlen=_MOST)
    while True:
        came, _, _ = select([channel], [], [], 0.0 if waiting else IDLE)
        if came:
            packet = channel.recv(_PACKET)
            if not packet:
                return
            waiting.append(json.loads(packet))
        elif waiting:
            found = _found(assistant, *waiting.pop())
            packet = pickle.dumps(found, pickle.HIGHEST_PROTOCOL)
            if found and len(packet) <= _PACKET:
                with suppress(BlockingIOError):  # nobody fetches them any more
                    channel.send(packet, socket.MSG_DONTWAIT)
        else:
            return


def _found(assistant: Assistant, chat: int, topic: int, text: str, limit: int) -> Found | None:
    """What the dialogue would find; None if the corpus has changed meanwhile."""
    version = assistant.store.version()
    session = assistant.session(chat, topic)
    question = assistant.finder.question(text, limit, session)
    answer = assistant.finder.search(text, session, limit=limit)
    is_current = assistant.store.version() == version
    return (version, question, Packed.of(answer)) if is_current else None


def _opened(path: Path) -> Assistant:
    """The use cases over the store as it was built; StoreError if `data/` has changed since."""
    from bot.catalog import load_catalog
    from bot.config import cache_dir, data_dir
    from bot.corpus.state import is_current, state_of
    from bot.corpus.store import Store
    from bot.text.segment import configure

    catalog = load_catalog(data_dir())
    configure(catalog.vocabulary.dictionary, cache_dir())
    store = Store.to_read(path)
    if not is_current(store, state_of(data_dir())):
        raise StoreError(f"{path}: was built from other data; start the bot anew")
    return Assistant(store, catalog)


def main() -> None:
    """`python -m bot.ahead SOCKET STORE`, as the bot starts it."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    with suppress(Exception):  # it is told nowhere: what was asked stands in no log
        serve(channel, _opened(Path(sys.argv[2])))


if __name__ == "__main__":
    main()
