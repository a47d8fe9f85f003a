"""Save what a producer wants said of a listing."""

from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.content import Content, read_content
from shop.catalog.models import Product, Variant
from shop.core.actor import Actor
from shop.core.money import Dong
from shop.listings.diff import Change
from shop.listings.errors import (
    EditMoved,
    EditWaits,
    NothingChanged,
    PriceMissing,
    SkuTaken,
    TooManyPictures,
    UnknownPicture,
)
from shop.listings.models import EditState, ListingEdit
from shop.listings.open_edit import lock_listing, open_edit_of
from shop.listings.rules import MOST_PICTURES
from shop.listings.wished import diff, fresh_skus, wished, written
from shop.media.models import Asset, AssetKind, AssetState

NONE_YET = 0  # the version to give where the writer saw no open edit


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What a producer wants, with the version of the open edit the writer saw.

    `prices`: đồng by SKU of the variants that are not there yet; `note`: to the office.
    """

    content: Content
    prices: dict[str, Dong] = {}
    note: str | None = None
    version: int = NONE_YET


async def save_edit(session: AsyncSession, actor: Actor, product_id: UUID, wish: Wish) -> ListingEdit:
    """Keep `wish` as the listing's open edit, made when there is none; what is live stays as it is.

    Of two writers the second is told what differs. Saving the same again changes nothing. The listing's row is
    locked until the commit. A draft may lack what approval asks for.

    Raises:
        EditMoved: somebody else saved something else meanwhile.
        EditWaits: the edit is with the office.
        NothingChanged: there is no edit, and this is what is live.
        UnknownPicture, TooManyPictures, SkuTaken, PriceMissing: of what the edit brings.
        NoSuchListing, Unauthenticated, Forbidden: not the actor's to edit.
    """
    product = await lock_listing(session, actor, product_id)
    edit = await open_edit_of(session, product_id)
    if edit is not None and edit.state is EditState.SUBMITTED:
        raise EditWaits
    changes = written(wish.content, wish.prices)
    if edit is not None and (edit.changes, edit.note) == (changes, wish.note):
        return edit
    if wish.version != (NONE_YET if edit is None else edit.version):
        raise EditMoved(edit.version if edit else NONE_YET, [one.field for one in _apart(edit, wish.content)])
    live = await read_content(session, product_id)
    await _check(session, product, live, wish)
    if edit is None:
        if changes == written(live):
            raise NothingChanged
        return await start_edit(session, actor, product, wish)
    edit.changes, edit.note = changes, wish.note
    edit.version += 1
    return edit


async def start_edit(session: AsyncSession, actor: Actor, product: Product, wish: Wish) -> ListingEdit:
    """Make the open edit of a listing that has none, its row locked by the caller."""
    assert actor.person_id is not None, "only members get here"
    edit = ListingEdit(
        product_id=product.id,
        state=EditState.DRAFT,
        base_version=product.version,
        changes=written(wish.content, wish.prices),
        note=wish.note,
        made_by=actor.person_id,
        version=1,
    )
    session.add(edit)
    await session.flush()  # the caller names it by its id
    return edit


def _apart(edit: ListingEdit | None, content: Content) -> list[Change]:
    return diff(wished(edit), content) if edit else []


async def _check(session: AsyncSession, product: Product, live: Content, wish: Wish) -> None:
    await check_pictures(session, product.producer_id, wish.content)
    fresh = fresh_skus(live, wish.content)
    unpriced = [sku for sku in fresh if sku not in wish.prices]
    if unpriced:
        raise PriceMissing(field=f"variants.{unpriced[0]}.price", sku=unpriced[0])
    if fresh:
        await refuse_taken(session, product.producer_id, fresh)


async def refuse_taken(session: AsyncSession, producer_id: UUID | None, skus: list[str]) -> None:
    """Refuse SKUs that stand for other variants of the producer.

    Raises:
        SkuTaken: names the first of them.
    """
    taken = await session.scalar(
        select(Variant.sku).where(Variant.producer_id == producer_id, Variant.sku.in_(skus)).limit(1)
    )
    if taken is not None:
        raise SkuTaken(field=f"variants.{taken}.sku")


async def check_pictures(session: AsyncSession, producer_id: UUID | None, content: Content) -> None:
    """Refuse pictures that are too many, not the producer's, or could not be read.

    Raises:
        TooManyPictures, UnknownPicture: as they say.
    """
    if len(content.pictures) > MOST_PICTURES:
        raise TooManyPictures(field="pictures", most=MOST_PICTURES)
    wanted = {picture.asset_id for picture in content.pictures}
    known = await session.scalar(
        select(func.count()).where(
            Asset.id.in_(wanted),
            Asset.owner == producer_id,
            Asset.kind == AssetKind.PICTURE,
            Asset.state != AssetState.REFUSED,
        )
    )
    if known != len(content.pictures):
        raise UnknownPicture(field="pictures")
