"""Payouts when people act at once: nobody is paid twice, nothing is promised twice."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from shop.core.errors import Conflict
from shop.payouts.approve import approve_batch, drop_batch
from shop.payouts.draft import draft_batch
from shop.payouts.errors import PayoutEnded, PayoutNothing
from shop.payouts.mark import mark_failed, mark_paid
from shop.payouts.propose_account import propose_account
from shop.payouts.send_file import send_batch
from shop.settlement.models import EntryKind, PayoutState
from tests.make.payouts import (
    TERMS,
    approved,
    balance,
    drafted,
    entries,
    officer,
    payouts,
    reversed_sale,
    sent,
    wished,
    with_account,
)
from tests.make.producers import actor


async def _many(sessions, *acts):
    """Every act in a transaction of its own, all at once: what each came to."""

    async def run(act):
        async with sessions() as session, session.begin():
            return await act(session)

    return await asyncio.gather(*(run(act) for act in acts), return_exceptions=True)


async def _committed(sessions, make):
    async with sessions() as session, session.begin():
        return await make(session)


def _held():
    """A pause in which everybody waits for the others to come, or for a moment at most."""
    here = []
    all_here = asyncio.Event()

    async def pause(_point):
        here.append(1)
        if len(here) > 1:
            all_here.set()
        try:
            await asyncio.wait_for(all_here.wait(), 0.3)
        except TimeoutError:
            return

    return pause


async def test_of_two_drafts_at_once_one_has_the_money(sessions):
    for name in ("An", "Bình", "Chi"):
        await _committed(sessions, lambda session, name=name: with_account(session, 300_000, name=name))
    officers = [await _committed(sessions, officer) for _ in range(3)]
    pause = _held()

    outcomes = await _many(
        sessions,
        *(
            lambda session, who=who: draft_batch(session, who, TERMS, key="key-of-a-run", pause=pause)
            for who in officers
        ),
    )

    assert sorted(type(one).__name__ for one in outcomes) == ["PayoutNothing", "PayoutNothing", "UUID"]
    async with sessions() as session:
        assert [one.amount for one in await payouts(session)] == [300_000] * 3


async def test_a_form_sent_twice_at_once_is_one_draft(sessions):
    await _committed(sessions, lambda session: with_account(session, 300_000))
    who = await _committed(sessions, officer)

    outcomes = await _many(
        sessions, *[lambda session: draft_batch(session, who, TERMS, key="key-of-a-form") for _ in range(3)]
    )

    assert len(set(outcomes)) == 1
    async with sessions() as session:
        assert len(await payouts(session)) == 1


async def test_of_two_approvals_at_once_one_moves_the_money(sessions):
    maker, _ = await _committed(sessions, lambda session: with_account(session, 300_000))
    batch, _ = await _committed(sessions, drafted)
    officers = [await _committed(sessions, officer) for _ in range(4)]

    outcomes = await _many(
        sessions, *(lambda session, who=who: approve_batch(session, who, batch, TERMS) for who in officers)
    )

    assert outcomes == [None] * 4
    async with sessions() as session:
        assert await balance(session, maker) == 0
        (payout,) = await payouts(session)
        assert await entries(session, payout) == [EntryKind.PAYOUT]


async def test_a_draft_is_approved_or_dropped(sessions):
    maker, _ = await _committed(sessions, lambda session: with_account(session, 300_000))
    batch, who = await _committed(sessions, drafted)
    second = await _committed(sessions, officer)

    outcomes = await _many(
        sessions,
        lambda session: approve_batch(session, second, batch, TERMS),
        lambda session: drop_batch(session, who, batch),
    )

    assert sum(isinstance(one, Conflict) for one in outcomes) == 1
    async with sessions() as session:
        (payout,) = await payouts(session)
        left = await balance(session, maker)
    assert (payout.state, left) in {(PayoutState.APPROVED, 0), (PayoutState.DROPPED, 300_000)}


async def test_a_new_draft_beside_an_approval_pays_nobody_twice(sessions):
    maker, _ = await _committed(sessions, lambda session: with_account(session, 300_000))
    batch, _ = await _committed(sessions, drafted)
    second, third = await _committed(sessions, officer), await _committed(sessions, officer)

    outcomes = await _many(
        sessions,
        lambda session: approve_batch(session, second, batch, TERMS),
        lambda session: draft_batch(session, third, TERMS, key="key-of-a-run"),
    )

    assert outcomes[0] is None
    assert isinstance(outcomes[1], PayoutNothing)
    async with sessions() as session:
        assert await balance(session, maker) == 0


async def test_goods_that_go_back_do_not_wait_for_a_draft(sessions):
    maker, _ = await _committed(sessions, lambda session: with_account(session, 300_000))
    who = await _committed(sessions, officer)

    async def meanwhile(point):
        assert point == "accounts locked"
        await _committed(sessions, lambda session: reversed_sale(session, maker, 100_000))

    await _committed(sessions, lambda session: draft_batch(session, who, TERMS, key="key-of-a-run", pause=meanwhile))

    async with sessions() as session:
        assert [one.amount for one in await payouts(session)] == [200_000]


async def test_of_paid_and_failed_at_once_one_stands(sessions):
    maker, _ = await _committed(sessions, lambda session: with_account(session, 300_000))
    await _committed(sessions, sent)
    async with sessions() as session:
        (payout,) = await payouts(session)
    who = await _committed(sessions, officer)

    outcomes = await _many(
        sessions,
        lambda session: mark_paid(session, who, payout.id, "FT1"),
        lambda session: mark_failed(session, who, payout.id, "bị trả lại"),
        lambda session: mark_paid(session, who, payout.id, "FT1"),
    )

    async with sessions() as session:
        (payout,) = await payouts(session)
        left, kinds = await balance(session, maker), await entries(session, payout)
    paid = payout.state is PayoutState.PAID
    assert sum(isinstance(one, PayoutEnded) for one in outcomes) == (1 if paid else 2)
    assert (left, len(kinds)) == ((0, 1) if paid else (300_000, 2))


async def test_a_file_goes_once_and_never_to_an_account_that_was_changed(sessions):
    maker, owner = await _committed(sessions, lambda session: with_account(session, 300_000))
    batch, who = await _committed(sessions, approved)

    outcomes = await _many(
        sessions,
        lambda session: send_batch(session, who, batch),
        lambda session: propose_account(session, actor(owner), maker.id, wished(number="77778888")),
        lambda session: send_batch(session, who, batch),
    )

    async with sessions() as session:
        (payout,) = await payouts(session)
        left = await balance(session, maker)
    assert not any(isinstance(one, Exception) for one in outcomes)
    assert outcomes[0] + outcomes[2] == (1 if payout.state is PayoutState.SENT else 0)
    assert (payout.state, left) in {(PayoutState.SENT, 0), (PayoutState.FAILED, 300_000)}


async def test_the_database_takes_no_second_draft_of_a_producer(session):
    await with_account(session, 300_000)
    await drafted(session)
    copied = "(SELECT id FROM made), number + 1, code || '2', producer_id, account_id, amount, method, state"

    with pytest.raises(IntegrityError, match="payout_draft_idx"):
        await session.execute(
            text(
                "WITH made AS (INSERT INTO payout_batch (made_by) SELECT made_by FROM payout_batch RETURNING id) "
                "INSERT INTO payout (batch_id, number, code, producer_id, account_id, amount, method, state) "
                f"SELECT {copied} FROM payout"
            )
        )
