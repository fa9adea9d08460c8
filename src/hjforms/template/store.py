"""Where templates are kept (模板库): the Word file and the compiled PDF of every form, loaded once per process."""

from __future__ import annotations

import hashlib
import re
import zlib
from dataclasses import dataclass
from enum import Enum
from functools import cache, cached_property
from pathlib import Path

from hjforms.errors import DocumentError, TemplateError
from hjforms.template.layout import Layout
from hjforms.template.objects import CanonicalFile, NotCanonicalError, renumbered
from hjforms.template.word import blocks, parse_xml
from hjforms.wording import Sentence, named

TOKEN = re.compile("⟦([^⟧]+)⟧")
"""How the prepared Word text marks the place of a value."""
_CELL = re.compile(r"\s*([^⟦]*)⟦([^⟧]+)⟧\s*")


def held(text: str) -> tuple[str, str] | None:
    """What a cell of the prepared text prints before its value (姓名：), and the path of the value; ``None`` of others.

    >>> held("姓名：⟦person.name⟧")
    ('姓名：', 'person.name')
    """
    found = _CELL.fullmatch(text)
    return (found[1], found[2]) if found else None


def resource_folder(name: str) -> Path:
    """A folder that is shipped with the package, or stands at the top of a checkout: templates, examples."""
    package = Path(__file__).parents[1]
    inside = package / name
    return inside if inside.is_dir() else package.parents[1] / name


def templates_folder() -> Path:
    """The folder of all templates."""
    return resource_folder("templates")


def word_path(form_id: str) -> Path:
    """The Word file of a form."""
    return templates_folder() / "docx" / f"{form_id}.docx"


def pdf_path(form_id: str) -> Path:
    """The compiled PDF of a form."""
    return templates_folder() / "pdf" / f"{form_id}.pdf"


class Manner(Enum):
    """How a file is written: plainly, for an archive (归档), or for an archive with tags, as a single record is."""

    PLAIN = "plain"
    ARCHIVED = "archived"
    TAGGED = "tagged"

    @classmethod
    def single(cls, *, archive: bool) -> Manner:
        """How a file of one record is written."""
        return cls.TAGGED if archive else cls.PLAIN

    @classmethod
    def several(cls, *, archive: bool) -> Manner:
        """How a file of many records is written."""
        return cls.ARCHIVED if archive else cls.PLAIN


DATED = b"/LastModified(D:20240101000000Z)/PieceInfo"
LABELS = "L"
"""What the names of the fonts of labels begin with on tagged pages, where those of values stand beside them."""


@dataclass(frozen=True, eq=False)
class Compiled:
    """A compiled template: the fillable PDF, and the Word file it was compiled from."""

    pdf: bytes
    word: bytes

    @cached_property
    def _file(self) -> CanonicalFile:
        return CanonicalFile(self.pdf)

    def _own(self, key: bytes) -> int:
        """The object that our private entry of the catalog (``PieceInfo``) names."""
        return self._file.reference(self._file.root, key)

    @cached_property
    def layout(self) -> Layout:
        """The rectangles of the page."""
        return Layout.load(self._file.decoded(self._own(b"/Layout")))

    @cached_property
    def document(self) -> str:
        """``word/document.xml`` as docxtpl prepared it for one full page, with ⟦path⟧ for each value."""
        return self._file.decoded(self._own(b"/Document")).decode()

    @cached_property
    def archived_background(self) -> tuple[bytes, ...]:
        """The same for an archive, where it has to be said when our private entry was made."""
        first, *others = self.background
        return first if DATED in first else first.replace(b"/PieceInfo", DATED, 1), *others

    @cached_property
    def background(self) -> tuple[bytes, ...]:
        """The page as a Form XObject with all it needs, as objects 1, 2, ….

        The XObject is object 1 and carries the layout, so that a file of ours can be read for ever.
        """
        order = self._file.closure(self._own(b"/Background"))
        numbers = {old: new for new, old in enumerate(order, 1)}
        return tuple(renumbered(self._file.body(old), numbers) for old in order)


@dataclass(frozen=True, eq=False)
class Embedded(Compiled):
    """The template that a printed page carries: what it takes to print more pages like it, and no Word file."""

    layout: Layout
    background: tuple[bytes, ...]


@cache
def compiled(form_id: str, word: Path | None = None, pdf: Path | None = None) -> Compiled:
    """The compiled template of a form. Raises ``TemplateError`` where it is missing, damaged or stale."""
    word, pdf = word or word_path(form_id), pdf or pdf_path(form_id)
    own = "" if word == word_path(form_id) else f" --template {word}"
    advice = Sentence("请运行 hjforms template compile {form_id}{own}。", form_id=form_id, own=own)
    try:
        template = Compiled(pdf.read_bytes(), word.read_bytes())
        layout = template.layout
    except OSError as error:
        raise TemplateError(
            named(form_id, Sentence("缺少模板文件 {filename}，{advice}", filename=error.filename, advice=advice))
        ) from None
    except (NotCanonicalError, DocumentError, zlib.error, ValueError, KeyError, TypeError):
        raise TemplateError(named(form_id, Sentence("编译过的模板已损坏，{advice}", advice=advice))) from None
    if layout.form != form_id:
        raise TemplateError(
            named(pdf, Sentence("这是 {form} 的模板，不是 {form_id} 的。", form=layout.form, form_id=form_id))
        )
    if layout.source != digest(template.word):
        raise TemplateError(named(form_id, Sentence("Word 模板在编译之后被改动过，{advice}", advice=advice)))
    return template


def heading(template: Compiled, title: str) -> str:
    """The line of a template that is the title, or comes nearest to it, of those above its first value."""
    printed: list[str] = []
    for block in blocks(parse_xml(template.document.encode())):
        text = "".join(block.texts())
        if TOKEN.search(text):
            break
        printed.append("".join(text.split()))
    if any("".join(title.split()) in text for text in printed):
        return title
    from difflib import SequenceMatcher

    return max(filter(None, printed), key=lambda text: SequenceMatcher(None, text, title).ratio(), default=title)


def digest(word: bytes) -> str:
    """The SHA-256 of a Word file, by which a compiled template knows its source."""
    return hashlib.sha256(word).hexdigest()
