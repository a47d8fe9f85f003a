"""Imports by a real Celery worker: killed half-way they go on where they stopped, and what breaks off ends."""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from shop.catalog.models import Variant
from shop.inventory.models import Movement
from shop.listings.import_moves import MOST_BROKEN
from shop.listings.import_work import work_import
from shop.listings.models import ImportRun, ImportState
from tests.make import imports as make
from tests.workers.conftest import eventually, shop_worker
from workers.app import make_celery

ROWS, PACKS = 3000, 5  # six steps
STEPS = "SELECT pg_advisory_lock(hashtextextended(CAST(:producer AS text), 5302))"  # what each step takes first
FREE = "SELECT pg_advisory_unlock_all()"
WAITS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


async def asked(sessions, rows=ROWS):
    async with sessions() as session, session.begin():
        one = await make.maker(session, products=rows // PACKS)
        run = await make.ask(session, one, make.table(make.goods(one, rows, packs=PACKS)))
    return one, run.id


async def state(sessions, run_id):
    async with sessions() as session:
        return await session.get(ImportRun, run_id)


async def test_a_worker_killed_half_way_loses_no_row_and_writes_none_twice(sessions, settings, broker):
    one, run_id = await asked(sessions)
    celery = make_celery(settings, patience=1)

    with shop_worker(settings, "bulk") as worker:
        celery.send_task("imports.work", queue="bulk")
        await eventually(lambda: _some(sessions, run_id))
        async with sessions() as gate:
            await gate.execute(text(STEPS), {"producer": str(one.producer.id)})
            await eventually(lambda: gate.scalar(text(WAITS)))
            half = await state(sessions, run_id)
            worker.kill_child()
            await gate.execute(text(FREE))
        await eventually(lambda: _woken(celery, sessions, run_id))

    assert 0 < half.done < ROWS, "it was killed half-way"
    assert half.state is ImportState.RUNNING
    run = await state(sessions, run_id)
    assert (run.done, run.created, run.refused, run.unchanged) == (ROWS, ROWS, 0, 0)
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Variant)) == ROWS
        assert await session.scalar(select(func.count()).select_from(Movement)) == ROWS


async def _some(sessions, run_id):
    return (await state(sessions, run_id)).done


async def _woken(celery, sessions, run_id):
    """Wake the worker as beat does, until the run is over."""
    run = await state(sessions, run_id)
    if run.state is ImportState.DONE:
        return True
    celery.send_task("imports.work", queue="bulk", expires=1)
    return False


async def test_a_step_that_always_breaks_off_ends_and_is_asked_to_go_on(sessions):
    one, run_id = await asked(sessions, rows=20)
    await _break_steps(sessions)
    try:
        for _ in range(MOST_BROKEN):
            with pytest.raises(DBAPIError):
                await work_import(sessions, run_id)
        ended = await work_import(sessions, run_id)
        failed = await state(sessions, run_id)
    finally:
        await _mend_steps(sessions)

    async with sessions() as session, session.begin():
        await make.resume(session, one, run_id)
    done = await work_import(sessions, run_id)

    assert (ended.state, failed.failure) == (ImportState.FAILED, "import_broken")
    assert failed.failure_facts == {"row": 1}
    assert (done.state, done.created) == (ImportState.DONE, 20)


async def _break_steps(sessions):
    async with sessions() as session, session.begin():
        await session.execute(text("ALTER TABLE movement ADD CONSTRAINT broken CHECK (false) NOT VALID"))


async def _mend_steps(sessions):
    async with sessions() as session, session.begin():
        await session.execute(text("ALTER TABLE movement DROP CONSTRAINT broken"))
