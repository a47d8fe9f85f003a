"""The ledger follows an order: money in, goods sold, money back; each entry once, whatever is repeated."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DBAPIError

from shop.core.actor import Actor, Role
from shop.core.clock import today
from shop.core.db import short
from shop.fulfilment.pack import pack_order
from shop.fulfilment.refuse import refuse_order
from shop.fulfilment.ship import deliver_order, ship_order
from shop.orders.models import Order
from shop.orders.settle import settle_order
from shop.payments.models import PaymentMethod, RefundMethod
from shop.payments.receive import Money, receive_money
from shop.producers.models import Producer, ProducerKind
from shop.promotions.models import VoucherKind
from shop.refunds.pay import pay_owed
from shop.remittance.apply_list import apply_list
from shop.returns.models import ReturnReason
from shop.returns.receive import Came, receive_return
from shop.settlement.catch_up import catch_up
from shop.settlement.models import AccountKind, CommissionRate, EntryKind, LedgerEntry
from shop.settlement.post_entry import Account, post_entry
from shop.settlement.post_order import post_order
from tests.make.inventory import goods
from tests.make.orders import placed
from tests.make.parcels import HERE, THERE, clerk_at, to_the_door
from tests.make.promotions import voucher
from tests.make.refunds import claimed
from tests.make.remittance import brought, officer, sent
from tests.make.returns import RULES, accepted, bought
from tests.make.settlement import books_of_order, entries_of, lines_of, posted

CASH = RefundMethod.CASH


async def _all_are(session, kind) -> None:
    await session.execute(update(Producer).values(kind=kind))


async def test_a_sale_for_cash_is_shared_between_producer_platform_and_state(session):
    order = await bought(session)  # three bowls, 750.000 đồng
    await _all_are(session, ProducerKind.HOUSEHOLD)

    books = await posted(session, order.code)

    assert books == {
        "cash": 750_000,
        "producer": -(750_000 - 22_500 - 7_500 - 7_500 - 3_750),
        "commission": -22_500,
        "fee": -7_500,
        "vat": -7_500,
        "pit": -3_750,
    }
    assert await entries_of(session, order.id) == ["cash", "sale"]


async def test_it_is_posted_once_however_often_it_is_asked_for(session):
    order = await bought(session)
    first = await posted(session, order.code)

    assert await posted(session, order.code) == first
    assert await entries_of(session, order.id) == ["cash", "sale"]


async def test_money_that_came_before_is_the_buyers_until_the_goods_are_there(session):
    wares = await goods(session, 5)
    shown = await placed(session, wares, payment=PaymentMethod.VIETQR)
    order_id = await session.scalar(select(Order.id).where(Order.code == shown.code))
    await receive_money(session, order_id, Money(PaymentMethod.VIETQR, "ft-1", shown.total), "bank")
    await settle_order(session, order_id)

    assert await posted(session, shown.code) == {"money": 250_000, "buyer": -250_000}
    assert await lines_of(session, order_id) == []


async def test_delivery_is_the_carriers_and_its_fee_is_taken_from_that(session):
    order, _, trackings, parcels = await brought(session)  # two bowls, two teas, 30.000 for the way
    who = await officer(session)

    before = await posted(session, order.code)
    made = await sent(
        session, who, *((tracking, parcel.amount) for tracking, parcel in zip(trackings, parcels, strict=True))
    )
    await apply_list(session, who, made)
    after = await posted(session, order.code)

    assert (before["cash"], before["carrier"]) == (730_000, -30_000)
    assert "cash" not in after
    assert (after["money"], after["carrier"]) == (730_000 - 2 * 28_000, 2 * 28_000 - 30_000)
    assert await _kinds(session, order.code) == ["cash", "cash", "sale", "sale", "remitted", "remitted"]


async def test_the_platform_pays_for_its_vouchers_and_the_producer_for_its_own(session):
    wares = await goods(session, 5)
    made = await voucher(session)  # 10.000 of the platform's
    order = await bought(session, wares, quantity=2, vouchers=(made.code,))

    books = await posted(session, order.code)
    (line,) = await lines_of(session, order.id)

    assert made.kind is VoucherKind.PLATFORM
    assert (books["cash"], books["voucher"]) == (490_000, 10_000)
    assert (line.paid, line.funded, line.gross, line.commission) == (490_000, 10_000, 500_000, 15_000)


async def test_a_return_takes_from_everybody_what_they_had_of_it(session):
    order = await bought(session)
    await _all_are(session, ProducerKind.HOUSEHOLD)
    sold = await posted(session, order.code)
    made = await accepted(session, order, 1)
    await receive_return(session, order.clerk, made.code, [Came(line=order.line, shelved=1)], RULES)

    owed = await posted(session, order.code)

    assert owed["buyer"] == -250_000
    for kind in ("producer", "commission", "fee", "vat", "pit"):
        assert 3 * owed[kind] == 2 * sold[kind]
    assert await entries_of(session, order.id) == ["cash", "sale", "reversal"]


async def test_all_that_is_paid_back_leaves_nothing_to_anybody(session):
    order = await bought(session)
    await posted(session, order.code)
    for amount in (333_333, 333_333, 83_334):
        refund, who = await claimed(session, order, amount)
        await pay_owed(session, who, refund.id, CASH, note="", terms=RULES)
        await posted(session, order.code)

    assert await posted(session, order.code) == {"cash": 750_000, "money": -750_000}
    assert await entries_of(session, order.id) == ["cash", "sale", *["reversal", "refund"] * 3]


async def test_the_laws_exit_gives_the_delivery_back_too(session):
    wares = await goods(session, 5)
    order = await bought(session, wares, quantity=1)
    await posted(session, order.code)
    made = await accepted(session, order, 1, reason=ReturnReason.MISINFORMED)
    await receive_return(session, order.clerk, made.code, [Came(line=order.line, written_off=1)], RULES)

    assert await posted(session, order.code) == {"cash": 250_000, "buyer": -250_000}


async def test_a_claim_for_more_than_was_sold_yet_waits_for_the_rest_of_the_order(session):
    code, order, clerk = await _two_paid_parcels(session)
    await deliver_order(session, clerk, code, 1)
    await claimed(session, order, 300_000)  # the bowl was 265.000 with its part of the way

    waiting = await _kinds(session, code)
    await deliver_order(session, clerk, code, 2)
    sold = await _kinds(session, code)

    assert waiting == ["receipt", "sale"]
    assert sold == ["receipt", "sale", "sale", "reversal"]
    assert (await posted(session, code))["buyer"] == -300_000


async def test_what_was_never_sold_is_taken_from_nobody(session):
    code, order, clerk = await _two_paid_parcels(session)
    await deliver_order(session, clerk, code, 1)
    refund, _ = await claimed(session, order, 300_000)
    await refuse_order(session, clerk, code, "Không nhận", 2)

    books = await posted(session, code)

    assert refund.amount == 300_000
    assert books == {"money": 380_000, "buyer": -380_000}  # all of it is owed back: nobody has any of it


async def _two_paid_parcels(session):
    """An order paid before, of a bowl and tea, both on their way: its code, its row, who brings them."""
    bowl = await goods(session, 5, point=HERE)
    tea = await goods(session, 5, point=THERE, name="Chè sen", price=100_000, producer="Hợp tác xã Chè")
    shown = await placed(session, bowl, tea, payment=PaymentMethod.VIETQR, delivery=await to_the_door(session))
    order = await session.scalar(select(Order).where(Order.code == shown.code))
    await receive_money(session, order.id, Money(PaymentMethod.VIETQR, "ft-2", order.total), "bank")
    await settle_order(session, order.id)
    person = await clerk_at(session, HERE, THERE)
    clerk = Actor(person_id=person.id, roles=frozenset({Role.STAFF}))
    await pack_order(session, clerk, shown.code)
    await ship_order(session, clerk, shown.code)
    return shown.code, order, clerk


async def _kinds(session, code):
    order_id = await session.scalar(select(Order.id).where(Order.code == code))
    await posted(session, code)
    return await entries_of(session, order_id)


async def test_the_rate_of_the_day_it_was_ordered_counts_whatever_comes_later(session):
    order = await bought(session)
    who, tomorrow = await officer(session), await today(session) + timedelta(days=1)
    session.add(CommissionRate(starts_on=tomorrow, commission=1000, fee=0, set_by=who.person_id))
    await session.flush()

    books = await posted(session, order.code)

    assert books["commission"] == -22_500


@pytest.mark.parametrize("days", [0, -1])
async def test_no_rate_begins_today_or_before(session, days):
    who, day = await officer(session), await today(session) + timedelta(days=days)

    with pytest.raises(DBAPIError, match="a rate cannot begin"):
        await session.execute(insert(CommissionRate).values(starts_on=day, commission=1, fee=1, set_by=who.person_id))


async def test_a_rate_that_was_written_stays(session):
    who, tomorrow = await officer(session), await today(session) + timedelta(days=1)
    session.add(CommissionRate(starts_on=tomorrow, commission=1000, fee=0, set_by=who.person_id))
    await session.flush()

    with pytest.raises(DBAPIError, match="never changed"):
        await session.execute(update(CommissionRate).values(commission=1))


async def test_an_entry_out_of_balance_never_commits(sessions):
    async def post() -> None:
        async with short(sessions) as session:
            books = {Account(AccountKind.MONEY): 100, Account(AccountKind.BUYER): -99}
            await post_entry(session, EntryKind.RECEIPT, uuid4(), books)

    with pytest.raises(DBAPIError, match="out of balance by 1 "):
        await post()


async def test_twins_post_an_order_once(sessions):
    async with short(sessions) as session:
        order = await bought(session)

    async def post() -> None:
        async with short(sessions) as session:
            await post_order(session, order.id)

    await asyncio.gather(*(post() for _ in range(6)))

    async with short(sessions) as session:
        assert await entries_of(session, order.id) == ["cash", "sale"]
        assert sum((await books_of_order(session, order.id)).values()) == 0


async def test_what_no_event_told_of_is_found_and_posted(session):
    order = await bought(session)
    refund, who = await claimed(session, order, 100_000)
    await pay_owed(session, who, refund.id, CASH, note="", terms=RULES)
    await session.flush()

    assert await catch_up(session, 10) == 1
    await session.flush()

    assert await entries_of(session, order.id) == ["cash", "sale", "reversal", "refund"]
    assert await catch_up(session, 10) == 0


async def test_an_order_that_is_gone_needs_nothing(session):
    await post_order(session, uuid4())

    assert (await session.scalars(select(LedgerEntry))).all() == []
