"""Reads of what officers are asked about regions: products and producers whose commune of today is not certain."""

from typing import Literal
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, and_, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from shop.certification.models import RegisteredProduct
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
