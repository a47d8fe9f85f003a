"""Who asks: from the cookie to the actor, with one indexed query, remembered for at most five seconds."""

import time
from collections import OrderedDict
from datetime import timedelta
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from sqlalchemy import update

from config.settings import Settings
from shop.accounts.models import SignIn
from shop.accounts.queries import recognise
from shop.accounts.sign_in import token_hash
from shop.core.actor import GUEST, Actor
from shop.core.clock import shop_now
from shop.core.db import Sessions, short
from shop.http.cookies import SESSION_COOKIE

REMEMBERED = 5.0  # seconds after which the database is asked again
_FACES = 10_000  # people one process remembers
_LONGEST_TOKEN = 100  # characters

Connection = ASGIConnection[Any, Any, Any, Any]


class Doorkeeper:
    """Recognises cookies for one process. Takes the database, so that no request holds a connection for it."""

    def __init__(self, settings: Settings, sessions: Sessions, remembered: float = REMEMBERED) -> None:
        self._remembered = remembered
        self._idle = timedelta(days=settings.session_idle_days)
        self._sessions = sessions
        self._faces: OrderedDict[bytes, tuple[float, Actor]] = OrderedDict()

    async def actor_of(self, token: str | None) -> Actor:
        """Whose cookie `token` is; a guest without one, and for any that is not open."""
        if not token or len(token) > _LONGEST_TOKEN:
            return GUEST
        id_hash = token_hash(token)
        known = self._faces.get(id_hash)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        actor = await self._ask(id_hash)
        self._faces.pop(id_hash, None)
        if actor.signed_in:
            self._faces[id_hash] = (time.monotonic() + self._remembered, actor)
            if len(self._faces) > _FACES:
                self._faces.popitem(last=False)
        return actor

    def forget(self, token: str) -> None:
        """Ask the database at the next request with this cookie: it was just signed out."""
        self.forget_hash(token_hash(token))

    def forget_hash(self, id_hash: bytes) -> None:
        """The same for a sign-in that is known by its hash alone."""
        self._faces.pop(id_hash, None)

    async def _ask(self, id_hash: bytes) -> Actor:
        async with short(self._sessions) as session:
            found = await recognise(session, id_hash, self._idle)
            if found is None:
                return GUEST
            if found.is_stale:
                await session.execute(update(SignIn).where(SignIn.id_hash == id_hash).values(last_seen_at=shop_now()))
            return found.actor


async def actor_of(connection: Connection) -> Actor:
    """Who asks on this connection; found once, for guards and routes alike."""
    actor = connection.scope.get("state", {}).get("actor")
    if isinstance(actor, Actor):
        return actor
    keeper: Doorkeeper = connection.app.state.doorkeeper
    actor = await keeper.actor_of(connection.cookies.get(SESSION_COOKIE))
    connection.state.actor = actor
    return actor


async def provide_actor(request: Request[Any, Any, Any]) -> Actor:
    """The `actor` that routes ask for."""
    return await actor_of(request)
