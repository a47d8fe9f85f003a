"""Reads for a producer's desk and its public page: what waits, what stands where."""

from datetime import date, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, ColumnExpressionArgument, Date, Integer, ScalarSelect, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product, Variant
from shop.catalog.queries import sale_predicate
from shop.certification.models import Certificate, RegisteredProduct
from shop.certification.queries import in_force
from shop.inventory.models import StockLevel
from shop.listings.models import EditState, ImportRun, ImportState, ListingEdit
from shop.places.models import Place, PlaceKind
from shop.producers.models import PaperState, Registration, RegistrationPaper, RegistrationState

SOON = timedelta(days=90)  # the first notice of a certificate's end
MOST_ROWS = 12


class DeskFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Figures of a producer. `edits_open` are drafts of edits, `edits_waiting` lie with the office."""

    day: date
    on_sale: int
    hidden: int
    edits_open: int
    edits_waiting: int
    papers_asked: int
    imports_running: int
    pieces: int


class Ending(msgspec.Struct, frozen=True):
    """A certificate that runs out soon."""

    product: str
    code: str
    days: int


class PointStock(msgspec.Struct, frozen=True):
    """Units of a product at a sales point."""

    product: str
    point: str
    available: int
    on_hand: int


async def desk_facts(session: AsyncSession, producer_id: UUID) -> DeskFacts:
    """The figures of a desk, in one statement."""
    mine = Product.producer_id == producer_id
    found = (
        await session.execute(
            select(
                func.shop_today(type_=Date).label("day"),
                _listings(mine, sale_predicate()).label("on_sale"),
                _listings(mine, Product.hidden).label("hidden"),
                _edits(mine, EditState.DRAFT).label("edits_open"),
                _edits(mine, EditState.SUBMITTED).label("edits_waiting"),
                _papers_asked(producer_id).label("papers_asked"),
                _imports_running(producer_id).label("imports_running"),
                _free_pieces(mine).label("pieces"),
            )
        )
    ).mappings()
    return DeskFacts(**found.one())


def _listings(*wanted: ColumnExpressionArgument[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(Product).where(*wanted).scalar_subquery()


def _edits(mine: ColumnElement[bool], state: EditState) -> ScalarSelect[int]:
    edits = select(func.count()).select_from(ListingEdit).join(Product, Product.id == ListingEdit.product_id)
    return edits.where(mine, ListingEdit.state == state).scalar_subquery()


def _papers_asked(producer_id: UUID) -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(RegistrationPaper)
        .join(Registration, Registration.id == RegistrationPaper.registration_id)
        .where(
            Registration.producer_id == producer_id,
            Registration.state == RegistrationState.APPROVED,
            RegistrationPaper.state.in_((PaperState.EXPIRED, PaperState.DECLINED)),
        )
        .scalar_subquery()
    )


def _imports_running(producer_id: UUID) -> ScalarSelect[int]:
    running = (ImportState.QUEUED, ImportState.RUNNING)
    runs = select(func.count()).where(ImportRun.producer_id == producer_id, ImportRun.state.in_(running))
    return runs.scalar_subquery()


def _free_pieces(mine: ColumnElement[bool]) -> ScalarSelect[int]:
    return (
        select(func.coalesce(func.sum(StockLevel.free), 0))
        .select_from(StockLevel)
        .join(Variant, Variant.id == StockLevel.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .where(mine)
        .scalar_subquery()
    )


async def ending_certificates(session: AsyncSession, producer_id: UUID) -> list[Ending]:
    """Certificates in force whose last day is near, the nearest first."""
    left = (Certificate.in_force_until - func.shop_today(type_=Date)).cast(Integer)
    rows = await session.execute(
        select(RegisteredProduct.name, Certificate.code, left)
        .join(RegisteredProduct, RegisteredProduct.id == Certificate.registered_product_id)
        .where(RegisteredProduct.producer_id == producer_id, in_force(), left <= SOON.days)
        .order_by(left, Certificate.code)
        .limit(MOST_ROWS)
    )
    return [Ending(row[0], row[1], row[2]) for row in rows]


async def stock_at_points(session: AsyncSession, producer_id: UUID) -> list[PointStock]:
    """What stands at the sales points, the scarcest first."""
    free = StockLevel.free
    rows = await session.execute(
        select(Product.name, Variant.name, Place.name, free, StockLevel.on_hand)
        .join(Variant, Variant.id == StockLevel.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .join(Place, Place.id == StockLevel.place_id)
        .where(Product.producer_id == producer_id, Place.kind == PlaceKind.SALES_POINT, Variant.active)
        .order_by(free, Product.name, Place.name, Variant.id)
        .limit(MOST_ROWS)
    )
    return [PointStock(", ".join(part for part in row[:2] if part), row[2], row[3], row[4]) for row in rows]


async def public_counts(session: AsyncSession, producer_id: UUID) -> tuple[int, int]:
    """How many certificates of a producer are in force today, and how many products it has on sale."""
    certificates = (
        select(func.count())
        .select_from(Certificate)
        .join(RegisteredProduct, RegisteredProduct.id == Certificate.registered_product_id)
        .where(RegisteredProduct.producer_id == producer_id, in_force())
    )
    products = select(func.count()).select_from(Product).where(Product.producer_id == producer_id, sale_predicate())
    row = (await session.execute(select(certificates.scalar_subquery(), products.scalar_subquery()))).one()
    return int(row[0]), int(row[1])
