import pytest
from sqlalchemy import text

from shop.core.audit import record_act
from shop.orders.audit import audit_books
from tests.make.inventory import goods
from tests.make.orders import placed


async def test_an_honest_shop_shows_no_difference(session):
    bowl = await goods(session, 5)
    await placed(session, bowl, quantity=2)
    await session.flush()

    assert await audit_books(session) == []


@pytest.mark.parametrize(
    ("corruption", "check"),
    [
        ("UPDATE stock_level SET on_hand = on_hand + 1", "ledger"),
        ("UPDATE stock_level SET held = held - 1", "holds"),
        ("UPDATE stock_hold SET pieces = pieces + 1", "orders and holds"),
        ("UPDATE stock_hold SET state = 'released'", "holds"),
        ("UPDATE parcel SET status = 'cancelled'", "orders and holds"),
        ("UPDATE parcel SET status = 'cancelled'", "orders and parcels"),
        ("UPDATE parcel SET amount = amount + 1", "orders and parcels"),
        ("UPDATE shop_order SET status = 'cancelled', hold_expires_at = NULL", "orders and parcels"),
        ("UPDATE payment SET collected = 1", "payments and orders"),
        ("UPDATE shop_order SET status = 'cancelled', hold_expires_at = NULL", "payments and orders"),
        ("UPDATE shop_order SET subtotal = subtotal + 1, total = total + 1", "money of orders"),
        ("UPDATE order_line SET quantity = quantity + 1, total = total + price", "money of orders"),
        ("UPDATE payment SET amount = amount - 1", "payments and orders"),
        ("UPDATE payment SET state = 'collected'", "payments and orders"),
        ("UPDATE payment SET reference = uuidv7()", "payments and orders"),
        ("DELETE FROM order_line", "orders and holds"),
    ],
)
async def test_a_seeded_corruption_is_found(session, corruption, check):
    bowl = await goods(session, 5)
    await placed(session, bowl, quantity=2)
    await session.flush()

    await session.execute(text(corruption))

    assert check in {difference.check for difference in await audit_books(session)}


async def test_a_forged_entry_of_the_audit_log_is_found(session):
    record_act(session, "officer", "test.act", "it")
    await session.flush()
    await session.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER USER"))
    await session.execute(text("UPDATE audit_entry SET actor = 'nobody'"))

    assert [difference.check for difference in await audit_books(session)] == ["audit log"]
