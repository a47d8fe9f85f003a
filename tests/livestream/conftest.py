"""A real uvicorn on a free port, readers of its streams, and the relay's turn for rooms."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from typing import cast

import httpx
import msgspec
import pytest
import uvicorn
from sqlalchemy import select

from shop.app import create_program
from shop.cli.processes import _Server
from shop.core.db import short
from shop.core.events import read_event
from shop.core.outbox import OutboxEvent
from shop.livestream.tell import channel, room_facts
from tests.rooms.viewer import Viewer, viewing

PATIENCE = 60.0  # seconds after which a test that waits has failed


class Watcher:
    """One open stream of events."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._lines = response.aiter_lines()

    async def frame(self):
        """The next frame's data."""
        return (await self.event())["data"]

    async def frame_where(self, holds: Callable[[dict], bool]):
        """The next frame that is as wanted."""
        async with asyncio.timeout(PATIENCE):
            while True:
                frame = await self.frame()
                if holds(frame):
                    return frame

    async def event(self):
        """The next event: its name, its id and its data."""
        found: dict[str, object] = {}
        async with asyncio.timeout(PATIENCE):
            async for line in self._lines:
                name, _, value = line.partition(": ")
                if line.startswith(("event", "id", "data")):
                    found[name] = json.loads(value) if name == "data" else value
                elif not line and "data" in found:
                    return found
        raise EOFError("the stream has ended")

    async def until_end(self):
        """Read on until the server ends the stream."""
        async with asyncio.timeout(PATIENCE):
            async for _ in self._lines:
                pass


class Running:
    """A served application."""

    def __init__(self, server: uvicorn.Server, task: "asyncio.Task[None]", url: str) -> None:
        self.server, self.task, self.url = server, task, url
        self.port = int(url.rpartition(":")[2])

    @contextlib.asynccontextmanager
    async def watch(self, stall, desk=False) -> AsyncIterator[Watcher]:
        """Open a stream of the stall's room, as a viewer or at its desk."""
        async with (
            httpx.AsyncClient(base_url=self.url, timeout=PATIENCE) as client,
            client.stream("GET", f"{stall.path}/events", params={"desk": desk}) as response,
        ):
            yield Watcher(response)

    async def socket_path(self, stall, desk=False) -> str:
        """The address of a socket to the stall's room, token and all."""
        async with httpx.AsyncClient(base_url=self.url, timeout=PATIENCE) as client:
            reply = await client.get(f"{stall.path}/token", params={"desk": desk})
        return f"{stall.path}/socket?token={reply.json()['token']}"

    @contextlib.asynccontextmanager
    async def hear(self, stall, **said) -> AsyncIterator[Viewer]:
        """Open a socket to the stall's room."""
        async with self.hear_at(await self.socket_path(stall), **said) as viewer:
            yield viewer

    def hear_at(self, path: str, **said):
        """Open a socket at this address."""
        return viewing(self.port, path, **said)

    async def stop(self):
        """Ask the server to stop, as SIGTERM does, and wait for it."""
        self.server.should_exit = True
        async with asyncio.timeout(PATIENCE):
            await self.task


@contextlib.asynccontextmanager
async def served(settings, create=create_program) -> AsyncIterator[Running]:
    """Serve the application."""
    program = create(settings)
    sockets = cast("type[asyncio.Protocol]", program.sockets.open_protocol)
    config = uvicorn.Config(program.app, host="127.0.0.1", port=0, ws=sockets, log_config=None, access_log=False)
    server = _Server(config, program.drain)
    task = asyncio.create_task(server._serve())
    while not server.started:
        assert not task.done(), task.exception()
        await asyncio.sleep(0)
    port = server.servers[0].sockets[0].getsockname()[1]
    running = Running(server, task, f"http://127.0.0.1:{port}")
    try:
        yield running
    finally:
        await running.stop()


@pytest.fixture
def serve(settings, sessions):
    """Serve the application with some settings changed: `async with serve() as running`."""

    def start(create=create_program, **changes):
        return served(msgspec.structs.replace(settings, **changes), create)

    return start


@pytest.fixture(scope="package")
async def running(settings):
    """The application, served to all tests here that do not stop it: building one takes longer than most tests."""
    async with served(settings) as running:
        yield running


@pytest.fixture
def tell(sessions, redis_client):
    """The relay's turn for rooms: `seq` raised in its transaction, facts published after the commit."""

    async def turn():
        async with short(sessions) as session:
            waiting = await session.scalars(
                select(OutboxEvent).where(OutboxEvent.relayed_at.is_(None)).order_by(OutboxEvent.id)
            )
            facts = []
            for event in waiting:
                facts += await room_facts(session, read_event(event.kind, event.payload))
                event.relayed_at = event.created_at
        for fact in facts:
            await redis_client.spublish(channel(fact.session_id), fact.payload)
        return facts

    return turn
