"""What the routes of producers take and answer."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import PathParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.producers.errors import ProducerUnknown
from shop.producers.models import PaperKind, PaperState, Producer, RegistrationState
from shop.producers.queries import producer_by_slug
from shop.producers.review_queries import Application

SlugPath = Annotated[str, PathParameter(min_length=1, max_length=120)]


class PaperOut(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement; `document` is the id of its file, which officers and the producer's people open."""

    kind: PaperKind
    state: PaperState
    number: str | None
    valid_until: date | None
    document: UUID | None
    reason: str | None


class RegistrationOut(msgspec.Struct, frozen=True, kw_only=True):
    """An application with its papers; `version` is what a decision must name."""

    id: UUID
    producer: str
    name: str
    claim: bool
    sells_food: bool
    state: RegistrationState
    reason: str | None
    submitted_at: datetime | None
    version: int
    papers: list[PaperOut]


def show_application(found: Application) -> RegistrationOut:
    """An application as the routes answer it."""
    registration = found.registration
    return RegistrationOut(
        id=registration.id,
        producer=found.producer.slug,
        name=found.producer.name,
        claim=registration.claim,
        sells_food=registration.sells_food,
        state=registration.state,
        reason=registration.reason,
        submitted_at=registration.submitted_at,
        version=registration.version,
        papers=[
            PaperOut(
                kind=paper.kind,
                state=paper.state,
                number=paper.number,
                valid_until=paper.valid_until,
                document=paper.document_id,
                reason=paper.reason,
            )
            for paper, _ in found.papers
        ],
    )


async def known_producer(session: AsyncSession, slug: str) -> Producer:
    """The producer an address names.

    Raises:
        ProducerUnknown: there is none.
    """
    producer = await producer_by_slug(session, slug)
    if producer is None:
        raise ProducerUnknown
    return producer
