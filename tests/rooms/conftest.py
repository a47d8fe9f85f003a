"""An engine of rooms behind a real uvicorn, without a shop."""

import asyncio
import contextlib
from typing import cast

import msgspec
import pytest
import uvicorn

from shop.rooms.crowd import tell, told_of
from shop.rooms.handshake import RoomPath
from shop.rooms.protocol import Doorway
from shop.rooms.token import make_token
from tests.conftest import SECRET
from tests.rooms.viewer import viewing

PATH = RoomPath("/rooms/", "/socket")


async def plain(scope, receive, send):
    """An application that answers everything the same."""
    if scope["type"] == "lifespan":
        return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


class House:
    """A served engine with one room, "hoa"."""

    def __init__(self):
        self.inside = set()
        self.subjects = []
        self.port = 0
        self.doorway = None
        self.left = asyncio.Event()

    def join(self, room, subject, listener):
        self.inside.add(listener)
        self.subjects.append((room, subject))
        return self.leave

    def leave(self, listener):
        self.inside.discard(listener)
        self.left.set()

    def address(self, token=None):
        return f"/rooms/hoa/socket?token={make_token(SECRET, 'hoa', 'h1') if token is None else token}"

    def enter(self, address=None, **said):
        return viewing(self.port, address or self.address(), **said)

    async def tell(self, data, seq=1):
        await tell(set(self.inside), told_of(seq, data))

    async def emptied(self):
        """Wait until nobody is inside."""
        async with asyncio.timeout(20):
            while self.inside:
                self.left.clear()
                await self.left.wait()
        assert self.doorway.turnstile.inside == 0


@pytest.fixture
def open_house(settings):
    """Serve the engine: `async with open_house(most=2) as house`."""

    @contextlib.asynccontextmanager
    async def start(*, most=100, normal=None, **changes):
        house = House()
        changed = msgspec.structs.replace(settings, **changes)
        house.doorway = Doorway(changed, PATH, house.join, most=most, normal=normal)
        ws = cast("type[asyncio.Protocol]", house.doorway.open_protocol)
        config = uvicorn.Config(plain, host="127.0.0.1", port=0, ws=ws, log_config=None, lifespan="off")
        server = uvicorn.Server(config)
        task = asyncio.create_task(server._serve())
        while not server.started:
            assert not task.done(), task.exception()
            await asyncio.sleep(0)
        house.port = server.servers[0].sockets[0].getsockname()[1]
        try:
            yield house
        finally:
            for listener in list(house.inside):
                listener.end()
            server.should_exit = True
            async with asyncio.timeout(20):
                await task

    return start


@pytest.fixture
async def house(open_house):
    async with open_house() as house:
        yield house
