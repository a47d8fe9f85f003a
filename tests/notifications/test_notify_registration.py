"""Notices about applications: to the right people, in their language, once for each event."""

from uuid import uuid4

from sqlalchemy import select

from shop.accounts.events import SignUpRepeated
from shop.notifications.models import Channel, Notice
from shop.notifications.notify_account import tell_sign_up
from shop.notifications.notify_registration import tell_registration
from shop.producers.events import PaperAsked, RegistrationReturned
from shop.producers.lock import papers_of
from shop.producers.models import MemberRole, RegistrationState
from tests.make import accounts, producers


async def _mails(session):
    rows = await session.scalars(select(Notice).where(Notice.channel == Channel.EMAIL).order_by(Notice.email))
    return {notice.email: notice for notice in rows}


async def test_an_applicant_reads_the_reason_in_their_language(session):
    person = await accounts.person(session, locale="en", email="mai@chomay.test")
    opened = await producers.registration(session, await producers.producer(session), person)
    event, event_id = RegistrationReturned(registration_id=opened.id, version=3, reason="Costs $base 5"), uuid4()

    first = await tell_registration(session, event_id, event)
    again = await tell_registration(session, event_id, event)

    mail = (await _mails(session))["mai@chomay.test"]
    assert (first, again) == (2, 0)
    assert "Costs $$base 5" in mail.body_text, "what people write is never taken for a blank"
    assert f"$base/en/chu-the/dang-ky/{opened.id}" in mail.body_text


async def test_a_paper_is_asked_of_those_who_can_give_it(session):
    owner = await accounts.person(session, email="chu@chomay.test")
    viewer = await accounts.person(session, email="xem@chomay.test")
    applicant = await accounts.person(session)
    maker = await producers.producer(session)
    opened = await producers.registration(session, maker, applicant)
    opened.state = RegistrationState.APPROVED
    await session.flush()
    for person, role in ((owner, MemberRole.OWNER), (viewer, MemberRole.VIEWER)):
        await producers.join(session, maker, person, role)
    paper = (await papers_of(session, opened.id))[0]

    await tell_registration(session, uuid4(), PaperAsked(registration_id=opened.id, version=5, paper_id=paper.id))

    mails = await _mails(session)
    assert set(mails) == {"chu@chomay.test"}
    assert f"/chu-the/{maker.slug}/giay-to" in mails["chu@chomay.test"].body_text


async def test_the_owner_of_an_address_is_told_of_a_second_sign_up(session):
    person = await accounts.person(session, email="mai@chomay.test")

    written = await tell_sign_up(session, uuid4(), SignUpRepeated(person_id=person.id))

    assert written == 2
    assert "mai@chomay.test" in await _mails(session)
