"""Keep `product.grade`, by which lists are sorted by stars, true to the certificates."""

from functools import cache
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.change import note_change
from shop.catalog.listing import spelled
from shop.catalog.queries import graded
from shop.certification.models import Certificate
from shop.core.db import sql


async def keep_grade(session: AsyncSession, registered_product_id: UUID) -> None:
    """Write the grade of the listing of a registered product, where there is one and it differs. Safe to repeat.

    Takes the product's row. Lists are told by whoever changed the certificate.
    """
    await session.execute(_statement(one=True), {"registered": registered_product_id})


async def keep_grades(session: AsyncSession) -> int:
    """Write every grade that differs; return how many. Rows somebody holds wait for the next time.

    For days that begin and end, and for what was loaded: a day's change needs no event.
    """
    changed = len((await session.execute(_statement(one=False))).all())
    if changed:
        note_change(session, None, "grade")
    return changed


@cache
def overstated() -> TextClause:
    """The auditor's question: which products are shown with more than their certificates in force give."""
    return text(sql("catalog/audit_grades").format(graded=spelled(Certificate, graded())))


@cache
def _statement(*, one: bool) -> TextClause:
    found = sql("catalog/grades").format(
        graded=spelled(Certificate, graded()),
        of_certificate=" AND certificate.registered_product_id = :registered" if one else "",
        of_product=" AND product.registered_product_id = :registered" if one else "",
        busy="" if one else " SKIP LOCKED",
    )
    return text(found)
