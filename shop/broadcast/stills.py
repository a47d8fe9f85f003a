"""Stills: small pictures of what is filmed, made in the host's page, for halls, chapters and thin networks."""

import asyncio

from shop.broadcast.keys import refuse_over
from shop.core.actor import Actor
from shop.core.clock import now
from shop.core.db import Sessions, short
from shop.markets.guards import require_host
from shop.media.pillow_gateway import small_jpeg
from shop.video.names import folder, still_name
from shop.video.storage import Storage

LARGEST = 60_000  # bytes of a still as it comes


class Stills:
    """Keeps stills. What comes is decoded and written anew: nothing of a stranger's bytes is kept."""

    def __init__(self, sessions: Sessions, storage: Storage) -> None:
        self._sessions = sessions
        self._storage = storage

    async def keep(self, actor: Actor, slug: str, content: bytes) -> None:
        """Keep a still of this moment.

        Raises:
            PictureTooLarge, PictureUnreadable: it is no JPEG we take.
            SessionOver: the session takes no picture any more.
            Unavailable: the storage does not answer.
            SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
        """
        async with short(self._sessions) as session:
            live = await require_host(session, actor, slug)
            await refuse_over(session, live)
            moment = round((await now(session)).timestamp() * 1000)
        clean = await asyncio.to_thread(small_jpeg, content)
        await self._storage.put(folder(str(live.id)) + still_name(moment), clean)
