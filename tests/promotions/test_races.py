"""A hundred at once for ten: each kind of limit, over real transactions, in batches, and over HTTP in a room."""

import asyncio
from collections import Counter

import pytest

from shop.core.actor import GUEST, Actor, Role
from shop.core.errors import Refusal
from shop.core.money import Dong
from shop.livestream.pin import pin_variant
from shop.orders.audit import audit_books
from shop.orders.place import place_order
from shop.orders.place_many import place_many
from shop.promotions.open_campaign import open_campaign
from tests.make.accounts import person
from tests.make.inventory import goods, level
from tests.make.livestream import stall
from tests.make.orders import TERMS, key
from tests.make.promotions import taken, voucher
from tests.orders.test_place_many import ask

HUNDRED = 100
ALONE = 40  # real transactions at once; the pool makes them wait in turn


def phone_of(number):
    return f"0912 {number // 1000:03} {number % 1000:03}"


def bowls_at(bowl, campaign, *, phone, quantity=1, actor=GUEST, **more):
    """An ask for bowls at the campaign's price."""
    made = ask((bowl, quantity), phone=phone, **more)
    lines = tuple(type(line)(**{**_fields(line), "campaign_id": campaign}) for line in made.request.lines)
    request = type(made.request)(**{**_fields(made.request), "lines": lines})
    return type(made)(**{**_fields(made), "request": request, "actor": actor})


def _fields(struct):
    return {name: getattr(struct, name) for name in struct.__struct_fields__}


async def alone(sessions, one):
    """Place one order in its own transaction; 201 or the code of the refusal."""
    try:
        async with sessions() as session, session.begin():
            await place_order(session, one.request, one.actor, one.claim.key, TERMS)
    except Refusal as refusal:
        return refusal.code
    return 201


async def in_batches(sessions, asks, size=20):
    """Place them in batches at the same time."""

    async def batch(some):
        async with sessions() as session, session.begin():
            return await place_many(session, some, TERMS)

    batches = await asyncio.gather(*(batch(asks[at : at + size]) for at in range(0, len(asks), size)))
    return [answer.code if isinstance(answer, Refusal) else 201 for answers in batches for answer in answers]


async def at_once(sessions, asks, way):
    if way == "batches":
        return Counter(await in_batches(sessions, asks))
    return Counter(await asyncio.gather(*(alone(sessions, one) for one in asks)))


async def books(sessions, promotion):
    async with sessions() as session:
        assert await audit_books(session) == []
        return await taken(session, promotion)


WAYS = pytest.mark.parametrize(("way", "many"), [("alone", ALONE), ("batches", HUNDRED)])


@WAYS
async def test_never_more_pieces_than_the_quota_go_at_the_live_price(sessions, way, many):
    async with sessions() as session, session.begin():
        bowl = await goods(session, 500)
        campaign = await open_campaign(session, bowl.variant_id, Dong(99_000), quota=10)

    answers = await at_once(sessions, [bowls_at(bowl, campaign, phone=phone_of(n)) for n in range(many)], way)

    assert answers == {201: 10, "quota_exhausted": many - 10}
    assert await books(sessions, campaign) == 10
    async with sessions() as session:
        assert await level(session, bowl) == (500, 10)


@WAYS
async def test_one_buyer_gets_no_more_than_the_limit_and_others_are_unharmed(sessions, way, many):
    async with sessions() as session, session.begin():
        bowl = await goods(session, 500)
        campaign = await open_campaign(session, bowl.variant_id, Dong(99_000), buyer_limit=10)
    greedy = [bowls_at(bowl, campaign, phone=phone_of(1)) for _ in range(many)]
    other = bowls_at(bowl, campaign, phone=phone_of(2), quantity=3)

    answers = await at_once(sessions, [*greedy, other], way)

    assert answers == {201: 11, "buyer_limit": many - 10}
    assert await books(sessions, campaign) == 13


@WAYS
async def test_a_voucher_for_ten_is_used_ten_times(sessions, way, many):
    async with sessions() as session, session.begin():
        bowl = await goods(session, 500)
        ten = await voucher(session, quota=10)

    asks = [ask((bowl, 1), phone=phone_of(n), vouchers=(ten.code,)) for n in range(many)]
    answers = await at_once(sessions, asks, way)

    assert answers == {201: 10, "voucher_exhausted": many - 10}
    assert await books(sessions, ten) == 10


@WAYS
async def test_one_buyer_uses_a_voucher_as_often_as_one_may(sessions, way, many):
    async with sessions() as session, session.begin():
        bowl = await goods(session, 500)
        once = await voucher(session, buyer_limit=1)

    asks = [ask((bowl, 1), phone=phone_of(n % 10), vouchers=(once.code,)) for n in range(many)]
    answers = await at_once(sessions, asks, way)

    assert answers == {201: 10, "voucher_buyer_limit": many - 10}
    assert await books(sessions, once) == 10


async def test_orders_with_the_same_vouchers_and_goods_never_wait_in_a_circle(sessions):
    async with sessions() as session, session.begin():
        bowl, cup = await goods(session, 500), await goods(session, 500, name="Chén gốm")
        ours, theirs = await voucher(session, quota=30), await voucher(session, quota=30)
        live = [await open_campaign(session, each.variant_id, Dong(9_000), quota=30) for each in (bowl, cup)]
    codes = [ours.code, theirs.code]
    asks = [
        bowls_at(each, campaign, phone=phone_of(number), vouchers=(codes[number % 2],))
        for number in range(ALONE)
        for each, campaign in (zip((bowl, cup), live, strict=True) if number % 2 else [(cup, live[1]), (bowl, live[0])])
    ]

    answers, batches = await asyncio.gather(
        at_once(sessions, asks[::2], "alone"), at_once(sessions, asks[1::2], "batches")
    )

    assert set(answers + batches) <= {201, "quota_exhausted", "voucher_exhausted"}
    assert await books(sessions, live[0]) == 30
    assert await books(sessions, live[1]) == 30


async def test_a_person_with_many_phones_is_one_buyer(sessions):
    async with sessions() as session, session.begin():
        bowl = await goods(session, 500)
        campaign = await open_campaign(session, bowl.variant_id, Dong(99_000), buyer_limit=3)
        lan = Actor(person_id=(await person(session)).id)
    asks = [bowls_at(bowl, campaign, phone=phone_of(n), actor=lan) for n in range(20)]

    answers = await in_batches(sessions, asks, size=5)

    assert Counter(answers) == {201: 3, "buyer_limit": 17}
    used = [number for number, answer in enumerate(answers) if answer == 201]
    again = [await alone(sessions, bowls_at(bowl, campaign, phone=phone_of(n), quantity=3)) for n in used]
    assert again == ["buyer_limit"] * 3
    assert await books(sessions, campaign) == 3


async def test_in_a_room_a_hundred_buyers_get_the_ten_pieces_of_the_quota(sessions, live_client):
    async with sessions() as session, session.begin():
        made = await stall(session, stock=500)
        await open_pin(session, made, quota=10)
    variant = str(made.variants[0].id)

    async def buy(number):
        contact = {"name": "Trần Văn Minh", "phone": phone_of(number)}
        body = {"variant": variant, "quantity": 1, "contact": contact}
        reply = await live_client.post(f"{made.path}/orders", json=body, headers=key())
        return reply.status_code, reply.json()

    replies = await asyncio.gather(*(buy(number) for number in range(HUNDRED)))

    assert Counter(status for status, _ in replies) == {201: 10, 409: 90}
    assert {body["code"] for status, body in replies if status == 409} == {"quota_exhausted"}
    assert {body["total"] for status, body in replies if status == 201} == {199_000}
    snapshot = (await live_client.get(f"{made.path}/snapshot")).json()
    assert (snapshot["pins"][0]["left"], snapshot["pins"][0]["available"]) == (0, 490)
    async with sessions() as session:
        assert await audit_books(session) == []


async def open_pin(session, made, **bounds):
    host = Actor(person_id=made.host.id, roles=frozenset({Role.HOST}))
    await session.flush()
    await pin_variant(session, host, made.live.slug, made.variants[0].id, 199_000, **bounds)
