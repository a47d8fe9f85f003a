"""How goods reach the buyer, at which saved address, and at which quoted price."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.carriers.models import CarrierName
from shop.core.db import Record
from shop.core.money import Dong


class DeliveryMethod(StrEnum):
    """Fetched at a sales point, or brought."""

    PICKUP = "pickup"
    SHIP = "ship"


class SavedAddress(Record):
    """An address a signed-in person keeps: who takes the goods, and where. At most one is the default."""

    __tablename__ = "saved_address"
    __table_args__ = (
        UniqueConstraint("person_id", "commune_id", "line", "name", "phone"),
        Index("saved_address_default_idx", "person_id", unique=True, postgresql_where=text("is_default")),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    name: Mapped[str]
    phone: Mapped[str]  # E.164
    line: Mapped[str]
    commune_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"))
    is_default: Mapped[bool] = mapped_column(server_default=text("false"))


class DeliveryQuote(Record):
    """One way to bring certain goods to a commune, at a price (đồng) that stands until `expires_at`.

    Its id is the key to order by it and cannot be guessed. `asked_hash` tells what it was asked for; `parts` are the
    fees of its consignments. `carrier` is None for our own riders. `reference` is the order that took it: one alone.
    """

    __tablename__ = "delivery_quote"
    __table_args__ = (
        UniqueConstraint("ask_id", "position"),
        CheckConstraint("fee >= 0", name="fee_not_negative"),
        CheckConstraint("days >= 0", name="days_not_negative"),
        Index("delivery_quote_reference_idx", "reference", unique=True, postgresql_where=text("reference IS NOT NULL")),
        Index("delivery_quote_expiry_idx", "expires_at", postgresql_where=text("reference IS NULL")),
    )

    ask_id: Mapped[UUID]  # the ways that were offered together
    position: Mapped[int] = mapped_column(SmallInteger)
    asked_hash: Mapped[bytes] = mapped_column(LargeBinary)
    commune_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"))
    carrier: Mapped[CarrierName | None]
    service: Mapped[str]
    service_name: Mapped[str]
    fee: Mapped[Dong]
    days: Mapped[int] = mapped_column(SmallInteger)  # promised, from the packing; 0: the same day
    parts: Mapped[dict[str, Any]]
    expires_at: Mapped[datetime]
    reference: Mapped[UUID | None]
