"""What a consumer is told before the contract: the same words the contract will keep."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.contracts.content import ContractTerms, terms_facts
from shop.contracts.facts import goods_facts
from shop.contracts.rules import OF_PRODUCT, GoodsItems, Item, goods_items, product_items, shared_items
from shop.core.i18n import Locale


class Information(msgspec.Struct, frozen=True, kw_only=True):
    """The items of each product, and those of the whole order."""

    goods: tuple[GoodsItems, ...] = ()
    shared: tuple[Item, ...] = ()


async def inform(
    session: AsyncSession, variant_ids: Sequence[UUID], locale: Locale, terms: ContractTerms
) -> Information:
    """The items for these variants, in their order; what the producers have not given is said to be missing."""
    facts = await goods_facts(session, variant_ids)
    return Information(
        goods=tuple(goods_items(locale, facts[variant]) for variant in variant_ids if variant in facts),
        shared=shared_items(locale, terms_facts(locale, "", terms)),
    )


async def inform_of_product(
    session: AsyncSession, variant_ids: Sequence[UUID], locale: Locale, terms: ContractTerms
) -> tuple[Item, ...]:
    """The items that belong to a product whatever is ordered of it; none where it has no variants. Three statements."""
    facts = await goods_facts(session, variant_ids)
    known = [facts[variant] for variant in variant_ids if variant in facts]
    if not known:
        return ()
    return product_items(locale, known) + shared_items(locale, terms_facts(locale, "", terms), OF_PRODUCT)
