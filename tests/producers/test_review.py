"""The office at work: every paper, one decision, papers that run out."""

import asyncio
from datetime import timedelta

import pytest

from shop.core.actor import Role
from shop.core.clock import today
from shop.producers.errors import PapersNotAccepted, RegistrationChanged
from shop.producers.expire_papers import expire_papers
from shop.producers.give_paper import GivenPaper, give_paper
from shop.producers.lock import papers_of
from shop.producers.models import (
    MemberRole,
    PaperKind,
    PaperState,
    Producer,
    ProducerState,
    Registration,
    RegistrationState,
)
from shop.producers.queries import member_role
from shop.producers.review import approve_registration, decide_paper, decline_registration, return_registration
from shop.producers.submit import submit_registration
from tests.make import accounts, producers


async def test_it_is_approved_only_when_every_paper_is_accepted(session):
    person, officer = await accounts.person(session), await accounts.person(session, Role.OFFICER)
    opened = await producers.handed_in(session, person)

    with pytest.raises(PapersNotAccepted):
        await approve_registration(session, officer.id, opened.id, version=opened.version)


async def test_a_returned_application_is_mended_and_handed_in_again(session):
    person, officer = await accounts.person(session), await accounts.person(session, Role.OFFICER)
    opened = await producers.handed_in(session, person)
    await decide_paper(
        session, officer.id, opened.id, PaperKind.TAX_CODE, version=opened.version, declined="Số của chi nhánh khác"
    )
    await session.flush()
    await return_registration(session, officer.id, opened.id, "Sửa mã số thuế", version=opened.version)
    await session.flush()

    await producers.give_all(session, opened, person)
    await submit_registration(session, producers.actor(person), opened.id)
    await session.flush()
    await producers.accept_all(session, officer, opened)
    await approve_registration(session, officer.id, opened.id, version=opened.version)

    assert opened.state is RegistrationState.APPROVED


async def test_a_paper_that_ran_out_is_asked_for_again_and_the_producer_goes_on(session, warp):
    person, officer = await accounts.person(session), await accounts.person(session, Role.OFFICER)
    maker = await producers.producer(session)
    opened = await producers.registration(session, maker, person, sells_food=True)
    await producers.give_all(session, opened, person, valid_until=await today(session) + timedelta(days=30))
    await submit_registration(session, producers.actor(person), opened.id)
    await session.flush()
    await producers.accept_all(session, officer, opened)
    await approve_registration(session, officer.id, opened.id, version=opened.version)
    await session.commit()
    before = await expire_papers(session, 100)
    await warp(session, timedelta(days=32))

    found = await expire_papers(session, 100)
    await session.flush()
    again = await expire_papers(session, 100)

    states = {paper.kind: paper.state for paper in await papers_of(session, opened.id)}
    assert (before, again) == (0, 0)
    assert found == len(states)
    assert set(states.values()) == {PaperState.EXPIRED}
    assert (await session.get(Producer, maker.id)).state is ProducerState.ACTIVE
    number = GivenPaper(number="0101234567")
    paper = await give_paper(session, producers.actor(person), opened.id, PaperKind.TAX_CODE, number)
    assert paper.state is PaperState.GIVEN


async def test_of_two_officers_one_decides(sessions):
    async with sessions() as session, session.begin():
        person = await accounts.person(session)
        officers = [await accounts.person(session, Role.OFFICER) for _ in range(2)]
        opened = await producers.handed_in(session, person)
        await producers.accept_all(session, officers[0], opened)

    async def decide(at):
        async with sessions() as session, session.begin():
            if at:
                await approve_registration(session, officers[at].id, opened.id, version=opened.version)
            else:
                await decline_registration(session, officers[at].id, opened.id, "Thiếu giấy", version=opened.version)

    answers = await asyncio.gather(decide(0), decide(1), return_exceptions=True)

    assert sorted(type(answer) for answer in answers if answer) == [RegistrationChanged]
    async with sessions() as session:
        kept = await session.get(Registration, opened.id)
        is_owner = await member_role(session, person.id, opened.producer_id) is MemberRole.OWNER
    assert (kept.state is RegistrationState.APPROVED) is is_owner
