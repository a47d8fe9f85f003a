"""Campaigns (a price for a variant in a window of time), vouchers, and the allowances both draw on."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Base, Record
from shop.core.money import Dong


class VoucherKind(StrEnum):
    """What a voucher takes off, and who pays for it: the producer for its own goods, the platform for the others."""

    PRODUCER = "producer"
    PLATFORM = "platform"
    SHIPPING = "shipping"


class Allowance(Record):
    """How much of a promotion may be taken: pieces of a campaign, uses of a voucher. Null: without bound.

    `taken` counts what open orders have; the CHECK is the last guard that never more than the quota goes.
    """

    __tablename__ = "allowance"
    __table_args__ = (
        CheckConstraint("quota > 0", name="some"),
        CheckConstraint("buyer_limit > 0", name="some_each"),
        CheckConstraint("taken >= 0 AND (quota IS NULL OR taken <= quota)", name="taken_within_quota"),
    )

    quota: Mapped[int | None]
    buyer_limit: Mapped[int | None]
    taken: Mapped[int] = mapped_column(server_default=text("0"))
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class AllowanceBuyer(Base):
    """How much one buyer has of an allowance. `buyer` is a keyed digest of a person's id or of a phone number."""

    __tablename__ = "allowance_buyer"
    __table_args__ = (
        PrimaryKeyConstraint("allowance_id", "buyer"),
        CheckConstraint("taken >= 0", name="taken_not_negative"),
    )

    allowance_id: Mapped[UUID] = mapped_column(ForeignKey("allowance.id"))
    buyer: Mapped[bytes] = mapped_column(LargeBinary)
    taken: Mapped[int]


class Campaign(Record):
    """A live price (đồng) for a variant from `starts_at` until `ended_at`, for buyers who name the campaign.

    With an allowance only so many pieces go at that price, in all and to one buyer.
    """

    __tablename__ = "campaign"
    __table_args__ = (
        CheckConstraint("price >= 0", name="price_not_negative"),
        Index("campaign_open_idx", "variant_id", postgresql_where=text("ended_at IS NULL")),
    )

    variant_id: Mapped[UUID] = mapped_column(ForeignKey("variant.id"))
    price: Mapped[Dong]
    allowance_id: Mapped[UUID | None] = mapped_column(ForeignKey("allowance.id"), unique=True)
    starts_at: Mapped[datetime] = mapped_column(server_default=text("shop_now()"))
    ended_at: Mapped[datetime | None]
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class Voucher(Record):
    """A code that takes đồng or whole percents (with a cap) off goods or shipping, in a window of time (UTC).

    A producer's voucher counts its own lines alone. `public` ones are offered on the checkout page; the others
    have to be known.
    """

    __tablename__ = "voucher"
    __table_args__ = (
        CheckConstraint("(kind = 'producer') = (producer_id IS NOT NULL)", name="producer_has_one"),
        CheckConstraint("(amount IS NULL) <> (percent IS NULL)", name="amount_or_percent"),
        CheckConstraint("amount > 0", name="amount_some"),
        CheckConstraint("percent BETWEEN 1 AND 100", name="percent_whole"),
        CheckConstraint("cap IS NULL OR (cap > 0 AND percent IS NOT NULL)", name="cap_of_percent"),
        CheckConstraint("minimum >= 0", name="minimum_not_negative"),
        CheckConstraint("starts_at < ends_at", name="forward"),
        CheckConstraint("code ~ '^[A-Z0-9]{4,20}$'", name="code_normal"),
        Index("voucher_producer_idx", "producer_id", "id"),
        Index("voucher_public_idx", "ends_at", postgresql_where=text("public AND ended_at IS NULL")),
    )

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[VoucherKind]
    producer_id: Mapped[UUID | None] = mapped_column(ForeignKey("producer.id"))
    allowance_id: Mapped[UUID] = mapped_column(ForeignKey("allowance.id"), unique=True)
    amount: Mapped[Dong | None]
    percent: Mapped[int | None] = mapped_column(SmallInteger)
    cap: Mapped[Dong | None]
    minimum: Mapped[Dong] = mapped_column(server_default=text("0"))
    public: Mapped[bool] = mapped_column(server_default=text("false"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    made_by: Mapped[str]
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class PromotionUse(Record):
    """What an order took of an allowance: pieces at a live price, or one use of a voucher with its đồng.

    Open until the order is cancelled, expires or is refused. The unique keys let an order have a promotion once
    and one voucher of a kind. `buyers` are the digests it was counted against.
    """

    __tablename__ = "promotion_use"
    __table_args__ = (
        UniqueConstraint("order_id", "allowance_id"),
        UniqueConstraint("order_id", "kind"),
        CheckConstraint("pieces > 0", name="some"),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
        CheckConstraint("(voucher_id IS NULL) = (kind IS NULL)", name="kind_of_voucher"),
        Index("promotion_use_allowance_idx", "allowance_id", "id"),
    )

    order_id: Mapped[UUID]  # orders stand above promotions
    allowance_id: Mapped[UUID] = mapped_column(ForeignKey("allowance.id"))
    voucher_id: Mapped[UUID | None] = mapped_column(ForeignKey("voucher.id"), index=True)
    kind: Mapped[VoucherKind | None]
    pieces: Mapped[int]
    amount: Mapped[Dong] = mapped_column(server_default=text("0"))
    buyers: Mapped[list[bytes]] = mapped_column(ARRAY(LargeBinary))
    released_at: Mapped[datetime | None]
