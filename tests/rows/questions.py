"""Rows of questions: who asks, who answers."""

from shop.catalog.models import Product
from shop.core.actor import GUEST
from shop.questions.ask import ask_question
from tests.make import catalog
from tests.rows.kinds import anyone, only

MEMBERS = ("producer", "admin")
DESK = "/api/v1/producers/{slug}/questions"
ASKED = {"text": "Có giao hôm nay không {fresh}", "email": "lan@example.vn"}

API = {
    "GET /api/v1/products/{slug}/questions": anyone(query="?limit=5"),
    "POST /api/v1/products/{slug}/questions": anyone(body=ASKED),
    f"GET {DESK}": only(*MEMBERS, query="?waiting=true"),
    f"PUT {DESK}/{{question_id}}/answer": only(*MEMBERS, body={"text": "Có giao"}),
}
PAGES = {
    "GET /san-pham/{slug}/hoi": anyone(),
    "POST /san-pham/{slug}/hoi": anyone(form=True, body={"words": "Còn không", "email": "lan@example.vn"}),
    "GET /chu-the/{slug}/cau-hoi": only(*MEMBERS, query="?loc=tat-ca"),
    "POST /chu-the/{slug}/cau-hoi": only(*MEMBERS, form=True, body={"question": "{question_id}", "words": "Còn"}),
}


async def names(session, world):
    """A question about the producer's product."""
    product = await catalog.product(session, "Hàng được hỏi")
    (await session.get_one(Product, product.id)).producer_id = world.producer.id
    await session.flush()
    asked = await ask_question(
        session, GUEST, product.id, words="Bảo quản thế nào", email="lan@example.vn", locale="vi"
    )
    return {"question_id": str(asked.id)}
