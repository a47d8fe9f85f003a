"""A buyer asks for many, the producer quotes, the buyer decides, and contacts are shown at the end alone."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from shop.core.actor import GUEST, Actor, Role
from shop.core.clock import today
from shop.core.db import short
from shop.core.outbox import OutboxEvent
from shop.core.transitions import IllegalMove
from shop.notifications.models import Notice
from shop.notifications.notify_wholesale import tell_enquiry, tell_enquiry_moved
from shop.producers.models import MemberRole
from shop.wholesale.answer import decide, expire_enquiries, quote, refuse
from shop.wholesale.errors import EnquiryUnknown, QuoteChanged, QuoteWrong
from shop.wholesale.events import EnquiryAsked, EnquiryMoved
from shop.wholesale.models import EnquiryState, WholesaleEnquiry, WholesaleHistory
from shop.wholesale.queries import enquiries_of_producer, own_enquiry
from shop.wholesale.rules import own_token
from tests.make import accounts, wholesale

AT = "/api/v1/wholesale-enquiries"
KEY = {"Idempotency-Key": "wholesale-1234"}
SECRET = "a-secret-of-tests"


def body(variant, **changes):
    usual = {
        "quantity": 50,
        "name": "Trần Thị Mai",
        "phone": "0912 345 678",
        "email": "mai@example.vn",
        "consent": True,
    }
    return {"variant": str(variant)} | usual | changes


async def quoted(session, **facts):
    """A quoted enquiry: (producer, its member, enquiry)."""
    own, bowl, member, _ = await wholesale.seller(session)
    asked = await wholesale.enquiry(session, bowl.variant_id, **facts)
    day = await today(session)
    await quote(
        session, member, own.id, asked.id, price=85_000, valid_until=day + timedelta(days=7), words="Giao tận nơi"
    )
    return own, member, asked


async def says(session, enquiry, accept, version=2, actor=GUEST):
    token = own_token(SECRET, enquiry.id)
    return await decide(session, actor, enquiry.id, token=token, secret=SECRET, accept=accept, version=version)


async def test_the_same_key_at_once_is_one_enquiry_told_once(sessions, live_client):
    async with short(sessions) as session:
        _, bowl, _, _ = await wholesale.seller(session)

    replies = await asyncio.gather(*(live_client.post(AT, json=body(bowl.variant_id), headers=KEY) for _ in range(6)))

    async with short(sessions) as session:
        told = await session.scalar(select(func.count()).where(OutboxEvent.kind == "wholesale.asked"))
    assert {reply.status_code for reply in replies} == {201}
    assert len({reply.json()["id"] for reply in replies}) == told == 1


async def test_another_enquiry_under_the_same_key_is_refused(client, session):
    _, bowl, _, _ = await wholesale.seller(session)
    await client.post(AT, json=body(bowl.variant_id), headers=KEY)

    reply = await client.post(AT, json=body(bowl.variant_id, quantity=60), headers=KEY)

    assert (reply.status_code, reply.json()["code"]) == (422, "key_reused")


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"quantity": 19}, "too_few_for_wholesale", "quantity"),
        ({"quantity": 1_000_001}, "validation", None),
        ({"consent": False}, "consent_needed", "consent"),
        ({"phone": "0912 345"}, "bad_phone", "phone"),
        ({"wanted_on": "2020-01-01"}, "validation", "wanted_on"),
        ({"variant": str(uuid4())}, "no_such_variant", None),
        ({"name": "  "}, "validation", "name"),
    ],
    ids=["few", "absurd", "no-consent", "phone", "past", "unknown", "nameless"],
)
async def test_what_cannot_be_meant_is_said(client, session, change, code, field):
    _, bowl, _, _ = await wholesale.seller(session)

    reply = await client.post(AT, json=body(bowl.variant_id) | change, headers=KEY)

    assert reply.json()["code"] == code
    if field:
        assert reply.json()["field"] == field


async def test_goods_without_terms_are_not_sold_wholesale(client, session):
    own, bowl, member, _ = await wholesale.seller(session)
    await client.post("/api/v1/auth/sign-out")
    off = wholesale.Terms(min_quantity=20, active=False)
    await wholesale.set_terms(session, member, own.id, bowl.variant_id, off)

    reply = await client.post(AT, json=body(bowl.variant_id), headers=KEY)
    terms = await client.get(f"/api/v1/products/{bowl.product_slug}/wholesale")

    assert (reply.status_code, reply.json()["code"], terms.json()["items"]) == (409, "no_wholesale", [])


@pytest.mark.parametrize("public", [True, False])
async def test_bands_are_shown_only_if_the_producer_says_so(client, session, public):
    _, bowl, _, _ = await wholesale.seller(session, public=public, bands=((20, 90_000), (50, 85_000)))

    [shown] = (await client.get(f"/api/v1/products/{bowl.product_slug}/wholesale")).json()["items"]

    assert shown["min_quantity"] == 20
    assert shown["bands"] == ([[20, 90_000], [50, 85_000]] if public else [])


@pytest.mark.parametrize(
    "bands", [((10, 90_000),), ((20, 90_000), (50, 90_000)), ((50, 80_000), (20, 90_000)), ((20, 0),)]
)
async def test_bands_that_do_not_go_down_are_refused(client, session, bands):
    own, bowl, _, lan = await wholesale.seller(session)
    await accounts.signed_in(client, lan)
    written = [{"from_quantity": least, "price": price} for least, price in bands]

    reply = await client.put(
        f"/api/v1/producers/{own.slug}/wholesale/terms/{bowl.variant_id}", json={"min_quantity": 20, "bands": written}
    )

    assert reply.status_code == 422


async def test_contacts_are_shown_to_both_once_the_quote_is_taken(session):
    own, _, asked = await quoted(session)
    own.phone = "+84987654321"
    await session.flush()
    token = own_token(SECRET, asked.id)
    [before] = await enquiries_of_producer(session, own.id, waiting=False, limit=5)
    waiting = await own_enquiry(session, GUEST, asked.id, token, SECRET)

    await says(session, asked, accept=True)

    [after] = await enquiries_of_producer(session, own.id, waiting=False, limit=5)
    taken = await own_enquiry(session, GUEST, asked.id, token, SECRET)
    assert (before.name, before.phone, before.email) == ("Mai T.", "•••• 678", None)
    assert (after.name, after.phone, after.email) == ("Trần Thị Mai", "+84912345678", "mai@example.vn")
    assert (waiting.producer_phone, taken.producer_phone) == (None, "+84987654321")


async def test_each_step_is_written_down_once_and_kept(session):
    own, member, asked = await quoted(session)
    day = await today(session)
    again = {"price": 85_000, "valid_until": day + timedelta(days=7), "words": "Giao tận nơi"}
    await quote(session, member, own.id, asked.id, **again)
    await quote(session, member, own.id, asked.id, **(again | {"price": 80_000}))
    with pytest.raises(QuoteChanged):
        await says(session, asked, accept=True)
    await says(session, asked, accept=True, version=3)
    await says(session, asked, accept=True, version=3)
    with pytest.raises(IllegalMove):
        await says(session, asked, accept=False, version=4)

    steps = await session.execute(
        select(WholesaleHistory.version, WholesaleHistory.state, WholesaleHistory.price).order_by(
            WholesaleHistory.version
        )
    )
    assert [tuple(step) for step in steps] == [
        (1, "new", None),
        (2, "quoted", 85_000),
        (3, "quoted", 80_000),
        (4, "accepted", 80_000),
    ]
    with pytest.raises(DBAPIError):
        await session.execute(text("DELETE FROM wholesale_history"))


async def test_yes_and_no_at_once_is_one_of_them(sessions):
    async with short(sessions) as session:
        _, _, asked = await quoted(session)

    async def say(accept):
        async with short(sessions) as own:
            return (await says(own, asked, accept=accept)).state

    said = await asyncio.gather(*(say(n % 2 == 0) for n in range(6)), return_exceptions=True)

    async with short(sessions) as session:
        kept = await session.scalar(select(WholesaleEnquiry.state))
        steps = await session.scalar(select(func.count()).select_from(WholesaleHistory))
    assert {one for one in said if isinstance(one, EnquiryState)} == {kept}
    assert sum(isinstance(one, IllegalMove) for one in said) == 3
    assert steps == 3


@pytest.mark.parametrize(("price", "days"), [(0, 7), (85_000, -1), (85_000, 91), (10**13 + 1, 7)])
async def test_a_quote_needs_a_price_and_a_day_within_reach(session, price, days):
    own, bowl, member, _ = await wholesale.seller(session)
    asked = await wholesale.enquiry(session, bowl.variant_id)
    day = await today(session) + timedelta(days=days)

    with pytest.raises(QuoteWrong):
        await quote(session, member, own.id, asked.id, price=price, valid_until=day)


async def test_time_ends_what_nobody_answered_and_quotes_whose_day_is_over(session, warp):
    _, _, asked = await quoted(session)
    _, bowl, _, _ = await wholesale.seller(session)
    waiting = await wholesale.enquiry(session, bowl.variant_id)

    await warp(session, timedelta(days=8))
    with pytest.raises(IllegalMove):
        await says(session, asked, accept=True)  # before the sweep came by
    first = await expire_enquiries(session, 10)
    await warp(session, timedelta(days=31))
    second = [await expire_enquiries(session, 10) for _ in range(2)]

    assert (first, second) == (1, [1, 0])
    assert (asked.state, waiting.state) == (EnquiryState.EXPIRED, EnquiryState.EXPIRED)


async def test_strangers_and_viewers_touch_nothing(session):
    own, _, asked = await quoted(session)
    other, _, member, _ = await wholesale.seller(session)
    viewer_own, bowl, viewer, _ = await wholesale.seller(session, role=MemberRole.VIEWER)
    seen = await wholesale.enquiry(session, bowl.variant_id)
    somebody = Actor(person_id=(await accounts.person(session)).id)

    with pytest.raises(EnquiryUnknown):
        await refuse(session, member, other.id, asked.id)
    with pytest.raises(EnquiryUnknown):
        await decide(session, somebody, asked.id, token="wrong", secret=SECRET, accept=True, version=2)
    with pytest.raises(Exception, match="not_allowed"):
        await refuse(session, viewer, viewer_own.id, seen.id)
    with pytest.raises(Exception, match="not_allowed"):
        await refuse(session, member, own.id, asked.id)


async def test_both_sides_get_their_letters_once(session):
    own, bowl, member, lan = await wholesale.seller(session)
    asked = await wholesale.enquiry(session, bowl.variant_id, locale="en")
    day = await today(session)
    await quote(session, member, own.id, asked.id, price=85_000, valid_until=day, words="Giao tận nơi")
    moved = {"enquiry_id": asked.id, "version": 2}
    told = (
        (tell_enquiry, EnquiryAsked(enquiry_id=asked.id)),
        (tell_enquiry_moved, EnquiryMoved(state=EnquiryState.QUOTED, **moved)),
        (tell_enquiry_moved, EnquiryMoved(state=EnquiryState.ACCEPTED, **moved)),
        (tell_enquiry_moved, EnquiryMoved(state=EnquiryState.EXPIRED, **moved)),
    )

    for tell, event in told:
        event_id = uuid4()
        assert await tell(session, event_id, event) > 0
        assert await tell(session, event_id, event) == 0

    mailed = (await session.scalars(select(Notice).where(Notice.email.is_not(None)).order_by(Notice.id))).all()
    assert [notice.email for notice in mailed] == [lan.email, "mai@example.vn", lan.email, "mai@example.vn"]
    assert [notice.locale for notice in mailed] == ["vi", "en", "vi", "en"]
    assert "85.000" in mailed[1].body_text
    assert "0912345678" not in "".join(notice.body_text for notice in mailed)


async def test_office_counts_and_sees_no_contact(client, session):
    await quoted(session)
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))

    reply = await client.get("/api/v1/office/wholesale")

    assert reply.json()["counts"]["quoted"] == 1
    assert "Mai" not in reply.text
