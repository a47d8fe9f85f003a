"""Campaigns: a price for one variant in a window of time."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record
from shop.core.money import Dong


class Campaign(Record):
    """A live price (đồng) for a variant from `starts_at` until `ended_at`, for buyers who name the campaign."""

    __tablename__ = "campaign"
    __table_args__ = (
        CheckConstraint("price >= 0", name="price_not_negative"),
        Index("campaign_open_idx", "variant_id", postgresql_where=text("ended_at IS NULL")),
    )

    variant_id: Mapped[UUID] = mapped_column(ForeignKey("variant.id"))
    price: Mapped[Dong]
    starts_at: Mapped[datetime] = mapped_column(server_default=text("shop_now()"))
    ended_at: Mapped[datetime | None]
    sample: Mapped[bool] = mapped_column(server_default=text("false"))
