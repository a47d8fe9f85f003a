"""Rows of invoices: who may read the order, and the producer's people."""

from uuid import uuid4

from sqlalchemy import null, select

from shop.invoices.models import InvoiceForm, InvoiceState, SellerInvoice
from shop.orders.models import Order, Parcel
from tests.make.invoices import TAX_CODE
from tests.rows.kinds import only, owner

AT = "/api/v1/orders/{code}"
API = {
    f"GET {AT}/invoices": owner("buyer"),
    f"GET {AT}/receipt.pdf": owner("buyer"),
    f"GET {AT}/invoices/{{number}}/invoice.pdf": owner("buyer"),
    f"GET {AT}/invoices/{{number}}/invoice.xml": owner("buyer"),
    f"GET {AT}/adjusting-invoices/{{adjusting_id}}/invoice.pdf": owner("buyer"),
    f"GET {AT}/adjusting-invoices/{{adjusting_id}}/invoice.xml": owner("buyer"),
}
PAGES = {
    "GET /don-hang/{code}/bien-nhan": owner("buyer"),
    "GET /don-hang/{code}/hoa-don/{number}": owner("buyer"),
    "GET /don-hang/{code}/hoa-don/{number}/xml": owner("buyer"),
    "GET /don-hang/{code}/hoa-don-dieu-chinh/{adjusting_id}": owner("buyer"),
    "GET /don-hang/{code}/hoa-don-dieu-chinh/{adjusting_id}/xml": owner("buyer"),
    "GET /chu-the/{slug}/hoa-don": only("producer", "admin"),
    "POST /chu-the/{slug}/hoa-don": only("producer", "admin", form=True, body={"invoice": "{invoice_id}"}),
    "GET /chu-the/{slug}/hoa-don/{invoice_id}": only("producer", "admin"),
    "GET /chu-the/{slug}/hoa-don/{invoice_id}/xml": only("producer", "admin"),
}


async def names(session, world):
    """An issued invoice of the producer for each order the buyer has; the first was adjusted."""
    rows = await session.execute(
        select(Order, Parcel)
        .join(Parcel, Parcel.order_id == Order.id)
        .where(Order.person_id == world.people["buyer"].id)
        .order_by(Order.id)
    )
    made = [_issued(order, parcel, world, at) for at, (order, parcel) in enumerate(rows.all(), start=1)]
    session.add_all(made)
    await session.flush()
    order, parcel = await session.get(Order, made[0].order_id), await session.get(Parcel, made[0].parcel_id)
    adjusting = _issued(order, parcel, world, len(made) + 1)
    adjusting.adjusts_id, adjusting.about, adjusting.total = made[0].id, uuid4(), -1
    session.add(adjusting)
    await session.flush()
    return {"invoice_id": str(made[0].id), "adjusting_id": str(adjusting.id)}


def _issued(order, parcel, world, number):
    return SellerInvoice(
        parcel_id=parcel.id,
        order_id=order.id,
        producer_id=world.producer.id,
        year=2026,
        number=number,
        form=InvoiceForm.SALES,
        sold_on=order.created_at.date(),
        order_code=order.code,
        parcel_number=parcel.number,
        seller_name=world.producer.name,
        seller_tax_code=TAX_CODE,
        locale="vi",
        payment_method="cod",
        total=parcel.amount,
        vat=0,
        delivery=0,
        state=InvoiceState.ISSUED,
        due_at=null(),
        authority_code=f"M1-{number}",
        issued_at=order.created_at,
    )
