"""Orders from before parcels get one per producer and place."""

from sqlalchemy.ext.asyncio import create_async_engine

from shop.core.db import async_url, make_sessions
from shop.migrations.upgrade import upgrade_database
from shop.orders.audit import audit_books
from tests.migrations.test_upgrade import seeded

# Three pieces of stock that two places have; orders as the shop wrote them at revision 0003, with holds and ledger.
ORDERS = """
CREATE TEMPORARY TABLE level AS
SELECT id, variant_id, place_id, row_number() OVER (PARTITION BY variant_id ORDER BY place_id) AS at
FROM stock_level WHERE variant_id IN (SELECT variant_id FROM stock_level GROUP BY 1 HAVING count(*) > 1 LIMIT 1);
CREATE TEMPORARY TABLE made AS
SELECT uuidv7() AS id, status, code, places, delivery, hold FROM (VALUES
  ('packed', 'CM-1', 1, 'pickup', 'open'), ('shipped', 'CM-2', 2, 'ship', 'consumed'),
  ('delivered', 'CM-3', 2, 'ship', 'consumed'), ('cancelled', 'CM-4', 2, 'ship', 'released')
) AS given (status, code, places, delivery, hold);
INSERT INTO shop_order (id, code, status, contact_name, contact_phone, locale, delivery, place_id, address_line,
  payment_method, subtotal, shipping, discount, total)
SELECT id, code, status, 'Minh', '+84912345678', 'vi', delivery,
  CASE WHEN delivery = 'pickup' THEN (SELECT place_id FROM level WHERE at = 1) END, '1 phố Huế', 'cod',
  places * 100000, 30001, 0, places * 100000 + 30001
FROM made;
INSERT INTO order_line (order_id, variant_id, place_id, product_name, variant_name, unit, quantity, price, total)
SELECT made.id, variant_id, place_id, 'Bát', '', 'bộ', 1, 100000, 100000 FROM made JOIN level ON at <= places;
INSERT INTO order_history (order_id, status, actor) SELECT id, 'held', 'buyer' FROM made;
INSERT INTO order_history (order_id, status, actor) SELECT id, status, 'clerk' FROM made;
INSERT INTO payment (reference, method, amount, state)
SELECT id, 'cod', places * 100000 + 30001,
  CASE status WHEN 'delivered' THEN 'collected' WHEN 'cancelled' THEN 'cancelled' ELSE 'to_collect' END FROM made;
INSERT INTO stock_hold (reference, level_id, pieces, state)
SELECT made.id, level.id, 1, hold FROM made JOIN level ON at <= places;
INSERT INTO movement (level_id, kind, on_hand, held, reference, actor)
SELECT level.id, 'hold', 0, 1, made.id, 'buyer' FROM made JOIN level ON at <= places;
INSERT INTO movement (level_id, kind, on_hand, held, reference, actor)
SELECT level.id, CASE hold WHEN 'released' THEN 'release' ELSE 'sell' END,
  CASE hold WHEN 'released' THEN 0 ELSE -1 END, -1, made.id, 'clerk'
FROM made JOIN level ON at <= places WHERE hold <> 'open';
UPDATE stock_level SET on_hand = sums.on_hand, held = sums.held
FROM (SELECT level_id, sum(on_hand) AS on_hand, sum(held) AS held FROM movement GROUP BY level_id) AS sums
WHERE sums.level_id = stock_level.id;
"""


async def test_orders_of_the_time_before_get_their_parcels_and_the_books_agree(empty_database_url):
    engine = create_async_engine(async_url(empty_database_url))
    await upgrade_database(engine, "0001")
    connection = await seeded(empty_database_url)
    await upgrade_database(engine, "0003")
    await connection.execute(ORDERS)

    await upgrade_database(engine)

    async with make_sessions(engine)() as session:
        assert await audit_books(session) == []
    found = await connection.fetch(
        "SELECT code, number, parcel.status, reason, amount, parcel.id = order_id AS same, "
        "(SELECT count(*) FROM parcel_history WHERE parcel_id = parcel.id) AS moves, "
        "(SELECT count(*) FROM order_line WHERE parcel_id = parcel.id) AS lines, "
        "(SELECT count(*) FROM stock_hold WHERE reference = parcel.id) AS holds "
        "FROM parcel JOIN shop_order ON shop_order.id = order_id ORDER BY code, number"
    )
    assert [tuple(row) for row in found] == [
        ("CM-1", 1, "packed", "pickup_point", 130_001, True, 2, 1, 1),
        ("CM-2", 1, "shipped", "unsaid", 115_001, True, 2, 1, 1),
        ("CM-2", 2, "shipped", "unsaid", 115_000, False, 2, 1, 1),
        ("CM-3", 1, "delivered", "unsaid", 115_001, True, 2, 1, 1),
        ("CM-3", 2, "delivered", "unsaid", 115_000, False, 2, 1, 1),
        ("CM-4", 1, "cancelled", "unsaid", 115_001, True, 2, 1, 1),
        ("CM-4", 2, "cancelled", "unsaid", 115_000, False, 2, 1, 1),
    ]
    assert await connection.fetchval("SELECT sum(collected) FROM payment") == 230_001
    await connection.close()
    await engine.dispose()
