"""The commands of the program: `prepbot` and `python -m bot`.

Results go to standard output, notes to standard error. Exit code 0 fine, 1 a told problem, 2
wrong usage. Heavy modules are imported by the command that needs them.
"""

from bot.cli import documents, drafts, operation, search, talk  # each adds its commands to `main`
from bot.cli.group import main

__all__ = ["documents", "drafts", "main", "operation", "search", "talk"]
