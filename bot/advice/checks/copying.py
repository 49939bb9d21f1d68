"""Checks against other texts and against the draft itself: copied and repeated sentences."""

from collections.abc import Iterator

from bot.advice.copies import Index
from bot.advice.draft import Draft, Piece
from bot.advice.findings import Finding, finding
from bot.models import Catalog
from bot.text.normalize import letters

_LEAST_HEADLINE = 5  # letters of a headline that may count as said twice
_SAME = 85  # likeness in percent from which a sentence says the same as another of the draft


def copied(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Points with sentences that stand in a stored text or in last year's: one for each source."""
    found = []
    for piece, copies in draft.copies:
        told: dict[str, list[tuple[int, int]]] = {}
        for place, copy in enumerate(copies):
            if copy:
                told.setdefault(draft.source_names[copy.source], []).append((place, copy.likeness))
        for source, sentences in told.items():
            first = piece.sentences[sentences[0][0]]
            share = round(sum(likeness for _, likeness in sentences) / len(sentences))
            found.append(
                finding(
                    catalog.rules,
                    "copied",
                    first.place,
                    aspect=piece.aspect,
                    source=source,
                    share=share,
                )
            )
    return found


def repeated(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Headlines said twice, and sentences that say again what an earlier point says."""
    return [
        finding(
            catalog.rules, "repeated", piece.sentences[at].place, aspect=piece.aspect, line=line
        )
        for piece, at, line in _repetitions(draft, catalog)
    ]


def _repetitions(draft: Draft, catalog: Catalog) -> Iterator[tuple[Piece, int, int]]:
    """A piece, the place of its sentence, and the line of the earlier piece that says the same."""
    pieces = draft.own_pieces
    runs = [[draft.masks.runs(s.text) for s in piece.sentences] for piece in pieces]
    index = Index([run for sentence in sentences for run in sentence] for sentences in runs)
    least = catalog.rules.limits.repeated_run
    seen: dict[str, int] = {}  # a run of letters -> the first piece that holds it
    headlines: dict[str, int] = {}
    for number, piece in enumerate(pieces):
        headline = letters(piece.headline)
        if len(headline) >= _LEAST_HEADLINE and headline in headlines:
            yield piece, 0, pieces[headlines[headline]].place.line
            continue
        headlines.setdefault(headline, number)
        for at, sentence in enumerate(runs[number]):
            grams = [run[i : i + least] for run in sentence for i in range(len(run) - least + 1)]
            earlier = next((seen[g] for g in grams if seen.get(g, number) != number), None)
            if earlier is None and sum(map(len, sentence)) >= catalog.rules.limits.copied_run:
                copy = index.copy_of(sentence, cutoff=_SAME, below=number)
                earlier = copy.source if copy and copy.likeness >= _SAME else None
            if earlier is not None:
                yield piece, at, pieces[earlier].place.line
                break
            for gram in grams:
                seen.setdefault(gram, number)
