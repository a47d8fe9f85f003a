"""State from which number on a variant is sold wholesale, and at what prices."""

from collections.abc import Sequence
from itertools import pairwise
from uuid import UUID

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.change import note_change
from shop.catalog.errors import NoSuchVariant
from shop.catalog.models import Product, Variant
from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.errors import Invalid
from shop.producers.guards import require_member
from shop.producers.models import MemberRole
from shop.wholesale.errors import BandsWrong
from shop.wholesale.models import WholesaleBand, WholesaleTerm
from shop.wholesale.rules import MOST, MOST_BANDS


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """From `min_quantity` pieces on; `bands` (from so many, đồng) are shown to everybody where `public`."""

    min_quantity: int
    public: bool = False
    active: bool = True
    bands: tuple[tuple[int, int], ...] = ()


async def set_terms(session: AsyncSession, actor: Actor, producer_id: UUID, variant_id: UUID, terms: Terms) -> None:
    """Write a variant's terms in place of those before. Safe to repeat; two at once follow one another.

    Raises:
        Unauthenticated, Forbidden: not an editor of this producer.
        NoSuchVariant: it is not one of theirs.
        Invalid: the least number is none.
        BandsWrong: the bands do not go down.
    """
    await require_member(session, actor, producer_id, at_least=MemberRole.EDITOR)
    product_id = await session.scalar(
        select(Product.id)
        .join(Variant, Variant.product_id == Product.id)
        .where(Variant.id == variant_id, Product.producer_id == producer_id)
    )
    if product_id is None:
        raise NoSuchVariant(extra={"variant": str(variant_id)})
    _check(terms)
    facts = {
        "min_quantity": terms.min_quantity,
        "public": terms.public,
        "active": terms.active,
        "updated_by": actor.person_id,
    }
    written = insert(WholesaleTerm).values({"variant_id": variant_id} | facts)
    term_id = await session.scalar(
        written.on_conflict_do_update(index_elements=["variant_id"], set_=facts).returning(WholesaleTerm.id)
    )
    assert term_id is not None, "the row was written or rewritten"
    await session.execute(delete(WholesaleBand).where(WholesaleBand.term_id == term_id))
    session.add_all(WholesaleBand(term_id=term_id, from_quantity=least, price=price) for least, price in terms.bands)
    record_act(session, actor.person_id, "wholesale.terms", str(variant_id), least=terms.min_quantity)
    note_change(session, product_id, "wholesale")


def _check(terms: Terms) -> None:
    if not 1 < terms.min_quantity <= MOST:
        raise Invalid(field="min_quantity")
    bands: Sequence[tuple[int, int]] = terms.bands
    falls = all(one[0] < two[0] and one[1] > two[1] for one, two in pairwise(bands))
    bounded = all(terms.min_quantity <= least <= MOST and 0 < price <= 10**13 for least, price in bands)
    if len(bands) > MOST_BANDS or not falls or not bounded:
        raise BandsWrong(field="bands")
