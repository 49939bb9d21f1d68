"""Two kinds of plots as SVG, written by hand: a library would bring numpy for sixty lines of text."""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil, floor, log10

_COLOURS = (
    "#c0392b", "#2c7fb8", "#31a354", "#756bb1", "#e6862b", "#636363", "#17a2a2", "#b5477d",
    "#8c6d31",
)  # fmt: skip
_WIDTH, _LEFT, _TOP = 760, 70, 40
_HEIGHT, _PLOT = 380, 470  # height, and width of what lies within the axes


def lines(series: Mapping[str, Sequence[Sequence[float]]], title: str, across: str, up: str) -> str:
    """Lines over two logarithmic axes, the names at the right."""
    points = [point for found in series.values() for point in found if point[1] > 0]
    x = _Axis([p[0] for p in points], _LEFT, _LEFT + _PLOT)
    y = _Axis([p[1] for p in points], _HEIGHT - 50, _TOP)
    body = [*_grid(x, y), _text(_LEFT + _PLOT // 2, _HEIGHT - 12, across), _text(24, _TOP - 14, up)]
    for number, (name, found) in enumerate(series.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        path = " ".join(f"{x(px):.1f},{y(py):.1f}" for px, py in found if py > 0)
        body.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        body += [f'<circle cx="{x(a):.1f}" cy="{y(b):.1f}" r="3" fill="{colour}"/>' for a, b in found if b > 0]  # fmt: skip
        row = _TOP + 14 + 22 * number
        body.append(
            f'<rect x="{_LEFT + _PLOT + 18}" y="{row - 9}" width="12" height="10" fill="{colour}"/>'
        )
        body.append(_text(_LEFT + _PLOT + 36, row, name, "start"))
    return _svg(_HEIGHT, title, body)


def bars(values: Mapping[str, float], title: str) -> str:
    """Horizontal bars from zero, each with its figure."""
    most = max(values.values())
    body = []
    for number, (name, value) in enumerate(values.items()):
        top = _TOP + 14 + 26 * number
        width = 360 * value / most
        colour = _COLOURS[0] if name.startswith("prepbot") else _COLOURS[1]
        body.append(_text(270, top + 13, name, "end"))
        body.append(f'<rect x="280" y="{top}" width="{width:.1f}" height="18" fill="{colour}"/>')
        body.append(_text(286 + round(width), top + 13, f"{value:,.0f}", "start"))
    return _svg(_TOP + 30 + 26 * len(values), title, body)


class _Axis:
    """Places values on a logarithmic axis that runs over whole powers of ten."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        self.low, self.high = floor(log10(min(values))), ceil(log10(max(values)))
        self.start, self.end = start, end

    def __call__(self, value: float) -> float:
        share = (log10(value) - self.low) / max(1, self.high - self.low)
        return self.start + share * (self.end - self.start)


def _grid(x: _Axis, y: _Axis) -> Iterator[str]:
    for power in range(x.low, x.high + 1):
        at = x(10**power)
        yield f'<path d="M{at:.1f} {y.start}V{y.end}" stroke="#ddd"/>'
        yield _text(round(at), round(y.start) + 18, f"{10**power:,g}")
    for power in range(y.low, y.high + 1):
        at = y(10**power)
        yield f'<path d="M{x.start} {at:.1f}H{x.end}" stroke="#ddd"/>'
        yield _text(_LEFT - 8, round(at) + 4, f"{10.0**power:g}", "end")


def _text(x: int, y: int, words: str, anchor: str = "middle") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{words}</text>'


def _svg(height: int, title: str, body: Sequence[str]) -> str:
    inner = "\n".join([_text(_WIDTH // 2, 20, title), *body])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}"'
        ' font-family="sans-serif" font-size="12" fill="#222">\n'
        f'<rect width="100%" height="100%" fill="#fff"/>\n{inner}\n</svg>\n'
    )
