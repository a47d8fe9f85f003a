"""How goods are kept at a pin, who waits for them, and flash drops."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record
from shop.core.money import Dong
from shop.payments.models import PaymentMethod

_WAITS = "state = 'waiting'"


class Policy(StrEnum):
    """Who gets a piece: who orders first, and it is kept for them, or who pays first; or who orders and pays a part."""

    HOLD = "hold"
    FIRST_PAID = "first_paid"
    DEPOSIT = "deposit"


class WaitState(StrEnum):
    """An entry of a waiting list ends once."""

    WAITING = "waiting"
    SERVED = "served"  # an order was placed for it
    LEFT = "left"  # taken back by its buyer
    REFUSED = "refused"  # its turn came and it could not be sold: `why`
    ENDED = "ended"  # the session was over before its turn


class FlashEnd(StrEnum):
    """Why a flash drop is over."""

    TIME = "time"
    SOLD_OUT = "sold_out"
    CALLED_OFF = "called_off"


class Offer(Record):
    """How a variant is kept in a session; without a row as the shop does.

    `hold_minutes` is how long an order has its goods kept, or has to be paid (None: as the shop does). A deposit is so
    many percent of what is bought, or đồng a piece; with `deposit_kept` a buyer who does not take the goods loses it.
    """

    __tablename__ = "offer"
    __table_args__ = (
        UniqueConstraint("session_id", "variant_id"),
        CheckConstraint("hold_minutes BETWEEN 1 AND 60", name="hold_bounded"),
        CheckConstraint("deposit_percent BETWEEN 5 AND 90", name="percent_bounded"),
        CheckConstraint("deposit_each BETWEEN 10000 AND 100000000", name="each_bounded"),
        CheckConstraint(
            "num_nonnulls(deposit_percent, deposit_each) = (policy = 'deposit')::int", name="deposit_whole"
        ),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"))
    variant_id: Mapped[UUID] = mapped_column(ForeignKey("variant.id"))
    policy: Mapped[Policy]
    hold_minutes: Mapped[int | None] = mapped_column(SmallInteger)
    deposit_percent: Mapped[int | None] = mapped_column(SmallInteger)
    deposit_each: Mapped[Dong | None]
    deposit_kept: Mapped[bool] = mapped_column(server_default=text("false"))


class WaitingEntry(Record):
    """A buyer who waits in a session for pieces of a variant at the price (đồng) of a campaign; `number` is the turn.

    A flash drop has a line of its own. One entry stands open for a phone, and for a person, and a variant. When it is
    served, `order_id` names the order.
    """

    __tablename__ = "waiting_entry"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="some"),
        CheckConstraint("(state = 'waiting') = (closed_at IS NULL)", name="closed_once"),
        CheckConstraint("(state = 'served') = (order_id IS NOT NULL)", name="served_has_order"),
        Index("waiting_entry_turn_idx", "session_id", "variant_id", "number", postgresql_where=text(_WAITS)),
        Index(
            "waiting_entry_phone_idx",
            "session_id",
            "variant_id",
            "contact_phone",
            unique=True,
            postgresql_where=text(_WAITS),
        ),
        Index(
            "waiting_entry_person_idx",
            "session_id",
            "variant_id",
            "person_id",
            unique=True,
            postgresql_where=text(f"{_WAITS} AND person_id IS NOT NULL"),
        ),
    )

    flash_id: Mapped[UUID | None] = mapped_column(ForeignKey("flash_drop.id"))
    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True), unique=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"))
    variant_id: Mapped[UUID] = mapped_column(ForeignKey("variant.id"))
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"))
    price: Mapped[Dong]
    quantity: Mapped[int]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    contact_name: Mapped[str]
    contact_phone: Mapped[str]  # E.164
    contact_email: Mapped[str | None]
    payment_method: Mapped[PaymentMethod]
    age_confirmed: Mapped[bool]
    locale: Mapped[str]
    state: Mapped[WaitState] = mapped_column(server_default=text("'waiting'"))
    why: Mapped[str | None]  # the code of what refused it
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("shop_order.id"))
    closed_at: Mapped[datetime | None]


class FlashDrop(Record):
    """So many pieces of a variant at a price (đồng) from `opens_at` until `closes_at` (UTC), or until they are sold.

    Its campaign opens at the same moment. A session has one that is not over.
    """

    __tablename__ = "flash_drop"
    __table_args__ = (
        CheckConstraint("pieces > 0", name="some"),
        CheckConstraint("opens_at < closes_at", name="forward"),
        CheckConstraint("(ended_at IS NULL) = (ended_why IS NULL)", name="ended_whole"),
        Index("flash_drop_open_idx", "session_id", unique=True, postgresql_where=text("ended_at IS NULL")),
        Index("flash_drop_due_idx", "closes_at", postgresql_where=text("ended_at IS NULL")),
        Index("flash_drop_session_idx", "session_id", "id"),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"))
    variant_id: Mapped[UUID] = mapped_column(ForeignKey("variant.id"))
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"))
    pieces: Mapped[int]
    price: Mapped[Dong]
    buyer_limit: Mapped[int | None]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[FlashEnd | None]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
