"""Rows of reports: a session's host, its point and officers read it; producers are told of their own goods alone."""

from sqlalchemy import update

from shop.catalog.models import Product
from shop.markets.models import LineUp
from tests.make.inventory import goods
from tests.rows.kinds import only

OFFICE = ("officer", "admin")
READERS = ("host", "staff", *OFFICE)
SERVERS = ("host", "staff", "admin")
OWN = "/chu-the/{slug}/phien-live"
MARKET = "/van-phong/cho-dem/{market}/bao-cao"
API = {
    "GET /api/v1/sessions/{slug}/report": only(*READERS),
    "GET /api/v1/markets/{slug}/report": only(*OFFICE),
    "GET /api/v1/producers/{slug}/sessions": only("producer", *OFFICE, query="?limit=5"),
    "GET /api/v1/producers/{slug}/sessions/{room}/report": only("producer", *OFFICE),
    "GET /api/v1/sales-points/{slug}/sessions": only("staff", "admin", query="?limit=5"),
    "GET /api/v1/reports/sessions": only(*OFFICE, query="?since=2026-01-01&until=2026-12-31&limit=5"),
}
PAGES = {
    "GET /phien/{slug}/bao-cao": only(*READERS),
    "GET /phien/{slug}/bao-cao/phut.csv": only(*READERS),
    "GET /phien/{slug}/bao-cao/san-pham.csv": only(*READERS),
    "GET /phien/{slug}/bao-cao/phan.csv": only(*READERS),
    "GET /phien/{slug}/dong-goi": only(*SERVERS),
    "GET /quay/phien-live": only("staff", "other_staff", "admin"),
    "GET /quay/phien-live.csv": only("staff", "other_staff", "admin"),
    f"GET {OWN}": only("producer", "admin"),
    f"GET {OWN}.csv": only("producer", "admin"),
    f"GET {OWN}/{{room}}": only("producer", "admin"),
    f"GET {OWN}/{{room}}/phut.csv": only("producer", "admin"),
    f"GET {OWN}/{{room}}/san-pham.csv": only("producer", "admin"),
    "GET /van-phong/phien-live": only(*OFFICE, query="?tu=2026-01-01&den=2026-12-31"),
    "GET /van-phong/phien-live.csv": only(*OFFICE),
    f"GET {MARKET}": only(*OFFICE),
    f"GET {MARKET}/phut.csv": only(*OFFICE),
    f"GET {MARKET}/phan.csv": only(*OFFICE),
    f"GET {MARKET}/san-pham.csv": only(*OFFICE),
}


async def names(session, world):
    """A session that means to show something of the producer."""
    bowl = await goods(session, 1, name="Bát của chủ thể")
    await session.execute(update(Product).where(Product.id == bowl.product_id).values(producer_id=world.producer.id))
    session.add(LineUp(session_id=world.stall.live.id, variant_id=bowl.variant_id, code="B9", position=90))
    await session.flush()
    return {"room": world.stall.live.slug}
