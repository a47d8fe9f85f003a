"""Reads of rules, acceptances, confirmed advertising and stops."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import Date, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product, Variant
from shop.conduct.errors import RulesUnknown
from shop.conduct.models import AdConfirmation, LivestreamRules, RulesAcceptance, SessionStop

MOST = 200


class StopSeen(msgspec.Struct, frozen=True, kw_only=True):
    """Why the authority stopped a session, as everybody reads it."""

    reason: str
    document_no: str
    at: datetime


async def stop_of(session: AsyncSession, session_id: UUID) -> StopSeen | None:
    """The stop of a session; None where there was none. What a stopped session said and showed is not public."""
    stop: SessionStop | None = await session.scalar(select(SessionStop).where(SessionStop.session_id == session_id))
    if stop is None:
        return None
    return StopSeen(reason=stop.reason, document_no=stop.document_no, at=stop.created_at)


def _in_force(day: date | None = None) -> Select[LivestreamRules]:
    until = func.shop_today(type_=Date) if day is None else day
    return (
        select(LivestreamRules)
        .where(LivestreamRules.in_force_from <= until)
        .order_by(LivestreamRules.in_force_from.desc())
        .limit(1)
    )


async def rules_in_force(session: AsyncSession, day: date | None = None) -> LivestreamRules | None:
    """The rules that hold on `day` (today); None where none were ever published."""
    found: LivestreamRules | None = await session.scalar(_in_force(day))
    return found


async def published_rules(session: AsyncSession) -> list[LivestreamRules]:
    """All published versions, the newest first."""
    numbered = LivestreamRules.number.is_not(None)
    return list(await session.scalars(select(LivestreamRules).where(numbered).order_by(LivestreamRules.number.desc())))


async def rules_by_number(session: AsyncSession, number: int) -> LivestreamRules:
    """The published version of this number.

    Raises:
        RulesUnknown: there is none.
    """
    found: LivestreamRules | None = await session.scalar(
        select(LivestreamRules).where(LivestreamRules.number == number)
    )
    if found is None:
        raise RulesUnknown
    return found


async def rules_draft(session: AsyncSession) -> LivestreamRules | None:
    """The draft somebody works at."""
    found: LivestreamRules | None = await session.scalar(
        select(LivestreamRules).where(LivestreamRules.published_at.is_(None))
    )
    return found


async def accepted_at(session: AsyncSession, person_id: UUID, rules_id: UUID) -> datetime | None:
    """When a person accepted a version; None: not yet."""
    when: datetime | None = await session.scalar(
        select(RulesAcceptance.created_at).where(
            RulesAcceptance.person_id == person_id, RulesAcceptance.rules_id == rules_id
        )
    )
    return when


def _confirmed() -> Select[UUID]:
    return select(AdConfirmation.product_id).where(
        AdConfirmation.ended_at.is_(None), AdConfirmation.valid_until >= func.shop_today(type_=Date)
    )


async def confirmed_variants(session: AsyncSession, variants: Collection[UUID]) -> set[UUID]:
    """Those of `variants` whose advertising is confirmed today; no statement for none."""
    if not variants:
        return set()
    rows = await session.scalars(
        select(Variant.id).where(Variant.id.in_(variants), Variant.product_id.in_(_confirmed()))
    )
    return set(rows)


class Confirmed(msgspec.Struct, frozen=True, kw_only=True):
    """A paper on advertising with the product it is about."""

    paper: AdConfirmation
    product: str
    product_slug: str


async def confirmations(session: AsyncSession, limit: int = MOST) -> list[Confirmed]:
    """Papers on file that were not ended, those that run out first at the top."""
    rows = await session.execute(
        select(AdConfirmation, Product.name, Product.slug)
        .join(Product, Product.id == AdConfirmation.product_id)
        .where(AdConfirmation.ended_at.is_(None))
        .order_by(AdConfirmation.valid_until, AdConfirmation.id)
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    return [Confirmed(paper=paper, product=name, product_slug=slug) for paper, name, slug in rows]
