"""Producers hear that a floor is asked of them, and which one holds."""

import pytest
from sqlalchemy import select

from shop.core.actor import Role
from shop.core.outbox import OutboxEvent
from shop.markets.events import FloorChanged, FloorsAsked
from shop.markets.set_line_up import Shown, set_line_up
from shop.notifications.models import Notice
from shop.notifications.notify_floor import tell_floor_changed, tell_floors_asked
from shop.producers.models import MemberRole, ProducerMember
from tests.make import accounts, livestream


async def with_member(session, locale="vi"):
    """A stall to come, and a member of the producer it shows."""
    stall = await livestream.stall(session, floor=None, on_air=False)
    member = await accounts.person(session, Role.PRODUCER)
    member.locale = locale
    session.add(ProducerMember(producer_id=stall.variants[0].producer_id, person_id=member.id, role=MemberRole.EDITOR))
    await session.flush()
    return stall, member


async def stored(session, event):
    return (await session.scalars(select(OutboxEvent).where(OutboxEvent.kind == event.kind))).first()


async def notices(session, person):
    return list(await session.scalars(select(Notice).where(Notice.person_id == person.id)))


@pytest.mark.parametrize(("locale", "word"), [("vi", "giá sàn"), ("en", "floor")])
async def test_goods_new_in_a_line_up_ask_their_producer_in_their_language_once(session, locale, word):
    stall, member = await with_member(session, locale)
    officer = await accounts.person(session, Role.OFFICER)
    variant = stall.variants[0].id
    version = stall.live.version

    live = await set_line_up(session, officer.id, stall.live.slug, [], version=version)
    live = await set_line_up(session, officer.id, live.slug, [Shown(variant, "A1")], version=live.version)
    await set_line_up(session, officer.id, live.slug, [Shown(variant, "A2")], version=live.version)
    asked = list(await session.scalars(select(OutboxEvent).where(OutboxEvent.kind == FloorsAsked.kind)))
    event = FloorsAsked(session_id=live.id, variants=(variant,))
    written = [await tell_floors_asked(session, asked[0].id, event) for _ in range(2)]

    assert len(asked) == 1
    assert written[0] > 0
    assert written[1] == 0
    told = await notices(session, member)
    assert {word in notice.body_text for notice in told} == {True}
    assert {live.title in notice.subject for notice in told} == {True}


async def test_who_has_approved_already_is_not_asked(client, session):
    stall, member = await with_member(session)
    variant = stall.variants[0].id
    await accounts.signed_in(client, member)
    await client.put(f"{stall.path}/floors/{variant}", json={"price": 180_000})
    event = FloorsAsked(session_id=stall.live.id, variants=(variant,))
    some = await stored(session, FloorChanged)

    written = await tell_floors_asked(session, some.id, event)

    assert written == 0


@pytest.mark.parametrize(("price", "words"), [(180_000, "180.000"), (None, "đã rút")])
async def test_a_changed_floor_is_told_to_the_producers_people_once(client, session, price, words):
    stall, member = await with_member(session)
    variant = stall.variants[0].id
    await accounts.signed_in(client, member)
    await client.put(f"{stall.path}/floors/{variant}", json={"price": 180_000})
    some = await stored(session, FloorChanged)
    event = FloorChanged(session_id=stall.live.id, variant_id=variant, price=price)

    written = [await tell_floor_changed(session, some.id, event) for _ in range(2)]

    assert written[0] > 0
    assert written[1] == 0
    assert {words in notice.subject for notice in await notices(session, member)} == {True}
