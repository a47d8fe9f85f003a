"""Stop waiting."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.clock import shop_now
from shop.restock.ask import open_wish
from shop.restock.errors import WishUnknown
from shop.restock.models import RestockWish
from shop.restock.rules import is_stop_token


async def stop_restock(session: AsyncSession, actor: Actor, wish_id: UUID, token: str, secret: str) -> None:
    """End all open wishes of this wish's reader: by its token, or signed in as its person. Safe to repeat.

    Raises:
        WishUnknown: there is none, or not for this asker; both sound the same.
    """
    wish = await session.get(RestockWish, wish_id)
    own = wish is not None and wish.person_id is not None and wish.person_id == actor.person_id
    if wish is None or not (own or is_stop_token(secret, wish_id, token)):
        raise WishUnknown
    same = RestockWish.person_id == wish.person_id if wish.person_id else RestockWish.email == wish.email
    await session.execute(
        update(RestockWish)
        .where(same, open_wish())
        .values(stopped_at=shop_now())
        .execution_options(synchronize_session=False)
    )
