"""Serving (服务进程): a port of this machine, and the application behind it until somebody ends it."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable, Sequence
from pathlib import Path

from hjforms.catalogue import key_of
from hjforms.desk.settings import LOOPBACK, Settings
from hjforms.errors import DependencyMissing, InputError
from hjforms.errors import reason as reason_of
from hjforms.wording import Sentence

TOKEN = "HJFORMS_TOKEN"  # noqa: S105 - the name of a variable
SHORTEST_TOKEN = 16
MOST_PORTS = 20
WILDCARDS = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - these are refused
MISSING = Sentence('办理台需要 starlette 和 uvicorn，请先运行：pip install "hjforms[desk]"')


def demand_libraries() -> None:
    """Raise ``DependencyMissing`` where the extra ``desk`` is not installed."""
    try:
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError:
        raise DependencyMissing(MISSING) from None


def listening(host: str, port: int, *, exact: bool) -> socket.socket:
    """A socket that listens at a port, or at the next one that is free where that is not the one asked for.

    Raises ``InputError`` where there is none, or the address is not of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    last: OSError | None = None
    for candidate in range(port, port + (1 if exact else MOST_PORTS)):
        found = socket.socket(family, socket.SOCK_STREAM)
        try:
            if os.name == "posix":  # elsewhere it would let two programs share a port
                found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            found.bind((host, candidate))
            found.listen(128)
        except (OSError, OverflowError) as error:
            found.close()
            last = error if isinstance(error, OSError) else None
            continue
        return found
    told = reason_of(last) if last is not None else Sentence("没有这个端口")
    raise InputError(
        Sentence(
            "{host} 的端口 {port} 不能用（{told}），请用 --port 另写一个，或先关掉占用它的程序。",
            host=host,
            port=port,
            told=told,
        )
    )


def settings_of(host: str, port: int, origins: Sequence[str], book: Path | None, key: str | None = None) -> Settings:
    """The settings of a desk that listens there.

    Raises ``InputError`` for an address that others reach where there is no token, or none that nobody guesses, and
    for a key file that is none.
    """
    token = os.environ.get(TOKEN, "")
    if token and len(token) < SHORTEST_TOKEN:
        raise InputError(Sentence("{variable} 太短，至少 {least} 个字符。", variable=TOKEN, least=SHORTEST_TOKEN))
    if host not in LOOPBACK and not token:
        raise InputError(
            Sentence(
                "{host} 不是本机地址，别的机器也能连上：请先设环境变量 {variable}（至少 {least} 个字符），"
                "并在前面放一个 TLS 代理（如 nginx、Caddy：对外 https，转到这里，保留 Host），"
                "用 --origin https://域名 写明它的地址。",
                host=host,
                variable=TOKEN,
                least=SHORTEST_TOKEN,
            )
        )
    if host in WILDCARDS and not origins:
        raise InputError(
            Sentence("{host} 是全部地址：请用 --origin https://域名 写明别的机器用哪个地址打开。", host=host)
        )
    names = [host] if host not in WILDCARDS else []
    names += ["127.0.0.1", "localhost"]
    local = [f"http://{f'[{name}]' if ':' in name else name}:{port}" for name in names]
    own = [_origin(origin) for origin in origins]
    return Settings(token or secrets.token_urlsafe(24), tuple(dict.fromkeys((*own, *local))), book, key_of(key))


def _origin(origin: str) -> str:
    """An origin as browsers write it. Raises ``InputError`` for anything else."""
    scheme, separator, name = origin.lower().rstrip("/").partition("://")
    if scheme not in {"http", "https"} or not separator or not name or "/" in name or "@" in name:
        raise InputError(Sentence("--origin 应写成 https://域名 或 http://地址:端口，后面不带路径。"))
    return f"{scheme}://{name}".removesuffix({"http": ":80", "https": ":443"}[scheme])


def serve(settings: Settings, listener: socket.socket, tell: Callable[[str], None]) -> None:
    """Serve until the process is asked to end; ``tell`` is given the address with the token once pages can be had."""
    import uvicorn

    from hjforms.desk.app import application

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            tell(f"{settings.origins[0]}/?token={settings.token}")

    config = uvicorn.Config(
        application(settings),
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=5,
        limit_concurrency=4 * settings.bounds.parallel,
    )
    Server(config).run([listener])
