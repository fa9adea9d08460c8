"""The commands for what is kept for long: key new."""

from __future__ import annotations

import click

from hjforms.cli.shell import tell_written
from hjforms.cli.usage import Group


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


COMMANDS = (key,)
