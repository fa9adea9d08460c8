"""Builds the font files of this repository from free fonts, byte for byte the same every time.

    python tools/fonts.py                  build; write the fonts and the tables of their README.md
    python tools/fonts.py --check          build into a temporary folder, compare with what is there
    python tools/fonts.py --cache FOLDER   keep the downloads (360 MB) there, not in ~/.cache/hjforms-fonts

The sources are downloaded as published packages only, through `npm pack` and `apt-get download` (Debian 12),
and each source font is verified by its SHA-256. Whoever has the archives can put them into FOLDER and needs
neither. The result depends on the version of fontTools: each README.md names the one that was used.

`src/hjforms/fonts` holds the fonts that draw values into PDF files, `templates/fonts` those with which
LibreOffice compiles the Word templates. What is changed in a font stands in the README.md beside it.
"""

import argparse
import copy
import hashlib
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import fontTools
from fontTools import subset
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.roundingPen import RoundingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = "src/hjforms/fonts"
TEMPLATES = "templates/fonts"
CACHE = Path.home() / ".cache" / "hjforms-fonts"

MODIFIED = 3_850_070_400  # head.modified of every result, in seconds since 1904: 2026-01-01
KEPT_NAMES = {0, 5, 7, 8, 9, 11, 12, 13, 14}  # copyright, version, trademark, maker, designer, licence
HINTS = ("fpgm", "prep", "cvt ", "gasp")
USELESS = (*HINTS, "GPOS", "GDEF", "BASE", "STAT", "DSIG", "FFTM", "prop")
VERTICAL = ("vhea", "vmtx", "GSUB")
FEATURES = ("ccmp", "vert", "vrt2")  # —— as one line, vertical punctuation

RARE = (  # what rare.ttf takes over where serif.ttf has no glyph; blocks of invisible characters are left out
    (0x00A1, 0x00AC), (0x00AE, 0x024F),  # Latin with diacritics
    (0x0250, 0x02AF), (0x1E00, 0x1EFF),  # ɑ ɡ of pinyin, Vietnamese names
    (0x2010, 0x2027), (0x2030, 0x205E), (0x2100, 0x22FF),  # punctuation, № ℃, Roman numerals, arrows
    (0x25A0, 0x27BF),  # shapes, ☐ ☑ ☒ ✓ ✗
    (0x2E80, 0x2FFF), (0x3001, 0x312F), (0x3190, 0x33FF),  # radicals, Bopomofo, strokes, enclosed and squared
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA000, 0xA4CF),  # Extension A, unified ideographs, Yi
    (0xF900, 0xFAFF), (0xFE30, 0xFE6F), (0xFF01, 0xFFEE),  # compatibility ideographs, full-width forms
    (0x1F100, 0x1F2FF), (0x20000, 0x323AF),  # enclosed ideographs, Extensions B and further
)  # fmt: skip
LABELS = (  # what a printed form may hold beyond GB 2312
    (0x20, 0x7E), (0xA0, 0xFF), (0x2010, 0x2027), (0x2030, 0x205E), (0x2100, 0x22FF), (0x2460, 0x25FF),
    (0x2605, 0x2606), (0x2610, 0x2612), (0x2713, 0x2718), (0x3000, 0x303F), (0x3200, 0x33FF),
    (0xFE30, 0xFE6F), (0xFF01, 0xFFEE),
)  # fmt: skip
SYMBOLS = "☐☑☒✓✗"
BOX, TICK = ord("□"), ord("✓")
EMPTY_BOX, TICKED_BOX = ord("☐"), ord("☑")  # drawn from the two before, to be of one family

HANAZONO_LICENCE = (
    "This font is a free software. Unlimited permission is granted to use, copy, and distribute it, with or "
    "without modification, either commercially and noncommercially. "
    'THIS FONT IS PROVIDED "AS IS" WITHOUT WARRANTY.'
)
FANDOL_LICENCE = "GNU General Public License 3 with the font exception, which is extended to this version"


@dataclass(frozen=True)
class Source:
    """A font file in a published package."""

    registry: str  # "npm" or "debian"
    package: str
    version: str
    path: str
    sha256: str

    @property
    def title(self) -> str:
        return f"`{Path(self.path).name}`, {self.registry} `{self.package}` {self.version}"


@dataclass(frozen=True)
class Face:
    """A font file of this repository."""

    path: str
    family: str
    style: str
    sources: tuple[Source, ...]
    build: Callable[["Face", list[Path]], TTFont]

    @property
    def postscript_name(self) -> str:
        return f"{self.family.replace(' ', '')}-{self.style}"


# --- downloading


def fetch(source: Source, cache: Path) -> Path:
    """The source font on disk, downloaded if need be and verified."""
    target = cache / Path(source.path).name
    if not target.exists():
        target.write_bytes(member(archive(source, cache), source.path))
    found = digest(target)
    if found != source.sha256:
        sys.exit(f"{target}: SHA-256 is {found}, expected {source.sha256}")
    return target


def archive(source: Source, cache: Path) -> Path:
    """The downloaded package."""
    if source.registry == "npm":
        pattern = f"{source.package.lstrip('@').replace('/', '-')}-{source.version}.tgz"
        command = ["npm", "pack", "--silent", f"{source.package}@{source.version}"]
    else:
        pattern = f"{source.package}_{source.version}_*.deb"
        command = ["apt-get", "--quiet", "download", f"{source.package}={source.version}"]
    if not any(cache.glob(pattern)):
        subprocess.run(command, cwd=cache, check=True, stdout=sys.stderr)
    return next(cache.glob(pattern))


def member(package: Path, path: str) -> bytes:
    """One file out of a package."""
    command = ["dpkg-deb", "--fsys-tarfile"] if package.suffix == ".deb" else ["gzip", "-dc"]
    with subprocess.Popen([*command, package], stdout=subprocess.PIPE) as process:
        found = b""
        with tarfile.open(fileobj=process.stdout, mode="r|") as files:
            for entry in files:
                if entry.name.removeprefix("./") == path:
                    found = files.extractfile(entry).read()
    return found or sys.exit(f"{package} holds no {path}")


# --- changing fonts


def song(face: Face, paths: list[Path]) -> TTFont:
    """The characters of labels, with the same digits as the values."""
    font = cut(read(paths[0]), labels(), USELESS, FEATURES)
    tabular_digits(font)
    return finish(font, face)


def plain(face: Face, paths: list[Path]) -> TTFont:
    """The characters of labels."""
    return finish(cut(read(paths[0]), labels(), USELESS, FEATURES), face)


def redrawn(face: Face, paths: list[Path]) -> TTFont:
    """The characters of labels, in TrueType: LibreOffice puts cubic outlines into a PDF as Type 1."""
    font = cut(read(paths[0]), labels(), USELESS, FEATURES)
    quadratic(font)
    return finish(font, face)


def symbols(face: Face, paths: list[Path]) -> TTFont:
    """The few signs that the other label fonts lack."""
    return finish(cut(read(paths[0]), map(ord, SYMBOLS), USELESS + VERTICAL), face)


def serif(face: Face, paths: list[Path]) -> TTFont:
    """Every character of the source, each with a glyph of its own, and digits of one width."""
    font = read(paths[0])
    font = cut(font, font.getBestCmap(), USELESS + VERTICAL)
    check_boxes(font)
    unshare(font)
    tabular_digits(font)
    return finish(font, face)


def rare(face: Face, paths: list[Path]) -> TTFont:
    """What the first source lacks, from the others, the earlier before the later.

    The outlines are copied as bytes: they are neither redrawn nor parsed.
    """
    taken = {*read(paths[0]).getBestCmap(), EMPTY_BOX, TICKED_BOX}
    fonts = [read(path) for path in paths[1:]]
    wanted = {code for code in within(RARE) if code not in taken}
    glyphs: dict[str, Glyph] = {".notdef": fonts[0]["glyf"].glyphs[".notdef"]}
    metrics = {".notdef": fonts[0]["hmtx"][".notdef"]}
    mapping: dict[int, str] = {}
    for font in fonts:
        for code, name in sorted(font.getBestCmap().items()):
            if code in wanted and hasattr(font["glyf"].glyphs[name], "data"):  # an empty glyph has none
                wanted.remove(code)
                mapping[code] = f"u{code:05X}"
                glyphs[mapping[code]] = font["glyf"].glyphs[name]
                metrics[mapping[code]] = font["hmtx"][name]
    return finish(replace_glyphs(fonts, glyphs, metrics, mapping), face)


def replace_glyphs(
    fonts: list[TTFont],
    glyphs: dict[str, Glyph],
    metrics: dict[str, tuple[int, int]],
    mapping: dict[int, str],
) -> TTFont:
    """The first font, holding these glyphs and no others; limits are the widest of all the fonts."""
    base = fonts[0]
    order = [".notdef", *sorted(glyphs.keys() - {".notdef"})]
    for key in [key for key in base.keys() if key in USELESS + VERTICAL]:  # noqa: SIM118 a TTFont is no dict
        del base[key]
    base.setGlyphOrder(order)
    base["glyf"].glyphs = glyphs
    base["glyf"].setGlyphOrder(order)
    base["hmtx"].metrics = metrics
    FontBuilder(font=base).setupCharacterMap(mapping)
    base["OS/2"].recalcUnicodeRanges(base)
    for table, names, widest in (
        ("head", ("xMin", "yMin"), min),
        ("head", ("xMax", "yMax"), max),
        ("hhea", ("ascent", "advanceWidthMax", "xMaxExtent"), max),
        ("hhea", ("descent", "minLeftSideBearing", "minRightSideBearing"), min),
        ("maxp", ("maxPoints", "maxContours"), max),
        ("OS/2", ("usWinAscent", "usWinDescent"), max),
    ):
        for name in names:
            setattr(base[table], name, widest(getattr(font[table], name) for font in fonts))
    return base


def cut(font: TTFont, codes: Iterable[int], drop: tuple[str, ...], features: Iterable[str] = ()) -> TTFont:
    """The font with these characters only, unhinted, without the tables to drop."""
    options = subset.Options()
    options.drop_tables += drop
    options.hinting = False
    options.layout_features = list(features)
    options.name_IDs, options.name_languages, options.name_legacy = ["*"], ["*"], True
    options.notdef_outline = True
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    FontBuilder(font=font).setupCharacterMap(font.getBestCmap())  # leaves the variation sequences out
    return font


def unshare(font: TTFont) -> None:
    """Give each character a glyph of its own, so that the text of a PDF can be read back: ⼀ is not 一."""
    mapping, glyphs, metrics = font.getBestCmap(), font["glyf"], font["hmtx"].metrics
    order = list(font.getGlyphOrder())
    used = set()
    for code, name in sorted(mapping.items()):
        if name in used:
            mapping[code] = f"u{code:05X}"
            order.append(mapping[code])
            glyphs.glyphs[mapping[code]] = copy.deepcopy(glyphs.glyphs[name])
            metrics[mapping[code]] = metrics[name]
        used.add(name)
    font.setGlyphOrder(order)
    glyphs.setGlyphOrder(order)
    FontBuilder(font=font).setupCharacterMap(mapping)


def tabular_digits(font: TTFont) -> None:
    """Give each digit the advance of the zero and centre its outline."""
    mapping, glyphs, metrics = font.getBestCmap(), font["glyf"], font["hmtx"]
    advance, _ = metrics[mapping[ord("0")]]
    for digit in "0123456789":
        name = mapping[ord(digit)]
        glyph = glyphs[name]
        glyph.coordinates.translate(((advance - glyph.xMin - glyph.xMax) // 2, 0))
        glyph.recalcBounds(glyphs)
        metrics[name] = (advance, glyph.xMin)


def check_boxes(font: TTFont) -> None:
    """Add ☐, which is □, and ☑, which is □ with ✓ in its middle, nine tenths as large."""
    mapping, glyphs, metrics = font.getBestCmap(), font["glyf"], font["hmtx"].metrics
    box, tick = mapping[BOX], glyphs[mapping[TICK]]
    outline, scale = glyphs[box], 0.9
    middle = [(low + high) / 2 for low, high in ((outline.xMin, outline.xMax), (outline.yMin, outline.yMax))]
    x, y = (
        centre - scale * (low + high) / 2
        for centre, low, high in zip(middle, (tick.xMin, tick.yMin), (tick.xMax, tick.yMax), strict=True)
    )
    pen = TTGlyphPen(font.getGlyphSet())
    font.getGlyphSet()[box].draw(pen)
    font.getGlyphSet()[mapping[TICK]].draw(RoundingPen(TransformPen(pen, (scale, 0, 0, scale, x, y))))
    order = list(font.getGlyphOrder())
    for code, glyph in ((EMPTY_BOX, copy.deepcopy(outline)), (TICKED_BOX, pen.glyph())):
        mapping[code] = f"u{code:05X}"
        order.append(mapping[code])
        glyphs.glyphs[mapping[code]] = glyph
        metrics[mapping[code]] = metrics[box]
        glyph.recalcBounds(glyphs)
    font.setGlyphOrder(order)
    glyphs.setGlyphOrder(order)
    FontBuilder(font=font).setupCharacterMap(mapping)


def quadratic(font: TTFont) -> None:
    """Turn cubic outlines into TrueType outlines, a thousandth of an em off at most."""
    drawings, glyphs = font.getGlyphSet(), {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(drawings)
        drawings[name].draw(Cu2QuPen(pen, max_err=1, reverse_direction=True))
        glyphs[name] = pen.glyph()
    for table in ("CFF ", "VORG"):
        del font[table]
    font.sfntVersion = "\x00\x01\x00\x00"
    builder = FontBuilder(font=font)
    builder.isTTF = True
    builder.setupMaxp()
    builder.setupGlyf(glyphs)
    font["maxp"].recalc(font)
    for name, glyph in glyphs.items():
        font["hmtx"][name] = (font["hmtx"][name][0], glyph.xMin)


def finish(font: TTFont, face: Face) -> TTFont:
    """Names, style bits and dates."""
    rename(font, face)
    bold = face.style == "Bold"
    font["head"].modified = MODIFIED
    font["head"].macStyle = int(bold)
    font["OS/2"].fsSelection = 0x20 if bold else 0x40
    font["OS/2"].usWeightClass = 700 if bold else 400
    font["maxp"].maxSizeOfInstructions = font["maxp"].maxFunctionDefs = font["maxp"].maxStorage = 0
    font["maxp"].maxStackElements = font["maxp"].maxTwilightPoints = 0
    font["post"].formatType = 3.0
    return font


def rename(font: TTFont, face: Face) -> None:
    """A name of our own; copyright and licence stay as they are."""
    names = font["name"]
    names.names = [name for name in names.names if name.platformID == 3 and name.langID == 0x409]
    names.names = [name for name in names.names if name.nameID in KEPT_NAMES and str(name)]
    version = names.getDebugName(5)
    for number, text in (
        (1, face.family),
        (2, face.style),
        (3, f"hjforms: {face.postscript_name}; {version}"),
        (4, face.family if face.style == "Regular" else f"{face.family} {face.style}"),
        (6, face.postscript_name),
        (10, "A changed font, made by tools/fonts.py of hjforms; its README.md names the sources"),
        *(((13, HANAZONO_LICENCE),) if "GlyphWiki" in names.getDebugName(0) else ()),
        *(((13, FANDOL_LICENCE),) if "Fandol" in names.getDebugName(0) else ()),
    ):
        names.setName(text, number, 3, 1, 0x409)


def read(path: Path) -> TTFont:
    return TTFont(path, recalcBBoxes=False, recalcTimestamp=False, lazy=True)


def within(ranges: Iterable[tuple[int, int]]) -> Iterable[int]:
    return (code for low, high in ranges for code in range(low, high + 1))


def labels() -> set[int]:
    """GB 2312 and the signs around it."""
    gb2312 = bytes.join(b"", (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF)))
    return {ord(character) for character in gb2312.decode("gb2312", "ignore")} | set(within(LABELS))


# --- what is built from what


def noto(kind: str, style: str, sha256: str) -> Source:
    path = f"package/{style}/Noto{kind.title()}SC_{style}.ttf"
    return Source("npm", f"@expo-google-fonts/noto-{kind}-sc", "0.4.3", path, sha256)


def debian(package: str, version: str, path: str, sha256: str) -> Source:
    return Source("debian", package, version, f"usr/share/{path}", sha256)


SERIF = noto("serif", "400Regular", "c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742")
SERIF_BOLD = noto("serif", "700Bold", "9c6a2ba736e4b499c84f65ce366bd3625c0401885fd3e585ace50fb738b96ff6")
SANS = noto("sans", "400Regular", "d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16")
SANS_BOLD = noto("sans", "700Bold", "9a38ae0ab28cd5a256f9ea8e00dedc688aac17f7915fcb000572990afa956b96")
HANAZONO_A, HANAZONO_B = (
    debian("fonts-hanazono", "20170904-2.1", f"fonts/truetype/hanazono/HanaMin{letter}.ttf", sha256)
    for letter, sha256 in (
        ("A", "7ca87559414474848fc513a8d8eb42d5b0f8194c30c2abdfbfedff5398ec88d7"),
        ("B", "829543436cdf7b4c6730e2af5806fa406f8ddf0d4b656e0cd49c58d4db1c8d3c"),
    )
)
WENKAI = debian(
    "fonts-lxgw-wenkai",
    "1.250+repack-1",
    "fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf",
    "bbf534b0ca093928f94d1782855e65a19a32cde82b075d495d072025521953c8",
)
FANDOL = debian(
    "texlive-lang-chinese",
    "2022.20230122-1",
    "texlive/texmf-dist/fonts/opentype/public/fandol/FandolFang-Regular.otf",
    "d838ad32ce2244d8144f408c37fe71065aba6fbbc80759a4d2aa2033948d5bc9",
)
FACES = (
    Face(f"{SHIPPED}/serif.ttf", "HJ Forms Serif", "Regular", (SERIF,), serif),
    Face(f"{SHIPPED}/rare.ttf", "HJ Forms Rare", "Regular", (SERIF, HANAZONO_B, HANAZONO_A), rare),
    Face(f"{TEMPLATES}/HJSong-Regular.ttf", "HJ Song", "Regular", (SERIF,), song),
    Face(f"{TEMPLATES}/HJSong-Bold.ttf", "HJ Song", "Bold", (SERIF_BOLD,), song),
    Face(f"{TEMPLATES}/HJHei-Regular.ttf", "HJ Hei", "Regular", (SANS,), plain),
    Face(f"{TEMPLATES}/HJHei-Bold.ttf", "HJ Hei", "Bold", (SANS_BOLD,), plain),
    Face(f"{TEMPLATES}/HJFang-Regular.ttf", "HJ Fang", "Regular", (FANDOL,), redrawn),
    Face(f"{TEMPLATES}/HJKai-Regular.ttf", "HJ Kai", "Regular", (WENKAI,), plain),
    Face(f"{TEMPLATES}/HJSymbol-Regular.ttf", "HJ Symbol", "Regular", (HANAZONO_A,), symbols),
)


# --- building and checking


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def build(target: Path, cache: Path) -> None:
    """All the fonts, under the target as under the root of the repository."""
    cache.mkdir(parents=True, exist_ok=True)
    for face in FACES:
        path = target / face.path
        path.parent.mkdir(parents=True, exist_ok=True)
        face.build(face, [fetch(source, cache) for source in face.sources]).save(path)
        print(f"{path.stat().st_size:>12,}  {face.path}", flush=True)


def tables(target: Path) -> dict[Path, str]:
    """For each README.md, the table of its fonts and their sources."""
    found = {}
    for folder in (SHIPPED, TEMPLATES):
        faces = [face for face in FACES if face.path.startswith(folder)]
        sources = dict.fromkeys(source for face in faces for source in face.sources)
        rows = [f"Built with fontTools {fontTools.version}.", ""]
        rows += ["| file | bytes | SHA-256 |", "| --- | ---: | --- |"]
        for face in faces:
            path = target / face.path
            rows.append(f"| `{path.name}` ({face.family}) | {path.stat().st_size:,} | `{digest(path)}` |")
        rows += ["", "| source | SHA-256 |", "| --- | --- |"]
        rows += [f"| {source.title} | `{source.sha256}` |" for source in sources]
        found[ROOT / folder / "README.md"] = "\n".join(rows)
    return found


MARK = "<!-- tools/fonts.py writes what follows -->\n"


def write_tables(target: Path) -> None:
    for readme, table in tables(target).items():
        text, _, _ = readme.read_text(encoding="utf-8").partition(MARK)
        readme.write_text(f"{text}{MARK}\n{table}\n", encoding="utf-8")


def check(cache: Path) -> list[str]:
    """What differs between a fresh build and the repository."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder)
        build(target, cache)
        faults = [
            face.path
            for face in FACES
            if not (ROOT / face.path).exists() or digest(ROOT / face.path) != digest(target / face.path)
        ]
        faults += [
            str(readme.relative_to(ROOT))
            for readme, table in tables(target).items()
            if table not in readme.read_text(encoding="utf-8")
        ]
    return faults


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare a fresh build with what is there")
    parser.add_argument("--cache", type=Path, default=CACHE, help="folder of the downloads")
    arguments = parser.parse_args()
    if arguments.check:
        if faults := check(arguments.cache.resolve()):
            sys.exit(f"different from a fresh build with fontTools {fontTools.version}: " + ", ".join(faults))
        print("all files are as built")
    else:
        build(ROOT, arguments.cache.resolve())
        write_tables(ROOT)


if __name__ == "__main__":
    main()
