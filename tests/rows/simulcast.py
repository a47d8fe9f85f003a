"""Rows of sessions shown elsewhere."""

from shop.core.actor import Actor
from shop.livestream.models import Platform
from shop.simulcast.keep import KeyHouse, NewTarget, add_target
from tests.conftest import SECRET
from tests.rows.kinds import only

HOSTS = ("host", "admin")
TARGET = {"platform": "youtube", "address": "rtmp://a.rtmp.youtube.com/live2", "key": "abcd-efgh-ijkl"}
BROUGHT = {"platform": "facebook", "external_id": "matrix-{fresh}", "name": "Lan", "text": "Còn màu xanh không?"}
API = {
    "GET /api/v1/sessions/{slug}/simulcast": only(*HOSTS),
    "POST /api/v1/sessions/{slug}/simulcast": only(*HOSTS, body=TARGET),
    "POST /api/v1/sessions/{slug}/simulcast/{target_id}/send": only(*HOSTS),
    "POST /api/v1/sessions/{slug}/simulcast/{target_id}/stop": only(*HOSTS),
    "DELETE /api/v1/sessions/{slug}/simulcast/{target_id}": only(*HOSTS),
    "POST /api/v1/sessions/{slug}/comments/import": only(*HOSTS, body=BROUGHT),
}


async def names(session, world):
    """A place the stall is sent to."""
    host = Actor(person_id=world.stall.host.id)
    new = NewTarget(platform=Platform.FACEBOOK, address="rtmps://live-api-s.facebook.com:443/rtmp/", key="FB-123456789")
    target = await add_target(session, host, world.stall.live.slug, new, KeyHouse(SECRET, public_only=True))
    return {"target_id": str(target.id)}
