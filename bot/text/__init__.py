"""Reading Chinese text: decoding, normalizing, cutting into words, parsing documents. Pure."""
