"""Page content (页面内容): the operators of a compiled page as blocks, each with the texts that it shows and its rules.

A block is one text object (``BT`` … ``ET``), or whatever stands between two of them. Lengths are points, the origin is
the lower left corner of the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

THIN = 3.0  # points: a filled area that is no thicker is a rule
Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
Colour = tuple[float, ...]
_PLAIN: Matrix = (1, 0, 0, 1, 0, 0)
_TOKEN = re.compile(
    rb"\((?:[^()\\]|\\.)*\)|<<|>>|<[0-9A-Fa-f\s]*>|[\[\]]|/[^\s()<>\[\]/%]*|[^\s()<>\[\]/%]+", re.DOTALL
)
_NUMBER = re.compile(rb"[-+]?(?:\d+\.?\d*|\.\d+)")
_MAPPED = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]{2,4})>\s*<((?:[0-9A-Fa-f]{4})+)>")
_PAINTS = frozenset((b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"sh", b"Do"))
_STROKES = frozenset((b"S", b"s", b"B", b"B*", b"b", b"b*"))


class Shown(NamedTuple):
    """A string of codes that is shown: font and size, where it begins, and how much (in 1/1000 em) is set after it."""

    font: str
    size: float
    x: float
    y: float
    codes: bytes
    kerns: tuple[tuple[int, float], ...]  # after so many codes, so much less
    colour: Colour


class Rule(NamedTuple):
    """A straight line from (x0, y0) to (x1, y1), as wide as it is drawn."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float
    colour: Colour


class Block(NamedTuple):
    """A part of the content: what it shows, its rules, whether it paints at all, and anything else than these."""

    data: bytes
    shown: tuple[Shown, ...]
    rules: tuple[Rule, ...]
    paints: bool
    is_odd: bool


@dataclass
class _State:
    """What the operators before have set."""

    matrix: Matrix = _PLAIN
    font: str = ""
    size: float = 0
    leading: float = 0
    width: float = 1
    fill: Colour = (0,)
    stroke: Colour = (0,)
    line: Matrix = _PLAIN  # of the text


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _at(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


@dataclass
class _Reader:
    """Follows the operators of a content."""

    state: _State = field(default_factory=_State)
    kept: list[_State] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    path: list[list[Point]] = field(default_factory=list)
    paints: bool = False
    is_odd: bool = False

    def take(self, operator: bytes, operands: list[bytes]) -> None:
        """Follow an operator."""
        if operator in _PAINTS:
            self.paints = True
            self._paint(operator)
            return
        if operator in {b"Tj", b"TJ", b"'", b'"'}:
            self._show(operands)
            return
        act = _ACTS.get(operator)
        if act is not None:
            act(self, operands)

    def _show(self, operands: list[bytes]) -> None:
        codes, kerns = b"", list[tuple[int, float]]()
        for token in operands:
            if token[:1] == b"<":
                codes += bytes.fromhex(token[1:-1].decode())
            elif token[:1] == b"(":
                codes += re.sub(rb"\\(.)", rb"\1", token[1:-1])
            elif _NUMBER.fullmatch(token):
                kerns.append((len(codes), float(token)))
        state = self.state
        matrix = _times(state.line, state.matrix)
        x, y = _at(matrix, 0, 0)
        self.is_odd = self.is_odd or bool(matrix[1] or matrix[2])
        size = state.size * (matrix[2] ** 2 + matrix[3] ** 2) ** 0.5
        self.shown.append(Shown(state.font, size, x, y, codes, tuple(kerns), state.fill))

    def _paint(self, operator: bytes) -> None:
        state, path = self.state, self.path
        self.path = []
        self.is_odd = self.is_odd or not path
        for points in path:
            if operator in _STROKES:
                self.rules += (Rule(*start, *end, state.width, state.stroke) for start, end in pairwise(points))
                continue
            left, right = min(x for x, _ in points), max(x for x, _ in points)
            low, high = min(y for _, y in points), max(y for _, y in points)
            if high - low <= min(THIN, right - left):
                middle = (low + high) / 2
                self.rules.append(Rule(left, middle, right, middle, high - low, state.fill))
            elif right - left <= THIN:
                middle = (left + right) / 2
                self.rules.append(Rule(middle, low, middle, high, right - left, state.fill))
            else:
                self.is_odd = True


def _numbers(operands: list[bytes]) -> list[float]:
    return [float(token) for token in operands if _NUMBER.fullmatch(token)]


def _matrix(operands: list[bytes]) -> Matrix:
    a, b, c, d, e, f = _numbers(operands)
    return a, b, c, d, e, f


def _save(reader: _Reader, _: list[bytes]) -> None:
    state = reader.state
    reader.kept.append(_State(**vars(state)))


def _restore(reader: _Reader, _: list[bytes]) -> None:
    if reader.kept:
        reader.state = reader.kept.pop()


def _concat(reader: _Reader, operands: list[bytes]) -> None:
    reader.state.matrix = _times(_matrix(operands), reader.state.matrix)


def _begin(reader: _Reader, _: list[bytes]) -> None:
    reader.state.line = _PLAIN


def _move_text(reader: _Reader, operands: list[bytes]) -> None:
    x, y = _numbers(operands)
    reader.state.line = _times((1, 0, 0, 1, x, y), reader.state.line)


def _set_text(reader: _Reader, operands: list[bytes]) -> None:
    reader.state.line = _matrix(operands)


def _set_font(reader: _Reader, operands: list[bytes]) -> None:
    reader.state.font, reader.state.size = operands[0][1:].decode(), float(operands[1])


def _set_width(reader: _Reader, operands: list[bytes]) -> None:
    reader.state.width = float(operands[0])


def _set_fill(reader: _Reader, operands: list[bytes]) -> None:
    reader.state.fill = tuple(_numbers(operands))


def _set_stroke(reader: _Reader, operands: list[bytes]) -> None:
    reader.state.stroke = tuple(_numbers(operands))


def _start_path(reader: _Reader, operands: list[bytes]) -> None:
    x, y = _numbers(operands)
    reader.path.append([_at(reader.state.matrix, x, y)])


def _go_on(reader: _Reader, operands: list[bytes]) -> None:
    x, y = _numbers(operands)[-2:]
    if reader.path:
        reader.path[-1].append(_at(reader.state.matrix, x, y))


def _curve(reader: _Reader, operands: list[bytes]) -> None:
    _go_on(reader, operands)
    reader.is_odd = True


def _close_path(reader: _Reader, _: list[bytes]) -> None:
    if reader.path:
        reader.path[-1].append(reader.path[-1][0])


def _rectangle(reader: _Reader, operands: list[bytes]) -> None:
    x, y, width, height = _numbers(operands)
    corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))
    reader.path.append([_at(reader.state.matrix, *corner) for corner in corners])


def _drop_path(reader: _Reader, _: list[bytes]) -> None:
    reader.path = []


_ACTS: dict[bytes, Callable[[_Reader, list[bytes]], None]] = {
    b"q": _save,
    b"Q": _restore,
    b"cm": _concat,
    b"BT": _begin,
    b"Td": _move_text,
    b"TD": _move_text,
    b"Tm": _set_text,
    b"Tf": _set_font,
    b"w": _set_width,
    b"rg": _set_fill,
    b"g": _set_fill,
    b"RG": _set_stroke,
    b"G": _set_stroke,
    b"m": _start_path,
    b"l": _go_on,
    b"c": _curve,
    b"h": _close_path,
    b"re": _rectangle,
    b"n": _drop_path,
}


def blocks_of(content: bytes) -> Iterator[Block]:
    """The blocks of a content, which together are all of it."""
    reader, operands, start = _Reader(), list[bytes](), 0
    for found in _TOKEN.finditer(content):
        token = found[0]
        if not (token[:1].isalpha() or token in {b"'", b'"'}):
            operands.append(token)
            continue
        if token == b"BT":
            yield _block(reader, content[start : found.start()])
            start = found.start()
        reader.take(token, operands)
        operands = []
        if token == b"ET":
            yield _block(reader, content[start : found.end()])
            start = found.end()
    yield _block(reader, content[start:])


def _block(reader: _Reader, data: bytes) -> Block:
    made = Block(data, tuple(reader.shown), tuple(reader.rules), reader.paints, reader.is_odd)
    reader.shown, reader.rules, reader.paints, reader.is_odd = [], [], False, False
    return made


def characters_of(cmap: bytes) -> dict[int, str]:
    """The characters of the codes of a font, by its map to Unicode."""
    return {
        int(code, 16): bytes.fromhex(char.decode()).decode("utf-16-be")
        for lines in _MAPPED.findall(cmap)
        for code, char in _PAIR.findall(lines)
    }
