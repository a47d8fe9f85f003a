"""Loaders that run at once."""

import asyncio

from sqlalchemy import func, select

from shop.certification.models import Certificate
from shop.core.db import short
from shop.samples.demo import load_demo
from shop.samples.purge import purge_samples
from shop.samples.register import load_register
from tests.samples.conftest import SECRET


async def test_loaders_at_once_load_once_and_a_purge_waits_for_them(sessions):
    async def run(work, *more):
        async with short(sessions) as session:
            return await work(session, *more)

    registers = await asyncio.gather(*(run(load_register) for _ in range(3)))
    demos = await asyncio.gather(run(load_demo, SECRET), run(load_demo, SECRET))
    loaded, left = await asyncio.gather(run(load_demo, SECRET), run(purge_samples))

    assert sorted(registers) == [False, False, True]
    assert sorted(demos) == [False, True]
    async with short(sessions) as session:
        assert await session.scalar(select(func.count()).select_from(Certificate)) >= 446
    assert set(left.values()) == {0}
    assert loaded in {True, False}
