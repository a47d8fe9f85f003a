"""`Idempotency-Key` on any write of the API: its answer is kept in the transaction of its effect and given again."""

import hashlib
import re
from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Any, cast

from litestar import Request
from litestar.enums import ScopeType
from litestar.handlers import HTTPRouteHandler
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, HTTPReceiveMessage, HTTPScope, Message, Receive, Scope, Send

from shop.core.db import Sessions, short
from shop.core.idempotency import KeyMissing
from shop.core.key_answer import Answer, claim_answer, keep_answer
from shop.http.errors import TooLarge
from shop.http.validation import KEY_HEADER

SESSION = "keyed_session"  # in the state of the scope: the session whose transaction has claimed the key

_KEY = re.compile(r"[!-~]{8,80}")
_WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_REPLAYED = (b"idempotent-replayed", b"true")
_REFUSED = 400  # the first status that says so

Whose = Callable[[Request[Any, Any, Any]], Awaitable[str]]
"""Who asks, as the scope in which keys are compared."""


class _RefusedError(Exception):
    """The route refused, so the transaction is taken back: neither an effect nor a key is kept."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer


class KeyedWrites(ASGIMiddleware):
    """Works each key once: a twin in flight waits for the first, another body is refused, a repeat is marked.

    Routes that name the header themselves do it in their own way (an order is read again, so that no code or token
    is kept); so do routes that ask for no `session`, as their transactions are their own.
    """

    scopes = (ScopeType.HTTP,)

    def __init__(self, sessions: Sessions, whose: Whose) -> None:
        self._sessions, self._whose = sessions, whose

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Let pass what brings no key; else claim it, ask the route, keep the answer, and give it after the commit."""
        asked_of = cast("HTTPScope", scope)  # by `scopes`
        key = _key_of(asked_of)
        if key is None:
            await next_app(scope, receive, send)
            return
        asked = _Asked(asked_of, await _body(asked_of, receive))
        claim = (await self._whose(Request(scope)), f"{asked_of['method']} {asked_of['path']}", key)
        replayed = False
        try:
            async with short(self._sessions) as session:
                answer = await claim_answer(session, *claim, asked.digest)
                replayed = answer is not None
                if answer is None:
                    scope["state"][SESSION] = session
                    answer = await asked.of(next_app)
                    await keep_answer(session, *claim, answer)
        except _RefusedError as refused:
            answer = refused.answer
        headers = [*answer.headers, _REPLAYED] if replayed else answer.headers
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body, "more_body": False})


class _Asked:
    """A request that was read whole, to be asked of the route."""

    def __init__(self, scope: HTTPScope, body: bytes) -> None:
        self._scope, self._body = scope, body

    @property
    def digest(self) -> str:
        """What tells two requests of one address apart. A form with files has a boundary of its own each time."""
        kinds = [value for name, value in self._scope["headers"] if name == b"content-type"]
        body = b"" if any(kind.startswith(b"multipart/") for kind in kinds) else self._body
        return hashlib.sha256(self._scope["query_string"] + b"\n" + body).hexdigest()

    async def of(self, app: ASGIApp) -> Answer:
        """What `app` answers; nothing of it has left yet.

        Raises:
            _RefusedError: it refuses.
        """
        heard: list[dict[str, Any]] = []

        async def receive() -> HTTPReceiveMessage:
            return {"type": "http.request", "body": self._body, "more_body": False}

        async def send(message: Message) -> None:
            heard.append({**message})

        await app(self._scope, receive, send)
        start, *parts = heard
        headers = [(name, value) for name, value in start["headers"] if name != b"set-cookie"]
        assert len(headers) == len(start["headers"]), "what sets a cookie says `own_keys`: cookies are not kept"
        answer = Answer(start["status"], headers, b"".join(part.get("body", b"") for part in parts))
        if answer.status >= _REFUSED:
            raise _RefusedError(answer)
        return answer


def _key_of(scope: HTTPScope) -> str | None:
    """The key of a request that is worked here.

    Raises:
        KeyMissing: it is too short, too long, or has signs that no key has.
    """
    found = [value for name, value in scope["headers"] if name == KEY_HEADER.lower().encode()]
    if not found or scope["method"] not in _WRITES or not _is_plain(scope["route_handler"]):
        return None
    key = found[0].decode("latin-1")
    if _KEY.fullmatch(key) is None:
        raise KeyMissing(field=KEY_HEADER)
    return key


@lru_cache(maxsize=1024)
def _is_plain(handler: object) -> bool:
    """Whether the route works in the request's transaction and leaves the header to others."""
    if not isinstance(handler, HTTPRouteHandler):
        return False
    asked = handler.parsed_fn_signature.parameters
    names = {getattr(parameter.kwarg_definition, "name", None) for parameter in asked.values()}
    return "session" in asked and KEY_HEADER not in names and not handler.opt.get("own_keys", False)


async def _body(scope: HTTPScope, receive: Receive) -> bytes:
    """The whole body.

    Raises:
        TooLarge: it is longer than the route takes.
    """
    handler = scope["route_handler"]
    assert isinstance(handler, HTTPRouteHandler), "asked before"
    most = handler.resolve_request_max_body_size()
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            break
        body += message["body"]
        more = message["more_body"]
        if most is not None and len(body) > most:
            raise TooLarge
    return bytes(body)
