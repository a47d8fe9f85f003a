"""Sample renewals: certificates in force today for the products whose published ones have run out."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from shop.certification.models import (
    Certificate,
    CertificateHistory,
    CertificateStatus,
    DatePrecision,
    RegisteredProduct,
)
from shop.certification.rules import HOLDING, RECOGNISED, VALID_MONTHS, add_months, in_force_window
from shop.core.ids import derived_code
from shop.samples.demo_goods import pick
from shop.samples.graded import CODE_PREFIX
from shop.samples.write import add_rows, upsert

LOADER = "loader:demo"
NEEDED = timedelta(days=180)  # a published certificate that holds so long needs no renewal to try the shop on
AGES = (20, 900)  # days since the decision of an ordinary renewal
ENDING_PERCENT = 8  # so many of a hundred run out soon
ENDING = (5, 85)  # days left of those


class StarredProduct(msgspec.Struct, frozen=True, kw_only=True):
    """A product that was certified with stars, and its last grading."""

    id: UUID
    slug: str
    name: str
    criteria_set: str | None
    stars: int
    potential_five: bool
    certificate_id: UUID
    holds_until: date | None  # the latest end of its published certificates


async def starred_products(session: AsyncSession) -> list[StarredProduct]:
    """Products of the register with a certificate that states stars, as they were graded last."""
    certified = Certificate.status.in_(sorted(RECOGNISED))
    own = aliased(Certificate)
    until = select(func.max(own.in_force_until)).where(
        own.registered_product_id == RegisteredProduct.id, own.status.in_(sorted(HOLDING))
    )
    rows = await session.execute(
        select(RegisteredProduct, Certificate, until.scalar_subquery())
        .join(Certificate, Certificate.registered_product_id == RegisteredProduct.id)
        .where(certified, Certificate.stars.is_not(None), ~Certificate.sample)
        .ext(distinct_on(RegisteredProduct.slug))
        .order_by(
            RegisteredProduct.slug,
            Certificate.issued_on.desc().nulls_last(),
            Certificate.stars.desc(),
            Certificate.potential_five.desc(),
            Certificate.register_row,
        )
    )
    return [_starred(row) for row in rows]


async def renew(session: AsyncSession, products: list[StarredProduct], today: date) -> None:
    """Write a sample certificate for each product that has none for long; stars stay as they were."""
    due = [each for each in products if each.holds_until is None or each.holds_until < today + NEEDED]
    written = [_renewal(each, number, today) for number, each in enumerate(due, 1)]
    ids = await upsert(session, Certificate, written, ["code"])
    await add_rows(session, CertificateHistory, [_first_note(ids[row["code"],]) for row in written])


def issued_on(slug: str, today: date) -> date:
    """The made-up day of a renewal: some time in the last thirty months, for a few so long ago that it ends soon."""
    if pick(f"{slug}/ending", 1, 100) <= ENDING_PERCENT:
        return add_months(today, -VALID_MONTHS) + timedelta(days=pick(f"{slug}/left", *ENDING))
    return today - timedelta(days=pick(f"{slug}/age", *AGES))


def _renewal(product: StarredProduct, number: int, today: date) -> dict[str, Any]:
    day = issued_on(product.slug, today)
    window = in_force_window(DatePrecision.DAY, day)
    assert window is not None
    return {
        "code": derived_code(CODE_PREFIX, "sample", product.slug),
        "registered_product_id": product.id,
        "status": CertificateStatus.CERTIFIED,
        "stars": product.stars,
        "potential_five": product.potential_five,
        "decision_no": f"{number}/QĐ-MẪU",
        "date_precision": DatePrecision.DAY,
        "issued_on": day,
        "in_force_from": window[0],
        "in_force_until": window[1],
        "supersedes_id": product.certificate_id,
        "sample": True,
    }


def _first_note(certificate_id: UUID) -> dict[str, Any]:
    return {
        "certificate_id": certificate_id,
        "status": CertificateStatus.CERTIFIED,
        "actor": LOADER,
        "reason": "a sample renewal, made up to try the shop on",
    }


def _starred(row: Row[RegisteredProduct, Certificate, date | None]) -> StarredProduct:
    product, certificate, until = row
    assert certificate.stars is not None
    return StarredProduct(
        id=product.id,
        slug=product.slug,
        name=product.name,
        criteria_set=product.criteria_set_hint,
        stars=certificate.stars,
        potential_five=certificate.potential_five,
        certificate_id=certificate.id,
        holds_until=until,
    )
