"""Ask to be told when a variant is back."""

from uuid import UUID

import msgspec
from msgspec import ValidationError
from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.errors import NoSuchVariant
from shop.catalog.models import Product, Shelf, Variant
from shop.core.actor import Actor
from shop.core.i18n import Locale
from shop.core.text import Email
from shop.restock.errors import InStock, NobodyToTell
from shop.restock.models import RestockWish


async def ask_restock(session: AsyncSession, actor: Actor, variant_id: UUID, email: str, locale: Locale) -> RestockWish:
    """Note that the signed-in person, or a guest's address, wants to be told once. Safe to repeat, and by two at once.

    Raises:
        NoSuchVariant: there is none for sale or to come.
        InStock: it can be had now.
        NobodyToTell: a guest without an address.
    """
    address = None if actor.person_id is not None else _address(email)
    known = select(Variant.id).join(Product, Product.id == Variant.product_id)
    if await session.scalar(known.where(Variant.id == variant_id, Variant.active, ~Product.hidden)) is None:
        raise NoSuchVariant(extra={"variant": str(variant_id)})
    if await session.scalar(select(exists().where(Shelf.variant_id == variant_id))):
        raise InStock
    row = {"variant_id": variant_id, "person_id": actor.person_id, "email": address, "locale": locale}
    await session.execute(insert(RestockWish).values(row).on_conflict_do_nothing())  # a twin's commit is waited for
    mine = _is_reader(actor.person_id, address)
    wish = await session.scalars(select(RestockWish).where(RestockWish.variant_id == variant_id, mine, open_wish()))
    return wish.one()


def open_wish() -> ColumnElement[bool]:
    """Whether a wish still waits."""
    return RestockWish.told_at.is_(None) & RestockWish.stopped_at.is_(None)


def _is_reader(person_id: UUID | None, email: str | None) -> ColumnElement[bool]:
    return RestockWish.person_id == person_id if person_id is not None else RestockWish.email == email


def _address(email: str) -> str:
    try:
        return msgspec.convert(email.strip().lower(), Email)
    except ValidationError:
        raise NobodyToTell(field="email") from None
