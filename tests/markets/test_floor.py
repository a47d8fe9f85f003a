"""The lowest live price: a producer approves it before the air, and nothing opens below it."""

import asyncio

import pytest
from sqlalchemy import func, select

from shop.core.actor import Actor, Role
from shop.core.errors import Refusal
from shop.livestream.start import start_session
from shop.markets.floor import approve_floor, floors_of
from shop.producers.models import MemberRole, Producer, ProducerMember
from shop.promotions.models import Campaign
from tests.make import accounts, livestream
from tests.make.programme import host_of


async def with_editor(session, role=MemberRole.EDITOR, **stall):
    """A stall without floors, and a member of the producer it shows."""
    made = await livestream.stall(session, floor=None, **stall)
    editor = await accounts.person(session, Role.PRODUCER)
    session.add(ProducerMember(producer_id=made.variants[0].producer_id, person_id=editor.id, role=role))
    await session.flush()
    return made, editor


def at(stall):
    return f"{stall.path}/floors/{stall.variants[0].id}"


async def pin(client, stall, price):
    return await client.post(f"{stall.path}/pin", json={"variant": str(stall.variants[0].id), "price": price})


async def test_without_a_floor_only_the_list_price_is_pinned(client, session):
    stall = await livestream.stall(session, floor=None)
    await accounts.signed_in(client, stall.host)

    below, listed = await pin(client, stall, 249_999), await pin(client, stall, 250_000)

    assert (below.status_code, below.json()["code"], below.json()["floor"]) == (422, "live_price_below_floor", 250_000)
    assert listed.status_code == 200


@pytest.mark.parametrize(("price", "status"), [(199_999, 422), (200_000, 200), (230_000, 200)])
async def test_a_live_price_is_held_to_the_floor(client, session, price, status):
    stall = await livestream.stall(session, floor=200_000)
    await accounts.signed_in(client, stall.host)

    reply = await pin(client, stall, price)

    assert reply.status_code == status
    assert await session.scalar(select(func.count()).select_from(Campaign)) == (status == 200)


async def test_an_editor_approves_changes_and_withdraws_before_the_air(client, session):
    stall, editor = await with_editor(session, on_air=False)
    await accounts.signed_in(client, editor)

    for price in (180_000, 180_000, 190_000):
        assert (await client.put(at(stall), json={"price": price})).status_code == 204
    approved = await floors_of(session, stall.live.id)
    for _ in range(2):
        assert (await client.delete(at(stall))).status_code == 204

    assert approved == {stall.variants[0].id: 190_000}
    assert await floors_of(session, stall.live.id) == {}


@pytest.mark.parametrize("price", [0, 250_001])
async def test_a_floor_lies_above_nothing_and_not_above_the_list_price(client, session, price):
    stall, editor = await with_editor(session, on_air=False)
    await accounts.signed_in(client, editor)

    reply = await client.put(at(stall), json={"price": price})

    assert (reply.status_code, reply.json()["code"]) == (422, "floor_wrong")


async def test_floors_are_locked_once_the_session_is_on_air(client, session):
    stall, editor = await with_editor(session)
    await accounts.signed_in(client, editor)

    replies = [await client.put(at(stall), json={"price": 180_000}), await client.delete(at(stall))]

    assert [(reply.status_code, reply.json()["code"]) for reply in replies] == [(409, "floors_locked")] * 2


async def test_neither_a_host_nor_a_viewer_of_the_producer_approves(client, session):
    stall, viewer = await with_editor(session, role=MemberRole.VIEWER, on_air=False)

    for person in (stall.host, viewer):
        client.cookies.clear()
        await accounts.signed_in(client, person)
        assert (await client.put(at(stall), json={"price": 180_000})).status_code == 403


async def test_a_floor_stands_before_a_start_or_is_refused(sessions):
    async with sessions() as session:
        stall, editor = await with_editor(session, on_air=False)
        await session.commit()
    actor = Actor(person_id=editor.id, roles=frozenset({Role.PRODUCER}))

    async with sessions() as starting:
        await start_session(starting, host_of(stall), stall.live.slug)

        async def approve():
            async with sessions() as session, session.begin():
                await approve_floor(session, actor, stall.live.slug, stall.variants[0].id, 180_000)

        late = asyncio.create_task(approve())
        waiting = await asyncio.wait({late}, timeout=0.3)
        await starting.commit()

    assert waiting[1], "it waits for the start"
    with pytest.raises(Refusal, match="floors_locked"):
        await late


async def test_a_producer_sees_its_sessions_and_sets_a_floor_on_its_page(client, session):
    stall, editor = await with_editor(session, on_air=False)
    member = await session.scalar(select(ProducerMember.producer_id).where(ProducerMember.person_id == editor.id))
    slug = await slug_of(session, member)
    await accounts.signed_in(client, editor)
    form = {"act": "set", "session": stall.live.slug, "variant": str(stall.variants[0].id)}
    headers = {"accept": "text/html"}

    page = await client.get(f"/chu-the/{slug}/gian-hang", headers=headers)
    wrong = await client.post(f"/chu-the/{slug}/gian-hang", data=form | {"price": "ba trăm"}, headers=headers)
    done = await client.post(f"/chu-the/{slug}/gian-hang", data=form | {"price": "180.000"}, headers=headers)

    assert stall.live.title in page.text
    assert (wrong.status_code, "ba trăm" in wrong.text, done.status_code) == (422, True, 303)
    assert await floors_of(session, stall.live.id) == {stall.variants[0].id: 180_000}


async def slug_of(session, producer_id):
    return (await session.get_one(Producer, producer_id)).slug
