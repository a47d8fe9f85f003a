"""The office reads cash on delivery and refunds by the API, page by page."""

import pytest

from shop.core.actor import Role
from shop.payments.models import RefundMethod
from shop.refunds.pay import pay_owed
from shop.remittance.apply_list import apply_list
from shop.remittance.settle import settle_remittance
from tests.make.accounts import person, signed_in
from tests.make.refunds import claimed
from tests.make.remittance import brought, officer, sent
from tests.make.returns import RULES, bought

AT = "/api/v1/office"


@pytest.fixture
async def office(client, session):
    """A client that an officer signed in with."""
    await signed_in(client, await person(session, Role.OFFICER))
    return client


async def pages(client, address, after, **query):
    """The items of all pages of one item each; `after` names the next."""
    found = []
    for _ in range(10):
        reply = (await client.get(f"{AT}/{address}", params={"limit": 1, **query})).json()
        if not reply["items"]:
            return found
        found += reply["items"]
        query = query | {"after": reply["items"][-1][after]}
    raise AssertionError("pages without end")


async def test_who_holds_cash(office, session):
    _, _, _, parcels = await brought(session)

    held = (await office.get(f"{AT}/cod/held")).json()

    assert [(one["carrier"], one["parcels"], one["amount"]) for one in held["items"]] == [
        ("ghn", 2, sum(parcel.amount for parcel in parcels))
    ]
    assert (held["late"], held["late_days"] > 0) == ([], True)


async def test_lists_and_their_lines_come_page_by_page(office, session):
    _, _, (first, second), parcels = await brought(session)
    who = await officer(session)
    old = await sent(session, who, (first, parcels[0].amount))
    new = await sent(session, who, (first, parcels[0].amount), (second, parcels[1].amount - 500))
    await apply_list(session, who, new)

    lists = await pages(office, "cod/lists", "id")
    lines = await pages(office, f"cod/lists/{new}", "row")
    unknown = await office.get(f"{AT}/cod/lists/{who.person_id}")

    assert [one["id"] for one in lists] == [str(new), str(old)]
    assert [(one["state"], one["lines"], one["waiting"]) for one in lists] == [("applied", 2, 1), ("checked", 1, 1)]
    assert [(one["verdict"], one["decision"]) for one in lines] == [("exact", "taken"), ("under", None)]
    assert unknown.status_code == 404


async def test_hand_ins_that_wait_and_that_are_settled(office, session):
    who = await officer(session)
    for _ in range(2):
        _, _, (first, _), parcels = await brought(session)
        await apply_list(session, who, await sent(session, who, (first, parcels[0].amount)))
    first, second = await pages(office, "cod/remittances", "id")
    await settle_remittance(session, who, first["id"], "FT2633200")
    await session.flush()

    waiting = await pages(office, "cod/remittances", "id")
    settled = await pages(office, "cod/remittances", "id", settled=True)

    assert [one["id"] for one in waiting] == [second["id"]]
    assert [(one["id"], one["bank_reference"], one["state"]) for one in settled] == [
        (first["id"], "FT2633200", "settled")
    ]


async def test_refunds_that_wait_and_that_were_paid(office, session):
    order = await bought(session)
    first, who = await claimed(session, order, 10_000)
    second, _ = await claimed(session, order, 20_000)
    third, _ = await claimed(session, order, 30_000)
    for refund in (first, third):
        await pay_owed(session, who, refund.id, RefundMethod.CASH, note="", terms=RULES)

    waiting = await pages(office, "refunds", "id")
    paid = await pages(office, "refunds", "id", paid=True)

    assert [(one["id"], one["about"], one["state"]) for one in waiting] == [(str(second.id), "claim", "owed")]
    assert [one["amount"] for one in paid] == [30_000, 10_000]
    assert waiting[0]["order"] == order.code
