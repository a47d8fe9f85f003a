"""What the programme office works on: certificates by what they wait for, counted, searched, in keyset pages."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Date, Select, Uuid, and_, func, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from shop.certification.models import Certificate, CertificateStatus, RegisteredProduct
from shop.certification.rules import FOLLOWED, HOLDING, NOTICE_DAYS, RUNNING
from shop.certification.search_words import about_certificate, every_word
from shop.core.clock import today
from shop.producers.models import Producer

S = CertificateStatus
NO_DAY = date(1, 1, 1)  # sorts before every day
SOON = timedelta(days=max(NOTICE_DAYS))


class Queue(StrEnum):
    """What a certificate waits for, or where it stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ASSESSED = "assessed"
    EXPIRING = "expiring"  # in force, at most ninety days left
    IN_FORCE = "in_force"
    UNDATED = "undated"  # certified, and no source states when
    EXPIRED = "expired"
    REVOKED = "revoked"
    FOLLOWED = "followed"  # a later decision took its place
    CLOSED = "closed"  # withdrawn or rejected
    ALL = "all"


class WorkMark(NamedTuple):
    """The sort key of a certificate and its id: where the next page goes on."""

    day: date
    id: UUID


class WorkLine(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate in the list."""

    certificate: Certificate
    product: RegisteredProduct
    producer: str | None


class WorkPart(NamedTuple):
    """A page of the list, and the mark after which the next begins (None: this was the last)."""

    items: list[WorkLine]
    next: WorkMark | None


async def work_part(session: AsyncSession, queue: Queue, q: str, limit: int, after: WorkMark | None = None) -> WorkPart:
    """At most `limit` certificates of `queue` in which all words of `q` stand.

    What runs out comes first where ends matter; dossiers that wait longest come first.
    """
    day = await today(session)
    key, newest_first = _order(queue)
    wanted = _found(
        select(Certificate, RegisteredProduct, Producer.name.label("producer"), key.label("sort_day")), q
    ).where(_queues(day)[queue])
    row_key = tuple_(key, Certificate.id)
    if after is not None:
        mark = tuple_(literal(after.day, Date), literal(after.id, Uuid))
        wanted = wanted.where(row_key < mark if newest_first else row_key > mark)
    order = (key.desc(), Certificate.id.desc()) if newest_first else (key, Certificate.id)
    rows = (await session.execute(wanted.order_by(*order).limit(limit + 1))).all()
    end = WorkMark(rows[limit - 1].sort_day, rows[limit - 1].Certificate.id) if len(rows) > limit else None
    lines = [
        WorkLine(certificate=row.Certificate, product=row.RegisteredProduct, producer=row.producer)
        for row in rows[:limit]
    ]
    return WorkPart(lines, end)


async def work_counts(session: AsyncSession, q: str) -> Mapping[Queue, int]:
    """How many certificates each queue holds in which all words of `q` stand; one statement."""
    queues = _queues(await today(session))
    numbers = [func.count().filter(clause).label(queue.value) for queue, clause in queues.items()]
    row = (await session.execute(_found(select(*numbers), q))).one()
    return {queue: int(getattr(row, queue.value)) for queue in queues}


async def registered_found(session: AsyncSession, q: str, limit: int) -> list[tuple[RegisteredProduct, str | None]]:
    """Registered products in whose name or producer all words of `q` stand, with the producer's name."""
    clauses = every_word(q, func.concat_ws(" ", RegisteredProduct.name, Producer.name))
    rows = await session.execute(
        select(RegisteredProduct, Producer.name)
        .outerjoin(Producer, Producer.id == RegisteredProduct.producer_id)
        .where(*clauses)
        .order_by(RegisteredProduct.name, RegisteredProduct.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


async def registered_by_slug(session: AsyncSession, slug: str) -> tuple[RegisteredProduct, str | None] | None:
    """The registered product of this address with its producer's name; None: there is none."""
    row = (
        await session.execute(
            select(RegisteredProduct, Producer.name)
            .outerjoin(Producer, Producer.id == RegisteredProduct.producer_id)
            .where(RegisteredProduct.slug == slug)
        )
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def _queues(day: date) -> dict[Queue, ColumnElement[bool]]:
    status, since, until = Certificate.status, Certificate.in_force_from, Certificate.in_force_until
    on = literal(day, Date)
    holds = and_(status.in_(sorted(HOLDING)), since <= on, on < until)
    return {
        Queue.DRAFT: status == S.DRAFT,
        Queue.SUBMITTED: status == S.SUBMITTED,
        Queue.RETURNED: status == S.RETURNED,
        Queue.ASSESSED: status == S.ASSESSED,
        Queue.EXPIRING: and_(status.in_(sorted(RUNNING)), since <= on, on < until, until <= literal(day + SOON, Date)),
        Queue.IN_FORCE: holds,
        Queue.UNDATED: and_(status.in_(sorted(RUNNING)), until.is_(None)),
        Queue.EXPIRED: and_(status.in_(sorted(RUNNING | {S.LAPSED})), until <= on),
        Queue.REVOKED: status == S.REVOKED,
        Queue.FOLLOWED: status.in_(sorted(FOLLOWED)),
        Queue.CLOSED: status.in_([S.REJECTED, S.WITHDRAWN]),
        Queue.ALL: literal(value=True),
    }


def _order(queue: Queue) -> tuple[ColumnElement[date], bool]:
    """The day a queue is sorted by, and whether the newest come first."""
    if queue in {Queue.EXPIRING, Queue.IN_FORCE}:
        return func.coalesce(Certificate.in_force_until, literal(NO_DAY, Date)), False
    if queue in {Queue.EXPIRED, Queue.REVOKED, Queue.FOLLOWED}:
        return func.coalesce(Certificate.in_force_until, literal(NO_DAY, Date)), True
    return literal(NO_DAY, Date), queue in {Queue.ALL, Queue.CLOSED}  # ids are made in order of time


def _found(wanted: Select[*tuple[Any, ...]], q: str) -> Select[*tuple[Any, ...]]:
    return (
        wanted.select_from(Certificate)
        .join(RegisteredProduct, RegisteredProduct.id == Certificate.registered_product_id)
        .outerjoin(Producer, Producer.id == RegisteredProduct.producer_id)
        .where(*every_word(q, about_certificate()))
    )
