"""Rows of orders by comment: what its writer may answer, and what a room's host sees."""

from shop.comment_orders.queries import Buyer
from shop.comment_orders.read import Terms, read_comment
from shop.core.actor import Actor
from shop.livestream.comment import Said, post_comment
from tests.rows.kinds import anyone, only, owner

API = {
    "GET /api/v1/sessions/{slug}/asks": anyone(),
    "POST /api/v1/sessions/{slug}/asks/{doubt_id}": owner("buyer", body={"step": 0, "drop": True}),
    "POST /api/v1/sessions/{slug}/asks/{doubt_id}/undo": owner("buyer"),
    "GET /api/v1/sessions/{slug}/wishes": only("host", "admin"),
    "POST /api/v1/sessions/{slug}/wishes/{doubt_id}/answered": only("host", "admin"),
}
PAGES = {
    "GET /phien/{slug}/don": anyone(),
    "POST /phien/{slug}/don": owner("buyer", form=True, body={"wish": "{doubt_id}", "act": "drop", "step": "0"}),
}


async def names(session, world):
    """A comment of the buyer that is asked about, with a question in it."""
    buyer = Actor(person_id=world.people["buyer"].id, name="Lan")
    said = Said(text="chốt A1 30 bộ, ship bao nhiêu shop?", client_id="matrix-wish", guest=None)
    comment = await post_comment(session, buyer, world.stall.live.slug, said)
    wish = await read_comment(session, buyer, comment, None, terms=Terms(20, 10), locale="vi")
    assert wish is not None
    assert Buyer.of(buyer, None).person_id == wish.person_id
    return {"doubt_id": str(wish.id)}
