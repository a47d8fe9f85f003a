"""Rows of the run of show: who plans it, who hosts too, who approves floors, who answers for goods."""

from uuid import uuid4

from shop.core.actor import Actor
from shop.programme.ask_stock import Wanted, ask_stock
from shop.programme.edit import Draft, add_segment
from tests.rows.kinds import ASKERS, IN, Row, only

RUNNERS = ("host", "admin")
SEGMENT = {"title": "Mở chợ", "minutes": 5}
KEEPERS = dict.fromkeys(ASKERS, 404) | {"guest": 401, "other_staff": IN, "admin": IN}
PAGE_KEEPERS = dict.fromkeys(ASKERS, 403) | {"guest": 401, "staff": 404, "other_staff": IN, "admin": IN}
API = {
    "GET /api/v1/sessions/{slug}/programme": only(*RUNNERS),
    "POST /api/v1/sessions/{slug}/next": only(*RUNNERS, body={"leaving": None}),
    "POST /api/v1/sessions/{slug}/segments": only(*RUNNERS, body=SEGMENT | {"client_id": "matrix-{fresh}"}),
    "PUT /api/v1/sessions/{slug}/segments/{segment_id}": only(*RUNNERS, body=SEGMENT),
    "POST /api/v1/sessions/{slug}/segments/{segment_id}/move": only(*RUNNERS, body={"to": 1}),
    "DELETE /api/v1/sessions/{slug}/segments/{segment_id}": only(*RUNNERS),
    "PUT /api/v1/sessions/{slug}/floors/{variant_id}": only("producer", "admin", body={"price": 100_000}),
    "DELETE /api/v1/sessions/{slug}/floors/{variant_id}": only("producer", "admin"),
    "POST /api/v1/sessions/{slug}/co-hosts": only(*RUNNERS, body={"login": "khong-ai@chomay.test"}),
    "DELETE /api/v1/sessions/{slug}/co-hosts/{person_id}": only(*RUNNERS),
    "POST /api/v1/sessions/{slug}/hand-over": only(*RUNNERS, body={"to": "gian-khac"}),
    "POST /api/v1/sessions/{slug}/stock-asks": only(
        *RUNNERS, body={"place": "diem-khac", "variant": "{variant_id}", "pieces": 2, "client_id": "matrix-{fresh}"}
    ),
    "POST /api/v1/sessions/{slug}/stock-asks/{ask_id}/withdraw": only(*RUNNERS),
    "POST /api/v1/stock-asks/{ask_id}/send": Row(KEEPERS, body={}),
    "POST /api/v1/stock-asks/{ask_id}/decline": Row(KEEPERS, body={"reason": "Đã có người đặt"}),
}
PAGES = {
    "GET /phien/{slug}/loi-thoai": only(*RUNNERS),
    "GET /quay/xin-hang": only("staff", "other_staff", "admin"),
    "POST /quay/xin-hang": Row(
        PAGE_KEEPERS, form=True, body={"act": "decline", "ask": "{ask_id}", "reason": "Hết hàng"}
    ),
    "GET /chu-the/{slug}/gian-hang": only("producer", "admin"),
    "POST /chu-the/{slug}/gian-hang": only("producer", "admin", form=True, body={"act": "unset"}),
}


async def names(session, world):
    """A segment of the stall, and goods it asks of the other place."""
    host, slug = Actor(person_id=world.stall.host.id), world.stall.live.slug
    segment = await add_segment(session, host, slug, Draft(title="Mở chợ", minutes=5), "matrix-segment")
    wanted = Wanted(from_slug="diem-khac", variant_id=world.stall.variants[0].id, pieces=2, client_id="matrix-ask")
    ask = await ask_stock(session, host, slug, wanted)
    return {"segment_id": str(segment.id), "ask_id": str(ask.id), "person_id": str(uuid4())}
