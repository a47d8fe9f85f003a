"""Rows of a buyer's own pages."""

from sqlalchemy import delete

from shop.catalog.models import Shelf
from shop.core.actor import Actor
from shop.restock.ask import ask_restock
from tests.make.inventory import goods
from tests.rows.kinds import ASKERS, Row, anyone, owner, signed_in

API = {
    "GET /api/v1/me/orders": signed_in(query="?limit=5"),
    "POST /api/v1/orders/find": Row(dict.fromkeys(ASKERS, 404), body={"code": "CM-2222-2222", "phone": "0912 345 678"}),
    "POST /api/v1/orders/{code}/buy-again": owner("buyer", body={}),
    "POST /api/v1/restock-wishes": anyone(body={"variant": "{gone_variant}", "email": "lan@example.vn"}),
    "POST /api/v1/restock-wishes/{wish_id}/stop": owner("buyer", body={}),
}
PAGES = {
    "GET /tai-khoan/don-hang": signed_in(),
    "GET /tra-cuu-don": anyone(),
    "POST /tra-cuu-don": Row(dict.fromkeys(ASKERS, 404), form=True, body={"code": "CM-2222-2222", "phone": "0912"}),
    "GET /don-hang/{code}/mua-lai": owner("buyer"),
    "POST /don-hang/{code}/mua-lai": owner("buyer", form=True, body={}),
    "GET /san-pham/{slug}/bao-co-hang": anyone(),
    "POST /san-pham/{slug}/bao-co-hang": anyone(form=True, body={"variant": "{variant_id}", "email": "lan@x.vn"}),
    "GET /bao-co-hang/{wish_id}/dung": anyone(),
    "POST /bao-co-hang/{wish_id}/dung": owner("buyer", form=True, body={}),
}


async def names(session, world):
    """A variant that has run out, and the buyer's wish to be told."""
    gone = await goods(session, 1, name="Hàng sắp về")
    await session.execute(delete(Shelf).where(Shelf.variant_id == gone.variant_id))
    buyer = Actor(person_id=world.people["buyer"].id)
    wish = await ask_restock(session, buyer, gone.variant_id, "", "vi")
    return {"gone_variant": str(gone.variant_id), "wish_id": str(wish.id)}
