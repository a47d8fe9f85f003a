"""What a producer's statement says is what was written, to the đồng, and a month that is over stays as it was."""

import random
from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from shop.core.clock import HANOI
from shop.orders.models import Parcel
from shop.payouts.owed import owed_to
from shop.remittance.models import CashState, CodCollection, Remittance
from shop.settlement.errors import StatementUnknown
from shop.settlement.models import EntryKind
from shop.settlement.month_rules import Month, month_of, read_month
from shop.settlement.queries import balance_of, entries_of, known_month, lines_of, months_of, statement_of
from shop.settlement.rules import take_back
from tests.make.payouts import approved, payouts, with_account
from tests.make.returns import bought
from tests.make.settlement import posted
from tests.make.statements import PARTS, by_chance, counted, evening, give_back, pay_out, share, sold

NOVEMBER = Month(2026, 11)
MONTHS = [Month(2026, number) for number in range(7, 13)]
moments = st.integers(0, 7_900 * 365 * 86_400).map(lambda later: evening(2019, 1, 1, 0) + timedelta(seconds=later))


@given(moments)
def test_every_moment_is_in_one_month_alone(moment):
    month = month_of(moment)

    assert month.since <= moment < month.until
    assert month.next.since == month.until
    assert month.next.before == month
    assert month.first_day <= moment.astimezone(HANOI).date() <= month.last_day


@given(st.integers(2019, 9998), st.integers(1, 12))
def test_a_month_is_read_as_it_is_written(year, number):
    assert read_month(str(Month(year, number))) == Month(year, number)


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "2026-1", "2018-12", "9999-12", "２０２６-11", "2026-11 "]
)
def test_what_is_no_month_is_none(text):
    assert read_month(text) is None


@pytest.mark.parametrize("seed", range(6))
async def test_statements_say_what_was_written_whatever_it_was(session, warp, seed):
    written = await by_chance(session, warp, random.Random(seed))
    await warp(session, evening(2026, 12, 31))

    for producer in {one.producer for one in written}:
        statements = [await statement_of(session, producer, month) for month in MONTHS]
        for month, one in zip(MONTHS, statements, strict=True):
            lines = await lines_of(session, producer, month, 1000)
            said = {
                "opening": one.opening,
                "closing": one.closing,
                "paid_out": one.paid_out,
                "paid_back": one.paid_back,
                "sales": [getattr(one.sales, part) for part in PARTS],
                "reversals": [getattr(one.reversals, part) for part in PARTS],
                "lines": [line.place.line for line in lines],
            }
            assert said == counted(written, producer, month.since, month.until)
            assert one.opening + one.moved == one.closing
            assert sum(line.shares.net for line in lines) == one.sum.net
        assert all(before.closing == after.opening for before, after in pairwise(statements))
        assert (await balance_of(session, producer, 0)).owed == statements[-1].closing


@pytest.mark.parametrize("seed", range(3))
async def test_the_list_of_months_agrees_with_their_statements(session, warp, seed):
    written = await by_chance(session, warp, random.Random(100 + seed))

    for producer in {one.producer for one in written}:
        found = await months_of(session, producer, 100)
        assert [one.month for one in found] == sorted(
            {month_of(one.at) for one in written if one.producer == producer and one.amount}, reverse=True
        )
        for one in found:
            statement = await statement_of(session, producer, one.month)
            assert (one.moved, one.closing) == (statement.moved, statement.closing)


async def test_a_month_that_is_over_stays_as_it_was(session, warp):
    producer, order_id, line, _ = await sold(session, warp, evening(2026, 11, 30, 23))
    before = await statement_of(session, producer, NOVEMBER)
    await warp(session, evening(2026, 12, 1, 0))
    await give_back(session, order_id, producer, take_back(share(line), 40_000))
    await pay_out(session, producer, 50_000)
    soon = await statement_of(session, producer, NOVEMBER)
    await warp(session, evening(2026, 12, 1, 1))

    after = await statement_of(session, producer, NOVEMBER)

    assert (before.over, soon.over, after.over) == (False, False, True)
    assert (before.closing, before.sales) == (after.closing, after.sales)
    assert (after.closing, after.paid_out, after.reversals.gross) == (94_500, 0, 0)


async def test_a_reversal_of_one_dong_that_takes_commission_alone_is_on_the_statement(session, warp):
    producer, order_id, line, _ = await sold(
        session, warp, evening(2026, 11, 3), paid=2, commission=1, fee=0, vat=0, pit=0
    )
    await give_back(session, order_id, producer, share(line, -1, commission=-1, fee=0, vat=0, pit=0))

    statement = await statement_of(session, producer, NOVEMBER)

    assert (statement.reversals.gross, statement.reversals.commission, statement.closing) == (-1, -1, 1)
    assert len(await lines_of(session, producer, NOVEMBER, 10)) == 2


async def test_another_producers_part_of_an_order_is_not_told(session, warp):
    written = await by_chance(session, warp, random.Random(5))
    one, other = {each.producer for each in written}

    lines = [line.place.line for month in MONTHS for line in await lines_of(session, one, month, 1000)]
    others = {each.line for each in written if each.producer == other}

    assert lines
    assert not others & set(lines)


async def test_a_producer_without_sales_has_a_statement_of_zeros(session):
    producer = uuid4()

    statement = await statement_of(session, producer, NOVEMBER)

    assert (statement.opening, statement.moved, statement.closing) == (0, 0, 0)
    assert await months_of(session, producer, 10) == []
    assert (await balance_of(session, producer, 7)).ready == 0


@pytest.mark.parametrize("text", ["2026-12", "2027-01", "hôm qua"])
async def test_a_month_that_has_not_begun_has_no_statement(session, warp, text):
    await warp(session, evening(2026, 11, 28))

    with pytest.raises(StatementUnknown):
        await known_month(session, text)
    assert await known_month(session, "2026-11") == NOVEMBER


async def test_lines_and_entries_are_read_page_by_page(session, warp):
    written = await by_chance(session, warp, random.Random(7))
    producer = written[0].producer
    whole = await lines_of(session, producer, NOVEMBER, 1000)
    entries = await entries_of(session, producer, 1000)

    pages, after = [], None
    while found := await lines_of(session, producer, NOVEMBER, 2, after):
        pages += found
        after = found[-1].place
    walked, before = [], None
    while some := await entries_of(session, producer, 3, before):
        walked += some
        before = some[-1].id

    assert len(whole) > 2
    assert pages == list(whole)
    assert walked == list(entries)
    assert sum(one.amount for one in entries) == (await balance_of(session, producer, 0)).owed


async def test_a_statement_is_one_question_however_much_was_sold(session, warp, max_queries):
    written = await by_chance(session, warp, random.Random(9))

    with max_queries(3):
        await statement_of(session, written[0].producer, NOVEMBER)
        await lines_of(session, written[0].producer, NOVEMBER, 1000)


async def test_money_waits_for_the_cash_then_for_the_days_then_it_is_ready(session, warp):
    order = await bought(session)
    await posted(session, order.code)
    producer = await session.scalar(select(Parcel.producer_id).where(Parcel.order_id == order.id))
    owed = 750_000 - 22_500 - 7_500
    await session.execute(update(CodCollection).values(state=CashState.COLLECTED))
    held = await balance_of(session, producer, 7)

    await _hand_in(session, order)
    young = await balance_of(session, producer, 7)
    await warp(session, timedelta(days=7, minutes=1))
    ripe = await balance_of(session, producer, 7)
    await pay_out(session, producer, 700_000)
    paid = await balance_of(session, producer, 7)

    assert (held.owed, held.waits_for_cash, held.waits_for_days, held.ready) == (owed, owed, 0, 0)
    assert (young.waits_for_cash, young.waits_for_days, young.ready) == (0, owed, 0)
    assert (ripe.waits_for_days, ripe.ready) == (0, owed)
    assert (paid.owed, paid.ready, paid.paid_out) == (owed - 700_000, owed - 700_000, 700_000)


async def test_who_owes_is_paid_nothing(session, warp):
    producer, *_ = await sold(session, warp, evening(2026, 11, 3))
    await pay_out(session, producer, 200_000)
    await warp(session, evening(2026, 11, 20))

    balance = await balance_of(session, producer, 7)

    assert (balance.owed, balance.ready) == (94_500 - 200_000, 0)


async def _hand_in(session, order):
    handed = Remittance(reference=uuid4(), place_id=order.goods.place_id, amount=750_000, state=CashState.REMITTED)
    session.add(handed)
    await session.flush()
    await session.execute(
        update(CodCollection).values(state=CashState.REMITTED, remittance_id=handed.id, handed_in=750_000, fee=0)
    )


async def test_a_payout_is_on_the_account_under_its_code(session):
    maker, *_ = await with_account(session, 500_000)
    await approved(session)
    (payout,) = await payouts(session)

    newest, *_ = await entries_of(session, maker.id, 10)

    assert (newest.kind, newest.payout, newest.amount) == (EntryKind.PAYOUT, payout.code, -payout.amount)
    assert (await balance_of(session, maker.id, 0)).paid_out == payout.amount


@pytest.mark.parametrize("days", [0, 7, 60])
async def test_what_is_ready_is_what_a_payout_would_take(session, warp, days):
    written = await by_chance(session, warp, random.Random(11 + days))
    producers = {one.producer for one in written}

    paid = await owed_to(session, producers, days)
    read = {producer: await balance_of(session, producer, days) for producer in producers}

    assert {one: (owed.balance, owed.available) for one, owed in paid.items()} == {
        one: (balance.owed, balance.ready) for one, balance in read.items()
    }
