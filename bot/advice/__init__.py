"""What to tell the user: which passages fit, which points to cover. Pure."""
