"""Loaders that run at once."""

import asyncio

from sqlalchemy import Uuid, func, select

from shop.certification.models import Certificate
from shop.core.db import short
from shop.models import metadata
from shop.samples.demo import load_demo
from shop.samples.purge import ANSWERED, SOFT, purge_samples
from shop.samples.register import load_register
from tests.samples.conftest import SECRET


async def test_loaders_at_once_load_once_and_a_purge_waits_for_them(sessions):
    async def run(work, *more):
        async with short(sessions) as session:
            return await work(session, *more)

    registers = await asyncio.gather(*(run(load_register) for _ in range(3)))
    demos = await asyncio.gather(run(load_demo, SECRET), run(load_demo, SECRET))
    loaded, left = await asyncio.gather(run(load_demo, SECRET), run(purge_samples, metadata))

    assert sorted(registers) == [False, False, True]
    assert sorted(demos) == [False, True]
    async with short(sessions) as session:
        assert await session.scalar(select(func.count()).select_from(Certificate)) >= 446
    assert set(left.values()) == {0}
    assert loaded in {True, False}


def test_every_column_that_names_a_row_without_a_key_is_thought_of():
    """A new column like `payment.reference` must say in purge.py what becomes of it."""
    named = {
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, Uuid) and column.name != "id" and not column.foreign_keys
    }

    assert named == {*SOFT, *ANSWERED}
