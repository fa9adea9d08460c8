"""The colour profile of archives (sRGB): worked out from its definition, IEC 61966-2-1, and written to ``render/``.

A matrix profile of version 2 (ICC.1:2001-04): the primaries and the white of ITU-R BT.709 in CIE XYZ, adapted to D50 by
the matrix of Bradford, and the curve of sRGB at 256 points. Nothing in it is taken from another profile.

    python -m tools.colour
"""

from __future__ import annotations

import struct
from pathlib import Path

PROFILE = Path(__file__).parents[1] / "src/hjforms/render/srgb.icc"
PRIMARIES = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
D65, D50 = (0.3127, 0.3290), (0.3457, 0.3585)
ICC_WHITE = (0.9642, 1.0, 0.8249)  # D50 as every profile states it
BRADFORD = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))
POINTS = 256
Vector = tuple[float, float, float]
Matrix = tuple[Vector, Vector, Vector]


def of_chromaticity(x: float, y: float) -> Vector:
    return x / y, 1.0, (1 - x - y) / y


def times(matrix: Matrix, vector: Vector) -> Vector:
    a, b, c = (sum(left * right for left, right in zip(row, vector, strict=True)) for row in matrix)
    return a, b, c


def product(left: Matrix, right: Matrix) -> Matrix:
    columns = [times(left, column) for column in zip(*right, strict=True)]
    first, second, third = zip(*columns, strict=True)
    return first, second, third


def inverse(matrix: Matrix) -> Matrix:
    (a, b, c), (d, e, f), (g, h, i) = matrix
    determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    rows = (
        (e * i - f * h, c * h - b * i, b * f - c * e),
        (f * g - d * i, a * i - c * g, c * d - a * f),
        (d * h - e * g, b * g - a * h, a * e - b * d),
    )
    first, second, third = (tuple(value / determinant for value in row) for row in rows)
    return first, second, third


def colorants() -> list[Vector]:
    """Red, green and blue as seen under D50."""
    columns = [of_chromaticity(*primary) for primary in PRIMARIES]
    matrix: Matrix = tuple(zip(*columns, strict=True))
    weights = times(inverse(matrix), of_chromaticity(*D65))
    gains = [
        there / here
        for there, here in zip(times(BRADFORD, ICC_WHITE), times(BRADFORD, of_chromaticity(*D65)), strict=True)
    ]
    scale: Matrix = ((gains[0], 0.0, 0.0), (0.0, gains[1], 0.0), (0.0, 0.0, gains[2]))
    adapted = product(inverse(BRADFORD), product(scale, BRADFORD))
    return [
        times(adapted, tuple(weight * part for part in column)) for weight, column in zip(weights, columns, strict=True)
    ]


def linear(value: float) -> float:
    """The light of a value of sRGB, both from 0 to 1."""
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def fixed(values: Vector) -> bytes:
    return b"".join([struct.pack(">i", round(value * 65536)) for value in values])


def described(text: str) -> bytes:
    data = text.encode("ascii") + b"\0"
    return b"desc" + bytes(4) + struct.pack(">I", len(data)) + data + bytes(4 + 4 + 2 + 1 + 67)


def profile() -> bytes:
    """The bytes of the profile."""
    red, green, blue = (b"XYZ " + bytes(4) + fixed(value) for value in colorants())
    curve = b"curv" + bytes(4) + struct.pack(">I", POINTS)
    curve += b"".join([struct.pack(">H", round(linear(place / (POINTS - 1)) * 65535)) for place in range(POINTS)])
    tags = {
        b"desc": described("sRGB"),
        b"cprt": b"text" + bytes(4) + b"No copyright, use freely\0",
        b"wtpt": b"XYZ " + bytes(4) + fixed(ICC_WHITE),
        b"rXYZ": red,
        b"gXYZ": green,
        b"bXYZ": blue,
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    position, places, body = 128 + 4 + 12 * len(tags), dict[bytes, int](), b""
    table = struct.pack(">I", len(tags))
    for name, data in tags.items():
        if data not in places:
            places[data] = position + len(body)
            body += data + bytes(-len(data) % 4)
        table += name + struct.pack(">2I", places[data], len(data))
    head = struct.pack(
        ">I4sI4s4s4s6H4s4sI4s4sQI12s4s44x",
        position + len(body),
        bytes(4),
        0x02100000,
        *(b"mntr", b"RGB ", b"XYZ "),
        *(2024, 1, 1, 0, 0, 0),
        *(b"acsp", bytes(4), 0, bytes(4), bytes(4), 0, 0),
        *(fixed(ICC_WHITE), bytes(4)),
    )
    return head + table + body


if __name__ == "__main__":
    PROFILE.write_bytes(profile())
