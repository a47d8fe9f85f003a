"""Problem documents (RFC 9457): every refusal and every fault, in the reader's language, nothing of the inside."""

import html
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.types import ExceptionHandler, Receive, Scope, Send

from shop.core.errors import Refusal
from shop.core.i18n import Locale, knows, say
from shop.core.request_id import current_request_id
from shop.http.errors import BadInput, Internal, WrongMethod
from shop.http.faults import refusal_of
from shop.http.locale import is_machine_path, locale_of

MEDIA_TYPE = "application/problem+json"
PAGE_OF_CODES = "/loi"

_log = structlog.get_logger("shop.http")


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """What went wrong, ready to be written as JSON or as a page. `retry_after` is in seconds."""

    status: int
    code: str
    title: str
    detail: str
    locale: Locale
    field: str | None = None
    extra: Mapping[str, object] = msgspec.field(default_factory=dict)
    retry_after: int | None = None
    allowed: str | None = None

    def document(self, base_url: str) -> dict[str, object]:
        """The members of the problem document; `type` leads to the page that lists all codes."""
        named = {} if self.field is None else {"field": self.field}
        return {
            "type": f"{base_url}{PAGE_OF_CODES}#{self.code}",
            "title": self.title,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
            **named,
            **self.extra,
        }

    def headers(self) -> dict[str, str]:
        """What the answer says besides its body."""
        found = {"cache-control": "no-store", "content-language": self.locale}
        if self.retry_after is not None:
            found["retry-after"] = str(self.retry_after)
        if self.allowed:
            found["allow"] = self.allowed
        return found


PageHook = Callable[[Scope, Problem], bytes]
"""Writes a problem as an HTML page; `shop.web` supplies it."""


def plain_page(_scope: Scope, problem: Problem) -> bytes:
    """The page nobody has drawn: a heading and a sentence."""
    title, detail = html.escape(problem.title), html.escape(problem.detail)
    return (
        f'<!doctype html><html lang="{problem.locale}"><meta charset="utf-8"><title>{title}</title>'
        f"<h1>{title}</h1><p>{detail}</p></html>"
    ).encode()


def describe(refusal: Refusal, locale: Locale) -> Problem:
    """Put `refusal` into words. A code without a sentence is a fault of ours, never a second crash."""
    sentence = refusal.sentence if isinstance(refusal, BadInput) else f"problem.{refusal.code}"
    if not knows(sentence):
        _log.error("a refusal has no sentence", code=refusal.code, sentence=sentence)
        sentence = "problem.refused"
    return Problem(
        status=refusal.status,
        code=refusal.code,
        title=say(locale, f"http.title.{refusal.status}"),
        detail=say(locale, sentence, **refusal.facts),
        locale=locale,
        field=refusal.field,
        extra=refusal.extra,
        retry_after=getattr(refusal, "retry_after", None),
        allowed=refusal.allowed if isinstance(refusal, WrongMethod) else None,
    )


class Problems:
    """Answers with problems: for the framework's handler map, and for what stands before the framework."""

    def __init__(self, base_url: str, page: PageHook = plain_page) -> None:
        self._base_url = base_url
        self._page = page

    @property
    def handlers(self) -> dict[int | type[Exception], "ExceptionHandler[Any]"]:
        """What Litestar's `exception_handlers` wants."""
        return {Exception: self.answer}

    def answer(self, request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
        """Turn any error of a route into its answer."""
        refusal = refusal_of(error, request)
        if isinstance(refusal, Internal):
            _log_fault(request.scope, error)
        status, headers, body = self._written(request.scope, refusal)
        media_type = headers.pop("content-type").partition(";")[0]  # the framework adds the charset of texts
        return Response(body, status_code=status, headers=headers, media_type=media_type)

    async def send(self, scope: Scope, _receive: Receive, send: Send, refusal: Refusal) -> None:
        """Answer `refusal` from outside of the framework."""
        status, headers, body = self._written(scope, refusal)
        headers["content-length"] = str(len(body))
        raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        await send({"type": "http.response.body", "body": body, "more_body": False})

    async def send_fault(self, scope: Scope, receive: Receive, send: Send, error: Exception) -> None:
        """Answer an error nobody caught: logged with its trace, told without it."""
        _log_fault(scope, error)
        await self.send(scope, receive, send, Internal())

    def _written(self, scope: Scope, refusal: Refusal) -> tuple[int, dict[str, str], bytes]:
        problem = describe(refusal, locale_of(scope))
        headers = problem.headers()
        if wants_page(scope):
            headers["content-type"] = "text/html; charset=utf-8"
            return problem.status, headers, self._page(scope, problem)
        headers["content-type"] = MEDIA_TYPE
        return problem.status, headers, msgspec.json.encode(problem.document(self._base_url))


def wants_page(scope: Scope) -> bool:
    """Whether a person looks: the address is a page's, and HTML is accepted by name."""
    if is_machine_path(scope["path"]):
        return False
    return any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])


def _log_fault(scope: Scope, error: Exception) -> None:
    method = scope.get("method", "")
    _log.error("a request failed", method=method, path=scope["path"], request_id=current_request_id(), exc_info=error)
