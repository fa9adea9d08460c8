"""Scans and photos that never were (仿扫描件): pages of ours, distorted by a seed, each with its truth.

``python -m tools.scans measure [--pages N] [--first SEED]`` reads such pages and gives the tables of ``docs/scans.md``:
by condition, how many printed fields are right, unread, told and wrong in silence, and the processor time of a page;
by certainty, how many were right. ``python -m tools.scans peers`` has them read as whole pages by others: how many of
the printed texts stand in what they give. ``python -m tools.scans draw`` writes the pictures to look at.
"""

from __future__ import annotations

import argparse
import io
import random
import resource
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from bench import records
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

import hjforms
from hjforms.pdfium import opened
from hjforms.records.base import leaf_at, unread_in
from hjforms.records.rules import Rule, without
from tools.corpus.scores import values

Picture = NDArray[np.uint8]
NAMES = {
    "scanner": "扫描仪",
    "phone": "手机照片",
    "fax": "传真",
    "weak": "墨粉不足",
    "seal": "红章压字",
    "fold": "折痕",
    "stamp": "戳记",
    "ticks": "笔勾",
    "jpeg": "JPEG 25",
}
CONDITIONS = tuple(NAMES)
DPI = (150, 200, 300)
CERTAINTIES = (0, 0.5, 0.8, 0.9, 0.97, 0.99, 1.01)
SEAL_FONT = Path(hjforms.__file__).parent / "fonts" / "serif.ttf"


@dataclass(frozen=True)
class Sheet:
    """One distorted page: the form and the record that are printed on it, and how it was made."""

    form: hjforms.Form
    record: Any
    picture: Picture  # RGB
    condition: str
    dpi: int
    seed: int
    lossy: int = 90  # JPEG quality

    @property
    def data(self) -> bytes:
        """The picture as a JPEG file."""
        target = io.BytesIO()
        Image.fromarray(self.picture).save(target, "JPEG", quality=self.lossy, dpi=(self.dpi, self.dpi))
        return target.getvalue()


def drawn(pdf: bytes, dpi: int, number: int = 0) -> Picture:
    """A page of a PDF as a scanner without faults would see it."""
    with opened(pdf) as document:
        return np.asarray(document[number].render(scale=dpi / 72).to_pil().convert("RGB"))


def sheet(seed: int, form: hjforms.Form | None = None, condition: str = "", dpi: int = 0) -> Sheet:
    """The page of a seed: form, record, condition, resolution and every parameter are drawn by it."""
    draw = random.Random(seed)
    forms = hjforms.forms()
    form = form or forms[seed % len(forms)]
    condition = condition or CONDITIONS[seed // len(forms) % len(CONDITIONS)]
    dpi = dpi or _dpi(draw)
    record = _lawful(form, next(islice(records.records(form, seed), 1)))
    picture = drawn(form.pdf(record, carry=False), dpi)
    picture, lossy = distorted(picture, condition, dpi, draw)
    return Sheet(form, record, picture, condition, dpi, seed, lossy)


def _dpi(draw: random.Random) -> int:
    """The resolution of a page: what is drawn first."""
    return draw.choice(DPI)


def _lawful(form: hjforms.Form, record: Any) -> Any:
    """A record without what its own rules contradict: that would be unread, as it should."""
    rules = {rule.id for rule in form.rules if isinstance(rule, Rule)}
    return without(record, {finding.path for finding in form.check(record) if finding.rule in rules})


def distorted(picture: Picture, condition: str, dpi: int, draw: random.Random) -> tuple[Picture, int]:
    """A page as it comes back, and the quality of its JPEG file."""
    if condition in OVERLAYS:
        picture = OVERLAYS[condition](picture, dpi, draw)
    seen = _photographed if condition == "phone" else _scanned
    picture = seen(picture, dpi, draw)
    if condition == "fax":
        picture = _faxed(picture, draw)
    if draw.random() < 0.12:
        picture = np.ascontiguousarray(np.rot90(picture, draw.choice((1, 2, 3))))
    return picture, 25 if condition == "jpeg" else draw.randint(60, 92)


def _scanned(picture: Picture, dpi: int, draw: random.Random) -> Picture:
    """The same, laid a little askew on the glass: turned, shifted, scaled, softened and noisy."""
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), draw.uniform(-2.2, 2.2), draw.uniform(0.965, 1.0))
    turn[:, 2] += (draw.uniform(-3, 3) / 72 * dpi, draw.uniform(-3, 3) / 72 * dpi)
    paper = draw.randint(225, 255)
    picture = cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_AREA, borderValue=(255, 255, 255))
    return _noisy(_toned(picture, paper, draw.randint(0, 60)), dpi, draw.uniform(0.3, 0.9), draw.uniform(1, 6), draw)


def _photographed(picture: Picture, dpi: int, draw: random.Random) -> Picture:
    """The same by a telephone: on a table, from aslant, curled, unevenly lit, less sharp."""
    height, width = picture.shape[:2]
    rim_x, rim_y = round(width * 0.07), round(height * 0.07)
    wide, high = width + 2 * rim_x, height + 2 * rim_y
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    shaken = [[draw.uniform(-0.045, 0.045) * width, draw.uniform(-0.045, 0.045) * height] for _ in corners]
    seen = corners + np.array([rim_x, rim_y], np.float32) + np.array(shaken, np.float32)
    table = (draw.randint(60, 150), draw.randint(50, 130), draw.randint(40, 120))
    curl = draw.uniform(-1, 1) * 2.5 / 72 * dpi
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    picture = cv2.remap(picture, xs, ys + curl * np.sin(np.pi * xs / width), cv2.INTER_LINEAR, borderValue=(250,) * 3)
    matrix = cv2.getPerspectiveTransform(corners, seen)
    picture = cv2.warpPerspective(picture, matrix, (wide, high), flags=cv2.INTER_AREA, borderValue=table)
    ys, xs = np.mgrid[0:high, 0:wide].astype(np.float32)
    slope = draw.uniform(-0.3, 0.3) * (xs / wide - 0.5) + draw.uniform(-0.3, 0.3) * (ys / high - 0.5)
    light = draw.uniform(0.75, 0.95) + slope
    warm = np.array([1.0, draw.uniform(0.93, 1.0), draw.uniform(0.82, 1.0)])
    lit = np.clip(picture * light[..., None] * warm, 0, 255).astype(np.uint8)
    return _noisy(lit, dpi, draw.uniform(0.6, 1.1), draw.uniform(2, 7), draw)


def _faxed(picture: Picture, draw: random.Random) -> Picture:
    """The same in black and white, with dots and lost rows."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    limit = float(np.percentile(grey, 90)) * draw.uniform(0.62, 0.75)
    black = np.where(grey < limit, 0, 255).astype(np.uint8)
    source = np.random.default_rng(draw.randrange(2**32))
    dots = source.random(black.shape)
    black[dots < draw.uniform(0.0002, 0.0015)] = 0
    black[dots > 1 - draw.uniform(0.0002, 0.002)] = 255
    return cv2.cvtColor(black, cv2.COLOR_GRAY2RGB)


def _toned(picture: Picture, paper: int, ink: int) -> Picture:
    """The same where white is the colour of the paper and black that of the ink."""
    return (ink + picture.astype(np.float32) * ((paper - ink) / 255)).astype(np.uint8)


def _noisy(picture: Picture, dpi: int, blur: float, noise: float, draw: random.Random) -> Picture:
    blurred = cv2.GaussianBlur(picture, (0, 0), max(0.25, blur * dpi / 200))
    source = np.random.default_rng(draw.randrange(2**32))
    grains = source.normal(0, noise, picture.shape[:2]).astype(np.float32)
    return np.clip(blurred + grains[..., None], 0, 255).astype(np.uint8)


def _weak(picture: Picture, _dpi: int, draw: random.Random) -> Picture:
    """The toner runs out: in pale stripes, and with holes."""
    height, width = picture.shape[:2]
    source = np.random.default_rng(draw.randrange(2**32))
    small = source.random((height // 6, width // 6)).astype(np.float32)
    grain = cv2.resize(cv2.GaussianBlur(small, (0, 0), 1.2), (width, height))
    stripes = cv2.resize(source.random((1, 12)).astype(np.float32), (width, height))
    kept = np.clip(draw.uniform(0.4, 0.65) + 0.25 * stripes + 0.5 * (grain - 0.5), 0, 1)
    return (255 - (255 - picture.astype(np.float32)) * kept[..., None]).astype(np.uint8)


def _sealed(picture: Picture, dpi: int, draw: random.Random) -> Picture:
    """A red seal of 42 mm over the figures."""
    side = round(42 / 25.4 * dpi)
    seal = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(seal)
    line = max(2, side // 40)
    pen.ellipse((line, line, side - line, side - line), outline=255, width=line)
    font = ImageFont.truetype(str(SEAL_FONT), side // 9)
    text = "某市社会保险事业中心"
    for index, char in enumerate(text):
        turn = -120 + 240 * index / (len(text) - 1)
        letter = Image.new("L", (side, side), 0)
        ImageDraw.Draw(letter).text((side / 2, side / 8), char, 255, font, anchor="mm")
        seal.paste(255, mask=letter.rotate(-turn, center=(side / 2, side / 2)))
    star = [(side / 2 + side * r * np.sin(a), side / 2 - side * r * np.cos(a)) for a, r in _star()]
    pen.polygon(star, fill=255)
    seal = seal.rotate(draw.uniform(-30, 30))
    return _over(picture, np.asarray(seal), (draw.randint(190, 225), draw.randint(20, 60), draw.randint(30, 70)), draw)


def _star() -> list[tuple[float, float]]:
    return [(np.pi / 5 * step, 0.16 if step % 2 == 0 else 0.065) for step in range(10)]


def _over(picture: Picture, mask: Picture, colour: tuple[int, int, int], draw: random.Random) -> Picture:
    """Ink of a colour through which black still shows, somewhere on the page."""
    height, width = picture.shape[:2]
    high, wide = mask.shape[:2]
    left = draw.randrange(width // 12, max(width // 12 + 1, width * 11 // 12 - wide))
    top = draw.randrange(height // 6, max(height // 6 + 1, height * 11 // 12 - high))
    part = picture[top : top + high, left : left + wide].astype(np.float32)
    cover = mask[: part.shape[0], : part.shape[1], None].astype(np.float32) / 255 * draw.uniform(0.65, 0.95)
    inked = np.minimum(part, np.array(colour, np.float32))
    result = picture.copy()
    result[top : top + high, left : left + wide] = (part * (1 - cover) + inked * cover).astype(np.uint8)
    return result


def _stamped(picture: Picture, dpi: int, draw: random.Random) -> Picture:
    """A stamp in blue or red with a frame: 收讫 and a day."""
    wide, high = round(1.4 * dpi), round(0.55 * dpi)
    stamp = Image.new("L", (wide, high), 0)
    pen = ImageDraw.Draw(stamp)
    pen.rectangle((3, 3, wide - 4, high - 4), outline=255, width=max(2, dpi // 70))
    font = ImageFont.truetype(str(SEAL_FONT), high // 3)
    pen.text((wide / 2, high * 0.3), "收  讫", 255, font, anchor="mm")
    pen.text((wide / 2, high * 0.7), f"2024.{draw.randint(1, 12)}.{draw.randint(1, 28)}", 255, font, anchor="mm")
    stamp = stamp.rotate(draw.uniform(-12, 12), expand=True)
    colour = draw.choice(((40, 50, 170), (200, 40, 50)))
    return _over(picture, np.asarray(stamp), colour, draw)


def _ticked(picture: Picture, dpi: int, draw: random.Random) -> Picture:
    """Ticks of a pen beside figures, as who checks a list makes them."""
    image = Image.fromarray(picture)
    pen = ImageDraw.Draw(image)
    colour = draw.choice(((30, 40, 150), (190, 30, 40), (40, 40, 40)))
    for _ in range(draw.randint(3, 9)):
        x, y = draw.randrange(image.width), draw.randrange(image.height)
        size = draw.uniform(8, 16) / 72 * dpi
        points = [(x, y), (x + size * 0.35, y + size * 0.4), (x + size, y - size * 0.6)]
        pen.line(points, fill=colour, width=max(2, round(1.2 / 72 * dpi)), joint="curve")
    return np.asarray(image)


def _folded(picture: Picture, dpi: int, draw: random.Random) -> Picture:
    """A page that was folded: what lies beyond the fold is a little displaced, and the fold is seen."""
    height, width = picture.shape[:2]
    at = height * draw.uniform(0.35, 0.65)
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    slope = draw.uniform(-0.004, 0.004)
    beyond = np.maximum(0, ys - at)
    picture = cv2.remap(
        picture,
        xs + beyond * slope,
        ys + np.minimum(beyond, 60 / 72 * dpi) * draw.uniform(-0.03, 0.03),
        cv2.INTER_LINEAR,
        borderValue=(255, 255, 255),
    )
    shade = 1 - draw.uniform(0.15, 0.5) * np.exp(-(((ys - at) / (1.2 / 72 * dpi)) ** 2))
    return (picture * shade[..., None]).astype(np.uint8)


Overlay = Callable[[Picture, int, random.Random], Picture]
OVERLAYS: dict[str, Overlay] = {
    "weak": _weak,
    "seal": _sealed,
    "stamp": _stamped,
    "ticks": _ticked,
    "fold": _folded,
}


@dataclass(frozen=True)
class Outcome:
    """How the values of a page were read, by how each was: right, unread, told or silent; and the time it took."""

    sheet: Sheet
    paths: dict[str, str]
    seconds: float
    certainties: dict[str, float]

    def count(self, how: str) -> int:
        """How many values were read so."""
        return sum(one == how for one in self.paths.values())


def outcome(page: Sheet) -> Outcome:
    """Read a page and hold it against its truth."""
    start = time.process_time()
    try:
        readings = hjforms.read(page.data)
    except hjforms.DocumentError:
        readings = []
    seconds = time.process_time() - start
    truth = values(page.record)
    reading = next((one for one in readings if one.form.id == page.form.id), None)
    if reading is None:
        return Outcome(page, dict.fromkeys(truth, "unread"), seconds, {})
    told = {finding.path for finding in reading.judged()}
    read, unread = values(reading.record), set(unread_in(reading.record))
    paths = {path: _how(truth.get(path), read.get(path), path in told) for path in {**truth, **read}}
    paths.update(dict.fromkeys(unread, "unread"))
    certainties = {path: field.confidence for path, field in reading.fields.items()}
    return Outcome(page, paths, seconds, certainties)


def _how(true: Any, read: Any, is_told: bool) -> str:
    return "right" if read == true else "told" if is_told else "silent"


def table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """The table of the documentation."""
    yield "| 条件 | 页 | 栏 | 读对 | 未读入 | 有提示的错 | 无声的错 | 秒/页 |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    groups = [(NAMES[condition], [one for one in outcomes if one.sheet.condition == condition]) for condition in NAMES]
    groups += [(f"{dpi} dpi", [one for one in outcomes if one.sheet.dpi == dpi]) for dpi in DPI]
    for name, some in [*groups, ("全部", list(outcomes))]:
        count = sum(len(one.paths) for one in some)
        if count:
            right, *rest = (sum(one.count(how) for one in some) for how in ("right", "unread", "told", "silent"))
            seconds = sum(one.seconds for one in some) / len(some)
            cells = (name, len(some), count, f"{right / count:.2%}", *rest, f"{seconds:.1f}")
            yield f"| {' | '.join(map(str, cells))} |"


def reliability(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """How many fields were right, by how certain their reading was."""
    yield "| 把握 | 栏 | 读对 |"
    yield "| --- | ---: | ---: |"
    read = [(certainty, one.paths.get(path)) for one in outcomes for path, certainty in one.certainties.items()]
    for low, high in pairwise(CERTAINTIES):
        hows = [how for certainty, how in read if low <= certainty < high and how is not None]
        if hows:
            yield f"| {low}–{min(high, 1)} | {len(hows)} | {hows.count('right') / len(hows):.2%} |"


# ------------------------------------------------------------------------------------------- the peers


def _texts(page: Sheet) -> dict[str, str]:
    """The printed text of every value that is printed in one place, by its path, without blanks."""
    found = {}
    for path, value in values(page.record).items():
        leaf, _ = leaf_at(page.form.record_type, path)
        if leaf is not None and leaf.kind.parts is None:
            found[path] = _dense(leaf.kind.shown(value))
    return found


def _dense(text: str) -> str:
    return "".join(text.split())


def _found(texts: Sequence[str], page: str) -> int:
    """How many of the texts stand in that of a page, each as often as it is printed."""
    return sum(min(count, page.count(text)) for text, count in Counter(texts).items())


def _tesseract(page: Sheet) -> str:
    target = io.BytesIO()
    Image.fromarray(page.picture).save(target, "PNG")
    command = ["tesseract", "stdin", "-", "-l", "chi_sim", "--psm", "11", "--dpi", str(page.dpi)]
    done = subprocess.run(command, input=target.getvalue(), capture_output=True, check=True)
    return done.stdout.decode("utf-8")


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR()


def _rapidocr(page: Sheet) -> str:
    return "\n".join(_engine()(page.picture[..., ::-1]).txts or ())


def _spent() -> float:
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def race(pages: Sequence[Sheet]) -> Iterator[str]:
    """The same pages read by us and, as whole pages, by others: the texts that were found, and the processor time."""
    peers: dict[str, Callable[[Sheet], str]] = {"rapidocr，整页": _rapidocr}
    if shutil.which("tesseract"):
        peers["tesseract 5（chi_sim），整页"] = _tesseract
    printed, rows = 0, dict.fromkeys(("hjforms，到栏", *peers), (0, 0.0))
    for page in pages:
        texts = _texts(page)
        printed += len(texts)
        ours = outcome(page)
        right = sum(ours.paths.get(path) == "right" for path in texts)
        _add(rows, "hjforms，到栏", right, ours.seconds)
        for name, peer in peers.items():
            start = _spent()
            text = _dense(peer(page))
            _add(rows, name, _found(list(texts.values()), text), _spent() - start)
    yield "| 谁 | 页 | 栏 | 文字对的 | CPU 秒/页 |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for name, (found, seconds) in rows.items():
        yield f"| {name} | {len(pages)} | {printed} | {found / printed:.2%} | {seconds / len(pages):.1f} |"


def _add(rows: dict[str, tuple[int, float]], name: str, found: int, seconds: float) -> None:
    rows[name] = rows[name][0] + found, rows[name][1] + seconds


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=("measure", "peers", "draw"))
    parser.add_argument("--first", type=int, default=0, help="the seed of the first page")
    parser.add_argument("--pages", type=int, default=len(CONDITIONS) * len(hjforms.forms()))
    parser.add_argument("--step", type=int, default=1, help="between two seeds")
    parser.add_argument("--dpi", type=int, nargs="+", choices=DPI, default=DPI, help="pages of these resolutions alone")
    parser.add_argument("--folder", type=Path, default=Path("out/scans"))
    given = parser.parse_args()
    cv2.setNumThreads(1)
    every = range(given.first, given.first + given.pages * given.step, given.step)
    seeds = [seed for seed in every if _dpi(random.Random(seed)) in given.dpi]
    if given.task == "draw":
        given.folder.mkdir(parents=True, exist_ok=True)
        for page in map(sheet, seeds):
            (given.folder / f"{page.seed:04}-{page.condition}-{page.dpi}.jpg").write_bytes(page.data)
        return
    hjforms.read(sheet(given.first).data)  # the templates are drawn once
    if given.task == "peers":
        _engine()
        print("\n".join(race([sheet(seed) for seed in seeds])))
        return
    outcomes: list[Outcome] = []
    for page in map(sheet, seeds):
        outcomes.append(one := outcome(page))
        faults = {path: how for path, how in one.paths.items() if how != "right"}
        told = page.seed, page.condition, page.dpi, page.form.id, f"{one.seconds:.1f}", faults
        print(*told, file=sys.stderr, flush=True)
    print("\n".join([*table(outcomes), "", *reliability(outcomes)]))


if __name__ == "__main__":
    main()
