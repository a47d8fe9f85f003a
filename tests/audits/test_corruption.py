"""Each kind of corruption, done past all guards, is found and named."""

import pytest
from sqlalchemy import select, text

from shop.catalog.models import Product, Variant
from shop.inventory.receive import Arrival, receive_all
from shop.orders.audit import audit_books
from tests.make.batches import batch
from tests.make.inventory import goods
from tests.make.orders import placed
from tests.make.stockroom import ends, sent

RECEIVED = "UPDATE stock_transfer SET status = 'received', ended_at = shop_now(), ended_by = 'x'"
CHECKS = "ALTER TABLE {table} DROP CONSTRAINT {table}_{name}_check"
UNGUARDED = (
    *(
        CHECKS.format(table="stock_level", name=name)
        for name in ("held_within_on_hand", "batched_within_on_hand", "blocked_within_batched", "quota_not_negative")
    ),
    "ALTER TABLE stock_batch DISABLE TRIGGER USER",
    "ALTER TABLE movement DISABLE TRIGGER USER",
    "ALTER TABLE certificate_history DISABLE TRIGGER USER",
    "ALTER TABLE audit_entry DISABLE TRIGGER USER",
)


@pytest.mark.parametrize(
    ("corruption", "check"),
    [
        ("UPDATE stock_level SET on_hand = on_hand + 1", "ledger"),
        ("UPDATE stock_level SET held = on_hand + 1", "ledger"),
        ("UPDATE movement SET on_hand = on_hand + 1 WHERE batch_id IS NOT NULL", "batches"),
        ("DELETE FROM movement WHERE batch_id IS NOT NULL", "batches"),
        ("UPDATE stock_batch SET on_hand = on_hand + 1", "batches"),
        ("DELETE FROM stock_batch", "batches"),
        ("UPDATE stock_level SET batched = batched - 1 WHERE batched > 0", "batches"),
        ("UPDATE stock_level SET blocked = 1 WHERE batched > 0", "batches"),
        ("UPDATE stock_batch SET blocked = true", "batches"),
        ("UPDATE batch SET variant_id = (SELECT id FROM variant WHERE id <> batch.variant_id LIMIT 1)", "batches"),
        ("DELETE FROM shelf", "shelf"),
        ("UPDATE stock_level SET counter_quota = 99", "shelf"),
        ("UPDATE stock_transfer_line SET pieces = pieces + 1", "goods in transit"),
        (
            "UPDATE stock_transfer SET status = 'received', ended_at = shop_now(), ended_by = 'x'",
            "transfers and ledger",
        ),
        ("UPDATE stock_hold SET pieces = pieces + 1", "holds"),
        ("UPDATE shop_order SET total = total + 1, subtotal = subtotal + 1", "money of orders"),
        ("UPDATE payment SET state = 'collected'", "payments and orders"),
        ("UPDATE product SET grade = 10", "grades on sale"),
        ("UPDATE certificate_history SET status = 'revoked'", "certificates"),
        ("UPDATE audit_entry SET actor = 'nobody'", "audit log"),
    ],
)
async def test_a_seeded_corruption_is_found_and_named(session, corruption, check):
    bowl = await goods(session, 5)
    variant = await session.get(Variant, bowl.variant_id)
    lot = await batch(session, variant, lasts=100)
    await receive_all(session, [Arrival(bowl.variant_id, bowl.place_id, 3, lot.id)], "test")
    await placed(session, bowl, quantity=2)
    await sent(session, await ends(session, 4, name="Chè sen"), 2)
    certificate = select(text("certificate.id")).select_from(text("certificate")).limit(1)
    certified = await session.scalar(certificate)
    await session.execute(
        text(
            "INSERT INTO certificate_history (certificate_id, status, actor) "
            "SELECT id, status, 'test' FROM certificate WHERE id = :id"
        ),
        {"id": certified},
    )
    await session.flush()
    assert await audit_books(session) == []
    for statement in UNGUARDED:
        await session.execute(text(statement))

    await session.execute(text(corruption))

    found = [each for each in await audit_books(session) if each.check == check]
    assert found, "the auditor has not seen it"
    assert all(each.subject and each.expected != each.found for each in found)
    assert await session.scalar(select(Product.id).limit(1)) is not None
