"""Problems: whatever goes wrong is said in the reader's language, and nothing of the inside is told."""

import asyncpg
import httpx
import pytest
from litestar import Litestar, get
from redis.exceptions import ConnectionError as RedisAway
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shop.core.db import make_engine, make_sessions, short
from shop.core.errors import TooMany
from shop.core.idempotency import InProgress
from shop.http.problems import MEDIA_TYPE, Problems

SECRET = "hunter2-canary"


def failing(error):
    """An application whose one page fails with `error`."""

    @get(["/api/v1/fails", "/fails"])
    async def fails() -> None:
        raise error

    app = Litestar([fails], exception_handlers=Problems("https://chomay.test").handlers, openapi_config=None)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="https://chomay.test")


async def answer(error, path="/api/v1/fails", **headers):
    async with failing(error) as client:
        return await client.get(path, headers=headers)


async def _ask(engine):
    async with short(make_sessions(engine)) as session:
        await session.execute(text("SET LOCAL lock_timeout = '20ms'"))
        await session.execute(text("SELECT 1 FROM person"))


def database_error(kind):
    wrapped = kind(SECRET)
    return DBAPIError(f"SELECT {SECRET}", {"password": SECRET}, wrapped)


async def test_a_fault_of_ours_tells_nothing():
    reply = await answer(ZeroDivisionError(SECRET))

    assert reply.status_code == 500
    assert reply.headers["content-type"] == MEDIA_TYPE
    assert reply.json()["code"] == "internal"
    assert SECRET not in reply.text
    assert "Traceback" not in reply.text


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (ConnectionRefusedError(SECRET), 503, "unavailable"),
        (TimeoutError(SECRET), 503, "unavailable"),
        (PoolTimeout(SECRET), 503, "unavailable"),
        (RedisAway(SECRET), 503, "unavailable"),
        (database_error(asyncpg.CannotConnectNowError), 503, "unavailable"),
        (database_error(asyncpg.AdminShutdownError), 503, "unavailable"),
        (database_error(asyncpg.ConnectionDoesNotExistError), 503, "unavailable"),
        (database_error(asyncpg.TooManyConnectionsError), 503, "unavailable"),
        (database_error(asyncpg.DiskFullError), 503, "unavailable"),
        (database_error(asyncpg.QueryCanceledError), 503, "unavailable"),
        (database_error(asyncpg.ReadOnlySQLTransactionError), 503, "unavailable"),
        (database_error(asyncpg.LockNotAvailableError), 409, "busy"),
        (database_error(asyncpg.DeadlockDetectedError), 409, "busy"),
        (database_error(asyncpg.SerializationError), 409, "busy"),
        (database_error(asyncpg.UniqueViolationError), 409, "busy"),
        (database_error(asyncpg.ForeignKeyViolationError), 409, "conflict"),
        (database_error(asyncpg.CharacterNotInRepertoireError), 422, "validation"),
        (database_error(asyncpg.NumericValueOutOfRangeError), 422, "validation"),
        (database_error(asyncpg.CheckViolationError), 500, "internal"),
        (database_error(asyncpg.UndefinedTableError), 500, "internal"),
        (ExceptionGroup("cleanup", [ConnectionResetError(SECRET)]), 503, "unavailable"),
        (TooMany(7), 429, "too_many_requests"),
        (InProgress(), 409, "in_progress"),
    ],
)
async def test_each_kind_of_failure_has_its_status_and_word(error, status, code):
    reply = await answer(error)

    assert (reply.status_code, reply.json()["code"]) == (status, code)
    assert SECRET not in reply.text
    if status in {429, 503} or code in {"busy", "in_progress"}:
        assert int(reply.headers["retry-after"]) >= 1


async def test_a_row_locked_by_another_is_busy_in_the_real_database(settings, sessions):
    engine = make_engine(settings, 1)
    async with short(sessions) as holder:
        await holder.execute(text("LOCK TABLE person IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(DBAPIError) as refusal:
            await _ask(engine)
    await engine.dispose()

    assert (await answer(refusal.value)).json()["code"] == "busy"


async def test_a_database_that_is_not_there_is_unavailable(settings):
    away = make_engine(settings.__class__(database_url="postgresql://x:y@127.0.0.1:9/none"), 1)
    with pytest.raises(OSError, match="Connect") as refusal:
        await _ask(away)

    assert (await answer(refusal.value)).json()["code"] == "unavailable"


async def test_the_type_leads_to_the_list_of_codes():
    problem = (await answer(TooMany(7))).json()

    assert problem["type"] == "https://chomay.test/loi#too_many_requests"
    assert set(problem) == {"type", "title", "status", "code", "detail"}
    assert "7" in problem["detail"]


@pytest.mark.parametrize(
    ("asked", "language"),
    [("en", "en"), ("vi", "vi"), ("fr", "vi"), ("fr, en;q=0.5", "en"), ("en;q=0.1, vi;q=0.9", "vi"), ("en-GB", "en")],
)
async def test_the_api_speaks_the_language_asked_for(asked, language):
    reply = await answer(TooMany(1), **{"accept-language": asked})

    assert reply.headers["content-language"] == language
    assert reply.json()["title"] == {"vi": "Bạn thao tác quá nhanh", "en": "Too many requests"}[language]


async def test_a_person_gets_a_page_and_a_program_a_document():
    page = await answer(TooMany(1), "/fails", accept="text/html,*/*")
    document = await answer(TooMany(1), "/fails", accept="*/*")
    api = await answer(TooMany(1), "/api/v1/fails", accept="text/html")

    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert document.headers["content-type"] == api.headers["content-type"] == MEDIA_TYPE
