"""Producers for tests."""

from datetime import timedelta
from itertools import count

from shop.core.actor import Actor, Role
from shop.core.clock import today
from shop.media.models import Asset, AssetKind, AssetState
from shop.producers.give_paper import GivenPaper, give_paper
from shop.producers.invite import invite_member
from shop.producers.lock import papers_of
from shop.producers.models import (
    MemberRole,
    PaperKind,
    PaperState,
    Producer,
    ProducerClosure,
    ProducerKind,
    ProducerMember,
)
from shop.producers.register import claim_producer
from shop.producers.review import decide_paper
from shop.producers.rules import REQUIREMENTS
from shop.producers.submit import submit_registration

SECRET = "a secret of the tests, long enough to sign with"

_numbers = count(1)


async def producer(session, name="Hợp tác xã Chè lam", *, members=(), role=MemberRole.OWNER, **fields) -> Producer:
    """A producer, with people who act for it."""
    fields.setdefault("kind", ProducerKind.COOPERATIVE)
    made = Producer(slug=f"chu-the-{next(_numbers)}", name=name, **fields)
    session.add(made)
    await session.flush()
    session.add_all(ProducerMember(producer_id=made.id, person_id=person.id, role=role) for person in members)
    await session.flush()
    return made


def actor(person, *roles):
    """Who asks."""
    return Actor(person_id=person.id, name=person.name, roles=frozenset({Role.CONSUMER, *roles}))


async def registration(session, maker, person, *, sells_food=False):
    """An open application of `person` to act for `maker`, no paper given."""
    return await claim_producer(session, person.id, maker.slug, sells_food=sells_food)


async def document(session, person):
    """The row of an uploaded document; there is no file behind it."""
    made = Asset(
        kind=AssetKind.DOCUMENT,
        state=AssetState.READY,
        digest=f"{next(_numbers):064x}",
        media_type="application/pdf",
        filename="giay.pdf",
        bytes=10,
        owner=person.id,
        uploaded_by=person.id,
    )
    session.add(made)
    await session.flush()
    return made


async def give_all(session, opened, person, *, valid_until=None):
    """Give every paper of an application that wants one."""
    for paper in await papers_of(session, opened.id):
        if paper.state in {PaperState.MISSING, PaperState.DECLINED, PaperState.EXPIRED}:
            file = await document(session, person) if REQUIREMENTS[paper.kind].document else None
            until = valid_until
            if until is None and paper.kind is PaperKind.FOOD_SAFETY:
                until = await today(session) + timedelta(days=700)
            given = GivenPaper(number="0101234567", valid_until=until, document_id=file.id if file else None)
            await give_paper(session, actor(person), opened.id, paper.kind, given)
            await session.flush()


async def closure(session, maker, first=0, last=3):
    """A closing time, in days from today; both included."""
    day = await today(session)
    made = ProducerClosure(
        producer_id=maker.id, from_on=day + timedelta(days=first), until_on=day + timedelta(days=last), reason="Mùa gặt"
    )
    session.add(made)
    await session.flush()
    return made


async def invitation(session, maker, owner, email, role=MemberRole.EDITOR):
    """An open invitation."""
    return await invite_member(session, actor(owner), maker.id, email, role, secret=SECRET)


async def join(session, maker, person, role=MemberRole.OWNER):
    """Let a person act for a producer."""
    session.add(ProducerMember(producer_id=maker.id, person_id=person.id, role=role))
    await session.flush()


async def handed_in(session, person, maker=None, **wish):
    """An application with all papers, with the office."""
    maker = maker or await producer(session)
    opened = await registration(session, maker, person, **wish)
    await give_all(session, opened, person)
    await submit_registration(session, actor(person), opened.id)
    await session.flush()
    return opened


async def accept_all(session, officer, opened):
    """Let an officer accept every paper that was given."""
    for paper in await papers_of(session, opened.id):
        if paper.state is PaperState.GIVEN:
            await decide_paper(session, officer.id, opened.id, paper.kind, version=opened.version)
            await session.flush()
