"""What is said to people (话): a Chinese sentence that can be said in English as well.

A sentence is made of a template and named parameters, and it is a ``str``: the Chinese one. The template is its name
in ``english.toml``, the one table of messages, so that a sentence stands with the code that says it, and nothing is
said twice. Parameters may be sentences, too. None is a value of a person, because no message has one.

>>> from hjforms.wording import Sentence
>>> told = Sentence("没有选项 {option}。", option="--jsn")
>>> told, told.text("en")
('没有选项 --jsn。', 'There is no option --jsn.')
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Literal, Self, get_args

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


class Said(str):
    """A text for people: as a ``str`` it is Chinese, and ``text`` gives it in either language."""

    __slots__ = ("_made_of",)
    _made_of: tuple[Any, ...]

    @abstractmethod
    def text(self, lang: Language = "zh") -> str:
        """The text in a language."""

    @property
    def params(self) -> Mapping[str, Any]:
        """The facts of which it speaks, by name."""
        return {}

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self._made_of


class Sentence(Said):
    """A template with its parameters; a list among them is set with commas."""

    __slots__ = ()

    def __new__(cls, template: str, /, **params: Any) -> Self:
        """The sentence of a template, in which ``{name}`` is the place of a parameter."""
        return cls.of(template, params)

    @classmethod
    def of(cls, template: str, params: Mapping[str, Any]) -> Self:
        """The sentence of a template with its parameters."""
        sentence = super().__new__(cls, _filled(template, params, "zh"))
        sentence._made_of = (template, params)
        return sentence

    def __reduce__(self) -> tuple[Any, ...]:
        return Sentence.of, self._made_of

    @property
    def template(self) -> str:
        """What it is called in the table: the Chinese sentence with the names of the parameters."""
        template: str = self._made_of[0]
        return template

    @property
    def params(self) -> Mapping[str, Any]:
        """The facts of which it speaks, by name."""
        params: Mapping[str, Any] = self._made_of[1]
        return params

    def text(self, lang: Language = "zh") -> str:
        """The sentence in a language; in Chinese where the table has it in no other."""
        return str(self) if lang == "zh" else _filled(english().get(self.template, self.template), self.params, lang)


class Label(Said):
    """What a form prints (栏目名称), with its English name."""

    __slots__ = ()

    def __new__(cls, printed: str, name: str) -> Self:
        """The label that a form prints, and what it is called in English."""
        label = super().__new__(cls, printed)
        label._made_of = (printed, name)
        return label

    def text(self, lang: Language = "zh") -> str:
        """The label in a language."""
        name: str = self._made_of[1]
        return str(self) if lang == "zh" else name


class Words(Said):
    """Several texts one after the other: with spaces between them in Chinese, with commas in English."""

    __slots__ = ()
    between: ClassVar[Mapping[Language, str]] = {"zh": " ", "en": ", "}

    def __new__(cls, *words: str) -> Self:
        """The texts one after the other."""
        joined = super().__new__(cls, cls.between["zh"].join(words))
        joined._made_of = words
        return joined

    def text(self, lang: Language = "zh") -> str:
        """The texts in a language."""
        return self.between[lang].join(said(word).text(lang) for word in self._made_of)


class Lines(Words):
    """Several sentences, each on a line of its own."""

    __slots__ = ()
    between: ClassVar[Mapping[Language, str]] = {"zh": "\n", "en": "\n"}


class Listed(Words):
    """Several texts with semicolons between them."""

    __slots__ = ()
    between: ClassVar[Mapping[Language, str]] = {"zh": "；", "en": "; "}


class Joined(Words):
    """Several sentences one after the other."""

    __slots__ = ()
    between: ClassVar[Mapping[Language, str]] = {"zh": "", "en": " "}


NAMED = "{place}：{told}"


def named(place: object, told: str) -> Sentence:
    """What is told of a place, a file or a notation: ``姓名：不能空白``."""
    return Sentence.of(NAMED, {"place": place if isinstance(place, Said) else str(place), "told": said(told)})


def unnamed(message: Said, place: object) -> Said:
    """What is told, without the place before it where it is this one."""
    if isinstance(message, Sentence) and message.template == NAMED and message.params["place"] == str(place):
        told: Said = message.params["told"]
        return told
    return message


def said(text: str) -> Said:
    """A text as what is said: itself, or a sentence without parameters, such as the formula of a rule."""
    return text if isinstance(text, Said) else Sentence.of(text.replace("{", "{{").replace("}", "}}"), {})


def plain(value: Any, lang: Language = "zh") -> Any:
    """JSON data in which every text for people is in a language."""
    if isinstance(value, Said):
        return value.text(lang)
    if isinstance(value, Mapping):
        return {key: plain(item, lang) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, lang) for item in value]
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _filled(template: str, params: Mapping[str, Any], lang: Language) -> str:
    return template.format_map({name: _set(value, lang) for name, value in params.items()})


def _set(value: Any, lang: Language) -> Any:
    """A parameter as it stands in a sentence."""
    if isinstance(value, Said):
        return value.text(lang)
    if isinstance(value, list | tuple):
        return ("、" if lang == "zh" else ", ").join(str(_set(item, lang)) for item in value)
    return value


TABLE = "english.toml"
_further: list[Callable[[], Iterable[Path]]] = []


def take_tables(folders: Callable[[], Iterable[Path]]) -> None:
    """Let the tables of other folders say what this one does not: those of packs from outside."""
    _further.append(folders)
    english.cache_clear()


@cache
def english() -> Mapping[str, str]:
    """The table of messages: the English sentence of every Chinese one, both with the same parameters."""
    found = table_in(Path(__file__).parent)
    for folders in _further:
        for folder in folders():
            found = {**_sound(folder), **found}
    return found


def table_in(folder: Path) -> dict[str, str]:
    """The table of messages that stands in a folder. Raises ``ValueError`` and ``OSError`` where it cannot be read."""
    import tomllib

    parts = tomllib.loads((folder / TABLE).read_text("utf-8")).values()
    return {template: sentence for part in parts for template, sentence in part.items()}


def _sound(folder: Path) -> dict[str, str]:
    """The table of a folder, without what cannot be used: what is said in Chinese is better than nothing."""
    try:
        found = table_in(folder)
    except (OSError, ValueError, AttributeError):
        return {}
    return {template: told for template, told in found.items() if isinstance(told, str) and _fits(template, told)}


def _fits(template: str, told: str) -> bool:
    """True where both sentences have the same parameters."""
    try:
        return named_in(template) == named_in(told)
    except ValueError:
        return False


def named_in(template: str) -> set[str]:
    """The parameters of a template."""
    from string import Formatter

    return {field for _, field, _, _ in Formatter().parse(template) if field is not None}
