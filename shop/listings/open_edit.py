"""The open edit of a listing, locked: the order of locks is always product, then edit, then producer."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product
from shop.catalog.publish import lock_product
from shop.core.actor import Actor
from shop.listings.errors import NoSuchEdit, NoSuchListing, ProducerNotActive
from shop.listings.models import ListingEdit
from shop.listings.rules import OPEN
from shop.producers.guards import require_member
from shop.producers.models import MemberRole, Producer, ProducerState


async def lock_listing(session: AsyncSession, actor: Actor, product_id: UUID) -> Product:
    """The listing for an editor of its producer, its row locked until the commit.

    Raises:
        NoSuchListing: nobody's, or no such thing.
        Unauthenticated, Forbidden: as `require_member`.
    """
    product = await lock_product(session, product_id)
    if product.producer_id is None:
        raise NoSuchListing
    await require_member(session, actor, product.producer_id, at_least=MemberRole.EDITOR)
    return product


async def open_edit_of(session: AsyncSession, product_id: UUID) -> ListingEdit | None:
    """The draft or submitted edit of a listing whose row is locked; None when there is none."""
    found: ListingEdit | None = await session.scalar(
        select(ListingEdit)
        .where(ListingEdit.product_id == product_id, ListingEdit.state.in_(OPEN))
        .execution_options(populate_existing=True)
    )
    return found


async def lock_edit(session: AsyncSession, edit_id: UUID) -> tuple[Product, ListingEdit]:
    """An edit and its listing, the listing's row locked: nothing writes an edit without that lock.

    Raises:
        NoSuchEdit: no edit has this id.
    """
    product_id = await session.scalar(select(ListingEdit.product_id).where(ListingEdit.id == edit_id))
    if product_id is None:
        raise NoSuchEdit
    product = await lock_product(session, product_id)
    edit = await session.get_one(ListingEdit, edit_id, populate_existing=True)
    return product, edit


async def lock_own_edit(session: AsyncSession, actor: Actor, edit_id: UUID) -> tuple[Product, ListingEdit]:
    """`lock_edit` for an editor of the listing's producer.

    Raises:
        NoSuchEdit: no edit has this id.
        Unauthenticated, Forbidden: as `require_member`.
    """
    product, edit = await lock_edit(session, edit_id)
    if product.producer_id is None:
        raise NoSuchEdit
    await require_member(session, actor, product.producer_id, at_least=MemberRole.EDITOR)
    return product, edit


async def require_active(session: AsyncSession, producer_id: UUID | None) -> None:
    """Refuse what only an active producer may do; it cannot be suspended before the commit.

    Raises:
        ProducerNotActive: it is suspended, or was never let in.
    """
    state = await session.scalar(select(Producer.state).where(Producer.id == producer_id).with_for_update(read=True))
    if state is not ProducerState.ACTIVE:
        raise ProducerNotActive
