"""Load the register as published: units, groups, producers, products, certificates, sales points, figures."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.certification.models import (
    Certificate,
    CertificateHistory,
    CertificateStatus,
    ProgrammeFigure,
    RegisteredProduct,
)
from shop.certification.rules import in_force_window, lapse_reason
from shop.core.clock import today
from shop.core.text import fold
from shop.places.models import Place
from shop.producers.models import Producer
from shop.samples.figures import figure_rows
from shop.samples.graded import (
    GradedProducer,
    GradedProduct,
    Grading,
    Written,
    gather_producers,
    gather_products,
    superseded,
)
from shop.samples.groups import group_today, load_groups
from shop.samples.livestream_rules import load_first_rules
from shop.samples.points import point_row
from shop.samples.read import DATA, digest_of, rows
from shop.samples.synonyms import load_synonyms
from shop.samples.units import Units, load_units, written_key
from shop.samples.write import add_rows, is_loaded, note_loaded, take_loader_lock, upsert

NAME = "register"
VERSION = "1"  # raise it when the same files are read in another way
LOADER = "loader:register"
HANOI = "Hà Nội"
OLDER_PROVINCES = {"thua thien hue": "hue"}  # its name until the end of 2024 (Resolution 175/2024/QH15)


async def load_register(session: AsyncSession) -> bool:
    """Load the packaged register; False when these very files are in already.

    Safe to repeat: rows are found by their own keys, what officers decided since (status) is kept. A second
    loader waits for the first. What had run out before it came in is lapsed from the start: nobody is told.
    """
    await take_loader_lock(session)
    await load_first_rules(session)
    digest = digest_of(VERSION, [file.name for file in DATA.glob("*.csv")])
    if await is_loaded(session, NAME, digest):
        return False
    units = await load_units(session)
    groups = await load_groups(session)
    producers = gather_producers(rows("ocop_products"))
    makers = await _write_producers(session, producers, units)
    products = gather_products(rows("ocop_products"), producers)
    await _write_certificates(session, products, await _write_products(session, products, makers, groups, units))
    await upsert(session, Place, [point_row(row, units) for row in rows("sales_points")], ["slug"])
    await upsert(session, ProgrammeFigure, figure_rows(), ["metric", "as_of", "scope", "source"])
    await load_synonyms(session)
    await note_loaded(session, NAME, digest)
    return True


async def _write_producers(session: AsyncSession, producers: list[GradedProducer], units: Units) -> dict[str, UUID]:
    written = [
        {"slug": maker.slug, "name": maker.name, "kind": maker.kind, "source": maker.source}
        | _region(maker.where, units)
        for maker in producers
    ]
    return {key[0]: maker for key, maker in (await upsert(session, Producer, written, ["slug"])).items()}


async def _write_products(
    session: AsyncSession,
    products: list[GradedProduct],
    makers: dict[str, UUID],
    groups: dict[str, UUID],
    units: Units,
) -> dict[str, UUID]:
    written = [
        {
            "slug": product.slug,
            "name": product.name,
            "producer_id": makers[product.producer] if product.producer else None,
            "group_id": group_today(product.group, groups),
            "criteria_set_hint": product.criteria_set_hint,
            "province_id": _province(product.where.province, units),
        }
        | _region(product.where, units)
        for product in products
    ]
    return {key[0]: each for key, each in (await upsert(session, RegisteredProduct, written, ["slug"])).items()}


async def _write_certificates(session: AsyncSession, products: list[GradedProduct], ids: dict[str, UUID]) -> None:
    known = set(await session.scalars(select(Certificate.code)))
    day = await today(session)
    written = [_certificate(each, ids[product.slug], day) for product in products for each in product.gradings]
    certificates = await upsert(session, Certificate, written, ["code"], keep=["status"])
    replaced = [pair for product in products for pair in superseded(product).items()]
    for newer, older in replaced:
        link = update(Certificate).where(Certificate.code == newer)
        await session.execute(link.values(supersedes_id=certificates[older,]))
    fresh = [row for row in written if row["code"] not in known]
    await add_rows(session, CertificateHistory, [_first_note(certificates[row["code"],], row) for row in fresh])


def _certificate(grading: Grading, product_id: UUID, day: date) -> dict[str, Any]:
    certified = grading.status is CertificateStatus.CERTIFIED
    start, end = (certified and in_force_window(grading.precision, grading.issued_on)) or (None, None)
    ended = end is not None and end <= day
    return {
        "code": grading.code,
        "registered_product_id": product_id,
        "status": CertificateStatus.LAPSED if ended else grading.status,
        "stars": grading.stars,
        "potential_five": grading.potential_five,
        "decision_no": grading.decision_no,
        "date_precision": grading.precision,
        "issued_on": grading.issued_on,
        "in_force_from": start,
        "in_force_until": end,
        "confidence": grading.confidence,
        "source_url": grading.source_url,
        "register_row": grading.line,
    }


def _first_note(certificate_id: UUID, row: dict[str, Any]) -> dict[str, Any]:
    lapsed = row["status"] is CertificateStatus.LAPSED
    return {
        "certificate_id": certificate_id,
        "status": row["status"],
        "actor": LOADER,
        "reason": lapse_reason(row["date_precision"]) if lapsed else "as the published register states",
    }


def _province(written: str | None, units: Units) -> UUID | None:
    folded = fold(written or "")
    return units.provinces_then.get(OLDER_PROVINCES.get(folded, folded))


def _region(where: Written, units: Units) -> dict[str, Any]:
    in_hanoi = where.province == HANOI
    commune = None
    if in_hanoi and where.district and where.commune:
        commune = units.successor.get(written_key(where.district, where.commune))
    return {
        "commune_written": where.commune,
        "district_written": where.district,
        "province_written": where.province,
        "district_id": units.districts.get(fold(where.district or "")) if in_hanoi else None,
        "commune_id": commune,
    }
