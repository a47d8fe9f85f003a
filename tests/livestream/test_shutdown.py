"""The web process and the rooms' own tier as they are deployed: SIGTERM ends them although people watch."""

import asyncio
import json
import os
import re
import signal
import sys

import httpx
import pytest

from tests.livestream.conftest import PATIENCE, Watcher
from tests.make import livestream
from tests.rooms.viewer import viewing


@pytest.fixture(params=["web", "rooms"])
async def web(settings, request):
    """`shop web`, or `shop rooms`, in a process of its own: the process and its address."""
    named = {name: str(getattr(settings, name)) for name in ("env", "clock", "database_url", "redis_url", "secret_key")}
    environ = {f"SHOP_{name.upper()}": value for name, value in named.items()}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SHOP_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "shop.cli.main",
        request.param,
        env={**kept, **environ, "SHOP_PORT": "0"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with asyncio.timeout(60):
        async for line in process.stdout:
            if found := re.search(rb"running on (http://[\d.]+:\d+)", line):
                break
    yield process, found[1].decode()
    if process.returncode is None:
        process.kill()
        await process.wait()


async def test_fact_reaches_viewers_of_another_process(live_client, sessions, web, tell):
    _, url = web
    async with sessions() as session:
        stall = await livestream.stall(session)
        await session.commit()
    async with httpx.AsyncClient(base_url=url, timeout=PATIENCE) as client:
        token = (await client.get(f"{stall.path}/token")).json()["token"]

    async with viewing(int(url.rpartition(":")[2]), f"{stall.path}/socket?token={token}") as viewer:
        await viewer.text()
        said = {"text": "nghe rõ không?", "client_id": "client-0001"}
        reply = await live_client.post(f"{stall.path}/comments", json=said)
        fact = (await tell())[-1]
        async with asyncio.timeout(PATIENCE):
            while (frame := json.loads(await viewer.text()))["seq"] < json.loads(fact.payload)["seq"]:
                pass

    assert reply.status_code == 201, reply.text
    assert frame["title"] == "Gốm Bát Tràng đêm nay"


async def test_sigterm_ends_the_process_and_its_streams(sessions, web):
    process, url = web
    async with sessions() as session:
        stall = await livestream.stall(session)
        await session.commit()

    async with (
        httpx.AsyncClient(base_url=url, timeout=PATIENCE) as client,
        client.stream("GET", f"{stall.path}/events") as response,
    ):
        watcher = Watcher(response)
        await watcher.frame()
        token = (await client.get(f"{stall.path}/token")).json()["token"]
        port = int(url.rpartition(":")[2])
        async with viewing(port, f"{stall.path}/socket?token={token}") as viewer:
            await viewer.text()
            process.send_signal(signal.SIGTERM)
            await watcher.until_end()
            closing = await viewer.closing()
    async with asyncio.timeout(PATIENCE):
        log = await process.stdout.read()
        code = await process.wait()

    assert closing == 1001
    assert code in {0, -signal.SIGTERM}
    assert b"graceful shutdown exceeded" not in log, "the streams were cut by the server's patience, not by us"
    assert b"shutdown complete" in log
