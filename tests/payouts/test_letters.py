"""Owners hear of what was paid, of what failed, and of a changed account; in their language, once."""

import pytest
from sqlalchemy import select

from shop.core.actor import Role
from shop.core.events import read_event
from shop.core.outbox import OutboxEvent
from shop.notifications.models import Channel, Notice
from shop.notifications.notify_payout import tell_account, tell_payout
from shop.payouts.mark import mark_failed, mark_paid
from shop.payouts.propose_account import propose_account
from shop.payouts.send_file import send_batch
from shop.producers.models import MemberRole
from tests.make.accounts import person
from tests.make.payouts import approved, payouts, sent, wished, with_account
from tests.make.producers import actor, join


async def _told(session, kind, tell):
    """Let the news of this kind be told twice; the letters: (person, subject, text)."""
    await session.flush()
    found = await session.scalars(select(OutboxEvent).where(OutboxEvent.kind == kind).order_by(OutboxEvent.id))
    event = found.all()[-1]
    written = [await tell(session, event.id, read_event(event.kind, event.payload)) for _ in range(2)]
    letters = await session.scalars(
        select(Notice).where(Notice.event_id == event.id, Notice.channel == Channel.EMAIL).order_by(Notice.person_id)
    )
    assert written[1] == 0
    return [(one.person_id, one.subject, one.body_text) for one in letters]


@pytest.fixture
async def owned(session):
    """A producer with two owners, one of whom reads English, and an editor; 300.000 đồng are theirs."""
    maker, owner = await with_account(session, 300_000, number="99887766")
    other = await person(session, Role.PRODUCER, locale="en")
    await join(session, maker, other)
    await join(session, maker, await person(session, Role.PRODUCER), MemberRole.EDITOR)
    return maker, owner, other


async def test_what_was_paid(session, owned):
    _, owner, other = owned
    _, who = await sent(session)
    (payout,) = await payouts(session)
    await mark_paid(session, who, payout.id, "FT2633200")

    letters = await _told(session, "payouts.paid", tell_payout)

    assert [one[0] for one in letters] == [owner.id, other.id]
    assert "300.000" in letters[0][1]
    assert "FT2633200" in letters[0][2]
    assert "7766" in letters[0][2]
    assert "99887766" not in letters[0][2]
    assert letters[1][1].startswith("We have paid 300.000")


async def test_what_failed_and_why(session, owned):
    _, owner, other = owned
    _, who = await sent(session)
    (payout,) = await payouts(session)
    await mark_failed(session, who, payout.id, "Sai tên người hưởng")

    letters = await _told(session, "payouts.failed", tell_payout)

    assert [one[0] for one in letters] == [owner.id, other.id]
    assert "Sai tên người hưởng" in letters[0][2]


async def test_why_is_said_in_the_readers_language(session, owned):
    maker, owner, _ = owned
    batch, who = await approved(session)
    await propose_account(session, actor(owner), maker.id, wished())
    await send_batch(session, who, batch)

    letters = await _told(session, "payouts.failed", tell_payout)

    assert "tài khoản đã đổi" in letters[0][2]
    assert "the account was changed" in letters[1][2]


async def test_a_changed_account_names_who_changed_it(session, owned):
    maker, owner, other = owned
    await propose_account(session, actor(other), maker.id, wished(number="11223344"))

    letters = await _told(session, "payouts.account_changed", tell_account)

    assert [one[0] for one in letters] == [owner.id, other.id]
    assert other.name in letters[0][2]
    assert "3344" in letters[0][2]
    assert f"/chu-the/{maker.slug}/tai-khoan-ngan-hang" in letters[0][2]
