"""Where a producer's money goes: an owner says it, an officer confirms it, a change begins anew."""

import asyncio

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from shop.core.actor import Role
from shop.core.errors import Forbidden, Invalid
from shop.payouts.draft import draft_batch, ready_now
from shop.payouts.errors import PayoutAccountBySelf, PayoutAccountReplaced, PayoutAccountUnknown, PayoutNothing
from shop.payouts.propose_account import confirm_account, propose_account
from shop.payouts.queries import accounts_of_producer, accounts_to_confirm
from shop.producers.models import MemberRole
from shop.settlement.models import BankAccountOfProducer
from tests.make.accounts import person
from tests.make.payouts import TERMS, named_account, officer, sold, wished, with_account
from tests.make.producers import actor, join, producer


async def _owned(session):
    maker, owner = await producer(session), await person(session, Role.PRODUCER)
    await join(session, maker, owner)
    return maker, owner


async def test_nothing_goes_to_an_account_that_nobody_confirmed(session):
    maker, owner = await _owned(session)
    await sold(session, maker, 900_000)
    account = await propose_account(session, actor(owner), maker.id, wished())
    before = await ready_now(session, TERMS)

    await confirm_account(session, await officer(session), account)

    assert before == []
    assert [one.amount for one in await ready_now(session, TERMS)] == [900_000]


async def test_a_change_waits_for_an_officer_again_and_keeps_what_was(session):
    maker, owner = await _owned(session)
    await named_account(session, maker, owner, number="11112222")
    await sold(session, maker, 900_000)

    changed = await propose_account(session, actor(owner), maker.id, wished(number="3333 4444"))

    assert await ready_now(session, TERMS) == []
    shown = await accounts_of_producer(session, maker.id, limit=5)
    assert [(one.number, one.ended_at is None, one.confirmed_at is None) for one in shown] == [
        ("33334444", True, True),
        ("11112222", False, False),
    ]
    waiting = await accounts_to_confirm(session, limit=5)
    assert [(one.id, one.replaces) for one in waiting] == [(changed, "11112222")]


async def test_the_same_account_again_is_no_change(session):
    maker, owner = await _owned(session)
    account = await named_account(session, maker, owner, number="11112222")

    again = await propose_account(session, actor(owner), maker.id, wished(number="1111-2222"))

    assert again == account
    assert await accounts_to_confirm(session, limit=5) == []


async def test_who_proposed_it_never_confirms_it(session):
    maker = await producer(session)
    admin = actor(await person(session, Role.ADMIN), Role.ADMIN)
    account = await propose_account(session, admin, maker.id, wished())

    with pytest.raises(PayoutAccountBySelf):
        await confirm_account(session, admin, account)
    with pytest.raises(IntegrityError, match="two_persons"):
        await session.execute(
            text("UPDATE bank_account_of_producer SET confirmed_by = proposed_by, confirmed_at = shop_now()")
        )


async def test_an_officer_confirms_what_stands_once(session):
    maker, owner = await _owned(session)
    old = await propose_account(session, actor(owner), maker.id, wished())
    new = await propose_account(session, actor(owner), maker.id, wished())
    first, second = await officer(session), await officer(session)

    await confirm_account(session, first, new)
    await confirm_account(session, second, new)

    assert (await session.get(BankAccountOfProducer, new)).confirmed_by == first.person_id
    with pytest.raises(PayoutAccountReplaced):
        await confirm_account(session, first, old)
    with pytest.raises(PayoutAccountUnknown):
        await confirm_account(session, first, maker.id)


@pytest.mark.parametrize("role", [MemberRole.EDITOR, MemberRole.VIEWER])
async def test_only_owners_say_where_the_money_goes(session, role):
    maker, other = await producer(session), await person(session, Role.PRODUCER)
    await join(session, maker, other, role)

    with pytest.raises(Forbidden):
        await propose_account(session, actor(other), maker.id, wished())


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"bank_bin": "999999"}, "bank_bin"),
        ({"number": "12"}, "number"),
        ({"holder": " . "}, "holder"),
        ({"holder": "A" * 121}, "holder"),
        ({"stripe_account": "acc_1"}, "stripe_account"),
    ],
)
async def test_what_cannot_be_meant_is_refused_beside_its_field(session, wrong, field):
    maker, owner = await _owned(session)

    with pytest.raises(Invalid) as refused:
        await propose_account(session, actor(owner), maker.id, wished(**wrong))

    assert refused.value.field == field


async def test_of_two_changes_at_once_one_stands(sessions):
    async with sessions() as session, session.begin():
        maker, owner = await _owned(session)

    async def change(number):
        async with sessions() as session, session.begin():
            await propose_account(session, actor(owner), maker.id, wished(number=number))

    await asyncio.gather(*(change(f"5555000{number}") for number in range(4)))

    async with sessions() as session:
        standing = select(func.count()).where(BankAccountOfProducer.ended_at.is_(None))
        assert await session.scalar(standing) == 1
        assert len(await accounts_of_producer(session, maker.id, limit=9)) == 4


async def test_what_is_written_of_an_account_stays(session):
    await with_account(session)

    with pytest.raises(IntegrityError, match="never changed"):
        await session.execute(text("UPDATE bank_account_of_producer SET number = '99999999'"))


async def test_a_draft_asks_for_confirmed_accounts(session):
    maker, owner = await _owned(session)
    await sold(session, maker, 900_000)
    await propose_account(session, actor(owner), maker.id, wished())

    with pytest.raises(PayoutNothing):
        await draft_batch(session, await officer(session), TERMS, key="a-key-of-mine")
