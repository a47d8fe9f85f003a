"""Payouts by Stripe: once, whatever is lost on the way."""

import asyncio

import httpx
import pytest
from msgspec.structs import replace
from sqlalchemy import text

from shop.payouts.errors import PayoutWithStripe
from shop.payouts.mark import mark_failed, mark_paid
from shop.payouts.propose_account import propose_account
from shop.payouts.rules import ACCOUNT_CHANGED
from shop.payouts.send_transfers import send_transfers
from shop.settlement.models import PayoutMethod, PayoutState
from tests.make.payouts import TERMS, approved, balance, entries, officer, payouts, wished, with_account
from tests.make.producers import actor
from tests.payments import played
from tests.payments.played import lost_after, official

TRANSFERS = "/v1/transfers"


@pytest.fixture
async def gate(sessions):
    made = played.gateway(sessions)
    yield made
    await made.close()


async def _connected(gate):
    return (await official(gate).accounts.create_async({"type": "express", "country": "VN"})).id


async def _ready(sessions, account, net=300_000):
    """An approved payout to this account: the producer, its owner."""
    async with sessions() as session, session.begin():
        made = await with_account(session, net, stripe_account=account)
        await approved(session)
    return made


async def _age(sessions, by):
    """Let time go by since Stripe was asked."""
    async with sessions() as session, session.begin():
        await session.execute(
            text(f"UPDATE payout SET sent_at = sent_at - interval '{by}', asked_at = asked_at - interval '{by}'")
        )


async def _only(sessions):
    async with sessions() as session:
        (payout,) = await payouts(session)
    return payout


async def _went(gate):
    """What Stripe has sent: (account, amount, payout)."""
    listed = await official(gate).transfers.list_async()
    return [(one.destination, one.amount, one.metadata["payout"]) for one in listed.data]


async def test_it_goes_after_the_approval_and_is_paid(sessions, gate):
    account = await _connected(gate)
    maker, _ = await _ready(sessions, account)

    arrived = await send_transfers(sessions, gate)
    again = await send_transfers(sessions, gate)

    payout = await _only(sessions)
    assert (arrived, again) == (1, 0)
    assert (payout.state, payout.method, payout.ended_by) == (PayoutState.PAID, PayoutMethod.STRIPE, "stripe")
    assert payout.reference.startswith("tr_")
    assert await _went(gate) == [(account, 300_000, str(payout.id))]
    async with sessions() as session:
        assert await balance(session, maker) == 0


async def test_a_lost_answer_is_asked_for_again_under_the_same_key(sessions, gate):
    account = await _connected(gate)
    await _ready(sessions, account)
    gate.wire.fault = lost_after(TRANSFERS)

    lost = await send_transfers(sessions, gate)
    at_once = await send_transfers(sessions, gate)
    between = await _only(sessions)
    await _age(sessions, "2 minutes")
    found = await send_transfers(sessions, gate)

    assert (lost, at_once, found) == (0, 0, 1)
    assert between.state is PayoutState.SENT
    assert (await _only(sessions)).state is PayoutState.PAID
    assert len(await _went(gate)) == 1


async def test_a_request_that_never_came_is_made_again(sessions, gate):
    account = await _connected(gate)
    await _ready(sessions, account)

    async def dead(request, worked):
        raise httpx.ConnectError("nobody there", request=request)

    gate.wire.fault = dead
    await send_transfers(sessions, gate)
    gate.wire.fault = None
    await _age(sessions, "2 minutes")

    assert await send_transfers(sessions, gate) == 1
    assert len(await _went(gate)) == 1


async def test_what_stripe_refuses_is_owed_again(sessions, gate):
    maker, _ = await _ready(sessions, "acct_nobody")

    arrived = await send_transfers(sessions, gate)

    payout = await _only(sessions)
    assert arrived == 0
    assert (payout.state, payout.reason) == (PayoutState.FAILED, "resource_missing")
    async with sessions() as session:
        assert await balance(session, maker) == 300_000
        assert len(await entries(session, payout)) == 2


async def test_two_senders_at_once_send_once(sessions, gate):
    account = await _connected(gate)
    await _ready(sessions, account)

    arrived = await asyncio.gather(*(send_transfers(sessions, gate) for _ in range(4)))

    assert sum(arrived) == 1
    assert len(await _went(gate)) == 1


async def test_a_changed_account_is_never_paid(sessions, gate):
    account = await _connected(gate)
    maker, owner = await _ready(sessions, account)
    async with sessions() as session, session.begin():
        await propose_account(session, actor(owner), maker.id, wished(stripe_account=account))

    assert await send_transfers(sessions, gate) == 0

    payout = await _only(sessions)
    assert (payout.state, payout.reason) == (PayoutState.FAILED, ACCOUNT_CHANGED)
    assert await _went(gate) == []


async def test_persons_see_to_it_only_after_a_day_without_an_answer(sessions, gate):
    maker, _ = await _ready(sessions, await _connected(gate))
    payout = await _only(sessions)
    async with sessions() as session, session.begin():
        who = await officer(session)
    gate.wire.fault = lost_after(TRANSFERS)
    await send_transfers(sessions, gate)
    async with sessions() as session:
        with pytest.raises(PayoutWithStripe):
            await mark_paid(session, who, payout.id, "tr_1")
        with pytest.raises(PayoutWithStripe):
            await mark_failed(session, who, payout.id, "không thấy tiền")

    await _age(sessions, "25 hours")
    asked = await send_transfers(sessions, gate)
    async with sessions() as session, session.begin():
        await mark_paid(session, who, payout.id, "tr_1")

    assert asked == 0
    assert (await _only(sessions)).state is PayoutState.PAID
    async with sessions() as session:
        assert await balance(session, maker) == 0


async def test_what_was_not_asked_for_yet_may_be_stopped(sessions, gate):
    maker, _ = await _ready(sessions, await _connected(gate))
    payout = await _only(sessions)
    async with sessions() as session, session.begin():
        await mark_failed(session, await officer(session), payout.id, "không gửi nữa")

    assert await send_transfers(sessions, gate) == 0
    assert await _went(gate) == []
    async with sessions() as session:
        assert await balance(session, maker) == 300_000


async def test_without_stripe_the_bank_pays(sessions, gate):
    async with sessions() as session, session.begin():
        await with_account(session, 300_000, stripe_account="acct_1")
        await approved(session, terms=replace(TERMS, stripe=False))

    assert await send_transfers(sessions, gate) == 0
    assert (await _only(sessions)).method is PayoutMethod.TRANSFER
