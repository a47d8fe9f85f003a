"""Rows of reminders: anybody may ask for one, and stop one's own."""

from shop.core.actor import Actor
from shop.reminders.keep_push import keep_push_key
from shop.reminders.models import Subject
from shop.reminders.watch import WatchWish, begin_watch
from tests.rows.kinds import anyone, owner, signed_in

API = {
    "POST /api/v1/watches": anyone(body={"subject": "stall", "slug": "{thing}", "email": "lan@example.vn"}),
    "GET /api/v1/watches": signed_in(),
    "POST /api/v1/watches/{watch_id}/stop": owner("buyer", body={}),
    "GET /api/v1/push-key": anyone(),
}
PAGES = {
    "GET /theo-doi/{what}/{thing}": anyone(),
    "POST /theo-doi/{what}/{thing}": anyone(form=True, body={"email": "lan@example.vn"}),
    "GET /theo-doi/dung/{watch_id}": anyone(),
    "POST /theo-doi/dung/{watch_id}": owner("buyer", form=True, body={}),
    "GET /toi/theo-doi": signed_in(),
    "GET /thong-bao.js": anyone(),
}


async def names(session, world):
    """The buyer watches the stall."""
    await keep_push_key(session, "BOr4v0")
    wish = WatchWish(subject=Subject.STALL, slug=world.stall.live.slug, locale="vi")
    watch = await begin_watch(session, Actor(person_id=world.people["buyer"].id), wish)
    return {"watch_id": str(watch.id), "what": "gian-hang", "thing": world.stall.live.slug}
