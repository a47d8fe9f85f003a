"""From an application to a member: papers, decisions, and what it gives at each step."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from shop.accounts.models import PersonRole
from shop.core.actor import Role
from shop.core.clock import today
from shop.core.errors import Refusal
from shop.core.outbox import OutboxEvent
from shop.core.transitions import IllegalMove
from shop.producers.errors import (
    AlreadyMember,
    DocumentUnknown,
    NotWritable,
    PaperOver,
    PapersMissing,
    RegistrationOpen,
    RegistrationUnknown,
    TooManyRegistrations,
)
from shop.producers.give_paper import GivenPaper, give_paper
from shop.producers.models import (
    MemberRole,
    PaperKind,
    Producer,
    ProducerKind,
    ProducerState,
)
from shop.producers.queries import member_role
from shop.producers.register import NewProducer, claim_producer, register_producer
from shop.producers.review import approve_registration, decline_registration
from shop.producers.submit import submit_registration, withdraw_registration
from tests.make import accounts, producers, regions


async def new_producer(session, person, name="Tổ hợp tác Mây tre Phú Vinh", key="khóa-của-đơn", **fields):
    commune = await regions.region(session, "Phú Nghĩa")
    wish = {
        "kind": ProducerKind.GROUP,
        "name": name,
        "tax_code": "",
        "representative": "Nguyễn Thị Mai",
        "address": "Thôn Phú Vinh",
        "commune_id": commune.id,
        "sells_food": False,
    }
    return await register_producer(session, person.id, NewProducer(**(wish | fields)), key)


async def test_a_new_producer_is_seen_by_nobody_until_it_is_approved(client, session):
    person, officer = await accounts.person(session), await accounts.person(session, Role.OFFICER)
    opened = await new_producer(session, person)
    maker = await session.get(Producer, opened.producer_id)
    hidden = await client.get(f"/chu-the-ocop/{maker.slug}")
    await producers.give_all(session, opened, person)
    await submit_registration(session, producers.actor(person), opened.id)
    await session.flush()
    await producers.accept_all(session, officer, opened)

    await approve_registration(session, officer.id, opened.id, version=opened.version)
    await session.flush()

    shown = await client.get(f"/chu-the-ocop/{maker.slug}", headers={"accept": "text/html"})
    assert (hidden.status_code, shown.status_code) == (404, 200)
    assert maker.state is ProducerState.ACTIVE
    assert await member_role(session, person.id, maker.id) is MemberRole.OWNER
    assert await session.get(PersonRole, (person.id, Role.PRODUCER)) is not None
    kinds = list(await session.scalars(select(OutboxEvent.kind)))
    assert {"producers.registration_submitted", "producers.registration_approved"} <= set(kinds)


async def test_the_same_form_sent_twice_is_one_application(session):
    person = await accounts.person(session)
    commune = await regions.region(session, "Phú Nghĩa")

    first = await new_producer(session, person, commune_id=commune.id)
    again = await new_producer(session, person, commune_id=commune.id)

    assert first.id == again.id


async def test_two_producers_of_one_name_have_two_addresses(session):
    one, other = await accounts.person(session), await accounts.person(session)

    first = await new_producer(session, one, name="Đăng ký")
    second = await new_producer(session, other, name="Đăng ký")

    slugs = list(
        await session.scalars(select(Producer.slug).where(Producer.id.in_((first.producer_id, second.producer_id))))
    )
    assert len(set(slugs)) == 2
    assert "dang-ky" not in slugs, "the address of the form itself"


async def test_a_claim_gives_nothing_before_approval(client, session):
    person = await accounts.person(session)
    maker = await producers.producer(session)
    await producers.handed_in(session, person, maker)
    await accounts.signed_in(client, person)

    replies = [
        await client.get(path, headers={"accept": "text/html"})
        for path in (
            f"/chu-the/{maker.slug}",
            f"/chu-the/{maker.slug}/ho-so",
            f"/api/v1/producers/{maker.slug}/members",
        )
    ]

    assert [reply.status_code for reply in replies] == [403, 403, 403]
    assert await member_role(session, person.id, maker.id) is None
    assert maker.state is ProducerState.ACTIVE


async def test_a_second_claim_of_an_owned_producer_is_said_to_the_office(client, session):
    owner, person = await accounts.person(session), await accounts.person(session)
    maker = await producers.producer(session, members=[owner])
    await producers.handed_in(session, person, maker)
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))

    page = await client.get(f"/van-phong/chu-the/{maker.slug}", headers={"accept": "text/html"})

    assert page.status_code == 200
    assert "Chủ thể đã có 1 người quản lý" in page.text


async def test_one_application_for_one_producer_and_few_at_once(session):
    person = await accounts.person(session)
    makers = [await producers.producer(session) for _ in range(4)]
    await claim_producer(session, person.id, makers[0].slug, sells_food=False)

    with pytest.raises(RegistrationOpen):
        await claim_producer(session, person.id, makers[0].slug, sells_food=False)
    for maker in makers[1:3]:
        await claim_producer(session, person.id, maker.slug, sells_food=False)
    with pytest.raises(TooManyRegistrations):
        await claim_producer(session, person.id, makers[3].slug, sells_food=False)


async def test_members_need_not_claim(session):
    person = await accounts.person(session)
    maker = await producers.producer(session, members=[person])

    with pytest.raises(AlreadyMember):
        await claim_producer(session, person.id, maker.slug, sells_food=False)


async def test_papers_are_complete_before_it_is_handed_in_and_rest_afterwards(session):
    person = await accounts.person(session)
    opened = await producers.registration(session, await producers.producer(session), person, sells_food=True)
    with pytest.raises(PapersMissing):
        await submit_registration(session, producers.actor(person), opened.id)
    await producers.give_all(session, opened, person)
    await submit_registration(session, producers.actor(person), opened.id)
    await session.flush()

    with pytest.raises(NotWritable):
        await give_paper(
            session, producers.actor(person), opened.id, PaperKind.TAX_CODE, GivenPaper(number="0101234567")
        )


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({}, "paper_incomplete", "number"),
        ({"number": "12"}, "paper_incomplete", "valid_until"),
    ],
)
async def test_a_paper_says_which_field_it_lacks(session, given, code, field):
    person = await accounts.person(session)
    opened = await producers.registration(session, await producers.producer(session), person, sells_food=True)

    with pytest.raises(Refusal) as refused:
        await give_paper(session, producers.actor(person), opened.id, PaperKind.FOOD_SAFETY, GivenPaper(**given))

    assert (refused.value.code, refused.value.field) == (code, field)


async def test_a_paper_must_be_valid_and_its_document_one_s_own(session):
    person, other = await accounts.person(session), await accounts.person(session)
    opened = await producers.registration(session, await producers.producer(session), person, sells_food=True)
    day = await today(session)
    foreign, own = await producers.document(session, other), await producers.document(session, person)
    asker = producers.actor(person)
    over = GivenPaper(number="1", valid_until=day - timedelta(days=1), document_id=own.id)
    stolen = GivenPaper(number="1", valid_until=day, document_id=foreign.id)

    with pytest.raises(PaperOver):
        await give_paper(session, asker, opened.id, PaperKind.FOOD_SAFETY, over)
    with pytest.raises(DocumentUnknown):
        await give_paper(session, asker, opened.id, PaperKind.FOOD_SAFETY, stolen)
    with pytest.raises(RegistrationUnknown):
        await give_paper(
            session, producers.actor(other), opened.id, PaperKind.TAX_CODE, GivenPaper(number="0101234567")
        )


async def test_a_declined_new_producer_is_declined_with_it_and_a_claimed_one_stays(session):
    officer = await accounts.person(session, Role.OFFICER)
    person = await accounts.person(session)
    fresh = await new_producer(session, person)
    await producers.give_all(session, fresh, person)
    await submit_registration(session, producers.actor(person), fresh.id)
    claimed = await producers.handed_in(session, person)
    await session.flush()

    for opened in (fresh, claimed):
        await decline_registration(session, officer.id, opened.id, "Không đủ điều kiện", version=opened.version)
        await session.flush()

    states = [(await session.get(Producer, opened.producer_id)).state for opened in (fresh, claimed)]
    assert states == [ProducerState.DECLINED, ProducerState.ACTIVE]
    with pytest.raises(IllegalMove):
        await withdraw_registration(session, producers.actor(person), claimed.id)
