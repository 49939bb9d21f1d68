"""Made-up documents for large stores: sentences of the corpus, and sentences of common Chinese words.

The corpus alone is too small: recombined, its rare words are as rare as in five documents. So half
of the sentences are drawn from words of jieba's own dictionary by its frequencies, which were
counted in general Chinese. The same seed always gives the same documents.
"""

import random
import re
from collections.abc import Iterator
from itertools import accumulate

from bot.models import Document, Point, Section

PASSAGES = 25  # of a document
_SENTENCE = re.compile(r"[^。；\n]+[。；\n]?")
_HANZI = re.compile(r"[一-鿿]{1,4}")
_SENTENCES = 5  # of a passage; the corpus has about as many
_WORDS = (8, 24)  # of a made-up sentence


def documents(texts: list[str], frequencies: dict[str, int], *, seed: int) -> Iterator[Document]:
    """Documents without end, of sentences of these texts and of words by their frequencies."""
    draw = random.Random(seed)
    sentences = [found for text in texts for found in _SENTENCE.findall(text) if found.strip()]
    words = [word for word, count in frequencies.items() if count and _HANZI.fullmatch(word)]
    weights = list(accumulate(frequencies[word] for word in words))

    def sentence() -> str:
        if draw.random() < 0.5:
            return draw.choice(sentences)
        return "".join(draw.choices(words, cum_weights=weights, k=draw.randint(*_WORDS))) + "。"

    number = 0
    while True:
        passages = ["".join(sentence() for _ in range(_SENTENCES)) for _ in range(PASSAGES)]
        yield _document(f"made-{seed}-{number}.txt", passages)
        number += 1


def _document(name: str, texts: list[str]) -> Document:
    points = tuple(Point(n, "", text[:12], text, None, n) for n, text in enumerate(texts, 1))
    section = Section("problems", "", "", "", (), points, 1)
    return Document(name, name, 2021, "2021", "personal", (), True, (section,))
