"""Alive and ready: what a supervisor and a load balancer ask."""

import msgspec

from shop.core.outbox import OutboxEvent
from tests.conftest import whole_program


async def test_live_asks_nobody(make_client):
    async with make_client(redis_url="redis://127.0.0.1:1/0") as client:
        reply = await client.get("/health/live")

    assert (reply.status_code, reply.json()) == (200, {"status": "alive"})


async def test_ready_tells_how_far_the_outbox_is_behind(client, session):
    session.add(OutboxEvent(kind="probe.waited", payload={}, request_id="-"))

    reply = await client.get("/health/ready")

    assert reply.status_code == 200
    assert reply.json()["outbox"] == {"waiting": 1, "open": 0, "oldest_seconds": 0.0, "dead": 0, "late": False}


async def test_ready_without_redis(make_client):
    async with make_client(redis_url="redis://127.0.0.1:1/0") as client:
        reply = await client.get("/health/ready")

    assert reply.status_code == 200
    assert reply.json()["redis"] is False


async def test_not_ready_without_the_database(settings):
    away = msgspec.structs.replace(settings, database_url="postgresql://nobody@127.0.0.1:1/none")

    async with whole_program(away) as client:
        reply = await client.get("/health/ready")

    assert reply.status_code == 503
    assert reply.json() == {"status": "not_ready", "database": False, "redis": True, "outbox": None}
