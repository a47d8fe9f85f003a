"""Invoices of sellers, their lines, and the numbers given out."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.catalog.models import TaxClass
from shop.core.db import Base, Record
from shop.core.money import Dong


class InvoiceForm(StrEnum):
    """Which paper the law wants of a seller."""

    VAT = "vat"  # hoá đơn giá trị gia tăng: VAT stands apart
    SALES = "sales"  # hoá đơn bán hàng: no VAT is named


class InvoiceState(StrEnum):
    """How far an invoice has come with the service that issues it."""

    WAITING = "waiting"
    ISSUED = "issued"  # frozen: the database refuses every change
    REFUSED = "refused"  # by the service, with a code; its seller may send it again


class InvoiceNumber(Base):
    """The last number given to a seller's invoices of a year. Its row's lock keeps the series without a gap."""

    __tablename__ = "invoice_number"
    __table_args__ = (CheckConstraint("last > 0", name="counted"),)

    producer_id: Mapped[UUID] = mapped_column(ForeignKey("producer.id"), primary_key=True)
    year: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    last: Mapped[int]


class SellerInvoice(Record):
    """What a seller sold with one parcel, on the day it was handed over. Amounts are đồng and include VAT.

    One that `adjusts_id` an earlier one takes off it what was owed back for a return or a claim, `about`, on that day:
    its amounts are negative. It is asked for after the earlier one was issued.

    Seller and buyer are written as they were then; a seller's own data are read again when a refused one is sent
    again. A buyer without `buyer_name` did not want an invoice. `total` is that of the goods alone: what was paid for
    bringing them is no sale of the seller. `due_at` is when the service is asked (next), in a state of waiting only.
    """

    __tablename__ = "invoice"
    __table_args__ = (
        UniqueConstraint("producer_id", "year", "number"),
        CheckConstraint("number > 0", name="counted"),
        CheckConstraint("(adjusts_id IS NULL) = (total >= 0)", name="total_signed"),
        CheckConstraint("vat BETWEEN least(total, 0) AND greatest(total, 0)", name="vat_within_total"),
        CheckConstraint("num_nulls(adjusts_id, about) IN (0, 2)", name="adjusts_about"),
        CheckConstraint("adjusts_id <> id", name="adjusts_another"),
        UniqueConstraint("adjusts_id", "about"),
        Index("invoice_parcel_idx", "parcel_id", unique=True, postgresql_where=text("adjusts_id IS NULL")),
        CheckConstraint("form = 'vat' OR vat = 0", name="sales_name_no_vat"),
        CheckConstraint("(state = 'waiting') = (due_at IS NOT NULL)", name="only_waiting_is_due"),
        CheckConstraint("(state = 'issued') = (authority_code IS NOT NULL)", name="issued_has_code"),
        CheckConstraint("(state = 'issued') = (issued_at IS NOT NULL)", name="issued_dated"),
        CheckConstraint("(state = 'refused') = (refusal IS NOT NULL)", name="refused_for_a_reason"),
        CheckConstraint(
            "num_nulls(buyer_name, buyer_tax_code, buyer_address, buyer_email) IN (0, 4)", name="buyer_whole"
        ),
        Index("invoice_due_idx", "due_at", postgresql_where=text("state = 'waiting'")),
        Index("invoice_refused_idx", "producer_id", "id", postgresql_where=text("state = 'refused'")),
    )

    parcel_id: Mapped[UUID] = mapped_column(ForeignKey("parcel.id"), index=True)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("shop_order.id"), index=True)
    producer_id: Mapped[UUID] = mapped_column(ForeignKey("producer.id"))
    year: Mapped[int] = mapped_column(SmallInteger)
    number: Mapped[int]
    form: Mapped[InvoiceForm]
    sold_on: Mapped[date]
    order_code: Mapped[str]
    parcel_number: Mapped[int] = mapped_column(SmallInteger)
    seller_name: Mapped[str]
    seller_tax_code: Mapped[str | None]
    seller_address: Mapped[str | None]
    buyer_name: Mapped[str | None]
    buyer_tax_code: Mapped[str | None]
    buyer_address: Mapped[str | None]
    buyer_email: Mapped[str | None]
    locale: Mapped[str]
    payment_method: Mapped[str]
    total: Mapped[Dong]
    vat: Mapped[Dong]
    delivery: Mapped[Dong]  # paid with this parcel for bringing it; on the receipt, not on the invoice
    state: Mapped[InvoiceState] = mapped_column(server_default=text("'waiting'"))
    due_at: Mapped[datetime | None] = mapped_column(server_default=text("shop_now()"))
    asked: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))  # times, since it was last sent
    authority_code: Mapped[str | None]
    issued_at: Mapped[datetime | None]
    refusal: Mapped[str | None]  # the service's code
    adjusts_id: Mapped[UUID | None] = mapped_column(ForeignKey("invoice.id"))
    about: Mapped[UUID | None]  # the return or claim whose refund is owed


class InvoiceLine(Base):
    """One kind of goods of an invoice: append-only. `amount` = price * quantity - discount, VAT included.

    In an adjusting invoice it has the position of the line it takes off: pieces that came back, or none where the
    price alone was lowered, which is then the `discount`.
    """

    __tablename__ = "invoice_line"
    __table_args__ = (
        CheckConstraint("quantity > 0 AND amount >= 0 OR quantity <= 0 AND amount < 0", name="signed"),
        CheckConstraint("amount = price * quantity - discount", name="amount_adds_up"),
        CheckConstraint(
            "producer_discount BETWEEN least(discount, 0) AND greatest(discount, 0)", name="discount_shares"
        ),
        CheckConstraint("vat BETWEEN least(amount, 0) AND greatest(amount, 0)", name="vat_within_amount"),
        CheckConstraint("vat_rate IS NOT NULL OR vat = 0", name="vat_has_rate"),
    )

    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoice.id"), primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    name: Mapped[str]
    unit: Mapped[str]
    quantity: Mapped[int]
    price: Mapped[Dong]
    discount: Mapped[Dong]
    producer_discount: Mapped[Dong]  # what of it the seller pays
    amount: Mapped[Dong]
    tax_class: Mapped[TaxClass]
    vat_rate: Mapped[int | None] = mapped_column(SmallInteger)  # percent; None: not subject, or a sales invoice
    vat: Mapped[Dong]
