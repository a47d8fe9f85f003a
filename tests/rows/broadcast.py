"""Rows of a session's picture."""

from tests.make import broadcast
from tests.rows.kinds import ASKERS, Row, anyone, only

HOSTS = ("host", "admin")
ROOM = "/api/v1/sessions/{slug}"

API = {
    # a media server proves itself by the secret of hooks, not by signing in
    "POST /ingest/hook/{media_server}": Row(dict.fromkeys(ASKERS, 403), body={"action": "publish"}),
    f"POST {ROOM}/stream-key": only(*HOSTS),
    f"GET {ROOM}/stream-key": only(*HOSTS),
    f"DELETE {ROOM}/stream-key": only(*HOSTS),
    f"POST {ROOM}/stills": only(*HOSTS),
    f"POST {ROOM}/uplink": only(*HOSTS),
    f"POST {ROOM}/captions": only(*HOSTS, body={"client_id": "matrix-{fresh}", "text": "Giá 250 nghìn", "seconds": 5}),
    f"POST {ROOM}/preview": only(*HOSTS),
    "GET /video/{slug}/live.m3u8": Row(dict.fromkeys(ASKERS, 404)),
    "GET /video/{slug}/sound.m3u8": Row(dict.fromkeys(ASKERS, 404)),
    "GET /video/{slug}/main.m3u8": Row(dict.fromkeys(ASKERS, 404)),
    "GET /video/{slug}/still.jpg": Row(dict.fromkeys(ASKERS, 404)),
    "GET /video/{slug}/captions.vtt": anyone(),
    "GET /video/{slug}/captions.m3u8": Row(dict.fromkeys(ASKERS, 404)),
    "GET /video/{slug}/captions/{take}/{line}": Row(dict.fromkeys(ASKERS, 404)),
    "GET /video/{slug}/{take}/{piece}": Row(dict.fromkeys(ASKERS, 404)),
    "GET /video/{slug}/sound/{take}/{piece}": Row(dict.fromkeys(ASKERS, 404)),
}


async def names(session, world):
    """A stream key of the stall."""
    await broadcast.key(session, world.stall)
    return {"take": "001", "piece": "init.mp4", "line": "000001-0000000000001-1000.vtt", "media_server": "mediamtx"}
