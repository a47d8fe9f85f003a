"""Rows of returns: the buyer, the staff of the place, the producer's people, the office."""

from sqlalchemy import update

from shop.catalog.models import Product
from tests.make.inventory import goods
from tests.make.returns import asked, bought
from tests.make.reviews import as_actor
from tests.rows.kinds import ASKERS, Row, at_counter, only, owner

OFFICE = ("officer", "admin")
LINE = {"line": "{back_line}", "pieces": 1}
ASK = {"parcel": 1, "lines": [LINE], "reason": "damaged", "text": "Bát vỡ"}
SAY = {"verdict": "decline", "reason": "Bát đã dùng"}
CAME = {"lines": [{"line": "{back_line}", "shelved": 1}]}
FORM = {"place": "", "code": "{return_code}", "viec": "tu-choi", "reason": "Bát đã dùng"}
ASKED = {"viec": "hoi-tra", "parcel": "1", "p-{back_line}": "1", "words": "Bát vỡ", "request_key": "matrix-{fresh}"}
NOBODY = Row(dict.fromkeys(ASKERS, 404), body={"text": "Xem ảnh 2"})  # the return is of another order of the buyer's
AT = "/api/v1/orders/{code}/returns"


def decider(*askers, **request):
    """Who has nothing to do with it learns nothing."""
    return only(*askers, others=404, **request)


API = {
    f"GET {AT}": owner("buyer"),
    f"POST {AT}": owner("buyer", body=ASK),
    "POST /api/v1/orders/{code}/return-photos": owner("buyer", query="?filename=anh.jpg"),
    f"POST {AT}/{{return_code}}/answer": NOBODY,
    f"POST {AT}/{{return_code}}/withdraw": NOBODY,
    "GET /api/v1/sales-points/{slug}/returns": only("staff", "admin", query="?closed=true"),
    "GET /api/v1/producers/{slug}/returns": only("producer", "admin"),
    "GET /api/v1/returns": only(*OFFICE),
    "POST /api/v1/returns/{return_code}/decide": decider("staff", "producer", *OFFICE, body=SAY),
    "POST /api/v1/returns/{return_code}/receive": decider("staff", "admin", body=CAME),
    "POST /api/v1/returns/{return_code}/pay-back": decider("staff", "admin", body={"method": "cash"}),
}
PAGES = {
    "GET /don-hang/{code}/tra-hang": owner("buyer"),
    "POST /don-hang/{code}/tra-hang": owner("buyer", form=True, body=ASKED),
    "POST /quay/tra-hang": at_counter("staff", "admin", form=True, body=FORM),
    "POST /chu-the/{slug}/tra-hang": only("producer", "admin", form=True, body=FORM),
    "POST /van-phong/tra-hang": only(*OFFICE, form=True, body=FORM),
    "GET /quay/tra-hang": only("staff", "other_staff", "admin"),
    "GET /chu-the/{slug}/tra-hang": only("producer", "admin"),
    "GET /van-phong/tra-hang": only(*OFFICE),
}


async def names(session, world):
    """A return at the staff's place of the producer's goods."""
    bowl = await goods(session, 20, point=world.stall.place.slug, name="Bát trả lại")
    await session.execute(update(Product).where(Product.id == bowl.product_id).values(producer_id=world.producer.id))
    order = await bought(session, bowl, actor=as_actor(world.people["buyer"]))
    back = await asked(session, order)
    return {"back_line": str(order.line), "return_code": back.code}
