"""The command that signs: sign."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from hjforms.cli.shell import TRUST, kind_of, tell_written, trust_in
from hjforms.cli.talk import spoken
from hjforms.cli.usage import Command
from hjforms.errors import Fault, InputError
from hjforms.files import path_shown, read_bytes
from hjforms.wording import Sentence, named

if TYPE_CHECKING:
    from hjforms.signing.keys import SigningKey

PASSWORD = "HJFORMS_P12_PASSWORD"  # noqa: S105 - its name, not its value
LARGEST_PASSWORD = 1024
NO_PASSWORD = Sentence(
    "密钥文件有密码：请写进文件，用 --password-file 指明，或放在环境变量 {variable} 里。", variable=PASSWORD
)


@click.command(cls=Command)
@click.argument("file", metavar="FILE")
@click.option("-o", "--output", required=True, metavar="FILE.pdf", help="签好的写到哪个文件，或 -。")
@click.option("--p12", "--key", "key", required=True, metavar="FILE", help="密钥文件：PKCS#12（.p12、.pfx）或 PEM。")
@click.option("--cert", "certificate", metavar="FILE", help="PEM 密钥的证书文件；上级证书接在后面。")
@click.option(
    "--password-file",
    metavar="FILE",
    help="密钥的密码，文件的第一行；不写则取环境变量 HJFORMS_P12_PASSWORD，再没有则在屏幕上问。",
)
@click.option("--slot", metavar="位置", help="签在哪一处：signoff.handler、经办人等；不写则签在机构盖章处。")
@click.option("--page", type=int, metavar="页", help="文件里有几份表时，签第几页上的一份。")
@click.option("--seal", "picture", metavar="FILE", help="印章图片（PNG、JPEG），印在盖章处，压着的字照样看得清。")
@click.option("--seal-mm", type=float, metavar="毫米", help="印章图片的宽度；机构的缺省 42 毫米。")
@click.option("--visible", is_flag=True, help="没有印章图片时，在盖章处画一个红框。")
@click.option("--timestamp", metavar="URL", help="时间戳服务器（RFC 3161）的地址；证明签名的时间。")
@TRUST
def sign(
    file: str,
    output: str,
    key: str,
    certificate: str | None,
    password_file: str | None,
    slot: str | None,
    page: int | None,
    picture: str | None,
    seal_mm: float | None,
    visible: bool,
    timestamp: str | None,
    roots: tuple[str, ...],
) -> None:
    """电子签名：给 PDF 加上本单位或经办人的签名，签在表上的盖章处。

    原文件一个字节也不改，签名加在后面；读回的内容与没有签的相同。缺省看不见，加 --seal 盖上印章图片。
    密码不写在命令里：写进文件，或放在环境变量里，或等屏幕上问。
    同时写 --timestamp 和 --trust，把核验证书要用的资料取来放进文件，供长期核验。

    \b
    hjforms sign 清退表.pdf -o 签好.pdf --p12 单位.p12
    hjforms sign 签好.pdf -o 两签.pdf --p12 经办人.p12 --slot 经办人
    hjforms sign 清退表.pdf -o 盖章.pdf --p12 单位.p12 --seal 章.png
    hjforms read 盖章.pdf --trust 根证书.pem
    """
    from hjforms.exchange.paper import bytes_of
    from hjforms.files import whole_file
    from hjforms.signing.look import Seal
    from hjforms.signing.writing import sign as signed

    kind_of(output, ("pdf",), "pdf")
    if seal_mm is not None and picture is None:
        raise InputError(Sentence("--seal-mm 是印章图片的宽度，请同时写 --seal。"))
    seal = Seal(picture, seal_mm) if picture or visible else None
    trust = trust_in(roots) if roots else None
    by = _key(key, certificate, password_file)
    data = signed(bytes_of(file), by, slot=slot, page=page, seal=seal, timestamp=timestamp, trust=trust)
    with whole_file(output) as target:
        target.write(data)
    tell_written((output,))


def _key(key: str, certificate: str | None, password_file: str | None) -> SigningKey:
    """The key of who signs; where a person sits before the screen, its password is asked for if it has one."""
    from hjforms.signing.keys import SigningKey

    password = _written(password_file) if password_file else os.environ.get(PASSWORD)
    try:
        return SigningKey.load(key, password, certificate)
    except InputError as error:
        needs_one = password is None and error.faults[0].code == "key.password"
        if not needs_one:
            raise
        if not _is_somebody_there():
            raise InputError(Fault("", NO_PASSWORD, "key.password")) from None
    asked = click.prompt(spoken(Sentence("密钥的密码")), hide_input=True, err=True)
    return SigningKey.load(key, asked, certificate)


def _is_somebody_there() -> bool:
    return sys.stdin.isatty()


def _written(name: str) -> str:
    """The password in a file: its first line."""
    data = read_bytes(name, LARGEST_PASSWORD, Sentence("不是密码文件"))
    try:
        return data.decode("utf-8-sig").splitlines()[0]
    except (UnicodeDecodeError, IndexError):
        raise InputError(named(path_shown(name), Sentence("里面没有密码。"))) from None


COMMANDS = (sign,)
