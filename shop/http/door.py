"""The door: request id, Host, foreign forms and security headers, before the framework, over every answer."""

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send, WebSocketScope

from config.settings import Settings
from shop.core.errors import BadRequest, NotFound, Refusal
from shop.http.csrf import SAFE_METHODS, is_own
from shop.http.errors import BadHost, CrossSite
from shop.http.head import answer_head, with_head
from shop.http.headers import dressed
from shop.http.hosts import OwnNames, own_names
from shop.http.problems import Problems
from shop.http.request_id import HEADER, open_request


class Door:
    """Lets requests in to `app`; refuses the others as a problem. Stands outermost."""

    def __init__(self, app: ASGIApp, settings: Settings, problems: Problems) -> None:
        self._app = app
        self._names = own_names(settings)
        self._problems = problems

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == ScopeType.WEBSOCKET and not self._own_socket(scope):
            await send({"type": "websocket.close", "code": 1008, "reason": "origin"})
        elif scope["type"] == ScopeType.HTTP:
            await self._request(scope, receive, send)
        else:  # a socket of ours, or the life span
            await self._app(scope, receive, send)

    async def _request(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        headers: dict[bytes, bytes] = dict(scope["headers"])
        request_id = (HEADER, open_request(headers.get(HEADER)))
        started = False

        async def send_dressed(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = dressed(with_head(list(message["headers"])), request_id)
            await send(message)

        try:
            refusal = _refused(scope, headers, self._names)
            if refusal is not None:
                await self._problems.send(scope, receive, send_dressed, refusal)
            elif scope["method"] == "HEAD":
                await answer_head(self._app, scope, receive, send_dressed)
            else:
                await self._app(scope, receive, send_dressed)
        except Exception as error:
            if started:
                raise
            await self._problems.send_fault(scope, receive, send_dressed, error)

    def _own_socket(self, scope: WebSocketScope) -> bool:
        headers = dict(scope["headers"])
        host = headers.get(b"host", b"").decode("latin-1").lower()
        origin = headers.get(b"origin", b"").decode("latin-1").lower()
        open_request(headers.get(HEADER))
        return self._names.has_host(host) and self._names.has_origin(origin, host)


def _refused(scope: HTTPScope, headers: dict[bytes, bytes], names: OwnNames) -> Refusal | None:
    """Why this request may not come in, or None."""
    if not names.has_host(headers.get(b"host", b"").decode("latin-1")):
        return BadHost()
    if "\x00" in scope["path"]:
        return NotFound()
    if b"%00" in scope["query_string"]:
        return BadRequest()
    if scope["method"] not in SAFE_METHODS and not is_own(headers, names):
        return CrossSite()
    return None
