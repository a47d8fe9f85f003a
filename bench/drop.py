"""The drop: one product in a room, and everybody wants it at once."""

import json
import subprocess

from proc import cpu_seconds, pss_mb
from stack import PYTHON, ROOT, Running, stack

_CROWD = 256
_ORDERS = 3000
_PLAIN = 1000  # orders of the plain way: it is slower
_PLENTY = 100_000
_SPREAD = 50  # products of the room that sells many
_PATH = "/api/v1/sessions/gian-bench/orders"

_ROOM = """
WITH host AS (INSERT INTO person (name, email) VALUES ('Chủ gian', 'host@bench.test') RETURNING id),
hall AS (
  INSERT INTO market (slug, name, starts_at, ends_at, sample)
  VALUES ('bench', 'Chợ thử', shop_now() - interval '1 minute', shop_now() + interval '2 hours', true) RETURNING *
),
live AS (
  INSERT INTO live_session (slug, title, market_id, place_id, host_id, starts_at, ends_at, state, started_at,
                            host_seen_at, sample)
  SELECT 'gian-bench', 'Gian thử', hall.id, place.id, host.id, hall.starts_at, hall.ends_at, 'on_air', shop_now(),
         shop_now(), true
  FROM hall, host, place WHERE place.slug = 'diem-1' RETURNING id
),
goods AS (SELECT id, price FROM variant ORDER BY id LIMIT 1),
price AS (INSERT INTO campaign (variant_id, price, sample) SELECT id, price, true FROM goods RETURNING id, variant_id)
INSERT INTO pin (session_id, variant_id, campaign_id) SELECT live.id, price.variant_id, price.id FROM live, price
RETURNING variant_id::text AS variant
"""
_MORE = """
WITH price AS (
  INSERT INTO campaign (variant_id, price, sample)
  SELECT id, price, true FROM variant ORDER BY id OFFSET 1 LIMIT $1 RETURNING id, variant_id
)
INSERT INTO pin (session_id, variant_id, campaign_id)
SELECT live_session.id, price.variant_id, price.id FROM live_session, price
RETURNING variant_id::text AS variant
"""
_STOCK = """
UPDATE stock_level SET on_hand = held + $2::int
WHERE variant_id = $1::uuid AND place_id = (SELECT id FROM place WHERE slug = 'diem-1')
"""
_SOLD = "SELECT coalesce(sum(quantity), 0)::int AS sold FROM order_line"


def crowd() -> dict[str, float]:
    """256 buyers of one product over HTTP: orders a second beside the plain way; how long the last hundredth waits."""
    with stack() as made:
        variant = made.sql(_ROOM)[0]["variant"]
        made.sql(_STOCK, variant, _PLENTY)
        with made.running("bench/plain_drop.py", "{port}") as plain:
            _buy(plain, variant, _CROWD)
            beside = _buy(plain, variant, _PLAIN)
        with made.web(limits=0) as web:
            _buy(web, variant, _CROWD)
            before = cpu_seconds(web.pid, *made.server_pids)
            ours = _buy(web, variant, _ORDERS)
            spent = cpu_seconds(web.pid, *made.server_pids) - before
    all_served(ours, _ORDERS)
    all_served(beside, _PLAIN)
    rate, plain_rate = _ORDERS / ours["seconds"], _PLAIN / beside["seconds"]
    return {
        "drop_256_ratio": rate / plain_rate,
        "drop_256_p99_ms": ours["p99_ms"],
        "drop_256_per_s": rate,
        "drop_256_plain_per_s": plain_rate,
        "drop_256_cpu_ms": 1000 * spent / _ORDERS,
    }


def hot() -> dict[str, float]:
    """A hundred units and four hundred buyers: exactly a hundred orders, the rest refused in words."""
    with stack() as made:
        variant = made.sql(_ROOM)[0]["variant"]
        with made.web(limits=0) as web:
            made.sql(_STOCK, variant, 50)
            _buy(web, variant, 50)
            made.sql(_STOCK, variant, 100)
            told = _buy(web, variant, 400, at_once=400)
            sold = made.sql(_SOLD)[0]["sold"]
    if told["results"] != {"201": 100, "409": 300} or sold != 150:
        raise RuntimeError(f"a hundred units: {told}, sold {sold}")
    return {"hot_100_of_400_s": told["seconds"], "hot_p99_ms": told["p99_ms"]}


def spread() -> dict[str, float]:
    """256 buyers of fifty products beside 256 of one: orders a second; memory of the web process before and after."""
    with stack() as made:
        first = made.sql(_ROOM)[0]["variant"]
        variants = [first, *(row["variant"] for row in made.sql(_MORE, _SPREAD - 1))]
        for variant in variants:
            made.sql(_STOCK, variant, _PLENTY)
        with made.web(limits=0) as web:
            bodies = [{"variant": variant, "quantity": 1} for variant in variants]
            crowd_buys(web, bodies, _CROWD)
            before = pss_mb(web.pid)
            beside = crowd_buys(web, bodies[:1], _ORDERS)
            told = crowd_buys(web, bodies, _ORDERS)
            after = pss_mb(web.pid)
    all_served(beside, _ORDERS)
    all_served(told, _ORDERS)
    return {
        "drop_50_products_ratio": beside["seconds"] / told["seconds"],
        "drop_50_products_per_s": _ORDERS / told["seconds"],
        "drop_50_products_p99_ms": told["p99_ms"],
        "drop_web_pss_before_mb": before,
        "drop_web_pss_after_mb": after,
    }


def crowd_buys(shop: Running, bodies: list[dict], orders: int, *, path: str = _PATH, at_once: int = _CROWD) -> dict:
    """`orders` orders from `at_once` connections, each with the next of `bodies`; what they were told."""
    job = {"port": shop.port, "path": path, "orders": orders, "at_once": at_once, "bodies": bodies}
    told = subprocess.run(
        [PYTHON, str(ROOT / "bench" / "crowd.py")], input=json.dumps(job).encode(), capture_output=True, check=True
    )
    return json.loads(told.stdout)


def all_served(told: dict, orders: int) -> None:
    """Nobody was refused and no connection broke."""
    if told["results"] != {"201": orders} or told["errors"]:
        raise RuntimeError(f"a crowd: {told}")


def _buy(shop: Running, variant: str, orders: int, *, at_once: int = _CROWD) -> dict:
    return crowd_buys(shop, [{"variant": variant, "quantity": 1}], orders, at_once=at_once)
