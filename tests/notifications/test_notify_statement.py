"""Owners hear of a month's statement once, when it is over and something moved in it."""

import asyncio
from datetime import UTC, datetime

from sqlalchemy import select, text

from shop.core.actor import Role
from shop.core.db import short
from shop.notifications.models import Channel, Notice
from shop.notifications.notify_statement import tell_statements
from shop.producers.models import MemberRole, Producer
from tests.make.accounts import person
from tests.make.producers import join, producer
from tests.make.statements import evening, pay_out, sold

FIRST = evening(2026, 12, 1, 7)


async def _sold_to_owner(session, warp, *, locale="vi", moment=None):
    """A sale in November, and the owner of its producer."""
    producer_id, *_ = await sold(session, warp, moment or evening(2026, 11, 10))
    maker = await session.get_one(Producer, producer_id)
    owner = await person(session, Role.PRODUCER, locale=locale)
    await join(session, maker, owner)
    return maker, owner


async def _letters(session, channel=Channel.EMAIL):
    rows = await session.scalars(select(Notice).where(Notice.channel == channel).order_by(Notice.id))
    return rows.all()


async def test_owners_are_told_what_was_sold_taken_and_left(session, warp):
    maker, owner = await _sold_to_owner(session, warp)
    await warp(session, FIRST)

    told = await tell_statements(session, 10)

    (letter,) = await _letters(session)
    assert told == 1
    assert letter.email == owner.email
    assert "11/2026" in letter.subject
    for amount in ("100.000", "4.000", "1.500", "94.500"):
        assert f"{amount} ₫" in letter.body_text
    assert f"$base/chu-the/{maker.slug}/doi-soat/2026-11" in letter.body_text
    assert len(await _letters(session, Channel.IN_APP)) == 1


async def test_one_who_reads_english_is_told_in_english(session, warp):
    maker, _ = await _sold_to_owner(session, warp, locale="en")
    await warp(session, FIRST)

    await tell_statements(session, 10)

    (letter,) = await _letters(session)
    assert letter.subject.startswith("Statement of 11/2026")
    assert f"$base/en/chu-the/{maker.slug}/doi-soat/2026-11" in letter.body_text


async def test_it_is_told_once_also_to_owners_who_come_later_and_again_for_the_next_month(session, warp):
    maker, _ = await _sold_to_owner(session, warp)
    await warp(session, FIRST)
    first = [await tell_statements(session, 10) for _ in range(3)]
    await join(session, maker, await person(session, Role.PRODUCER))
    later = await tell_statements(session, 10)
    await pay_out(session, maker.id, 1_000)
    await warp(session, evening(2027, 1, 3))

    january = await tell_statements(session, 10)

    assert (first, later, january) == ([1, 0, 0], 0, 1)
    assert len(await _letters(session)) == 1 + 2


async def test_nobody_is_told_before_the_month_is_over_or_where_nothing_moved(session, warp):
    _, owner = await _sold_to_owner(session, warp)
    await producer(session, members=[owner])
    await warp(session, evening(2026, 12, 1, 0))
    soon = await tell_statements(session, 10)
    await warp(session, evening(2027, 1, 1, 7))

    assert (soon, await tell_statements(session, 10)) == (0, 0)


async def test_viewers_and_who_was_shut_out_are_not_told(session, warp):
    producer_id, *_ = await sold(session, warp, evening(2026, 11, 10))
    maker = await session.get_one(Producer, producer_id)
    await join(session, maker, await person(session, Role.PRODUCER), role=MemberRole.VIEWER)
    gone = await person(session, Role.PRODUCER, disabled_at=datetime(2026, 11, 1, tzinfo=UTC))
    await join(session, maker, gone)
    await warp(session, FIRST)

    assert await tell_statements(session, 10) == 0
    assert await _letters(session) == []


async def test_two_sweeps_at_once_write_one_letter(sessions, warp):
    async with sessions() as session:
        await _sold_to_owner(session, warp)
        await warp(session, FIRST)

    async def sweep() -> None:
        async with short(sessions) as session:
            await tell_statements(session, 10)

    await asyncio.gather(*(sweep() for _ in range(4)))

    async with short(sessions) as session:
        assert len(await _letters(session)) == 1
        await session.execute(text("DELETE FROM clock_warp"))
