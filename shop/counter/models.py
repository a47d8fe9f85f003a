"""What is sold and taken back at a counter, and the cash of its drawer."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record
from shop.core.money import Dong


class PaidBy(StrEnum):
    """How money changed hands at the counter."""

    CASH = "cash"
    TRANSFER = "transfer"


class Fate(StrEnum):
    """What becomes of goods that were brought back."""

    SHELF = "shelf"
    DAMAGED = "damaged"


class CashKind(StrEnum):
    """Why there is more or less cash in a drawer."""

    FLOAT = "float"
    SALE = "sale"
    RETURN = "return"
    ORDER = "order"  # of a parcel that was handed over, or brought by our own riders
    REFUND = "refund"  # for goods of an order that came back
    PAID_IN = "paid_in"
    PAID_OUT = "paid_out"


class CounterSale(Record):
    """Goods sold to somebody who stood at the counter; amounts are đồng, `given` the cash that was handed over."""

    __tablename__ = "counter_sale"
    __table_args__ = (
        CheckConstraint("total >= 0", name="total_not_negative"),
        CheckConstraint("(paid_by = 'cash') = (given IS NOT NULL)", name="cash_was_given"),
        CheckConstraint("given >= total", name="given_covers_total"),
        Index("counter_sale_place_idx", "place_id", "id"),
    )

    code: Mapped[str] = mapped_column(unique=True)
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"))
    sold_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    paid_by: Mapped[PaidBy]
    total: Mapped[Dong]
    given: Mapped[Dong | None]
    note: Mapped[str | None]
    confirmed_age: Mapped[int | None] = mapped_column(SmallInteger)  # years the seller saw that the buyer has


class CounterSaleLine(Record):
    """So many of a variant, in the words and at the price of the moment; `returned` of them came back."""

    __tablename__ = "counter_sale_line"
    __table_args__ = (
        UniqueConstraint("sale_id", "variant_id"),
        CheckConstraint("total = price * quantity", name="total_adds_up"),
        CheckConstraint("quantity > 0", name="some"),
        CheckConstraint("returned BETWEEN 0 AND quantity", name="returned_of_sold"),
    )

    sale_id: Mapped[UUID] = mapped_column(ForeignKey("counter_sale.id"))
    variant_id: Mapped[UUID] = mapped_column(ForeignKey("variant.id"), index=True)
    batch_id: Mapped[UUID | None] = mapped_column(ForeignKey("batch.id"), index=True)  # of the label that was scanned
    product_name: Mapped[str]
    variant_name: Mapped[str]
    unit: Mapped[str]
    quantity: Mapped[int]
    price: Mapped[Dong]
    total: Mapped[Dong]
    returned: Mapped[int] = mapped_column(server_default=text("0"))


class CounterReturn(Record):
    """Something of a sale was brought back, and so much money given for it."""

    __tablename__ = "counter_return"
    __table_args__ = (CheckConstraint("total >= 0", name="total_not_negative"),)

    sale_id: Mapped[UUID] = mapped_column(ForeignKey("counter_sale.id"), index=True)
    returned_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    paid_by: Mapped[PaidBy]
    total: Mapped[Dong]
    reason: Mapped[str]


class CounterReturnLine(Record):
    """Pieces of a line that came back, and what became of them."""

    __tablename__ = "counter_return_line"
    __table_args__ = (UniqueConstraint("return_id", "line_id"), CheckConstraint("pieces > 0", name="some"))

    return_id: Mapped[UUID] = mapped_column(ForeignKey("counter_return.id"))
    line_id: Mapped[UUID] = mapped_column(ForeignKey("counter_sale_line.id"), index=True)
    pieces: Mapped[int]
    fate: Mapped[Fate]


class CashShift(Record):
    """The drawer of a place from its opening to the count that closes it; a place has one open at a time.

    Nobody opened it (`opened_by` is NULL) where cash of an order came while no drawer was open. `counted` and
    `expected` are of the last count, also before it is confirmed.
    """

    __tablename__ = "cash_shift"
    __table_args__ = (
        Index("cash_shift_open_idx", "place_id", unique=True, postgresql_where=text("closed_at IS NULL")),
        Index("cash_shift_place_idx", "place_id", "id"),
        CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="closed_by_somebody"),
        CheckConstraint("closed_at IS NULL OR counted IS NOT NULL", name="closed_when_counted"),
        CheckConstraint("num_nulls(counted, expected, counted_by, counted_at) IN (0, 4)", name="counted_whole"),
        CheckConstraint("counted = expected OR reason IS NOT NULL", name="difference_has_reason"),
        CheckConstraint("counted >= 0", name="counted_not_negative"),
    )

    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"))
    opened_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    counted: Mapped[Dong | None]
    expected: Mapped[Dong | None]
    counted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    counted_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]


class CashMovement(Record):
    """One line of a drawer's book, append-only: what came in, or (below zero) went out, in đồng."""

    __tablename__ = "cash_movement"
    __table_args__ = (
        CheckConstraint(
            "amount <> 0 AND (kind IN ('return', 'refund', 'paid_out')) = (amount < 0)", name="sign_of_kind"
        ),
        CheckConstraint("(kind = 'sale') = (sale_id IS NOT NULL)", name="sale_named"),
        CheckConstraint("(kind = 'return') = (return_id IS NOT NULL)", name="return_named"),
        CheckConstraint("(kind = 'refund') = (refund_id IS NOT NULL)", name="refund_named"),
        CheckConstraint("(kind = 'order') = (order_id IS NOT NULL)", name="order_named"),
        CheckConstraint("parcel_id IS NULL OR order_id IS NOT NULL", name="parcel_of_order"),
        CheckConstraint("(kind IN ('paid_in', 'paid_out')) = (reason IS NOT NULL)", name="reason_said"),
        Index("cash_movement_float_idx", "shift_id", unique=True, postgresql_where=text("kind = 'float'")),
        Index(  # written before the cash of orders was told parcel by parcel
            "cash_movement_whole_order_idx",
            "order_id",
            unique=True,
            postgresql_where=text("order_id IS NOT NULL AND parcel_id IS NULL"),
        ),
    )

    shift_id: Mapped[UUID] = mapped_column(ForeignKey("cash_shift.id"), index=True)
    kind: Mapped[CashKind]
    amount: Mapped[Dong]
    sale_id: Mapped[UUID | None] = mapped_column(ForeignKey("counter_sale.id"), unique=True)
    return_id: Mapped[UUID | None] = mapped_column(ForeignKey("counter_return.id"), unique=True)
    refund_id: Mapped[UUID | None] = mapped_column(ForeignKey("refund.id"), unique=True)
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("shop_order.id"), index=True)
    parcel_id: Mapped[UUID | None] = mapped_column(ForeignKey("parcel.id"), unique=True)
    reason: Mapped[str | None]
    actor: Mapped[str]
