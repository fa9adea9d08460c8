"""The guard (门卫): who may call, by what address, how much and how often; what every answer forbids the browser.

A page in another tab can send requests to this machine, by its name or by one that it has let point here (DNS
rebinding), with the cookies of the desk where it is another port. So a request is let in by an address that is ours
(``Host``), not on behalf of another page (``Origin``, ``Sec-Fetch-Site``), with the token (a cookie that follows from
it, or ``Authorization: Bearer``), and, where it changes something by virtue of a cookie, with a secret that only our
own pages know.
"""

from __future__ import annotations

import asyncio
import hmac
import time
from collections import OrderedDict
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hjforms.desk.answers import API, BUSY, Refused
from hjforms.desk.fields import fields_of
from hjforms.desk.settings import Bounds, Settings
from hjforms.errors import Fault
from hjforms.wording import Sentence

CSRF_HEADER, CSRF_FIELD = "x-csrf-token", "csrf"
OPEN = frozenset({"/healthz"})
"""What needs no token."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
NO_TOKEN = Fault(
    "", Sentence("请用启动时给出的地址打开（地址里有口令）；系统调用请写 Authorization: Bearer 口令。"), "token"
)
WRONG_TOKEN = Fault("", Sentence("口令不对。请用启动时给出的地址打开。"), "token")
TOO_MANY_TOKENS = Fault("", Sentence("口令错得太多，请一分钟后再试。"), "too-often")
TOO_OFTEN = Fault("", Sentence("请求太密，请稍后再试。"), "too-often")
OTHER_HOST = Fault("", Sentence("这个地址不是本机办理台的地址，请用启动时给出的地址打开。"), "host")
OTHER_PAGE = Fault("", Sentence("请求来自别的网页，没有受理。"), "origin")
NO_CSRF = Fault("", Sentence("这个网页已经过期（办理台重新启动过），请刷新后再试。"), "csrf")
TOO_SLOW = Fault("", Sentence("收文件的时间太长，没有收完。"), "too-slow")
OVER_TIME = Fault("", Sentence("超过了时限，没有做完；页数多的文件，请分拆后再试。"), "over-time")
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # none at all would make browsers hide the origin of our own forms as well
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


class Guard:
    """The outermost part of the application: what it does not refuse goes on, with its body read."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings, self._bounds = app, settings, settings.bounds
        self._calls = Buckets(self._bounds.per_second, self._bounds.burst)
        self._wrong = Buckets(self._bounds.wrong_tokens / 60, self._bounds.wrong_tokens)
        self._running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let the application answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked, forbidding = Request(scope, receive), _forbidding(send)
        try:
            entered = self._admitted(asked)
            if entered is not None:
                await entered(scope, receive, forbidding)
                return
            body = await _body(asked, self._bounds)
            self._refuse_forged(asked, body)
            await self._answered(scope, _again(body, receive), forbidding)
        except Refused as refusal:
            await refusal.answer(asked)(scope, receive, forbidding)
        except ClientDisconnect:
            return

    def _admitted(self, asked: Request) -> Response | None:
        """Raise ``Refused`` for who may not call; the answer to the first call of a browser, which brings the token."""
        if asked.headers.get("host", "") not in self._settings.hosts:
            raise Refused(HTTPStatus.MISDIRECTED_REQUEST, OTHER_HOST)
        if _is_of_another_page(asked, self._settings.origins):
            raise Refused(HTTPStatus.FORBIDDEN, OTHER_PAGE)
        if asked.url.path in OPEN:
            return None
        if "token" in asked.query_params and asked.method in SAFE and not asked.url.path.startswith(API):
            self._refuse_wrong(asked, asked.query_params["token"])
            return self._welcome(asked)
        if _bearer(asked) is not None:
            self._refuse_wrong(asked, _bearer(asked) or "")
        elif not _same(asked.cookies.get(self._settings.cookie, ""), self._settings.session):
            raise Refused(HTTPStatus.UNAUTHORIZED, NO_TOKEN, {"www-authenticate": "Bearer"})
        if not self._calls.take(_address(asked)):
            raise Refused(HTTPStatus.TOO_MANY_REQUESTS, TOO_OFTEN, {"retry-after": "1"})
        return None

    def _refuse_wrong(self, asked: Request, token: str) -> None:
        """Raise ``Refused`` for a wrong token; the right one is taken however many were wrong."""
        if _same(token, self._settings.token):
            return
        if not self._wrong.take(_address(asked)):
            raise Refused(HTTPStatus.TOO_MANY_REQUESTS, TOO_MANY_TOKENS, {"retry-after": "60"})
        raise Refused(HTTPStatus.UNAUTHORIZED, WRONG_TOKEN, {"www-authenticate": "Bearer"})

    def _welcome(self, asked: Request) -> Response:
        """The same page without the token in its address, and the cookie by which the browser is known from now on."""
        answer = RedirectResponse(str(asked.url.remove_query_params("token").replace(scheme="", netloc="")), 303)
        is_secure = self._settings.origins[0].startswith("https:")
        answer.set_cookie(
            self._settings.cookie, self._settings.session, httponly=True, samesite="strict", secure=is_secure
        )
        return answer

    def _refuse_forged(self, asked: Request, body: bytes) -> None:
        """Raise ``Refused`` for a call that changes something by virtue of a cookie and does not come from our page."""
        if asked.method in SAFE or asked.url.path in OPEN or _bearer(asked) is not None:
            return
        stated = asked.headers.get(CSRF_HEADER) or fields_of(asked, body).text(CSRF_FIELD)
        if not _same(stated, self._settings.csrf):
            raise Refused(HTTPStatus.FORBIDDEN, NO_CSRF)

    async def _answered(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application answer, in its time. What does not end keeps its place until it does."""
        if self._running >= self._bounds.parallel:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, BUSY, {"retry-after": "1"})
        valve = _Valve(send)
        self._running += 1
        task = asyncio.create_task(self._answer(scope, receive, valve))
        task.add_done_callback(self._ended)
        done, _ = await asyncio.wait({task}, timeout=self._bounds.answer_s)
        if not done and not valve.is_begun:
            valve.is_shut = True
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, OVER_TIME)
        await task

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running -= 1
        if not task.cancelled():
            task.exception()  # whoever waits has it; it is no news where nobody does


class _Valve:
    """The way out of an answer, which can be shut before it begins."""

    def __init__(self, send: Send) -> None:
        self._send, self.is_begun, self.is_shut = send, False, False

    async def __call__(self, message: Message) -> None:
        if not self.is_shut:
            self.is_begun = True
            await self._send(message)


class Buckets:
    """Token buckets, one for each of the addresses that called last: ``rate`` a second, ``burst`` at once."""

    MOST = 1000

    def __init__(self, rate: float, burst: int) -> None:
        self._rate, self._burst = rate, burst
        self._known: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, address: str) -> bool:
        """True where there is one left for the address, which is then taken."""
        now = time.monotonic()
        left, since = self._known.pop(address, (float(self._burst), now))
        left = min(self._burst, left + (now - since) * self._rate)
        is_left = left >= 1
        self._known[address] = (left - is_left, now)
        if len(self._known) > self.MOST:
            self._known.popitem(last=False)
        return is_left


def _is_of_another_page(asked: Request, origins: tuple[str, ...]) -> bool:
    """True where a browser says that another page asks: one of another site, or of another port of this machine."""
    origin = asked.headers.get("origin")
    if origin is not None and origin not in origins:
        return True
    site, mode = asked.headers.get("sec-fetch-site", "none"), asked.headers.get("sec-fetch-mode", "")
    followed = mode == "navigate" and asked.method in SAFE  # a link: nothing of ours is changed, or told to that page
    return site not in {"none", "same-origin"} and not followed


def _bearer(asked: Request) -> str | None:
    kind, _, token = asked.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" and asked.url.path.startswith(API) else None


def _same(stated: str, secret: str) -> bool:
    return hmac.compare_digest(stated.encode("utf-8", "surrogatepass"), secret.encode())


def _address(asked: Request) -> str:
    return asked.client.host if asked.client else ""


async def _body(asked: Request, bounds: Bounds) -> bytes:
    """The body of a request. Raises ``Refused`` for one that is too large, or takes too long to come."""
    told = Fault("", Sentence("文件太大，最多 {most} MB。", most=bounds.body // 2**20), "too-large")
    too_large = Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, told)
    length = asked.headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > bounds.body:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(bounds.body_s):
            async for chunk in asked.stream():
                body += chunk
                if len(body) > bounds.body:
                    raise too_large
    except TimeoutError:
        raise Refused(HTTPStatus.REQUEST_TIMEOUT, TOO_SLOW) from None
    return bytes(body)


def _again(body: bytes, receive: Receive) -> Receive:
    """What gives the application a body that was read already, and then whatever comes."""
    pending: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def received() -> Message:
        return pending.pop() if pending else await receive()

    return received


def _forbidding(send: Send) -> Send:
    """What sends every answer with the headers that forbid the browser what no page of ours does."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("cache-control", "no-store")
        await send(message)

    return sent
