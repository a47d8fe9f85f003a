"""The controls: without the protection the same faults must do harm, and the audit must say so."""

import asyncio
import os
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import msgspec
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from config.settings import Settings
from shop.core.db import Sessions, make_engine, make_sessions, short
from tests.make import inventory
from tests.system.controls import cut_replies, kill_postgres, kill_web
from tests.system.harness import ROOT

WRITERS = 8

_FREE = text("SELECT on_hand - held FROM stock_level WHERE variant_id = :variant")
_TAKE = text("UPDATE stock_level SET held = held + 1 WHERE variant_id = :variant RETURNING id")
_HOLD = text("INSERT INTO stock_hold (reference, level_id, pieces, state) VALUES (uuidv7(), :level, 1, 'open')")
_NOTE = text("INSERT INTO movement (level_id, kind, on_hand, held, actor) VALUES (:level, 'hold', 0, 1, 'careless')")


async def test_control_without_synchronous_commit_the_same_kill_of_postgres_loses_promised_orders(crash_shop):
    assert await kill_postgres(crash_shop) > 0


async def test_control_a_web_process_that_answers_before_it_commits_loses_promised_orders(crash_shop):
    assert await kill_web(crash_shop) > 0


async def test_control_buyers_who_forget_their_keys_get_more_than_they_wished_when_replies_are_lost(crash_shop):
    assert await cut_replies(crash_shop) > 0


async def test_the_check_stops_a_writer_who_reads_then_writes(books_apart):
    async with sessions_of(books_apart) as sessions:
        goods, taken = await read_then_write(sessions)
        async with short(sessions) as session:
            level = await inventory.level(session, goods)

    assert (taken, level) == (1, (1, 1))


async def test_control_without_the_check_the_same_writer_oversells_and_the_audit_says_so(books_apart):
    async with sessions_of(books_apart) as sessions:
        async with short(sessions) as session:
            await session.execute(text("ALTER TABLE stock_level DROP CONSTRAINT stock_level_held_within_on_hand_check"))
        before = await audit(books_apart)
        _, taken = await read_then_write(sessions)
    after = await audit(books_apart)

    assert before.returncode == 0, before.stdout + before.stderr
    assert taken == WRITERS
    assert after.returncode == 1
    assert f"found on hand 1, held {WRITERS}" in after.stdout


async def read_then_write(sessions: Sessions) -> tuple[inventory.Goods, int]:
    """Eight buyers look at the last piece, all see it, and each takes it without a lock; how many got it."""
    async with short(sessions) as session:
        goods = await inventory.goods(session, 1, point=f"quay-{uuid.uuid4().hex[:8]}")
    everybody_has_looked = asyncio.Barrier(WRITERS)

    async def buy() -> bool:
        try:
            async with short(sessions) as session:
                free = await session.scalar(_FREE, {"variant": goods.variant_id})
                await everybody_has_looked.wait()
                level = await session.scalar(_TAKE, {"variant": goods.variant_id}) if free else None
                await session.execute(_HOLD, {"level": level})
                await session.execute(_NOTE, {"level": level})
        except IntegrityError:
            return False
        return True

    taken = await asyncio.gather(*(buy() for _ in range(WRITERS)))
    return goods, sum(taken)


@pytest.fixture
async def books_apart(settings: Settings) -> AsyncIterator[Settings]:
    """A migrated database of this test alone, whose constraints may be broken."""
    name = f"chomay_control_{uuid.uuid4().hex[:8]}"
    server = await asyncpg.connect(os.environ["CHOMAY_TEST_DATABASE"])
    await server.execute(f"CREATE DATABASE {name} TEMPLATE chomay_template")
    yield msgspec.structs.replace(settings, database_url=settings.database_url.rsplit("/", 1)[0] + f"/{name}")
    await server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await server.close()


@asynccontextmanager
async def sessions_of(settings: Settings) -> AsyncIterator[Sessions]:
    """Sessions on a database of its own, as many at once as there are writers."""
    engine = make_engine(settings, WRITERS)
    yield make_sessions(engine)
    await engine.dispose()


async def audit(settings: Settings) -> "subprocess.CompletedProcess[str]":
    """`shop audit` on these books."""
    chosen = {
        "SHOP_DATABASE_URL": settings.database_url,
        "SHOP_REDIS_URL": settings.redis_url,
        "SHOP_SECRET_KEY": settings.secret_key,
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SHOP_")}
    argv = [sys.executable, "-m", "shop.cli.main", "audit"]
    return await asyncio.to_thread(
        subprocess.run, argv, cwd=ROOT, env=kept | chosen, capture_output=True, text=True, check=False
    )
