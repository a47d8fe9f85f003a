"""Rows of reviews: their readers, the buyer, the producer's people, the office."""

from sqlalchemy import update

from shop.catalog.models import Product
from tests.make.inventory import goods
from tests.make.reviews import as_actor, received, review
from tests.rows.kinds import anyone, only, owner

MEMBERS = ("producer", "admin")
OFFICE = ("officer", "admin")
SAID = {"points": 4, "text": "Gốm dày dặn"}
LEGAL = {"basis": "Công văn 12/CV", "reason": "Xúc phạm danh dự"}
DESK = "/api/v1/producers/{slug}/reviews"

API = {
    "GET /api/v1/products/{slug}/reviews": anyone(query="?sort=lowest&limit=5"),
    "GET /api/v1/orders/{code}/reviews": owner("buyer"),
    "PUT /api/v1/orders/{code}/reviews/{line_id}": owner("buyer", body=SAID),
    "POST /api/v1/orders/{code}/review-photos": owner("buyer", query="?filename=anh.jpg"),
    f"GET {DESK}": only(*MEMBERS, query="?waiting=true"),
    f"PUT {DESK}/{{review_id}}/reply": only(*MEMBERS, body={"text": "Cảm ơn bạn"}),
    "GET /api/v1/reviews": only(*OFFICE, query="?removed=true"),
    "POST /api/v1/reviews/{review_id}/remove": only(*OFFICE, body=LEGAL),
}
FORM = {"line": "{line_id}", "points": "4", "words": "Gốm dày dặn"}
PAGES = {
    "GET /san-pham/{slug}/danh-gia": anyone(query="?sap-xep=co-anh"),
    "GET /don-hang/{code}/danh-gia": owner("buyer"),
    "POST /don-hang/{code}/danh-gia": owner("buyer", form=True, body=FORM),
    "GET /chu-the/{slug}/danh-gia": only(*MEMBERS, query="?loc=tat-ca"),
    "POST /chu-the/{slug}/danh-gia": only(*MEMBERS, form=True, body={"review": "{review_id}", "words": "Cảm ơn"}),
    "GET /van-phong/danh-gia": only(*OFFICE),
    "POST /van-phong/danh-gia": only(*OFFICE, form=True, body={"review": "{review_id}"} | LEGAL),
}


async def names(session, world):
    """An order the buyer has, and a review of it about the producer's product."""
    bowl = await goods(session, 20, name="Bát để đánh giá")
    await session.execute(update(Product).where(Product.id == bowl.product_id).values(producer_id=world.producer.id))
    order = await received(session, bowl, actor=as_actor(world.people["buyer"]))
    written = await review(session, order)
    return {"line_id": str(order.line), "review_id": str(written.id)}
