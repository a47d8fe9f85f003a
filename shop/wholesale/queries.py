"""Reads of wholesale: terms of a product, a buyer's enquiry, a producer's desk, and the office's counts."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product, Variant
from shop.core.actor import Actor
from shop.core.masks import mask_phone, public_name
from shop.producers.models import Producer
from shop.wholesale.answer import is_buyer
from shop.wholesale.errors import EnquiryUnknown
from shop.wholesale.models import EnquiryState, WholesaleBand, WholesaleEnquiry, WholesaleTerm


class VariantTerms(msgspec.Struct, frozen=True, kw_only=True):
    """A variant with its terms. `min_quantity` is None where it is not sold wholesale."""

    variant_id: UUID
    product_slug: str
    product_name: str
    name: str
    unit: str
    list_price: int
    min_quantity: int | None
    public: bool
    bands: tuple[tuple[int, int], ...]


class EnquirySeen(msgspec.Struct, frozen=True, kw_only=True):
    """An enquiry as its buyer or its producer sees it. Contacts are hidden until the quote is accepted."""

    id: UUID
    product_slug: str
    product_name: str
    unit: str
    list_price: int
    producer: str
    producer_slug: str
    producer_phone: str | None
    producer_email: str | None
    name: str
    phone: str
    email: str | None
    company: str
    quantity: int
    wanted_on: date | None
    note: str
    at: datetime
    state: EnquiryState
    version: int
    price: int | None
    valid_until: date | None
    answer: str


async def terms_of_product(session: AsyncSession, slug: str) -> list[VariantTerms]:
    """What of a shown product is sold wholesale; bands only where the producer shows them."""
    wanted = _terms().where(Product.slug == slug, ~Product.hidden, Variant.active, WholesaleTerm.active)
    found = await _with_bands(session, wanted)
    return [one if one.public else msgspec.structs.replace(one, bands=()) for one in found]


async def shown_product(session: AsyncSession, slug: str) -> str | None:
    """The name of a product that buyers may see; None: there is none."""
    name: str | None = await session.scalar(select(Product.name).where(Product.slug == slug, ~Product.hidden))
    return name


async def terms_of_producer(session: AsyncSession, producer_id: UUID, most: int = 500) -> list[VariantTerms]:
    """All variants of a producer with their terms, by product."""
    wanted = _terms().where(Product.producer_id == producer_id, Variant.active)
    return await _with_bands(session, wanted.order_by(Product.name, Variant.position, Variant.id).limit(most))


async def least_of(session: AsyncSession, variant_ids: Iterable[UUID]) -> int | None:
    """The least number from which any of these variants is sold wholesale; None: none is."""
    least: int | None = await session.scalar(
        select(func.min(WholesaleTerm.min_quantity)).where(
            WholesaleTerm.variant_id.in_(list(variant_ids)), WholesaleTerm.active
        )
    )
    return least


async def own_enquiry(session: AsyncSession, actor: Actor, enquiry_id: UUID, token: str, secret: str) -> EnquirySeen:
    """An enquiry for its buyer.

    Raises:
        EnquiryUnknown: there is none, or not for this asker.
    """
    row = (await session.execute(_enquiries().where(WholesaleEnquiry.id == enquiry_id))).one_or_none()
    if row is None or not is_buyer(row[0], actor, token, secret):
        raise EnquiryUnknown
    seen = _seen(row)
    if row[0].state is EnquiryState.ACCEPTED:
        return seen
    return msgspec.structs.replace(seen, producer_phone=None, producer_email=None)


async def enquiries_of_producer(
    session: AsyncSession, producer_id: UUID, *, waiting: bool, limit: int, after: UUID | None = None
) -> list[EnquirySeen]:
    """What is asked of a producer: open ones, the oldest first; or all, the newest first."""
    wanted = _enquiries().where(WholesaleEnquiry.producer_id == producer_id)
    if waiting:
        wanted = wanted.where(WholesaleEnquiry.state == EnquiryState.NEW).order_by(WholesaleEnquiry.id)
    else:
        wanted = wanted.order_by(WholesaleEnquiry.id.desc())
    if after is not None:
        wanted = wanted.where(WholesaleEnquiry.id > after if waiting else WholesaleEnquiry.id < after)
    return [_hidden(_seen(row)) for row in await session.execute(wanted.limit(limit))]


async def count_new(session: AsyncSession, producer_id: UUID) -> int:
    """How many enquiries wait for a producer."""
    counted = select(func.count()).where(
        WholesaleEnquiry.producer_id == producer_id, WholesaleEnquiry.state == EnquiryState.NEW
    )
    return await session.scalar(counted) or 0


async def counts(session: AsyncSession) -> dict[EnquiryState, int]:
    """How many enquiries there are in each state: for the office."""
    rows = await session.execute(select(WholesaleEnquiry.state, func.count()).group_by(WholesaleEnquiry.state))
    counted = {row[0]: row[1] for row in rows}
    return {state: counted.get(state, 0) for state in EnquiryState}


def _terms() -> Select[Product, Variant, WholesaleTerm]:
    return (
        select(Product, Variant, WholesaleTerm)
        .join(Variant, Variant.product_id == Product.id)
        .outerjoin(WholesaleTerm, WholesaleTerm.variant_id == Variant.id)
        .execution_options(populate_existing=True)
    )


async def _with_bands(session: AsyncSession, wanted: Select[Product, Variant, WholesaleTerm]) -> list[VariantTerms]:
    rows: list[tuple[Product, Variant, WholesaleTerm | None]] = [
        (row[0], row[1], row[2]) for row in await session.execute(wanted)
    ]
    ids = [term.id for _, _, term in rows if term is not None]
    bands: dict[UUID, list[tuple[int, int]]] = {}
    for band in await session.scalars(
        select(WholesaleBand).where(WholesaleBand.term_id.in_(ids)).order_by(WholesaleBand.from_quantity)
    ):
        bands.setdefault(band.term_id, []).append((band.from_quantity, band.price))
    return [
        VariantTerms(
            variant_id=variant.id,
            product_slug=product.slug,
            product_name=product.name,
            name=variant.name,
            unit=variant.unit,
            list_price=variant.price,
            min_quantity=term.min_quantity if term is not None and term.active else None,
            public=term is not None and term.public,
            bands=tuple(bands.get(term.id, ())) if term is not None else (),
        )
        for product, variant, term in rows
    ]


def _enquiries() -> Select[WholesaleEnquiry, Product, Variant, Producer]:
    return (
        select(WholesaleEnquiry, Product, Variant, Producer)
        .join(Variant, Variant.id == WholesaleEnquiry.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .join(Producer, Producer.id == WholesaleEnquiry.producer_id)
        .execution_options(populate_existing=True)
    )


def _seen(row: Row[WholesaleEnquiry, Product, Variant, Producer]) -> EnquirySeen:
    enquiry, product, variant, producer = row
    return EnquirySeen(
        id=enquiry.id,
        product_slug=product.slug,
        product_name=" · ".join(part for part in (product.name, variant.name) if part),
        unit=variant.unit,
        list_price=variant.price,
        producer=producer.name,
        producer_slug=producer.slug,
        producer_phone=producer.phone,
        producer_email=producer.email,
        name=enquiry.name,
        phone=enquiry.phone,
        email=enquiry.email,
        company=enquiry.company,
        quantity=enquiry.quantity,
        wanted_on=enquiry.wanted_on,
        note=enquiry.note,
        at=enquiry.created_at,
        state=enquiry.state,
        version=enquiry.version,
        price=enquiry.price,
        valid_until=enquiry.valid_until,
        answer=enquiry.answer,
    )


def _hidden(seen: EnquirySeen) -> EnquirySeen:
    """Without the buyer's contacts until the quote is accepted."""
    if seen.state is EnquiryState.ACCEPTED:
        return seen
    return msgspec.structs.replace(seen, name=public_name(seen.name), phone=mask_phone(seen.phone), email=None)
