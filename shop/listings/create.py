"""Begin the listing of a registered product."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.address import free_slug
from shop.catalog.content import read_content
from shop.catalog.drawing import picture_of
from shop.catalog.list_product import NewProduct, NewVariant, list_product
from shop.catalog.models import Product
from shop.certification.models import ProductGroup, RegisteredProduct
from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.money import Dong
from shop.listings.edit import Wish, refuse_taken, start_edit
from shop.listings.errors import NotToBeListed, SkuTaken
from shop.listings.open_edit import require_active
from shop.producers.guards import require_member
from shop.producers.models import MemberRole, Producer


class FirstVariant(msgspec.Struct, frozen=True, kw_only=True):
    """A size or a pack of the new listing; `price` in đồng. Without a SKU one is made."""

    name: str = ""
    sku: str = ""
    unit: str
    price: Dong
    net_weight_g: int | None = None


class NewListing(msgspec.Struct, frozen=True, kw_only=True):
    """Which registered product is to be listed, and as what; an empty name is the register's."""

    registered_product_id: UUID
    name: str = ""
    variants: Sequence[FirstVariant]


async def create_listing(session: AsyncSession, actor: Actor, producer_id: UUID, new: NewListing) -> Product:
    """Make a hidden draft of a registered product with its open edit; it is shown once an officer approved it.

    The producer's row is locked until the commit: its SKUs and its listings are made one after the other. A
    second call for the same product is refused, so a form sent twice makes one listing.

    Raises:
        ProducerNotActive: the producer may not sell.
        NotToBeListed: the registered product is not this producer's.
        AlreadyListed: it has a listing.
        SkuTaken: the producer has this SKU already, or twice in this form.
        Unauthenticated, Forbidden: not the actor's producer.
    """
    await require_member(session, actor, producer_id, at_least=MemberRole.EDITOR)
    await session.execute(select(Producer.id).where(Producer.id == producer_id).with_for_update(key_share=True))
    await require_active(session, producer_id)
    registered, group = await _registered(session, producer_id, new.registered_product_id)
    name = new.name or registered.name
    slug = await free_slug(session, name)
    variants = [_variant(slug, at, variant) for at, variant in enumerate(new.variants, 1)]
    skus = [variant.sku for variant in variants]
    if len(set(skus)) < len(skus):
        raise SkuTaken(field="sku")
    await refuse_taken(session, producer_id, skus)
    product = await list_product(
        session,
        NewProduct(
            registered_product_id=registered.id,
            slug=slug,
            name=name,
            image=picture_of(group, name),
            variants=variants,
            sample=registered.sample,
            hidden=True,
        ),
    )
    content = await read_content(session, product.id)
    await start_edit(session, actor, product, Wish(content=content))
    record_act(session, actor.person_id, "listing.create", product.slug, registered=registered.slug)
    return product


def _variant(slug: str, number: int, first: FirstVariant) -> NewVariant:
    return NewVariant(
        name=first.name,
        sku=first.sku or f"{slug}-{number}",
        price=first.price,
        unit=first.unit,
        net_weight_g=first.net_weight_g,
    )


async def _registered(
    session: AsyncSession, producer_id: UUID, registered_id: UUID
) -> tuple[RegisteredProduct, str | None]:
    row = (
        await session.execute(
            select(RegisteredProduct, ProductGroup.name_vi)
            .outerjoin(ProductGroup, ProductGroup.id == RegisteredProduct.group_id)
            .where(RegisteredProduct.id == registered_id, RegisteredProduct.producer_id == producer_id)
        )
    ).one_or_none()
    if row is None:
        raise NotToBeListed(field="registered_product")
    return row[0], row[1]
