"""The dialogue and what carries it: Telegram and the terminal."""
