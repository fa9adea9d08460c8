"""Where packs are (地区包在哪里): those that are shipped, those in folders, and those that other packages bring.

A pack is a Python package with a module for each of its forms. Nothing is registered here:

- shipped ones stand in ``hjforms/packs``;
- the folders that ``HJFORMS_PACKS`` names stand beside it: each holds packs, as ``hjforms/packs`` does;
- an installed package names its own under the entry points ``hjforms.packs`` (``hebei = "hjforms_hebei"``).

A pack may say in English what it says: ``english.toml`` in its folder, made as that of ``hjforms/wording``.

Templates of a shipped pack stand under ``templates``; those of any other beside its modules, as ``<form>.docx`` and
``<form>.pdf``.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import ModuleType

from hjforms.errors import Fault, InputError
from hjforms.template import store
from hjforms.wording import Sentence, take_tables

SEARCH, GROUP = "HJFORMS_PACKS", "hjforms.packs"
_SHIPPED = Path(__file__).parent / "packs"


def modules() -> Iterator[tuple[str, str]]:
    """Every module of every pack, by pack and name; names of helpers begin with ``_``."""
    for name in names():
        yield from ((name, module) for module in modules_of(name))


def modules_of(pack: str) -> list[str]:
    """Every module of a pack, by name."""
    return [module.name for module in pkgutil.iter_modules(package(pack).__path__) if not module.ispkg]


@cache
def names() -> tuple[str, ...]:
    """The names of all packs. Raises ``InputError`` where two have the same, or a folder holds none."""
    import hjforms.packs

    found: dict[str, str] = {}
    for place in hjforms.packs.__path__:
        here = [module.name for module in pkgutil.iter_modules([place]) if module.ispkg]
        if not here:
            raise _error(
                Sentence(
                    "{setting} 指明的 {folder} 里没有地区包（带 __init__.py 的文件夹，里面一个模块一张表），请更正。",
                    setting=SEARCH,
                    folder=place,
                )
            )
        _take(found, {name: str(Path(place) / name) for name in here})
    _take(found, {name: f"{value}（{GROUP}）" for name, value in _announced().items()})
    return tuple(sorted(found))


def _take(found: dict[str, str], more: dict[str, str]) -> None:
    for name, where in more.items():
        if name in found:
            raise _error(
                Sentence(
                    "有两个地区包都叫 {name}：{first} 和 {second}，请给其中一个改名。",
                    name=name,
                    first=found[name],
                    second=where,
                )
            )
        found[name] = where


def _announced() -> dict[str, str]:
    """The packs of installed packages: their names, and the Python packages that they are."""
    from importlib.metadata import entry_points

    return {entry.name: entry.value for entry in entry_points(group=GROUP)}


@cache
def package(name: str) -> ModuleType:
    """The Python package of a pack. Raises ``InputError`` where there is none of this name that can be imported."""
    import hjforms.packs

    if any((Path(place) / name / "__init__.py").is_file() for place in hjforms.packs.__path__):
        return _imported(f"hjforms.packs.{name}")
    value = _announced().get(name)
    if value is None:
        raise _error(Sentence("没有这个地区包：{name}。现有：{known}。", name=name, known=[*names()]))
    return _imported(value)


def module(pack: str, name: str) -> ModuleType:
    """A module of a pack. Raises ``InputError`` where it cannot be imported."""
    return _imported(f"{package(pack).__name__}.{name}")


def has(pack: str, name: str) -> bool:
    """True where a pack of this name has such a module."""
    if (_SHIPPED / pack / f"{name}.py").is_file():  # without a look at what is installed, which takes its time
        return True
    return pack in names() and name in modules_of(pack)


def _imported(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except Exception as error:
        if name.startswith(GROUP) and (_SHIPPED / name.split(".")[2]).is_dir():
            raise
        raise _error(
            Sentence(
                "地区包的模块 {name} 装不进来（{kind}：{error}），请更正。",
                name=name,
                kind=type(error).__name__,
                error=str(error),
            )
        ) from error


def template(form_id: str, kind: str) -> Path:
    """Where the template of a form is: its Word file (``docx``) or the compiled PDF (``pdf``)."""
    pack, _, name = form_id.partition("/")
    if (_SHIPPED / pack).is_dir():
        return store.word_path(form_id) if kind == "docx" else store.pdf_path(form_id)
    return folder(pack) / f"{name}.{kind}"


def folder(pack: str) -> Path:
    """The folder of a pack."""
    return Path(package(pack).__path__[0])


def _outside() -> Iterator[Path]:
    """The folders of the packs that are not shipped, of those that are sound: they may say things in English."""
    with suppress(InputError):
        for name in names():
            if not (_SHIPPED / name).is_dir():
                with suppress(InputError):
                    yield folder(name)


take_tables(_outside)


def _error(message: Sentence) -> InputError:
    return InputError(Fault("", message, "pack"))
