"""The commands ``serve`` and ``desk``: the pages for clerks, and the interface for systems."""

from __future__ import annotations

from pathlib import Path

import click

from hjforms.cli.talk import answer, print_answer, print_lines, say
from hjforms.cli.usage import Command, Stopped
from hjforms.wording import Sentence

BOOK = click.option("--book", metavar="台账.db", help="台账在哪个文件；没有则新建。不写则不记台账。")
PORT = click.option("--port", type=click.IntRange(0, 65535), metavar="端口", help="缺省 8420；被占用则用下一个。")
KEY = click.option("--key", metavar="FILE", help="本单位的密钥文件：做出的表（PDF、DOCX、OFD）和归档包带它的标记。")
DEFAULT_PORT = 8420


@click.command(cls=Command)
@BOOK
@KEY
@click.option(
    "--host", default="127.0.0.1", show_default=True, metavar="地址", help="在哪个地址上等；缺省只有本机能连上。"
)
@PORT
@click.option(
    "--origin", "origins", multiple=True, metavar="URL", help="经 TLS 代理打开时的地址，如 https://域名，可写多次。"
)
@click.option("--no-browser", is_flag=True, expose_value=False, help="不打开浏览器（serve 本来就不打开）。")
def serve(book: str | None, key: str | None, host: str, port: int | None, origins: tuple[str, ...]) -> int:
    """办理台和接口：在本机的浏览器里办理，系统用 HTTP 调用。

    标准输出的第一行是地址，里面有口令（环境变量 HJFORMS_TOKEN，没有则新造）；系统调用写 Authorization: Bearer 口令。

    \b
    hjforms serve
    hjforms serve --book 台账.db --port 8500
    curl -H "Authorization: Bearer 口令" http://127.0.0.1:8420/api/v1/forms
    """
    return _run(book, key, host, port, origins, opens=False)


@click.command(cls=Command)
@BOOK
@KEY
@PORT
@click.option("--no-browser", is_flag=True, help="不打开浏览器。")
def desk(book: str | None, key: str | None, port: int | None, no_browser: bool) -> int:
    """打开办理台：同 serve，并打开浏览器。

    \b
    hjforms desk
    hjforms desk --book 台账.db
    """
    return _run(book, key, "127.0.0.1", port, (), opens=not no_browser)


def _run(
    book: str | None, key: str | None, host: str, port: int | None, origins: tuple[str, ...], *, opens: bool
) -> int:
    """Serve until the process is asked to end, which is no failure."""
    from hjforms.desk import server

    server.demand_libraries()
    server.settings_of(host, 0, origins, None, key)  # what is wrong with it is told before a port is taken
    listener = server.listening(host, DEFAULT_PORT if port is None else port, exact=port is not None)
    settings = server.settings_of(host, listener.getsockname()[1], origins, Path(book) if book else None, key)

    def tell(address: str) -> None:
        print_lines((address,))
        answer(url=address)
        print_answer()  # now: whoever started it waits for the address
        say(Sentence("已经启动。不用了，请在这里按 Ctrl-C。"))
        if opens:
            click.launch(address)

    try:
        server.serve(settings, listener, tell)
    except (KeyboardInterrupt, Stopped):
        return 0
    return 0


COMMANDS = (serve, desk)
