"""What members and officers are shown of a listing and its edits."""

from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.content import Content, read_content
from shop.catalog.models import Product, Variant
from shop.listings.models import EditState, ListingEdit
from shop.listings.queries import ListingRow, PlaceLevel, edits_of, levels_of, listing_row, variants_of
from shop.listings.rules import Standing
from shop.listings.wished import prices_of, wished

EDITS = 20  # of a listing's history


class EditOut(msgspec.Struct, frozen=True, kw_only=True):
    """A staged edit: the whole wished content; `reason` is the office's when it declined."""

    id: UUID
    state: EditState
    version: int
    base_version: int
    content: Content
    prices: dict[str, int]
    note: str | None
    reason: str | None
    submitted_at: datetime | None
    decided_at: datetime | None


class ListingOut(msgspec.Struct, frozen=True, kw_only=True):
    """A listing as its producer sees it; `valid_until` is the first day without a certificate."""

    slug: str
    name: str
    state: Standing
    edit: EditState | None
    price: int
    free: int
    valid_until: date | None
    sample: bool


class ListingList(msgspec.Struct, frozen=True, kw_only=True):
    """Listings by name; `next` goes on behind the last one."""

    items: list[ListingOut]
    next: UUID | None


class LevelOut(msgspec.Struct, frozen=True, kw_only=True):
    """Stock at a place; `own` is the producer's store."""

    place: str
    own: bool
    on_hand: int
    held: int


class VariantOut(msgspec.Struct, frozen=True, kw_only=True):
    """A variant; price in đồng."""

    id: UUID
    sku: str
    name: str
    unit: str
    price: int
    active: bool
    stock: list[LevelOut]


class ListingDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A listing: what is live, what is sold where, and its edits, the newest first."""

    listing: ListingOut
    version: int
    published_at: datetime | None
    content: Content
    variants: list[VariantOut]
    edits: list[EditOut]


def edit_out(edit: ListingEdit) -> EditOut:
    """An edit as it is shown."""
    return EditOut(
        id=edit.id,
        state=edit.state,
        version=edit.version,
        base_version=edit.base_version,
        content=wished(edit),
        prices=dict(prices_of(edit)),
        note=edit.note,
        reason=edit.reason,
        submitted_at=edit.submitted_at,
        decided_at=edit.decided_at,
    )


def listing_out(row: ListingRow) -> ListingOut:
    """A row of the list as it is shown."""
    return ListingOut(
        slug=row.slug,
        name=row.name,
        state=row.standing,
        edit=row.edit,
        price=row.price,
        free=row.free,
        valid_until=row.until,
        sample=row.sample,
    )


async def listing_detail(session: AsyncSession, product: Product) -> ListingDetail:
    """All of a listing that has a producer, as the rows stand now."""
    assert product.producer_id is not None, "nobody's listing has no members"
    await session.flush()  # the answer is read from the rows
    levels = await levels_of(session, product.producer_id, product.id)
    return ListingDetail(
        listing=listing_out(await listing_row(session, product.id)),
        version=product.version,
        published_at=product.published_at,
        content=await read_content(session, product.id),
        variants=[_variant_out(one, levels.get(one.id, [])) for one in await variants_of(session, product.id)],
        edits=[edit_out(edit) for edit in await edits_of(session, product.id, EDITS)],
    )


def _variant_out(variant: Variant, levels: list[PlaceLevel]) -> VariantOut:
    return VariantOut(
        id=variant.id,
        sku=variant.sku,
        name=variant.name,
        unit=variant.unit,
        price=variant.price,
        active=variant.active,
        stock=[LevelOut(place=level.place, own=level.own, on_hand=level.on_hand, held=level.held) for level in levels],
    )
