"""Watch no more."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.clock import shop_now
from shop.reminders.errors import WatchUnknown
from shop.reminders.models import Watch
from shop.reminders.rules import is_watch_token


async def stop_watch(session: AsyncSession, actor: Actor, watch_id: UUID, token: str, secret: str) -> None:
    """End this watch: by its token, or signed in as its person. Safe to repeat.

    Raises:
        WatchUnknown: there is none, or not for this asker; both sound the same.
    """
    watch = await session.get(Watch, watch_id)
    own = watch is not None and watch.person_id is not None and watch.person_id == actor.person_id
    if watch is None or not (own or is_watch_token(secret, watch_id, token)):
        raise WatchUnknown
    await session.execute(
        update(Watch)
        .where(Watch.id == watch_id, Watch.stopped_at.is_(None))
        .values(stopped_at=shop_now())
        .execution_options(synchronize_session=False)
    )
