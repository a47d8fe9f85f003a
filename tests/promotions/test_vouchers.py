"""Vouchers on orders: itemised, shared over lines, refused by name, given back."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from shop.cart.discount import Base, discount
from shop.core.errors import Refusal
from shop.core.money import Dong
from shop.delivery.choose import Address, DeliveryWish
from shop.delivery.models import DeliveryMethod
from shop.orders.audit import audit_books
from shop.orders.cancel import cancel_order
from shop.orders.expire import expire_holds
from shop.orders.models import Order, OrderLine
from shop.producers.models import Producer
from shop.promotions.models import VoucherKind
from shop.promotions.open_campaign import open_campaign
from shop.promotions.queries import VoucherOffer
from shop.promotions.rules import Effect, effect_on, read_code, spread
from tests.make.inventory import goods
from tests.make.orders import body, key, placed
from tests.make.producers import producer
from tests.make.promotions import taken, uses, voucher
from tests.make.regions import region
from tests.promotions.test_races import alone, bowls_at, phone_of

PRODUCER, PLATFORM, SHIPPING = VoucherKind.PRODUCER, VoucherKind.PLATFORM, VoucherKind.SHIPPING


@pytest.mark.parametrize("typed", ["CHOMAY10K", " chomay-10k ", "Chợ Mây 10k", "cho.may_10K"])
def test_a_code_is_read_however_it_is_typed(typed):
    assert read_code(typed) == "CHOMAY10K"


@pytest.mark.parametrize("typed", ["", "ab", "x" * 21, "🙂🙂🙂🙂", "a\x00bcd"])
def test_what_can_be_no_code_is_none(typed):
    assert read_code(typed) is None


async def test_an_order_names_each_voucher_and_adds_up(client, session):
    bowl = await goods(session, name="Bát gốm", producer="Hợp tác xã Chè lam")
    own = await session.scalar(select(Producer).where(Producer.slug == "hop-tac-xa-che-lam"))
    cup = await goods(session, name="Chén gốm", price=99_999)
    mine = await voucher(session, PRODUCER, producer_id=own.id, amount=Dong(50_000))
    ours = await voucher(session, PLATFORM, percent=10, cap=Dong(25_000), minimum=Dong(300_000))
    cart = (await client.post("/api/v1/carts", json={"lines": body(bowl, cup)["lines"]})).json()["id"]

    asked = {"delivery": body(bowl)["delivery"], "vouchers": [ours.code, mine.code.lower()]}
    quote = (await client.post(f"/api/v1/carts/{cart}/quote", json=asked)).json()
    order = body(bowl, cup, vouchers=asked["vouchers"], expected_total=quote["total"])
    reply = await client.post("/api/v1/orders", json=order, headers=key())

    assert [(one["code"], one["amount"]) for one in quote["discounts"]] == [(mine.code, 50_000), (ours.code, 25_000)]
    assert (quote["subtotal"], quote["discount"], quote["total"]) == (349_999, 75_000, 274_999)
    assert reply.status_code == 201, reply.text
    assert (reply.json()["discount"], reply.json()["total"]) == (75_000, 274_999)
    lines = (await session.scalars(select(OrderLine).order_by(OrderLine.total))).all()
    assert sum(line.discount for line in lines) == 75_000
    assert [line.producer_discount for line in lines] == [0, 50_000]
    assert [(one.kind, one.amount) for one in await uses(session)] == [(PRODUCER, 50_000), (PLATFORM, 25_000)]
    assert await audit_books(session) == []


async def test_a_voucher_for_shipping_takes_nothing_off_the_goods(session):
    bowl = await goods(session)
    ship = await voucher(session, SHIPPING, amount=Dong(99_000))

    with pytest.raises(Refusal) as refused:
        await placed(session, bowl, vouchers=(ship.code,))
    order = await placed(
        session,
        bowl,
        vouchers=(ship.code,),
        delivery=DeliveryWish(method=DeliveryMethod.SHIP, address=await _address(session)),
    )

    assert refused.value.code == "voucher_not_for_these"  # it is fetched: nothing is shipped
    assert (order.shipping, order.discount, order.total) == (30_000, 30_000, 250_000)
    assert await session.scalar(select(OrderLine.discount)) == 0
    assert await audit_books(session) == []


async def _address(session):
    unit = await region(session, "Hoàn Kiếm", "phường")
    return Address(line="12 Hàng Gai", commune=unit.slug)


NOW = datetime.now(UTC)  # when the tests were gathered, which may be long ago


@pytest.mark.parametrize(
    ("kind", "facts", "code"),
    [
        (PLATFORM, {"quota": 1, "taken": 1}, "voucher_exhausted"),
        (PLATFORM, {"ends_at": NOW - timedelta(minutes=1)}, "voucher_not_open"),
        (PLATFORM, {"starts_at": NOW + timedelta(hours=12)}, "voucher_not_open"),
        (PLATFORM, {"ended_at": NOW}, "voucher_not_open"),
        (PLATFORM, {"minimum": Dong(250_001)}, "voucher_below_minimum"),
        (PRODUCER, {}, "voucher_not_for_these"),
        (None, {}, "voucher_unknown"),
    ],
)
async def test_a_voucher_that_does_not_count_is_refused_by_name_with_the_new_quote(client, session, kind, facts, code):
    bowl = await goods(session)
    used = facts.get("taken")
    facts = {name: fact for name, fact in facts.items() if name != "taken"}
    if kind is PRODUCER:
        facts["producer_id"] = (await producer(session)).id
    made = "KHONGCO" if kind is None else (await voucher(session, kind, **facts)).code
    if used:
        await session.execute(text("UPDATE allowance SET taken = quota"))

    order = body(bowl, vouchers=[made], expected_total=240_000)
    reply = await client.post("/api/v1/orders", json=order, headers=key())
    problem = reply.json()

    assert (reply.status_code in {409, 422}, problem["code"]) == (True, code)
    assert made in problem["detail"]
    assert (problem["voucher"], problem["quote"]["total"]) == (made, 250_000)
    assert problem["quote"]["refused_vouchers"][0]["problem"] == code
    assert await session.scalar(select(Order.id)) is None


@pytest.mark.parametrize("codes", [["X" * 41], [""], ["MA\x00X"], ["MA01", "MA02", "MA03", "MA04"], [5]])
async def test_codes_have_an_end_and_so_has_their_list(client, session, codes):
    bowl = await goods(session)
    cart = (await client.post("/api/v1/carts", json={"lines": body(bowl)["lines"]})).json()["id"]

    quoted = await client.post(
        f"/api/v1/carts/{cart}/quote", json={"delivery": body(bowl)["delivery"], "vouchers": codes}
    )
    ordered = await client.post("/api/v1/orders", json=body(bowl, vouchers=codes), headers=key())

    assert (quoted.status_code, ordered.status_code) == (422, 422)


async def test_an_order_takes_one_voucher_of_a_kind(client, session):
    bowl = await goods(session)
    first, second = await voucher(session), await voucher(session)

    order = body(bowl, vouchers=[first.code, second.code], expected_total=240_000)
    reply = await client.post("/api/v1/orders", json=order, headers=key())

    assert (reply.status_code, reply.json()["code"], reply.json()["voucher"]) == (422, "voucher_twice", second.code)


async def test_cancelling_gives_voucher_and_live_price_back_once(session):
    bowl = await goods(session)
    one = await voucher(session, quota=1, buyer_limit=1)
    await placed(session, bowl, vouchers=(one.code,))
    order_id = await session.scalar(select(Order.id))

    await cancel_order(session, order_id, "buyer")
    await cancel_order(session, order_id, "buyer")
    await session.flush()

    assert await taken(session, one) == 0
    assert await audit_books(session) == []
    await placed(session, bowl, vouchers=(one.code,))  # the same buyer may use it again
    assert await taken(session, one) == 1


async def test_cancel_expiry_and_new_buyers_at_once_keep_the_books(sessions, warp):
    async with sessions() as session, session.begin():
        bowl = await goods(session, 500)
        campaign = await open_campaign(session, bowl.variant_id, Dong(9_000), quota=8, buyer_limit=1)
        some = await voucher(session, quota=8, amount=Dong(1_000), ends_at=NOW + timedelta(days=9))
    asks = [bowls_at(bowl, campaign, phone=phone_of(n), vouchers=(some.code,)) for n in range(14)]
    assert [await alone(sessions, one) for one in asks[:8]] == [201] * 8
    async with sessions() as session:
        ids = list(await session.scalars(select(Order.id)))
        await warp(session, timedelta(hours=1))

    async def cancel(order_id):
        async with sessions() as session, session.begin():
            try:
                await cancel_order(session, order_id, "buyer")
            except Refusal as refusal:
                return refusal.code

    async def sweep():
        async with sessions() as session, session.begin():
            return await expire_holds(session)

    await asyncio.gather(*map(cancel, ids[:4]), sweep(), sweep(), *(alone(sessions, one) for one in asks[8:14]))

    async with sessions() as session:
        assert await audit_books(session) == []
        assert await taken(session, campaign) <= 8
        assert await taken(session, some) == await taken(session, campaign)


@pytest.mark.parametrize(
    ("corruption", "check"),
    [
        ("UPDATE allowance SET taken = taken + 1", "promotions"),
        ("UPDATE allowance_buyer SET taken = taken + 1", "promotions"),
        ("UPDATE promotion_use SET released_at = now()", "promotions"),
        ("UPDATE promotion_use SET amount = amount + 1", "discounts of orders"),
        ("UPDATE promotion_use SET order_id = uuidv7()", "discounts of orders"),
        ("UPDATE order_line SET discount = discount - 1", "discounts of orders"),
    ],
)
async def test_a_seeded_corruption_is_found(session, corruption, check):
    bowl = await goods(session)
    made = await voucher(session, quota=5, buyer_limit=5)
    await placed(session, bowl, vouchers=(made.code,))
    assert await audit_books(session) == []

    await session.execute(text(corruption))

    assert check in {difference.check for difference in await audit_books(session)}


async def test_an_order_without_promotions_pays_no_statement_for_them(sessions, max_queries):
    async with sessions() as session, session.begin():
        bowl = await goods(session, 50)
        made = await voucher(session, buyer_limit=5)
    counts = []
    for codes in ((), (made.code,), (), (made.code,)):
        async with sessions() as session, session.begin():
            with max_queries(20) as seen:
                await placed(session, bowl, vouchers=codes)
        counts.append(len(seen))
        assert bool(codes) == any("allowance" in statement for statement in seen)

    assert counts[3] == counts[2] + 2


# ---- arithmetic ----

AMOUNTS = st.integers(0, 10**9)


@given(amount=AMOUNTS, bases=st.lists(AMOUNTS, min_size=1, max_size=50))
def test_any_amount_is_shared_exactly_and_no_line_falls_below_zero(amount, bases):
    given = min(amount, sum(bases))

    shares = spread(Dong(given), [Dong(base) for base in bases])

    assert sum(shares) == given
    assert all(0 <= share <= base for share, base in zip(shares, bases, strict=True))


@given(
    totals=st.lists(st.tuples(AMOUNTS, st.booleans()), min_size=1, max_size=20),
    shipping=AMOUNTS,
    effects=st.tuples(*[st.tuples(st.booleans(), st.integers(1, 100), st.integers(1, 10**9))] * 3),
)
def test_discounts_of_any_order_add_up_and_never_exceed_it(totals, shipping, effects):
    mine = UUID(int=1)
    lines = [Base(Dong(total), mine if own else None) for total, own in totals]
    known = {
        kind.name: _offer(kind, mine if kind is PRODUCER else None, *effect)
        for kind, effect in zip((PRODUCER, PLATFORM, SHIPPING), effects, strict=True)
    }

    off = discount(lines, Dong(shipping), list(known), known)

    of_goods = sum(one.amount for one in off.given if one.voucher.kind is not SHIPPING)
    of_shipping = sum(one.amount for one in off.given if one.voucher.kind is SHIPPING)
    assert sum(share.all for share in off.shares) == of_goods <= sum(total for total, _ in totals)
    assert of_shipping <= shipping
    assert all(0 <= share.producer <= share.all <= line.total for share, line in zip(off.shares, lines, strict=True))
    assert len(off.given) + len(off.faults) == 3


def _offer(kind, producer_id, percents, percent, amount):
    effect = Effect(percent=percent) if percents else Effect(amount=Dong(amount))
    return VoucherOffer(
        id=UUID(int=2),
        allowance_id=UUID(int=3),
        code=kind.name,
        name=kind.name,
        kind=kind,
        producer_id=producer_id,
        effect=effect,
        open=True,
        left=None,
        ends_at=NOW,
    )


def test_percents_are_rounded_down_to_whole_dong():
    assert effect_on(Effect(percent=10), Dong(99_999)) == 9_999
    assert effect_on(Effect(percent=10, cap=Dong(5_000)), Dong(99_999)) == 5_000
    assert effect_on(Effect(amount=Dong(10_000)), Dong(3_000)) == 3_000
