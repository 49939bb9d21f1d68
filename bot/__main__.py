"""`python -m bot` is the same as `prepbot`."""

from bot.cli import main

main()
