"""Rows of a session's picture."""

from tests.make import broadcast
from tests.rows.kinds import only

HOSTS = ("host", "admin")
ROOM = "/api/v1/sessions/{slug}"

API = {
    f"POST {ROOM}/stream-key": only(*HOSTS),
    f"GET {ROOM}/stream-key": only(*HOSTS),
    f"DELETE {ROOM}/stream-key": only(*HOSTS),
}


async def names(session, world):
    """A stream key of the stall."""
    await broadcast.key(session, world.stall)
    return {}
