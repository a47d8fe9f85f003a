"""Sold orders and their invoices for tests."""

from sqlalchemy import select, update

from shop.catalog.models import Product
from shop.invoices.models import InvoiceLine, SellerInvoice
from shop.invoices.write import write_invoices
from shop.orders.extras import Extras, Invoice
from shop.producers.models import Producer, ProducerKind
from tests.make.reviews import received

TAX_CODE = "0101243150"
BUYER = Invoice(name="Công ty Gốm Việt", tax_code=TAX_CODE, address="1 phố Huế, Hà Nội", email="ketoan@gomviet.test")


async def seller(session, goods, *, kind=ProducerKind.COOPERATIVE, tax_code=TAX_CODE, tax_class=None):
    """Say what the producer of these goods is, and how they are taxed."""
    product = await session.get(Product, goods.product_id)
    if tax_class is not None:
        product.tax_class = tax_class
    await session.execute(
        update(Producer).where(Producer.name == "Gốm Bát Tràng").values(kind=kind, tax_code=tax_code, address="Xóm 5")
    )
    await session.flush()


async def sold(session, goods, *, wish=BUYER, **changes):
    """An order of one piece that its buyer has, with a wish for an invoice."""
    extras = Extras(invoice=wish) if wish else None
    return await received(session, goods, extras=extras, **changes)


async def invoiced(session, goods, **changes):
    """The same with its invoice; returns the order and the invoice."""
    order = await sold(session, goods, **changes)
    await write_invoices(session, order.id)
    return order, await session.scalar(select(SellerInvoice).where(SellerInvoice.order_id == order.id))


async def lines_of(session, invoice):
    """The lines of an invoice, in their order."""
    wanted = select(InvoiceLine).where(InvoiceLine.invoice_id == invoice.id).order_by(InvoiceLine.position)
    return (await session.scalars(wanted)).all()
