"""Rows of wholesale: who asks, who quotes, who counts."""

from shop.catalog.models import Product
from shop.core.actor import Actor
from shop.wholesale.models import WholesaleTerm
from tests.make import catalog, wholesale
from tests.rows.kinds import ASKERS, IN, Row, anyone, only

MEMBERS = ("producer", "admin")
DESK = "/api/v1/producers/{slug}/wholesale"
KEY = {"Idempotency-Key": "matrix-{fresh}"}
ASKED = {
    "variant": "{wholesale_variant}",
    "quantity": 50,
    "name": "Mai",
    "phone": "0912345678",
    "consent": True,
}
NOBODY = Row(dict.fromkeys(ASKERS, 404))
BUYER = Row(NOBODY.expect | {"buyer": IN})
DECIDED = Row(BUYER.expect, body={"verdict": "decline", "version": 1})

API = {
    "GET /api/v1/products/{slug}/wholesale": anyone(),
    "POST /api/v1/wholesale-enquiries": anyone(body=ASKED, headers=KEY),
    "GET /api/v1/wholesale-enquiries/{enquiry_id}": BUYER,
    "POST /api/v1/wholesale-enquiries/{enquiry_id}/decision": DECIDED,
    f"GET {DESK}/terms": only(*MEMBERS),
    f"PUT {DESK}/terms/{{wholesale_variant}}": only(*MEMBERS, body={"min_quantity": 20}),
    f"GET {DESK}/enquiries": only(*MEMBERS, query="?waiting=true"),
    f"PUT {DESK}/enquiries/{{enquiry_id}}/quote": only(*MEMBERS, body={"refuse": True}),
    "GET /api/v1/office/wholesale": only("officer", "admin"),
}
PAGES = {
    "GET /van-phong/gia-si": only("officer", "admin"),
    "GET /san-pham/{slug}/gia-si": anyone(),
    "POST /san-pham/{slug}/gia-si": anyone(form=True, body={"quantity": "5"}),
    "GET /gia-si/{enquiry_id}": BUYER,
    "POST /gia-si/{enquiry_id}": Row(BUYER.expect, form=True, body={"act": "decline", "version": "1"}),
    "GET /chu-the/{slug}/hoi-gia-si": only(*MEMBERS, query="?loc=tat-ca"),
    "POST /chu-the/{slug}/hoi-gia-si": only(*MEMBERS, form=True, body={"act": "refuse", "enquiry": "{enquiry_id}"}),
}


async def names(session, world):
    """The buyer's enquiry about goods of the producer; the stall's own go wholesale too."""
    made = await catalog.product(session, "Hàng bán sỉ")
    (await session.get_one(Product, made.id)).producer_id = world.producer.id
    variant = await catalog.variant_of(session, made)
    owner = world.people["producer"].id
    for variant_id in (variant.id, world.stall.variants[0].id):
        session.add(WholesaleTerm(variant_id=variant_id, min_quantity=20, updated_by=owner))
    await session.flush()
    buyer = Actor(person_id=world.people["buyer"].id)
    enquiry = await wholesale.enquiry(session, variant.id, actor=buyer)
    return {"wholesale_variant": str(variant.id), "enquiry_id": str(enquiry.id)}
