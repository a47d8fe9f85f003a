"""Rooms as a tier of their own beside the web process: the same tokens, frames and snapshots, and nothing else."""

import json

import httpx
import pytest

from shop.tier import create_program
from tests.make import livestream


@pytest.fixture
async def stall(sessions):
    async with sessions() as session:
        made = await livestream.stall(session)
        await session.commit()
    return made


async def test_token_of_the_web_process_opens_a_socket_of_the_tier(stall, serve):
    async with serve() as web, serve(create_program) as tier:
        path = await web.socket_path(stall)
        async with tier.hear_at(path) as viewer, tier.watch(stall) as stream:
            frame = json.loads(await viewer.text())
            streamed = await stream.frame()

    assert frame["title"] == streamed["title"] == "Gốm Bát Tràng đêm nay"


async def test_tier_serves_rooms_and_its_health_alone(live_client, stall, serve):
    async with serve(create_program) as tier, httpx.AsyncClient(base_url=tier.url) as client:
        snapshot = await client.get(f"{stall.path}/snapshot")
        ready = await client.get("/health/ready")
        others = [await client.get(path) for path in ("/", "/api/v1/products", "/api/v1/markets", stall.path)]

    assert snapshot.json()["seq"] == (await live_client.get(f"{stall.path}/snapshot")).json()["seq"]
    assert ready.status_code == 200
    assert [reply.status_code for reply in others] == [404] * 4
