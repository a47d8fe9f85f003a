"""Sockets of rooms: the engine's doorway, bound to the hub."""

import asyncio
from collections.abc import Callable
from uuid import UUID

from config.settings import Settings
from shop.livestream.hub import Entry, Hub
from shop.rooms.crowd import Listener
from shop.rooms.handshake import RoomPath
from shop.rooms.protocol import Doorway, Leave
from shop.rooms.token import make_token

SOCKETS = RoomPath("/api/v1/sessions/", "/socket")
_DESK = "~"  # between the session's id and the mark of a desk


def make_doorway(settings: Settings, hub: Hub, normal: Callable[..., asyncio.Protocol] | None = None) -> Doorway:
    """The doorway of one process. A handshake asks no database: the token carries the session's id.

    Sockets of other addresses go to `normal`.
    """

    def join(slug: str, subject: str, listener: Listener) -> Leave:
        session_id, _, desk = subject.partition(_DESK)
        return hub.join(Entry(UUID(session_id), slug), listener, counted=not desk)

    return Doorway(settings, SOCKETS, join, normal=normal)


def room_token(settings: Settings, entry: Entry, *, desk: bool) -> str:
    """What opens a socket to the room within the next minute; a desk is no viewer of it."""
    return make_token(settings.secret_key, entry.slug, f"{entry.session_id}{_DESK}1" if desk else str(entry.session_id))
