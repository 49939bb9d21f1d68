"""The real program as a process, for tests that kill and restart it."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tests.e2e.emulator import Telegram

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0  # seconds for something to happen


class Program:
    """`prepbot run` over a store in a folder of its own."""

    def __init__(
        self, telegram: Telegram, folder: Path, *options: str, file_bytes: int | None = None
    ) -> None:
        """`file_bytes`: no file may grow beyond it, as on a disk that is full."""
        self._environment = os.environ | telegram.environment
        self._file_bytes = file_bytes
        self._environment |= {"PREPBOT_DATABASE": str(folder / "store.sqlite3")}
        self._folder = folder
        self._options = options
        self.log = folder / "log.txt"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; what it writes goes to `log`."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot", *self._options, "run"],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
                preexec_fn=None if self._file_bytes is None else self._limit,
            )

    def _limit(self) -> None:
        """In the new process, before the program."""
        import resource  # which only Unix has

        assert self._file_bytes is not None
        resource.setrlimit(resource.RLIMIT_FSIZE, (self._file_bytes, resource.RLIM_INFINITY))

    @property
    def is_running(self) -> bool:
        """False when it ended."""
        return self._process is not None and self._process.poll() is None

    def memory(self) -> float:
        """Resident megabytes, where the system tells them; 0 elsewhere."""
        assert self._process
        status = Path(f"/proc/{self._process.pid}/status")
        lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else []
        return next((int(x.split()[1]) / 1024 for x in lines if x.startswith("VmRSS")), 0.0)

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End it by a signal; returns its exit code."""
        assert self._process
        self._process.send_signal(how)
        return self.wait()

    def kill(self) -> None:
        """End it by kill -9."""
        self.end(signal.SIGKILL)

    def wait(self) -> int:
        """Wait for its end; returns its exit code."""
        assert self._process
        return self._process.wait(PATIENCE)


def eventually(true: Callable[[], object], patience: float = PATIENCE) -> bool:
    """True once something is the case, False if it is not in time."""
    end = time.monotonic() + patience
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def notes(folder: Path) -> list[str]:
    """What users told the program whose store lies in the folder, in order."""
    with closing(sqlite3.connect(folder / "store.sqlite3")) as store:
        return [text for (text,) in store.execute("SELECT text FROM notes ORDER BY id")]
