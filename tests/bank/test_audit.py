"""The auditor compares what banks told with the money it became."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from shop.bank.decide_case import match_case
from shop.bank.models import BankNotice
from shop.core.actor import Role
from shop.orders.audit import audit_books
from tests.make import accounts
from tests.make.bank import ACCOUNT, awaiting, case, memo, told


async def _found(session):
    await session.flush()
    return [each for each in await audit_books(session) if each.check == "bank transfers"]


async def _world(session):
    """A transfer that was booked, one a person booked, one that waits, and one that went out."""
    order, officer = await awaiting(session), await accounts.person(session, Role.OFFICER)
    await told(session, memo(order), order.total - 5)
    await told(session, memo(order), 5, direction="out")
    await match_case(session, officer.id, (await case(session, "x", 5)).id, order.code)
    await case(session, "y", 7)


async def test_honest_books_agree(session):
    await _world(session)

    assert await _found(session) == []


@pytest.mark.parametrize(
    "corruption",
    [
        "UPDATE bank_notice SET amount = amount + 1 WHERE outcome = 'part'",
        "UPDATE bank_notice SET reference = uuidv7() WHERE outcome = 'part'",
        "UPDATE bank_notice SET outcome = 'ignored', reference = NULL WHERE outcome = 'part'",
        "UPDATE bank_notice SET foreign_id = foreign_id || 'x' WHERE outcome = 'part'",
        "DELETE FROM bank_case WHERE state = 'open'",
        "UPDATE bank_case SET reference = uuidv7() WHERE state = 'matched'",
    ],
)
async def test_a_notice_that_did_not_become_what_it_says_is_found(session, corruption):
    await _world(session)
    await session.flush()
    await session.execute(text(corruption))

    assert len(await _found(session)) >= 1


async def test_a_notice_nobody_works_is_found_after_an_hour(sessions, warp):
    async with sessions() as session, session.begin():
        session.add(
            BankNotice(
                kind="sepay",
                foreign_id="1",
                account=ACCOUNT.number,
                incoming=True,
                amount=1,
                currency="VND",
                content="",
            )
        )
    async with sessions() as session:
        assert await _found(session) == []
        await warp(session, timedelta(hours=2))
        assert [each.found for each in await _found(session)] == ["waits"]
