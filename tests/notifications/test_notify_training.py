"""Notices to learners and hosts: in their language, with the reason, once for each event."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from shop.core.actor import Role
from shop.core.clock import shop_now
from shop.core.events import read_event
from shop.core.outbox import OutboxEvent
from shop.notifications.models import Channel, Notice
from shop.notifications.notify_training import NEWS, tell_learner
from shop.training.decide_identity import Verdict, decide_identity
from shop.training.enrol import Affiliation, enrol, withdraw
from shop.training.events import LicenceRevoked, TrainingFacts
from shop.training.finish_session import finish_session
from shop.training.mark_attendance import mark_attendance
from shop.training.models import IdentityState
from tests.make import accounts, training


async def published(session):
    """The events of training in the outbox, oldest first."""
    await session.flush()
    of_training = select(OutboxEvent).where(OutboxEvent.kind.startswith("training."))
    rows = await session.scalars(of_training.order_by(OutboxEvent.id))
    return [read_event(row.kind, row.payload) for row in rows]


async def mail_of(session, event):
    assert await tell_learner(session, uuid4(), event) == 2
    await session.flush()
    rows = await session.scalars(select(Notice).where(Notice.channel == Channel.EMAIL))
    return rows.one()


def test_every_event_has_its_news():
    assert set(NEWS) == set(TrainingFacts.__subclasses__())


async def test_who_moves_up_from_the_queue_is_told_which_course_and_when(session):
    held = await training.course_session(session, capacity=1)
    first, second = await accounts.person(session), await accounts.person(session, locale="en")
    for person in (first, second):
        await enrol(session, held.id, person.id, Affiliation())

    await withdraw(session, held.id, first.id)

    (event,) = await published(session)
    mail = await mail_of(session, event)
    assert mail.person_id == second.id
    assert mail.subject.startswith("You have a seat in “Hosting a live sale")
    assert f"{held.days[0]:%d/%m/%Y}" in mail.body_text


async def test_who_is_licensed_is_told_until_when(session):
    held = await training.course_session(session, starts_in=0, days=1)
    learner = await training.learner(session, held)
    officer = await accounts.person(session, Role.OFFICER)
    await mark_attendance(session, officer.id, held.id, held.days[0], {learner.id: True})

    await finish_session(session, officer.id, held.id)
    await finish_session(session, officer.id, held.id)

    (event,) = await published(session)
    mail = await mail_of(session, event)
    assert mail.person_id == learner.person_id
    assert f"đến trước ngày {event.expires_on:%d/%m/%Y}" in mail.body_text
    assert "$base/toi/dao-tao" in mail.body_text


@pytest.mark.parametrize(
    ("verdict", "before", "words"),
    [
        (Verdict.VERIFY, IdentityState.SUBMITTED, "đã xác minh danh tính của bạn"),
        (Verdict.DECLINE, IdentityState.SUBMITTED, "Lý do: Tên khác $base"),
        (Verdict.REVOKE, IdentityState.VERIFIED, "Lý do: Tên khác $base"),
    ],
)
async def test_host_is_told_what_an_officer_decided_and_why(session, verdict, before, words):
    host, officer = await accounts.person(session), await accounts.person(session, Role.OFFICER)
    await training.verified(session, host, state=before)

    for _ in range(2):
        await decide_identity(session, officer.id, host.id, verdict, version=1, reason="Tên khác $base")
        await session.flush()

    (event,) = await published(session)
    mail = await mail_of(session, event)
    assert words.replace("$", "$$") in mail.body_text, "what people write is never taken for a blank"


async def test_a_repeat_writes_nothing_and_a_closed_account_is_not_written_to(session):
    open_, closed = await accounts.person(session), await accounts.person(session)
    closed.disabled_at = shop_now()
    await session.flush()
    event_id = uuid4()

    first = await tell_learner(session, event_id, LicenceRevoked(person_id=open_.id, reason="Quảng cáo sai"))
    again = await tell_learner(session, event_id, LicenceRevoked(person_id=open_.id, reason="Quảng cáo sai"))
    await session.refresh(closed)
    none = await tell_learner(session, uuid4(), LicenceRevoked(person_id=closed.id, reason="Quảng cáo sai"))

    assert (first, again, none) == (2, 0, 0)
