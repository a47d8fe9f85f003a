"""Write the notice that goods are back."""

from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.catalog.models import Product, Variant
from shop.core.i18n import DEFAULT, known_locale, say
from shop.notifications.letter import Block, quoted
from shop.notifications.write import Reader, Told, write_notices
from shop.restock.events import GoodsBack
from shop.restock.models import RestockWish

RESTOCK = "restock:"  # the beginning of a guest's key: the letter's token is made of the rest


async def tell_goods_back(session: AsyncSession, event_id: UUID, event: GoodsBack) -> int:
    """Tell who waited, in the language it was asked in; returns how many notices were new. Safe to repeat."""
    account = and_(Person.id == RestockWish.person_id, Person.disabled_at.is_(None))
    found = (
        await session.execute(
            select(RestockWish, Product.name, Product.slug, Person.email)
            .join(Variant, Variant.id == RestockWish.variant_id)
            .join(Product, Product.id == Variant.product_id)
            .outerjoin(Person, account)
            .where(RestockWish.id == event.wish_id)
        )
    ).one_or_none()
    if found is None:
        return 0
    wish, product, slug, account_email = found
    locale = known_locale(wish.locale)
    told = Told(
        locale=locale,
        subject=say(locale, "notice.goods_back.subject", product=product),
        text=say(locale, "notice.goods_back.text", product=product),
    )
    own = "" if locale == DEFAULT else f"/{locale}"
    blocks = [
        Block(quoted(told.text)),
        Block(say(locale, "notice.see_product"), href=f"$base{own}/san-pham/{slug}"),
    ]
    if wish.person_id is None:
        stop = f"$base{own}/bao-co-hang/{wish.id}/dung?token=$token"
        blocks.append(Block(say(locale, "notice.stop_restock"), href=stop))
    reader = Reader(
        key=f"person:{wish.person_id}" if wish.person_id else f"{RESTOCK}{wish.id}",
        email=wish.email or account_email,
        person_id=wish.person_id,
        order_id=None,
    )
    return await write_notices(session, event_id, reader, told, blocks)
