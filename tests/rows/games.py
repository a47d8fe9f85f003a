"""Rows of what rooms play."""

from shop.games.keep import keep_drop
from tests.make import games
from tests.rows.kinds import anyone, only

HOSTS = ("host", "admin")
ROOM = "/api/v1/sessions/{slug}"
POLL = {"client_id": "matrix-{fresh}", "question": "Màu nào?", "options": ["Xanh", "Trắng"]}
DRAW = {"client_id": "matrix-{fresh}", "prize": "Một bộ ấm chén", "winners": 1, "seconds": 60}
DROP = {"client_id": "matrix-{fresh}", "quota": 5, "minutes": 5, "code": "LIVE2345"}

API = {
    f"POST {ROOM}/reactions": anyone(body={"kind": "heart", "count": 2}),
    f"POST {ROOM}/polls": only(*HOSTS, body=POLL),
    f"POST {ROOM}/polls/{{poll_id}}/close": only(*HOSTS),
    f"POST {ROOM}/polls/{{poll_id}}/vote": anyone(body={"choice": 1}),
    f"POST {ROOM}/draws": only(*HOSTS, body=DRAW),
    f"POST {ROOM}/draws/{{draw}}/entries": anyone(body={"name": "Lan", "phone": "0912345678"}),
    f"POST {ROOM}/draws/{{draw}}/draw": only(*HOSTS),
    "GET /api/v1/draws/{draw}": anyone(),
    f"POST {ROOM}/drops": only(*HOSTS, body=DROP),
    f"POST {ROOM}/drops/{{drop_id}}/close": only(*HOSTS),
    f"POST {ROOM}/drops/{{drop_id}}/keep": anyone(),
    "GET /schema/asyncapi.json": anyone(),
}
PAGES = {
    "POST /phien/{slug}/choi": anyone(form=True, body={"action": "vote", "poll": "{poll_id}", "choice": "1"}),
    "GET /quay-thuong/{draw}": anyone(),
    "GET /schema/asyncapi": anyone(),
}


async def names(session, world):
    """A poll, a draw and a dropped voucher in the stall's room."""
    poll = await games.poll(session, world.stall)
    draw = await games.draw(session, world.stall, seconds=600)
    drop = await games.drop(session, world.stall)
    await keep_drop(session, games.host_of(world.stall), world.stall.live.slug, drop.id, None)
    return {"poll_id": str(poll.id), "draw": draw.code, "drop_id": str(drop.id)}
