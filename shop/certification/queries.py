"""Reads of the register."""

from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Date, Row, Select, and_, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from shop.certification.models import (
    Certificate,
    CertificateHistory,
    ProductGroup,
    RegisteredProduct,
)
from shop.certification.rules import HOLDING, PUBLIC, RECOGNISED
from shop.core.ids import read_code
from shop.producers.models import Producer
from shop.regions.models import Region

CODE_PREFIX = "OCOP"


class RegisterEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate with what it is about. `commune` is today's unit, None where that is not certain."""

    certificate: Certificate
    product: RegisteredProduct
    producer: Producer | None
    group: ProductGroup | None
    district: Region | None
    commune: Region | None


def in_force() -> ColumnElement[bool]:
    """Whether a `Certificate` row holds today (the shop's clock, Hà Nội's calendar). The one predicate of sale.

    Dates decide: one that was followed holds until the day its follower begins. Its columns are those of
    `certificate_product_idx`, so that a list pays one short index scan a product.
    """
    today = select(func.shop_today(type_=Date)).scalar_subquery()  # asked once, not once a row
    return and_(
        Certificate.status.in_(sorted(HOLDING)),
        Certificate.in_force_from <= today,
        today < Certificate.in_force_until,
    )


async def entry_by_code(session: AsyncSession, code: str, *, unpublished: bool = False) -> RegisterEntry | None:
    """The certificate of `code`, as typed by a person; None when there is none.

    Dossiers nobody has decided on are found by officers alone (`unpublished`).
    """
    stored = read_code(CODE_PREFIX, code)
    if stored is None:
        return None
    row = (await session.execute(_entries().where(Certificate.code == stored, _shown(unpublished)))).one_or_none()
    return None if row is None else _entry(row)


async def certificates_of(
    session: AsyncSession, registered_product_id: UUID, *, unpublished: bool = False
) -> list[Certificate]:
    """The gradings of a product, the newest first, undated ones last; with its open dossiers for officers."""
    rows = await session.scalars(
        select(Certificate)
        .where(Certificate.registered_product_id == registered_product_id, _shown(unpublished))
        .order_by(Certificate.issued_on.desc().nulls_last(), Certificate.stars.desc().nulls_last(), Certificate.code)
    )
    return list(rows)


async def entries_of(session: AsyncSession, registered_product_id: UUID) -> list[RegisterEntry]:
    """All published gradings of a product with what they are about, in the order of `certificates_of`."""
    rows = await session.execute(
        _entries()
        .where(Certificate.registered_product_id == registered_product_id, _shown(unpublished=False))
        .order_by(Certificate.issued_on.desc().nulls_last(), Certificate.stars.desc().nulls_last(), Certificate.code)
    )
    return [_entry(row) for row in rows]


async def history_of(session: AsyncSession, certificate_id: UUID) -> list[CertificateHistory]:
    """What happened to a certificate, in order."""
    rows = await session.scalars(
        select(CertificateHistory)
        .where(CertificateHistory.certificate_id == certificate_id)
        .order_by(CertificateHistory.id)
    )
    return list(rows)


async def ended_by(session: AsyncSession, certificate_id: UUID) -> list[Certificate]:
    """The gradings whose place this one took, the newest first."""
    ended = select(CertificateHistory.certificate_id).where(CertificateHistory.successor_id == certificate_id)
    rows = await session.scalars(
        select(Certificate).where(Certificate.id.in_(ended)).order_by(Certificate.issued_on.desc().nulls_last())
    )
    return list(rows)


async def groups_of_today(session: AsyncSession) -> list[ProductGroup]:
    """The six groups of Decision 148/QĐ-TTg, in its order."""
    rows = await session.scalars(select(ProductGroup).where(ProductGroup.scheme == "148").order_by(ProductGroup.code))
    return list(rows)


async def register_counts(session: AsyncSession) -> tuple[int, int]:
    """How many products have ever been certified, and how many are today (samples not counted)."""
    certified = Certificate.status.in_(sorted(RECOGNISED))
    row = (
        await session.execute(
            select(
                func.count(Certificate.registered_product_id.distinct()).filter(certified),
                func.count(Certificate.registered_product_id.distinct()).filter(in_force()),
            ).where(~Certificate.sample)
        )
    ).one()
    return int(row[0]), int(row[1])


def _shown(unpublished: bool) -> ColumnElement[bool]:
    return true() if unpublished else Certificate.status.in_(sorted(PUBLIC))


def _entries() -> Select[Certificate, RegisteredProduct, Producer, ProductGroup, Region, Region]:
    district, commune = aliased(Region), aliased(Region)
    return (
        select(Certificate, RegisteredProduct, Producer, ProductGroup, district, commune)
        .join(RegisteredProduct, RegisteredProduct.id == Certificate.registered_product_id)
        .outerjoin(Producer, Producer.id == RegisteredProduct.producer_id)
        .outerjoin(ProductGroup, ProductGroup.id == RegisteredProduct.group_id)
        .outerjoin(district, district.id == RegisteredProduct.district_id)
        .outerjoin(commune, commune.id == RegisteredProduct.commune_id)
    )


def _entry(row: Row[Certificate, RegisteredProduct, Producer, ProductGroup, Region, Region]) -> RegisterEntry:
    certificate, product, producer, group, district, commune = row
    return RegisterEntry(
        certificate=certificate, product=product, producer=producer, group=group, district=district, commune=commune
    )
