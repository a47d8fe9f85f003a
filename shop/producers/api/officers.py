"""Routes of officers: what waits, decisions, suspension."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.text import Body, Line, Reason
from shop.producers.api.shown import RegistrationOut, SlugPath, known_producer, show_application
from shop.producers.errors import ReasonMissing, RegistrationUnknown
from shop.producers.models import PaperKind, Producer, ProducerState, RegistrationState
from shop.producers.review import approve_registration, decide_paper, decline_registration, return_registration
from shop.producers.review_queries import Queued, application, queue
from shop.producers.suspend import reinstate_producer, suspend_producer

MOST = 100
Version = Annotated[int, Meta(ge=1, le=10**9)]


class Decision(Body):
    """Why an officer decides so; written in the audit log."""

    reason: Reason


class PaperDecision(Body):
    """Accept a paper, or not; then with a reason. `version` is the application's as the officer read it."""

    accept: bool
    version: Version
    reason: Line = ""


class RegistrationDecision(Body):
    """What becomes of an application; all but an approval need a reason."""

    decision: Literal["approve", "return", "decline"]
    version: Version
    reason: Line = ""


class ProducerOut(msgspec.Struct, kw_only=True):
    """A producer and whether it may sell."""

    slug: str
    name: str
    state: ProducerState
    sample: bool


class QueueOut(msgspec.Struct, frozen=True):
    """Applications that wait, the longest first; `owners` are those a claimed producer has already."""

    items: list[Queued]


@post(
    "/{slug:str}/suspend", status_code=200, operation_id="suspendProducer", summary="Stop a producer's sales (officers)"
)
async def suspend(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[Decision],
) -> ProducerOut:
    """Suspend the producer; its goods leave list, cart and room within a second."""
    producer = await known_producer(session, slug)
    return _out(await suspend_producer(session, _officer(actor), producer.id, data.reason))


@post(
    "/{slug:str}/reinstate", status_code=200, operation_id="reinstateProducer", summary="Let it sell again (officers)"
)
async def reinstate(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[Decision],
) -> ProducerOut:
    """Let a suspended producer sell again."""
    producer = await known_producer(session, slug)
    return _out(await reinstate_producer(session, _officer(actor), producer.id, data.reason))


@get("/review", operation_id="listRegistrations", summary="Applications that wait (officers)")
async def waiting(session: NamedDependency[AsyncSession]) -> QueueOut:
    """At most a hundred."""
    return QueueOut(await queue(session, RegistrationState.SUBMITTED, MOST))


@post(
    "/review/{registration_id:uuid}/papers/{paper_kind:str}",
    status_code=200,
    operation_id="decidePaper",
    summary="Decide on a paper (officers)",
)
async def paper_decision(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    registration_id: FromPath[UUID],
    paper_kind: FromPath[PaperKind],
    data: JSONBody[PaperDecision],
) -> RegistrationOut:
    """Accept it, or decline it with a reason."""
    if not data.accept and not data.reason:
        raise ReasonMissing(field="reason")
    declined = "" if data.accept else data.reason
    await decide_paper(session, _officer(actor), registration_id, paper_kind, version=data.version, declined=declined)
    return await _shown(session, registration_id)


@post(
    "/review/{registration_id:uuid}",
    status_code=200,
    operation_id="decideRegistration",
    summary="Decide on an application (officers)",
)
async def decision(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    registration_id: FromPath[UUID],
    data: JSONBody[RegistrationDecision],
) -> RegistrationOut:
    """Approve it, return it to be mended, or decline it."""
    officer_id = _officer(actor)
    if data.decision != "approve" and not data.reason:
        raise ReasonMissing(field="reason")
    if data.decision == "approve":
        await approve_registration(session, officer_id, registration_id, version=data.version)
    elif data.decision == "return":
        await return_registration(session, officer_id, registration_id, data.reason, version=data.version)
    else:
        await decline_registration(session, officer_id, registration_id, data.reason, version=data.version)
    return await _shown(session, registration_id)


def _officer(actor: Actor) -> UUID:
    assert actor.person_id is not None, "the guard lets only officers in"
    return actor.person_id


async def _shown(session: AsyncSession, registration_id: UUID) -> RegistrationOut:
    await session.flush()  # the answer is read from the rows
    found = await application(session, registration_id)
    if found is None:
        raise RegistrationUnknown
    return show_application(found)


def _out(producer: Producer) -> ProducerOut:
    return ProducerOut(slug=producer.slug, name=producer.name, state=producer.state, sample=producer.sample)
