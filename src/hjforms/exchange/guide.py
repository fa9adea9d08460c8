"""What a clerk is told about a list (填写说明): beside each column, and on a sheet of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hjforms.exchange.columns import Column, Columns

HEADS = ("工作表", "栏目", "填什么", "说明")


def hint(column: Column) -> str:
    """What can be written in a column, and how it is derived."""
    return "；".join([_wanted(column), *_notes(column)])


def _wanted(column: Column) -> str:
    kind = column.kind
    if kind.name == "years":
        return "整月数，如9年5个月填113；写“9年5个月”也可以"
    if kind.name == "year-month":
        return "年月，如2012-01、2012年1月"
    if kind.name == "date":
        return "日期，如2024-01-05"
    if kind.name == "flag":
        return "是、否"
    return kind.title


def _notes(column: Column) -> Iterator[str]:
    options = "、".join(column.kind.options.values())
    if options and column.kind.name == "choices":
        yield f"可选几项，用“、”隔开：{options}"
    elif options:
        yield f"可选：{options}"
    if column.formula:
        yield f"可以空着，由程序推算：{column.formula}"
    if column.required:
        yield "必填"


def guide_lines(columns: Columns, records: str, rows: Sequence[str]) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The lines of the sheet 说明 for a form, each with whether it is a heading; ``rows`` are the sheets of rows."""
    form = columns.form
    yield (f"《{form.title}》（{form.id}）名单怎样填",), True
    lines = [f"每份表一行，填在“{records}”。"]
    for table, sheet in zip(columns.tables, rows, strict=True):
        lines.append(f"{table.heading}一行一年（一段），填在“{sheet}”；两张表的“#”栏写同一个序号，就是同一份表的。")
    lines += [
        "第1行（隐藏）供程序认栏目，请不要改动；各列可以调换次序，不用的列可以整列删去，工作表可以改名。",
        "红字的栏目必填。灰底的栏目可以空着，由程序推算；填了的，程序会核对。",
        "号码栏已设为文本格式，直接录入即可；从别处粘贴时请选“只粘贴数值”。请不要合并单元格，不要隐藏行列。",
        "空白就是没有填，没有金额又要印出的填 0。看不清、读不出的，先写“？”，再写看到的内容，如“？5OO”。",
        f"填好以后：{form.use_of_list}。",
    ]
    for number, line in enumerate(lines, 1):
        yield (f"{number}. {line}",), False
    yield HEADS, True
    halves = (columns.records, *(table.columns for table in columns.tables))
    for sheet, half in zip((records, *rows), halves, strict=True):
        for column in half:
            yield (sheet, column.name, _wanted(column), "；".join(_notes(column))), False
