"""An officer lets an edit go live."""

from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.add_variants import add_variants
from shop.catalog.content import Content, apply_content, checked, read_content
from shop.catalog.errors import ContentChanged
from shop.catalog.list_product import NewVariant
from shop.catalog.models import Product
from shop.catalog.publish import publish_product
from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.outbox import publish
from shop.listings.edit import check_pictures, refuse_taken
from shop.listings.errors import EditMoved, PriceMissing
from shop.listings.events import ListingApproved
from shop.listings.models import EditState, ListingEdit
from shop.listings.open_edit import lock_edit, require_active
from shop.listings.rules import EDIT_MOVES
from shop.listings.wished import diff_edit, fresh_skus, over, prices_of, wished


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """What the officer looked at: the version of the edit, and of the live content beside it."""

    edit: int
    content: int


async def approve_edit(session: AsyncSession, officer_id: UUID, edit_id: UUID, compared: Compared) -> ListingEdit:
    """Make the edit live in this transaction, and show the listing when it was a draft; lists know after the commit.

    The listing's row is locked, so of two officers one wins and the other finds the edit decided.

    Raises:
        NoSuchEdit: no edit has this id.
        IllegalMove: it is not with the office.
        EditMoved: the producer took it back and sent something else.
        ContentChanged: the live content is no longer what was compared.
        ProducerNotActive: the producer may not sell.
        NoActiveVariant: a draft has nothing for sale.
        UnknownPicture, SkuTaken, PriceMissing, Invalid: what it brings does not fit any more.
    """
    product, edit = await lock_edit(session, edit_id)
    EDIT_MOVES.check(edit.state, EditState.APPROVED)
    if edit.version != compared.edit:
        raise EditMoved(edit.version, [])
    if product.version != compared.content:
        raise ContentChanged(product.version)
    await require_active(session, product.producer_id)
    changes = diff_edit(await read_content(session, product.id), edit)
    first = product.published_at is None
    await _apply(session, product, edit, compared.content)
    if first:
        await publish_product(session, product.id)
    edit.state, edit.decided_by, edit.decided_at = EditState.APPROVED, officer_id, await now(session)
    edit.version += 1
    record_act(
        session,
        officer_id,
        "listing.approve",
        product.slug,
        edit=str(edit.id),
        changes=[msgspec.to_builtins(msgspec.structs.replace(change, pieces=())) for change in changes],
    )
    publish(session, ListingApproved(edit_id=edit.id, product_id=product.id, version=edit.version, published=first))
    return edit


async def _apply(session: AsyncSession, product: Product, edit: ListingEdit, expected_version: int) -> None:
    live = await read_content(session, product.id)
    content = checked(over(live, wished(edit)))
    await check_pictures(session, product.producer_id, content)
    await _add_fresh(session, product, content, fresh_skus(live, content), edit)
    await apply_content(session, product.id, content, expected_version)


async def _add_fresh(
    session: AsyncSession, product: Product, content: Content, fresh: list[str], edit: ListingEdit
) -> None:
    """Make the variants the edit brings. Their names come with the content: one may be free only after a renaming."""
    prices = prices_of(edit)
    unpriced = [sku for sku in fresh if sku not in prices]
    if unpriced:
        raise PriceMissing(field=f"variants.{unpriced[0]}.price", sku=unpriced[0])
    await refuse_taken(session, product.producer_id, fresh)
    new = [
        NewVariant(name=f"~{said.sku}", sku=said.sku, price=prices[said.sku], unit=said.unit)
        for said in content.variants
        if said.sku in fresh
    ]
    await add_variants(session, product, new)
