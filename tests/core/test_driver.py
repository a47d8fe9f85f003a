"""The driver below SQLAlchemy, and connections that die while nobody looks."""

import pytest
from sqlalchemy import text

from shop.core.db import make_engine, make_sessions, short
from shop.core.driver import fetch
from shop.core.errors import Unavailable


async def backend(session):
    return await session.scalar(text("SELECT pg_backend_pid()"))


async def test_a_connection_that_died_in_the_pool_is_replaced_unseen(settings, engine):
    pool = make_engine(settings, 2)
    sessions, others = make_sessions(pool), make_sessions(engine)
    async with short(sessions) as session:
        first = await backend(session)
    async with short(others) as session:
        await session.execute(text("SELECT pg_terminate_backend(:pid, 10000)"), {"pid": first})

    async with short(sessions) as session:
        rows = await fetch(session, "SELECT pg_backend_pid() AS pid", [])

    assert rows[0]["pid"] != first
    await pool.dispose()


async def test_a_connection_that_dies_in_use_is_an_unavailable_shop(settings, engine):
    pool = make_engine(settings, 1)
    sessions, others = make_sessions(pool), make_sessions(engine)

    async def lose():
        async with short(sessions) as session:
            pid = await backend(session)
            async with short(others) as other:
                await other.execute(text("SELECT pg_terminate_backend(:pid, 10000)"), {"pid": pid})
            await fetch(session, "SELECT 1", [])

    with pytest.raises(Unavailable):
        await lose()
    async with short(sessions) as session:
        assert (await fetch(session, "SELECT 1 AS one", []))[0]["one"] == 1
    await pool.dispose()
