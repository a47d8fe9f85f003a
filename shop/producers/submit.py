"""Hand an application to the office, or take it back."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.outbox import publish
from shop.producers.errors import PapersMissing
from shop.producers.events import RegistrationSubmitted
from shop.producers.guards import require_applicant
from shop.producers.lock import lock_registration, papers_of
from shop.producers.models import PaperState, Registration, RegistrationState
from shop.producers.rules import REGISTRATION_MOVES

_READY = frozenset({PaperState.GIVEN, PaperState.ACCEPTED})


async def submit_registration(session: AsyncSession, actor: Actor, registration_id: UUID) -> Registration:
    """Hand it in: from now on its papers wait for the office. Locks producer and application.

    Raises:
        RegistrationUnknown: it is not this person's.
        IllegalMove: it lies with the office, or is closed.
        PapersMissing: a paper is missing, declined or has run out; `extra` says which.
    """
    registration = await require_applicant(session, actor, registration_id)
    registration, _ = await lock_registration(session, registration.id)
    REGISTRATION_MOVES.check(registration.state, RegistrationState.SUBMITTED)
    missing = [paper.kind.value for paper in await papers_of(session, registration.id) if paper.state not in _READY]
    if missing:
        raise PapersMissing(extra={"papers": missing})
    registration.state = RegistrationState.SUBMITTED
    registration.submitted_at = await now(session)
    registration.reason = None
    registration.version += 1
    record_act(session, actor.person_id, "producer.submit", registration.id)
    publish(session, RegistrationSubmitted(registration_id=registration.id, version=registration.version))
    return registration


async def withdraw_registration(session: AsyncSession, actor: Actor, registration_id: UUID) -> Registration:
    """Take it back for good. Locks producer and application.

    Raises:
        RegistrationUnknown: it is not this person's.
        IllegalMove: it was decided already.
    """
    registration = await require_applicant(session, actor, registration_id)
    registration, _ = await lock_registration(session, registration.id)
    REGISTRATION_MOVES.check(registration.state, RegistrationState.WITHDRAWN)
    registration.state = RegistrationState.WITHDRAWN
    registration.version += 1
    record_act(session, actor.person_id, "producer.withdraw", registration.id)
    return registration
