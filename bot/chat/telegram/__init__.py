"""Telegram as a transport: the only door to python-telegram-bot.

`app` puts it together and runs it, `handlers` takes updates, `incoming` and `outgoing` translate,
`flow` keeps order and pace, `menu` tells Telegram the commands, `logs` keeps secrets out of logs.
"""
