"""Apply: as a new producer, or to act for one the register knows."""

import secrets
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.audit import record_act
from shop.core.idempotency import claim_key, settle_key
from shop.core.ids import ALPHABET
from shop.core.text import slugify, squeeze
from shop.producers.errors import (
    AlreadyMember,
    BadTaxCode,
    CommuneUnknown,
    ProducerUnknown,
    RegistrationOpen,
    TooManyRegistrations,
)
from shop.producers.models import Producer, ProducerKind, ProducerState, Registration, RegistrationPaper
from shop.producers.queries import is_member
from shop.producers.rules import MOST_OPEN, OPEN, RESERVED, is_tax_code, required_papers
from shop.regions.models import Region, RegionLevel

ROUTE = "producers.register"
_TRIES = 5  # of addresses for a new producer


class NewProducer(msgspec.Struct, frozen=True, kw_only=True):
    """What an applicant says of a producer nobody knows yet. `commune_id` is one of today's communes."""

    kind: ProducerKind
    name: str
    tax_code: str
    representative: str
    address: str
    commune_id: UUID
    sells_food: bool


async def register_producer(session: AsyncSession, person_id: UUID, wish: NewProducer, key: str) -> Registration:
    """Open an application for a new producer, which nobody else sees before approval. Safe to repeat with `key`.

    The person's open applications are counted under an advisory lock: a second one at the same time waits.

    Raises:
        BadTaxCode, CommuneUnknown: a field cannot be meant so.
        TooManyRegistrations: the person has as many open as one may have.
        InProgress, KeyReused: the key is being worked, or stands for another application.
    """
    scope = f"person:{person_id}"
    earlier = await claim_key(session, scope, ROUTE, key, wish)
    if earlier is not None:
        return (await session.execute(select(Registration).where(Registration.id == UUID(earlier)))).scalar_one()
    if wish.tax_code and not is_tax_code(wish.tax_code):
        raise BadTaxCode(field="tax_code")
    commune = await _commune(session, wish.commune_id)
    await _check_open(session, person_id)
    producer_id = await _add_producer(session, wish, commune)
    registration = await _open(session, person_id, producer_id, wish.kind, wish.sells_food, claim=False)
    await settle_key(session, scope, ROUTE, key, str(registration.id))
    return registration


async def claim_producer(session: AsyncSession, person_id: UUID, slug: str, *, sells_food: bool) -> Registration:
    """Open an application to act for a producer of the register; the producer stays as it is. Gives nothing yet.

    Raises:
        ProducerUnknown: the register has none at this address that could be claimed.
        AlreadyMember: the person acts for it already.
        RegistrationOpen: the person's application for it is open.
        TooManyRegistrations: the person has as many open as one may have.
    """
    producer = await session.scalar(
        select(Producer).where(
            Producer.slug == slug, Producer.state.in_((ProducerState.ACTIVE, ProducerState.SUSPENDED))
        )
    )
    if producer is None:
        raise ProducerUnknown
    if await is_member(session, person_id, producer.id):
        raise AlreadyMember
    await _check_open(session, person_id)
    twin = select(Registration.id).where(
        Registration.producer_id == producer.id, Registration.person_id == person_id, Registration.state.in_(OPEN)
    )
    if await session.scalar(twin) is not None:
        raise RegistrationOpen
    return await _open(session, person_id, producer.id, producer.kind, sells_food, claim=True)


async def _check_open(session: AsyncSession, person_id: UUID) -> None:
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"register:{person_id}", 0))))
    count = await session.scalar(
        select(func.count()).where(Registration.person_id == person_id, Registration.state.in_(OPEN))
    )
    if (count or 0) >= MOST_OPEN:
        raise TooManyRegistrations(most=MOST_OPEN)


async def _commune(session: AsyncSession, commune_id: UUID) -> Region:
    commune = await session.get(Region, commune_id)
    if commune is None or commune.level is not RegionLevel.COMMUNE or commune.valid_to is not None:
        raise CommuneUnknown(field="commune")
    return commune


async def _add_producer(session: AsyncSession, wish: NewProducer, commune: Region) -> UUID:
    base = slugify(wish.name, 90) or "chu-the"
    slug = base
    for _ in range(_TRIES):
        if slug not in RESERVED:
            made: UUID | None = await session.scalar(
                insert(Producer)
                .values(
                    slug=slug,
                    name=squeeze(wish.name),
                    kind=wish.kind,
                    state=ProducerState.REGISTERED,
                    tax_code=wish.tax_code or None,
                    representative=squeeze(wish.representative),
                    address=squeeze(wish.address),
                    commune_id=commune.id,
                )
                .on_conflict_do_nothing(index_elements=["slug"])
                .returning(Producer.id)
            )
            if made is not None:
                return made
        slug = f"{base}-" + "".join(secrets.choice(ALPHABET) for _ in range(4)).lower()
    raise AssertionError("five random addresses were all taken")


async def _open(
    session: AsyncSession, person_id: UUID, producer_id: UUID, kind: ProducerKind, sells_food: bool, *, claim: bool
) -> Registration:
    registration = Registration(
        producer_id=producer_id, person_id=person_id, claim=claim, sells_food=sells_food, version=1
    )
    session.add(registration)
    await session.flush()  # its papers need its id
    session.add_all(
        RegistrationPaper(registration_id=registration.id, kind=paper) for paper in required_papers(kind, sells_food)
    )
    record_act(session, person_id, "producer.register", registration.id, producer=str(producer_id), claim=claim)
    await session.flush()  # the caller shows them
    await session.refresh(registration)
    return registration
