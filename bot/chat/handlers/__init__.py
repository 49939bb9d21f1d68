"""What answers each command and each button, a module per subject.

Each module offers COMMANDS (tuple of Command) and PRESSES (verb of a button's action -> handler).
"""
