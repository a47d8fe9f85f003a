"""Reads of baskets."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.cart.errors import LinesContradict, NoSuchPoint
from shop.cart.models import Cart, CartLine
from shop.cart.quote import quote_lines
from shop.cart.rules import Want, merge_wants
from shop.cart.shown import CartShown, show_cart
from shop.core.money import Dong
from shop.places.models import Place

_LINES = (  # both built once: every order asks for them
    select(CartLine.variant_id, CartLine.quantity, CartLine.place_id, CartLine.campaign_id)
    .where(CartLine.cart_id == bindparam("cart"))
    .order_by(CartLine.id)
)
_PLACES = select(Place.slug, Place.id).where(Place.slug.in_(bindparam("slugs", expanding=True)))


async def wants_of(session: AsyncSession, cart_id: UUID) -> list[Want]:
    """The lines of a basket in the order they were put in."""
    rows = await session.execute(_LINES, {"cart": cart_id})
    return [
        Want(variant_id=variant, quantity=quantity, place_id=place, campaign_id=campaign)
        for variant, quantity, place, campaign in rows
    ]


async def open_cart_of(session: AsyncSession, person_id: UUID) -> UUID | None:
    """The basket a person has not ordered yet."""
    found: UUID | None = await session.scalar(
        select(Cart.id).where(Cart.person_id == person_id, Cart.ordered.is_(False)).order_by(Cart.id.desc()).limit(1)
    )
    return found


async def cart_shown(session: AsyncSession, cart_id: UUID) -> CartShown:
    """A basket at this moment's prices; the caller has made sure that the asker may see it."""
    wants = await wants_of(session, cart_id)
    return show_cart(cart_id, await quote_lines(session, wants, None, Dong(0)))


async def places_by_slug(session: AsyncSession, slugs: Iterable[str], field: str) -> dict[str, UUID]:
    """The ids of places named in lines.

    Raises:
        NoSuchPoint: one of them is unknown.
    """
    asked = set(slugs)
    if not asked:
        return {}
    rows = await session.execute(_PLACES, {"slugs": list(asked)})
    found = {row.slug: row.id for row in rows}
    if asked - found.keys():
        raise NoSuchPoint(field)
    return found


async def merged_wants(session: AsyncSession, lines: Iterable[tuple[UUID, int, str | None, UUID | None]]) -> list[Want]:
    """Read lines (variant, pieces, slug of a place, campaign), the same variant added up.

    Raises:
        NoSuchPoint: a line names no place.
        LinesContradict: a variant stands twice in ways that cannot be added up.
    """
    asked = list(lines)
    places = await places_by_slug(session, [slug for _, _, slug, _ in asked if slug is not None], "lines")
    merged = merge_wants(
        Want(
            variant_id=variant,
            quantity=quantity,
            place_id=None if slug is None else places[slug],
            campaign_id=campaign,
        )
        for variant, quantity, slug, campaign in asked
    )
    if merged is None:
        raise LinesContradict
    return merged
