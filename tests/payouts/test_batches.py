"""Batches: who is paid how much, two persons, the ledger, what became of each payout."""

from uuid import uuid4

import msgspec
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from shop.core.transitions import IllegalMove
from shop.payouts.approve import approve_batch, drop_batch
from shop.payouts.draft import draft_batch, ready_now
from shop.payouts.errors import (
    PayoutBatchApproved,
    PayoutBatchDropped,
    PayoutBatchEmptied,
    PayoutBatchUnapproved,
    PayoutBatchUnknown,
    PayoutBySelf,
    PayoutEnded,
    PayoutNothing,
    PayoutReasonMissing,
    PayoutReferenceMissing,
    PayoutUnknown,
)
from shop.payouts.mark import mark_failed, mark_paid
from shop.payouts.propose_account import propose_account
from shop.payouts.rules import ACCOUNT_CHANGED, NOT_OWED
from shop.payouts.send_file import send_batch
from shop.remittance.apply_list import apply_list
from shop.settlement.models import EntryKind, PayoutState
from tests.make.payouts import (
    TERMS,
    approved,
    balance,
    drafted,
    entries,
    named_account,
    officer,
    payouts,
    reversed_sale,
    sent,
    sold,
    wished,
    with_account,
)
from tests.make.producers import actor
from tests.make.remittance import brought
from tests.make.remittance import sent as list_sent

WEEK = msgspec.structs.replace(TERMS, days=7)


async def test_only_ripe_money_is_paid(session):
    maker, _ = await with_account(session)
    await sold(session, maker, 300_000, age="8 days")
    await sold(session, maker, 500_000, age="6 days")

    await drafted(session, terms=WEEK)

    assert [one.amount for one in await payouts(session)] == [300_000]


async def test_money_ripens_on_its_day(session):
    maker, _ = await with_account(session)
    await sold(session, maker, 300_000, age="7 days")
    await sold(session, maker, 500_000, age="6 days 23 hours 59 minutes")

    assert [one.amount for one in await ready_now(session, WEEK)] == [300_000]


async def test_cash_ripens_with_its_remittance(session):
    _, who, (first, _), parcels = await brought(session)
    maker, _ = await with_account(session)
    for parcel in parcels:
        await sold(session, maker, 200_000, parcel=parcel.id)
    before = await ready_now(session, TERMS)

    await apply_list(session, who, await list_sent(session, who, (first, parcels[0].amount)))

    assert before == []
    assert [one.amount for one in await ready_now(session, TERMS)] == [200_000]


async def test_what_goes_back_counts_at_once(session):
    maker, _ = await with_account(session)
    await sold(session, maker, 300_000, age="8 days")
    await reversed_sale(session, maker, 260_000)

    with pytest.raises(PayoutNothing):
        await drafted(session, terms=WEEK)


async def test_little_waits_until_it_is_more(session):
    maker, _ = await with_account(session, 49_999)
    assert await ready_now(session, TERMS) == []

    await sold(session, maker, 1)

    assert [one.amount for one in await ready_now(session, TERMS)] == [50_000]


async def test_a_draft_promises_its_money_to_nobody_else(session):
    maker, _ = await with_account(session, 300_000)
    batch, who = await drafted(session)
    await sold(session, maker, 400_000)

    with pytest.raises(PayoutNothing):
        await drafted(session)
    await drop_batch(session, who, batch)
    await drafted(session)

    assert [(one.state, one.amount) for one in await payouts(session)] == [
        (PayoutState.DROPPED, 300_000),
        (PayoutState.DRAFT, 700_000),
    ]
    assert await balance(session, maker) == 700_000


async def test_the_same_key_is_one_draft(session):
    await with_account(session, 300_000)
    who = await officer(session)

    first = await draft_batch(session, who, TERMS, key="a-key-of-mine")
    again = await draft_batch(session, who, TERMS, key="a-key-of-mine")

    assert first == again
    assert len(await payouts(session)) == 1


async def test_the_approval_is_a_second_persons_and_moves_the_money(session):
    maker, _ = await with_account(session, 300_000)
    batch, first = await drafted(session)
    second, third = await officer(session), await officer(session)

    with pytest.raises(PayoutBySelf):
        await approve_batch(session, first, batch, TERMS)
    await approve_batch(session, second, batch, TERMS)
    await approve_batch(session, third, batch, TERMS)

    (payout,) = await payouts(session)
    assert payout.state is PayoutState.APPROVED
    assert await entries(session, payout) == [EntryKind.PAYOUT]
    assert await balance(session, maker) == 0
    assert await ready_now(session, TERMS) == []


async def test_the_database_asks_for_two_persons(session):
    await with_account(session, 300_000)
    await drafted(session)

    with pytest.raises(IntegrityError, match="two_persons"):
        await session.execute(text("UPDATE payout_batch SET approved_by = made_by, approved_at = shop_now()"))


async def test_what_went_back_since_the_draft_is_dropped(session):
    poorer, _ = await with_account(session, 300_000, name="An")
    await with_account(session, 400_000, name="Bình")
    batch, _ = await drafted(session)
    await reversed_sale(session, poorer, 1)

    await approve_batch(session, await officer(session), batch, TERMS)

    assert [(one.state, one.reason) for one in await payouts(session)] == [
        (PayoutState.DROPPED, NOT_OWED),
        (PayoutState.APPROVED, None),
    ]
    assert await balance(session, poorer) == 299_999


async def test_a_changed_account_stops_a_draft_even_when_it_is_confirmed_again(session):
    maker, owner = await with_account(session, 300_000)
    batch, _ = await drafted(session)
    await named_account(session, maker, owner, number="77778888")
    second = await officer(session)

    with pytest.raises(PayoutBatchEmptied):
        await approve_batch(session, second, batch, TERMS)
    await drop_batch(session, second, batch)
    await drafted(session)

    assert [one.state for one in await payouts(session)] == [PayoutState.DROPPED, PayoutState.DRAFT]


async def test_a_changed_account_stops_what_is_approved(session):
    maker, owner = await with_account(session, 300_000)
    batch, who = await approved(session)
    await propose_account(session, actor(owner), maker.id, wished(number="77778888"))

    went = await send_batch(session, who, batch)

    (payout,) = await payouts(session)
    assert went == 0
    assert (payout.state, payout.reason) == (PayoutState.FAILED, ACCOUNT_CHANGED)
    assert await entries(session, payout) == [EntryKind.PAYOUT, EntryKind.PAYOUT_BACK]
    assert await balance(session, maker) == 300_000


async def test_a_batch_is_dropped_or_approved(session):
    await with_account(session, 300_000)
    gone, who = await drafted(session)
    await drop_batch(session, who, gone)
    await drop_batch(session, who, gone)
    kept, second = await approved(session)

    with pytest.raises(PayoutBatchDropped):
        await approve_batch(session, second, gone, TERMS)
    with pytest.raises(PayoutBatchApproved):
        await drop_batch(session, second, kept)
    with pytest.raises(PayoutBatchUnapproved):
        await send_batch(session, second, gone)
    with pytest.raises(PayoutBatchUnknown):
        await approve_batch(session, second, uuid4(), TERMS)


async def test_paid_under_the_banks_reference_once(session):
    maker, _ = await with_account(session, 300_000)
    _, who = await sent(session)
    (payout,) = await payouts(session)

    with pytest.raises(PayoutReferenceMissing):
        await mark_paid(session, who, payout.id, " - ")
    await mark_paid(session, who, payout.id, "FT2633200")
    await mark_paid(session, who, payout.id, "FT2633200")

    assert (payout.state, payout.reference) == (PayoutState.PAID, "FT2633200")
    assert await balance(session, maker) == 0
    with pytest.raises(PayoutEnded):
        await mark_paid(session, who, payout.id, "FT9")
    with pytest.raises(PayoutEnded):
        await mark_failed(session, who, payout.id, "ngân hàng trả lại")


async def test_failed_for_a_reason_and_owed_again(session):
    maker, _ = await with_account(session, 300_000)
    _, who = await sent(session)
    (payout,) = await payouts(session)

    with pytest.raises(PayoutReasonMissing):
        await mark_failed(session, who, payout.id, "x!")
    await mark_failed(session, who, payout.id, "Sai tên người hưởng")
    await mark_failed(session, who, payout.id, "Sai tên người hưởng")

    assert await entries(session, payout) == [EntryKind.PAYOUT, EntryKind.PAYOUT_BACK]
    assert [one.amount for one in await ready_now(session, TERMS)] == [300_000]
    assert await balance(session, maker) == 300_000
    with pytest.raises(PayoutEnded):
        await mark_paid(session, who, payout.id, "FT2633200")


async def test_what_did_not_go_did_not_arrive(session):
    await with_account(session, 300_000)
    await drafted(session)
    who = await officer(session)
    (payout,) = await payouts(session)

    with pytest.raises(IllegalMove):
        await mark_paid(session, who, payout.id, "FT2633200")
    with pytest.raises(IllegalMove):
        await mark_failed(session, who, payout.id, "không gửi nữa")
    with pytest.raises(PayoutUnknown):
        await mark_paid(session, who, uuid4(), "FT2633200")


async def test_what_is_written_of_a_payout_stays(session):
    await with_account(session, 300_000)
    await drafted(session)

    with pytest.raises(IntegrityError, match="never changed"):
        await session.execute(text("UPDATE payout SET amount = amount + 1"))
