"""The harness itself: the database is ours, migrated, and the clock can be moved."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shop.core.clock import now


async def test_the_clock_can_be_moved(session, warp):
    await warp(session, datetime(2027, 1, 1, tzinfo=UTC))

    moment = await now(session)

    assert moment.year == 2027


async def test_the_openapi_document_is_served(client):
    reply = await client.get("/schema/openapi.json")

    assert reply.status_code == 200
    assert reply.json()["openapi"].startswith("3.1")


async def test_append_only_tables_refuse_changes(session):
    await session.execute(
        text("INSERT INTO audit_entry (actor, action, subject, detail, request_id) VALUES ('a', 'b', 'c', '{}', '-')")
    )

    with pytest.raises(DBAPIError, match="never changed"):
        await session.execute(text("UPDATE audit_entry SET actor = 'x'"))
