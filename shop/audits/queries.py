"""Reads of the auditor's runs."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.audits.errors import AuditUnknown
from shop.audits.models import AuditFinding, AuditRun
from shop.catalog.models import Product, Variant
from shop.inventory.models import StockLevel
from shop.places.models import Place


class RunShown(msgspec.Struct, frozen=True, kw_only=True):
    """A run; `differences` is null while it waits or works, `asked_by` null for the night's."""

    id: UUID
    asked_at: datetime
    asked_by: str | None
    ended_at: datetime | None
    differences: int | None


class FindingShown(msgspec.Struct, frozen=True, kw_only=True):
    """Two books that do not agree. `goods` and `place` say what a stock row is of; `product` is its address."""

    check: str
    subject: str
    expected: str
    found: str
    goods: str | None = None
    product: str | None = None
    place: str | None = None


async def audit_runs(session: AsyncSession, limit: int) -> list[RunShown]:
    """The last runs, the newest first."""
    rows = await session.execute(
        select(AuditRun, Person.name)
        .outerjoin(Person, Person.id == AuditRun.asked_by)
        .order_by(AuditRun.id.desc())
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    return [_run(run, name) for run, name in rows]


async def audit_run(session: AsyncSession, run_id: UUID) -> RunShown:
    """One run.

    Raises:
        AuditUnknown: there is none.
    """
    row = (
        await session.execute(
            select(AuditRun, Person.name)
            .outerjoin(Person, Person.id == AuditRun.asked_by)
            .where(AuditRun.id == run_id)
            .execution_options(populate_existing=True)
        )
    ).one_or_none()
    if row is None:
        raise AuditUnknown
    return _run(row[0], row[1])


async def audit_findings(session: AsyncSession, run_id: UUID, limit: int) -> list[FindingShown]:
    """What a run found, in the order of its checks; stock rows and variants by their names."""
    rows = await session.scalars(
        select(AuditFinding).where(AuditFinding.run_id == run_id).order_by(AuditFinding.id).limit(limit)
    )
    findings = rows.all()
    names = await _names(session, {finding.subject for finding in findings})
    return [_finding(finding, names.get(finding.subject)) for finding in findings]


Named = tuple[str, str, str | None]


async def _names(session: AsyncSession, subjects: Iterable[str]) -> dict[str, Named]:
    """(goods, product's address, place) of those subjects that are stock rows or variants."""
    ids = [found for found in map(_id, subjects) if found is not None]
    if not ids:
        return {}
    rows = await session.execute(
        select(StockLevel.id, Variant.id, Product.name, Variant.name, Product.slug, Place.name)
        .join(Variant, Variant.id == StockLevel.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .join(Place, Place.id == StockLevel.place_id)
        .where(or_(StockLevel.id.in_(ids), StockLevel.variant_id.in_(ids)))
    )
    found: dict[str, Named] = {}
    for level, variant, product, name, slug, place in rows:
        goods = ", ".join(part for part in (product, name) if part)
        found[str(level)] = (goods, slug, place)
        found.setdefault(str(variant), (goods, slug, None))
    return found


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _run(run: AuditRun, name: str | None) -> RunShown:
    return RunShown(
        id=run.id, asked_at=run.created_at, asked_by=name, ended_at=run.ended_at, differences=run.differences
    )


def _finding(finding: AuditFinding, named: Named | None) -> FindingShown:
    goods, product, place = named or (None, None, None)
    return FindingShown(
        check=finding.check_name,
        subject=finding.subject,
        expected=finding.expected,
        found=finding.found,
        goods=goods,
        product=product,
        place=place,
    )
