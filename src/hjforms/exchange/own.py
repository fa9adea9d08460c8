"""Lists of somebody's own (自己的名单): which sheets without paths hold records, and of which form they are.

A list that has all that a form requires is of that form, whatever else it has: of a list of accounts notices can be
printed. Where something required has no column, and another form has more of the columns, it is a list of that form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hjforms.catalogue import Form, forms
from hjforms.errors import Fault, InputError
from hjforms.exchange.columns import Column, Columns
from hjforms.exchange.entry import Wanted
from hjforms.exchange.heads import Head, head_of, table_of_labels
from hjforms.exchange.tables import Grid, Table
from hjforms.paths import RecordPath
from hjforms.wording import Joined, Said, Sentence, named

NO_TABLE = (
    "没有找到名单：既没有写着栏目路径的第1行，也没有认得的栏目名称；请用 hjforms blank FORM -o 名单.xlsx 写出的表填写。"
)
MOST_GUESSED = 3


@dataclass(frozen=True)
class _Fit:
    """How a form fits a list: the sheets that have heads of it, and the fields that have a column."""

    form: Form
    heads: Sequence[tuple[Grid, Head]]

    @classmethod
    def of(cls, form: Form, grids: Sequence[Grid]) -> _Fit:
        """How a form fits the sheets of a file.

        What explains a list has labels in it as well: a sheet whose head has less than half as many fields as the best
        is none of the list, unless it has those of rows, which the best has not.
        """
        heads = [(grid, head) for grid in grids if (head := head_of(grid, form)) is not None]
        most = max((len(head.known) for _, head in heads), default=0)
        is_flat = any(any(map(_of_rows, head.known)) for _, head in heads if len(head.known) == most)
        return cls(
            form,
            [
                (grid, head)
                for grid, head in heads
                if 2 * len(head.known) >= most or (not is_flat and all(map(_of_rows, head.known)))
            ],
        )

    @property
    def known(self) -> set[RecordPath]:
        """The fields that have a column."""
        return {path for _, head in self.heads for path in head.known}

    @property
    def missing(self) -> list[Column]:
        """What must not be blank and has no column."""
        known = self.known
        return [column for column in Columns.of(self.form).every if column.required and column.path not in known]


def _of_rows(path: RecordPath) -> bool:
    return bool(path.table)


def own_tables(grids: Sequence[Grid], wanted: Wanted) -> list[Table]:
    """The tables of a list by the labels of its columns; sheets that are not read are told.

    Raises ``InputError`` where there is none, or where it is of another form.
    """
    where = grids[0].words if grids else Sentence("名单")
    form = wanted.form
    if form is None:
        guess = _of_forms(_Fit.of(other, grids) for other in forms())
        told = Sentence("没有写明是哪种表，请在命令中写明 FORM，或用 hjforms blank FORM -o 名单.xlsx 写出的表填写。")
        raise InputError(Fault("", named(where, Joined(told, *_seems(guess))), "form.missing"))
    fit = _Fit.of(form, grids)
    if not fit.heads or fit.missing:
        _refuse_other(fit, grids, where)
    if not fit.heads:
        raise InputError(Sentence(NO_TABLE))
    try:
        tables = [table_of_labels(grid, head, form) for grid, head in fit.heads]
    except InputError:
        _refuse_other(fit, grids, where)
        raise
    read = {grid.name for grid, _ in fit.heads}
    if unused := [grid.name for grid in grids if grid.name not in read and next(grid.lines(), None)]:
        wanted.tell(Sentence("没有用到的工作表：{sheets}。", sheets=unused))
    return tables


def _refuse_other(fit: _Fit, grids: Sequence[Grid], where: Said) -> None:
    """Raise ``InputError`` where another form has more of the columns of a list, and misses none."""
    guess = _of_forms(other for form in forms() if len((other := _Fit.of(form, grids)).known) > len(fit.known))
    if guess:
        told = Sentence("不像《{form}》的名单", form=fit.form.title)
        if fit.missing:
            lacks = [column.name for column in fit.missing]
            told = Sentence("不像《{form}》的名单（没有必填的 {columns}）", form=fit.form.title, columns=lacks)
        raise InputError(Fault("", named(where, Joined(Sentence("{told}。", told=told), *_seems(guess))), "form.other"))


def _of_forms(fits: Iterator[_Fit]) -> list[_Fit]:
    """The forms that fit best: that miss nothing, and have most of the columns."""
    whole = [fit for fit in fits if fit.heads and not fit.missing]
    most = max((len(fit.known) for fit in whole), default=0)
    return [fit for fit in whole if len(fit.known) == most][:MOST_GUESSED]


def _seems(guess: Sequence[_Fit]) -> Iterator[Said]:
    """Which forms a list seems to be of."""
    if guess:
        names = [f"{fit.form.id}《{fit.form.title}》" for fit in guess]
        yield Sentence("看栏目名称，像是 {forms} 的名单，请核对 FORM。", forms=names)
