"""Reads of what officers are asked about regions: products and producers whose commune of today is not certain."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, Uuid, and_, cast, exists, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from shop.certification.answer_region import ANSWERED, CORRECTED
from shop.certification.models import RegisteredProduct
from shop.core.audit import AuditEntry
from shop.producers.models import Producer
from shop.regions.today import Ask, Certain, resolve

Kind = Literal["product", "producer"]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """Whose commune is asked for, as the decision writes it, and what it may be."""

    kind: Kind
    subject_id: UUID
    slug: str
    name: str
    commune: str
    district: str | None
    province: str | None
    found: Certain | Ask


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What an officer said of a unit; `standing` while it is what holds now, so that it can be corrected.

    `was` is the commune that was written before, where this corrects it.
    """

    entry_id: int
    kind: Kind
    subject_id: UUID
    slug: str
    name: str
    written: str
    commune_id: UUID | None
    commune: str
    was: str | None
    reason: str | None
    actor: str
    at: datetime
    standing: bool


async def count_questions(session: AsyncSession) -> int:
    """How many products and producers wait for an answer."""
    products = select(func.count()).select_from(RegisteredProduct).where(_open(RegisteredProduct))
    producers = select(func.count()).select_from(Producer).where(_open(Producer))
    return int(await session.scalar(select(products.scalar_subquery() + producers.scalar_subquery())) or 0)


async def open_questions(session: AsyncSession, limit: int, after: UUID | None = None) -> list[Question]:
    """At most `limit` questions in the order of their ids, going on after `after`; each name is looked up once."""
    both = union_all(_asked(RegisteredProduct, "product"), _asked(Producer, "producer")).subquery()
    wanted = select(both).order_by(both.c.id).limit(limit)
    if after is not None:
        wanted = wanted.where(both.c.id > after)
    known: dict[tuple[str, str | None], Certain | Ask] = {}
    questions = []
    for row in await session.execute(wanted):
        key = (row.commune_written, row.district_written)
        if key not in known:
            known[key] = await resolve(session, *key)
        questions.append(
            Question(
                kind=row.kind,
                subject_id=row.id,
                slug=row.slug,
                name=row.name,
                commune=row.commune_written,
                district=row.district_written,
                province=row.province_written,
                found=known[key],
            )
        )
    return questions


async def given_answers(session: AsyncSession, limit: int, before: int | None = None) -> list[Answer]:
    """At most `limit` answers and corrections, the newest first, older than the entry `before`."""
    about = cast(AuditEntry.detail["id"].astext, Uuid)
    later = aliased(AuditEntry)
    corrected = exists().where(
        later.action == CORRECTED, later.detail["id"].astext == AuditEntry.detail["id"].astext, later.id > AuditEntry.id
    )
    wanted: Select[*tuple[Any, ...]] = (
        select(AuditEntry, RegisteredProduct, Producer, corrected.label("corrected"))
        .outerjoin(RegisteredProduct, RegisteredProduct.id == about)
        .outerjoin(Producer, Producer.id == about)
        .where(AuditEntry.action.in_([ANSWERED, CORRECTED]), AuditEntry.detail.has_key("id"))
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    if before is not None:
        wanted = wanted.where(AuditEntry.id < before)
    answers = []
    for entry, product, producer, replaced in await session.execute(wanted):
        subject = producer if product is None else product
        if subject is not None:
            answers.append(_answer(entry, subject, standing=not replaced))
    return answers


def _answer(entry: AuditEntry, subject: RegisteredProduct | Producer, *, standing: bool) -> Answer:
    written = (subject.commune_written, subject.district_written, subject.province_written)
    return Answer(
        entry_id=entry.id,
        kind="product" if isinstance(subject, RegisteredProduct) else "producer",
        subject_id=subject.id,
        slug=subject.slug,
        name=subject.name,
        written=", ".join(part for part in written if part),
        commune_id=subject.commune_id,
        commune=str(entry.detail.get("commune", "")),
        was=entry.detail.get("was"),
        reason=entry.detail.get("reason"),
        actor=entry.actor,
        at=entry.at,
        standing=standing,
    )


def _open(model: type[RegisteredProduct] | type[Producer]) -> ColumnElement[bool]:
    return and_(model.commune_written.is_not(None), model.commune_id.is_(None))


def _asked(
    model: type[RegisteredProduct] | type[Producer], kind: Kind
) -> Select[str, UUID, str, str, str | None, str | None, str | None]:
    return select(
        literal(str(kind)).label("kind"),
        model.id,
        model.slug,
        model.name,
        model.commune_written,
        model.district_written,
        model.province_written,
    ).where(_open(model))
