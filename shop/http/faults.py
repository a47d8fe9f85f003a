"""Which refusal stands for an error that nobody caught: the database's, the framework's, ours."""

from typing import Any

from litestar import Request
from litestar.exceptions import HTTPException, ValidationException
from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from redis.exceptions import RedisError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shop.core.driver import is_lost, sqlstate_of
from shop.core.errors import BadRequest, Conflict, Invalid, Refusal, Unauthenticated, Unavailable
from shop.http.errors import BadJson, Busy, Internal, NoSuchPage, TooLarge, WrongMediaType, WrongMethod
from shop.http.validation import refusal_of_validation

_BUSY = frozenset({"40001", "40P01", "55P03", "23505"})  # lost a race; the same request may succeed now
_BAD_DATA_CLASS = "22"
_FOREIGN_KEY = "23503"


def refusal_of(error: BaseException, request: Request[Any, Any, Any]) -> Refusal:
    """The refusal that says what `error` means to the one who asked; `Internal` when it is our fault."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, BaseExceptionGroup):
        return refusal_of(error.__cause__ or error.exceptions[0], request)
    if isinstance(error, HTTPException):
        return _of_framework(error, request)
    return _of_program(error)


def _of_program(error: BaseException) -> Refusal:
    if isinstance(error, DBAPIError):
        return _of_database(error)
    if isinstance(error, UnicodeDecodeError | RecursionError):
        return BadJson()  # a body that is no UTF-8, or nested beyond reason: msgspec says it in this way
    away = isinstance(error, PoolTimeout | ConnectionError | TimeoutError | RedisError)
    return Unavailable() if away else Internal()


def _of_framework(error: HTTPException, request: Request[Any, Any, Any]) -> Refusal:
    if isinstance(error, ValidationException):
        return refusal_of_validation(request, error)
    if isinstance(error, RequestEntityTooLarge):
        return TooLarge()
    if error.status_code == BadRequest.status:
        return _of_unreadable(request)
    by_status: dict[int, Refusal] = {
        401: Unauthenticated(),
        404: NoSuchPage(),
        405: WrongMethod((error.headers or {}).get("allow", "")),
        413: TooLarge(),
        415: WrongMediaType(),
        503: Unavailable(),
    }
    return by_status.get(error.status_code, Internal())


def _of_unreadable(request: Request[Any, Any, Any]) -> Refusal:
    kind = request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    if kind == "application/json" or kind.endswith("+json"):
        return BadJson()
    return WrongMediaType()


def _of_database(error: DBAPIError) -> Refusal:
    state = sqlstate_of(error)
    if state in _BUSY:
        return Busy()
    if is_lost(error):
        return Unavailable()
    if state[:2] == _BAD_DATA_CLASS:
        return Invalid()
    if state == _FOREIGN_KEY:
        return Conflict()
    return Internal()
