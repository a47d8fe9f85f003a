"""The audit log: one chain, whoever writes; whatever is altered behind its back is found."""

import asyncio

import pytest
from sqlalchemy import select, text

from shop.core.audit import AuditEntry, record_act, verify_chain
from shop.core.db import short


async def _write(session, count):
    for number in range(count):
        record_act(session, "somebody", "test.act", number, reason="vì sao")
        await session.flush()


async def test_an_untouched_log_verifies(session):
    await _write(session, 5)

    assert await verify_chain(session) is None


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE audit_entry SET actor = 'nobody' WHERE id = :id",
        'UPDATE audit_entry SET detail = \'{"reason": "khác"}\' WHERE id = :id',
        "UPDATE audit_entry SET at = at - interval '1 second' WHERE id = :id",
        "UPDATE audit_entry SET actor = 'x', hash = sha256('x') WHERE id = :id",
    ],
)
async def test_an_altered_entry_is_found(session, forgery):
    await _write(session, 5)
    third = (await session.scalars(select(AuditEntry.id).order_by(AuditEntry.id).offset(2))).first()

    await session.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER USER"))
    await session.execute(text(forgery), {"id": third})

    assert await verify_chain(session) == third


async def test_a_removed_entry_is_found_at_its_successor(session):
    await _write(session, 5)
    ids = (await session.scalars(select(AuditEntry.id).order_by(AuditEntry.id))).all()

    await session.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER USER"))
    await session.execute(text("DELETE FROM audit_entry WHERE id = :id"), {"id": ids[1]})

    assert await verify_chain(session) == ids[2]


async def test_writers_at_the_same_time_make_one_chain(sessions):
    async def write(number):
        async with short(sessions) as session:
            record_act(session, f"writer {number}", "test.act", number)

    await asyncio.gather(*(write(number) for number in range(16)))

    async with short(sessions) as session:
        assert await verify_chain(session) is None
        assert len((await session.scalars(select(AuditEntry.previous).distinct())).all()) == 16
