"""The commands for what is kept for long: key new; archive pack, verify."""

from __future__ import annotations

from pathlib import Path

import click

from hjforms.cli.judging import Judge
from hjforms.cli.shell import (
    FOUND_ERRORS,
    KEY,
    OFD,
    ON,
    Words,
    asked_form,
    entries_of,
    kind_of,
    record_words,
    tell_written,
)
from hjforms.cli.talk import answer, language, print_lines, say
from hjforms.cli.usage import Group
from hjforms.cli.watch import watched
from hjforms.errors import InputError
from hjforms.wording import Sentence, named

PERSON = "person"


@click.group(cls=Group)
def key() -> None:
    """密钥：本单位的密钥文件，凭它确认哪些表是本单位出的，有没有改动。

    \b
    生成一个：  hjforms key new 本单位.key
    出表时用：  hjforms fill 附件5 记录.json -o 清退表.pdf --key 本单位.key
    收回时用：  hjforms read 清退表.pdf --key 本单位.key
    """


@key.command()
@click.argument("file", metavar="FILE")
def new(file: str) -> None:
    """生成一个密钥，写到新文件里，只有本人可读（0600）。请妥善保管、备份：谁有它，谁就能冒充本单位。"""
    from hjforms.keys import write_new

    write_new(file)
    tell_written((file,))


@click.group(cls=Group)
def archive() -> None:
    """归档包：一个人一次衔接的全部表、记录、收到的文件和经过，连同清单，装在一个文件里，随时可以核对。

    \b
    由记录制作：    hjforms archive pack 材料/ -o 归档.zip
    由台账制作：    hjforms book archive 台账.db 1 -o 归档.zip
    核对：          hjforms archive verify 归档.zip
    """


@archive.command()
@record_words("RECORD…", many=True)
@click.option("-o", "--output", required=True, metavar="FILE.zip", help="写到哪个 .zip，或新文件夹（以 / 结尾）。")
@OFD
@click.option("--received", multiple=True, metavar="FILE", help="退回来的文件，原样放进去；也可以是文件夹。可写多次。")
@click.option(
    "--by",
    type=click.Choice([PERSON]),
    metavar="person",
    help="名单里有几个人的：每人一个归档包，写到新文件夹，00001.zip……",
)
@KEY
@click.option("--force", is_flag=True, help="核对有错也照样归档。")
@ON
def pack(
    words: Words,
    output: str,
    ofd: bool,
    received: tuple[str, ...],
    by: str | None,
    key: str | None,
    force: bool,
    on: str | None,
) -> int:
    """制作归档包：记录（JSON）、表（PDF/A-3b，可加 OFD）、收到的文件、清单（SHA-256、SM3）。

    RECORD 是一个人的记录：.json、.jsonl、.xlsx、.pdf、.docx、文件夹，或 -。核对有错则不写（--force 除外）。
    """
    from hjforms.archiving import archive as write_archive
    from hjforms.archiving import archive_people

    if by and received:
        raise InputError(Sentence("--by person 时不知收到的文件是谁的，不能用 --received；请每人做一个。"))
    if not output.endswith("/"):
        if by:
            raise InputError(named(output, Sentence("每人一个归档包，请写到文件夹（名称以 / 结尾）。")))
        kind_of(output, ("zip",))
    form_id, sources = words
    judge = Judge(sources, force=force)
    found = judge.passed(entries_of(sources, asked_form(form_id, on=on)))
    if by:
        records, packages = archive_people(found, output, ofd=ofd, key=key)
    else:
        records, packages = write_archive(found, output, ofd=ofd, received=_files(received), key=key), 1
    say(
        Sentence(
            "已写出 {output}：{records} 份记录，{packages} 个归档包。",
            output=output,
            records=records,
            packages=packages,
        )
    )
    answer(written=[output], count=records, packages=packages)
    return judge.code


def _files(stated: tuple[str, ...]) -> list[Path]:
    """The files that are meant; of a folder those in it, by their names."""
    found: list[Path] = []
    for name in map(Path, stated):
        inside = sorted(path for path in name.rglob("*") if path.is_file()) if name.is_dir() else [name]
        if not inside:
            raise InputError(named(name, Sentence("文件夹里没有文件。")))
        found += inside
    return found


@archive.command()
@click.argument("file", metavar="FILE")
@click.option("--key", metavar="FILE", help="本单位的密钥文件：说明是不是本单位用它归档的。")
def verify(file: str, key: str | None) -> int:
    """核对归档包（.zip 或文件夹）：缺了、改动过、多出来的文件逐个列出，每张表读一遍，与记录对照。不符则退出码为 1。"""
    from hjforms.archiving import verify_archive

    with watched():
        verdict = verify_archive(file, key=key)
    answer(
        sound=verdict.is_sound,
        files=verdict.files,
        papers=verdict.papers,
        faults=[fault.as_dict(language()) for fault in verdict.faults],
        notes=[note.as_dict(language()) for note in verdict.notes],
    )
    print_lines(fault.line for fault in verdict.faults)
    print_lines((note.line for note in verdict.notes), to_error=True)
    if verdict.is_sound:
        print_lines((_sound(verdict.files, verdict.papers, with_key=key is not None),))
    return 0 if verdict.is_sound else FOUND_ERRORS


def _sound(files: int, papers: int, *, with_key: bool) -> Sentence:
    if with_key:
        return Sentence(
            "完好，是本单位用这个密钥归档的：{files} 个文件，{papers} 张表读出的与记录相同。",
            files=files,
            papers=papers,
        )
    return Sentence("完好：{files} 个文件与清单相符，{papers} 张表读出的与记录相同。", files=files, papers=papers)


COMMANDS = (key, archive)
