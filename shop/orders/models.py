"""Orders, what was said with them, their parcels and lines, and the history of both."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.carriers.models import CarrierName
from shop.cart.rules import SourceReason
from shop.core.db import Record
from shop.core.money import Dong
from shop.delivery.models import DeliveryMethod
from shop.payments.models import PaymentMethod


class OrderStatus(StrEnum):
    """Where a parcel stands, and as the summary of its parcels an order. Only `held` runs out by itself."""

    HELD = "held"  # stock is kept until hold_expires_at
    CONFIRMED = "confirmed"
    PACKED = "packed"
    HANDED_OVER = "handed_over"  # picked up and paid at the point
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    REFUSED = "refused"  # the buyer did not take it
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class DayPart(StrEnum):
    """Half a day in which goods are brought."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


class Order(Record):
    """One buyer's order; all amounts are đồng and frozen at placement.

    Its token and its pickup code are derived from the installation's secret and the order's id, so they can
    be shown again to whoever may see them and are stored only as keyed hashes. `session_id` names the live
    session it was bought in; `place_id` the sales point of a pickup. `ready_at` is when all of a pickup was packed, and
    `reminders` how often its buyer was reminded to fetch it. `withdrawn` is what places could not supply. For one that
    is `unheld` no goods are kept before its money is there: who pays first has them. `deposit` is what of it is paid
    before the goods are kept, the rest in cash (0: none); with `deposit_kept` it stays with the seller when the buyer
    does not take the goods.
    """

    __tablename__ = "shop_order"
    __table_args__ = (
        CheckConstraint("total = subtotal + shipping - discount - withdrawn", name="total_adds_up"),
        CheckConstraint("(status = 'held') = (hold_expires_at IS NOT NULL)", name="only_held_expires"),
        CheckConstraint("(delivery = 'pickup') = (place_id IS NOT NULL)", name="pickup_has_place"),
        Index("shop_order_expiry_idx", "hold_expires_at", postgresql_where=text("status = 'held'")),
        Index("shop_order_place_idx", "place_id", "status"),
        Index(  # what became of cash orders of a phone: see orders.check_cod
            "shop_order_cod_phone_idx",
            "contact_phone",
            "created_at",
            postgresql_include=["status"],
            postgresql_where=text("payment_method = 'cod' AND status IN ('handed_over', 'delivered', 'refused')"),
        ),
        Index("shop_order_guest_phone_idx", "contact_phone", postgresql_where=text("person_id IS NULL")),
        CheckConstraint("withdrawn >= 0", name="withdrawn_not_negative"),
        CheckConstraint("deposit BETWEEN 0 AND total", name="deposit_within_total"),
        Index("shop_order_ready_idx", "ready_at", postgresql_where=text("status = 'packed' AND ready_at IS NOT NULL")),
        Index("shop_order_session_idx", "session_id", postgresql_where=text("session_id IS NOT NULL")),
        Index("shop_order_lapsed_idx", "contact_phone", "created_at", postgresql_where=text("status = 'expired'")),
        Index("shop_order_lapsed_person_idx", "person_id", "created_at", postgresql_where=text("status = 'expired'")),
    )

    code: Mapped[str] = mapped_column(unique=True)
    status: Mapped[OrderStatus]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    session_id: Mapped[UUID | None]
    contact_name: Mapped[str]
    contact_phone: Mapped[str]  # E.164
    contact_email: Mapped[str | None]
    locale: Mapped[str]
    delivery: Mapped[DeliveryMethod]
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    address_line: Mapped[str | None]
    address_commune_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id"))
    payment_method: Mapped[PaymentMethod]
    subtotal: Mapped[Dong]
    shipping: Mapped[Dong]
    discount: Mapped[Dong]
    withdrawn: Mapped[Dong] = mapped_column(server_default=text("0"))
    total: Mapped[Dong]
    confirmed_age: Mapped[int | None] = mapped_column(SmallInteger)  # years the buyer said to have, where a line asks
    hold_expires_at: Mapped[datetime | None]
    unheld: Mapped[bool] = mapped_column(server_default=text("false"))
    deposit: Mapped[Dong] = mapped_column(server_default=text("0"))
    deposit_kept: Mapped[bool] = mapped_column(server_default=text("false"))
    pickup_code_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    pickup_attempts: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    pickup_locked_until: Mapped[datetime | None]
    ready_at: Mapped[datetime | None]
    reminders: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class OrderExtra(Record):
    """What a buyer said with an order beside the goods; an order without it has no row.

    `slot_day` is a calendar day of Hà Nội. An invoice is there whole or not at all.
    """

    __tablename__ = "order_extra"
    __table_args__ = (
        CheckConstraint("num_nulls(slot_day, slot_part) IN (0, 2)", name="slot_whole"),
        CheckConstraint(
            "num_nulls(invoice_name, invoice_tax_code, invoice_address, invoice_email) IN (0, 4)", name="invoice_whole"
        ),
        CheckConstraint(
            "gift_wrap OR num_nonnulls(gift_note, invoice_name, slot_day, note) > 0", name="says_something"
        ),
    )

    order_id: Mapped[UUID] = mapped_column(ForeignKey("shop_order.id"), unique=True)
    gift_wrap: Mapped[bool]
    gift_note: Mapped[str | None]
    invoice_name: Mapped[str | None]
    invoice_tax_code: Mapped[str | None]
    invoice_address: Mapped[str | None]
    invoice_email: Mapped[str | None]
    slot_day: Mapped[date | None]
    slot_part: Mapped[DayPart | None]
    note: Mapped[str | None]  # to the seller


class Parcel(Record):
    """What of an order one producer has at one place: packed, sent or fetched, and paid for together.

    `number` counts from 1 within the order; people say "parcel 2 of CM-…". `amount` (đồng) is what is collected for
    it: its share of the order's total, so that the amounts of an order's parcels add up to it. `reason` says why its
    place was chosen. `deposit` is its share of the order's deposit, and `forfeited` what of that is its producer's
    because the buyer did not take it. Stock is held under the parcel's id. `carrier` is who took it away, written when
    it leaves: what is paid for it is then that carrier's to hand in; None: our own riders, or the buyer fetches it. One
    whose lines were all moved to another place is cancelled and has no lines.
    """

    __tablename__ = "parcel"
    __table_args__ = (
        UniqueConstraint("order_id", "number"),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
        CheckConstraint("deposit BETWEEN 0 AND amount", name="deposit_within_amount"),
        CheckConstraint("forfeited BETWEEN 0 AND deposit", name="forfeited_within_deposit"),
        CheckConstraint("number > 0", name="counted"),
        CheckConstraint("carrier IS NULL OR status IN ('shipped', 'delivered', 'refused')", name="carried_has_left"),
        CheckConstraint("withdrawn = 0 OR (withdrawn > 0 AND amount = 0)", name="withdrawn_costs_nothing"),
        Index("parcel_place_idx", "place_id", "status"),
        Index("parcel_unpacked_idx", "id", postgresql_where=text("status = 'confirmed' AND late_at IS NULL")),
    )

    order_id: Mapped[UUID] = mapped_column(ForeignKey("shop_order.id"))
    producer_id: Mapped[UUID | None] = mapped_column(ForeignKey("producer.id"))
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"))
    number: Mapped[int] = mapped_column(SmallInteger)
    status: Mapped[OrderStatus]
    reason: Mapped[SourceReason]
    amount: Mapped[Dong]
    deposit: Mapped[Dong] = mapped_column(server_default=text("0"))
    forfeited: Mapped[Dong] = mapped_column(server_default=text("0"))
    carrier: Mapped[CarrierName | None]
    withdrawn: Mapped[Dong] = mapped_column(server_default=text("0"))  # what it would have cost, had it been supplied
    late_at: Mapped[datetime | None]  # when its producer was told that it is not packed in time
    version: Mapped[int] = mapped_column(server_default=text("1"))

    @property
    def cash(self) -> Dong:
        """What is taken for it when it is handed over, if its order is paid in cash (đồng)."""
        return Dong(self.amount - self.deposit)


class OrderLine(Record):
    """So many of a variant from one place, with the words and the price of the moment it was ordered."""

    __tablename__ = "order_line"
    __table_args__ = (
        UniqueConstraint("parcel_id", "variant_id"),
        CheckConstraint("total = price * quantity", name="total_adds_up"),
        CheckConstraint("quantity > 0", name="some"),
        CheckConstraint("going_back BETWEEN 0 AND quantity", name="going_back_within_bought"),
        CheckConstraint(
            "producer_discount >= 0 AND producer_discount <= discount AND discount <= total",
            name="discount_within_total",
        ),
        Index("order_line_campaign_idx", "campaign_id", postgresql_where=text("campaign_id IS NOT NULL")),
    )

    order_id: Mapped[UUID] = mapped_column(ForeignKey("shop_order.id"), index=True)
    parcel_id: Mapped[UUID] = mapped_column(ForeignKey("parcel.id"))
    variant_id: Mapped[UUID] = mapped_column(ForeignKey("variant.id"), index=True)
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"))
    campaign_id: Mapped[UUID | None] = mapped_column(ForeignKey("campaign.id"))
    product_name: Mapped[str]
    variant_name: Mapped[str]
    unit: Mapped[str]
    quantity: Mapped[int]
    price: Mapped[Dong]
    total: Mapped[Dong]  # before vouchers
    discount: Mapped[Dong] = mapped_column(server_default=text("0"))  # by vouchers, this line's share
    producer_discount: Mapped[Dong] = mapped_column(server_default=text("0"))  # what of it its producer pays
    going_back: Mapped[int] = mapped_column(server_default=text("0"))  # pieces asked to go back, or gone


class OrderHistory(Record):
    """One move of an order: append-only."""

    __tablename__ = "order_history"

    order_id: Mapped[UUID] = mapped_column(ForeignKey("shop_order.id"), index=True)
    status: Mapped[OrderStatus]
    actor: Mapped[str]
    reason: Mapped[str | None]


class ParcelHistory(Record):
    """One move of a parcel along its table, or to another place: append-only."""

    __tablename__ = "parcel_history"

    parcel_id: Mapped[UUID] = mapped_column(ForeignKey("parcel.id"), index=True)
    status: Mapped[OrderStatus]
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"))
    actor: Mapped[str]
    reason: Mapped[str | None]
