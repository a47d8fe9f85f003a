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


def make_doorway(settings: Settings, hub: Hub, normal: Callable[..., asyncio.Protocol] | None = None) -> Doorway:
    """The doorway of one process. A handshake asks no database: the token carries the session's id.

    Sockets of other addresses go to `normal`.
    """

    def join(slug: str, subject: str, listener: Listener) -> Leave:
        return hub.join(Entry(UUID(subject), slug), listener)

    return Doorway(settings, SOCKETS, join, normal=normal)


def room_token(settings: Settings, entry: Entry) -> str:
    """What opens a socket to the room within the next minute."""
    return make_token(settings.secret_key, entry.slug, str(entry.session_id))
