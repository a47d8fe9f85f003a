"""Baskets."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record


class Cart(Record):
    """A basket. Its id is its key: whoever has it may change it, unless it belongs to a person."""

    __tablename__ = "cart"

    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    ordered: Mapped[bool] = mapped_column(server_default=text("false"))


class CartLine(Record):
    """So many of a variant, where the buyer said so from a certain place.

    `campaign_id` is the live price it was put in at; whether that still stands is seen each time it is priced.
    """

    __tablename__ = "cart_line"
    __table_args__ = (
        UniqueConstraint("cart_id", "variant_id"),
        CheckConstraint("quantity BETWEEN 1 AND 999", name="quantity_bounded"),
    )

    cart_id: Mapped[UUID] = mapped_column(ForeignKey("cart.id", ondelete="CASCADE"))
    variant_id: Mapped[UUID] = mapped_column(ForeignKey("variant.id"))
    quantity: Mapped[int]
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    campaign_id: Mapped[UUID | None] = mapped_column(ForeignKey("campaign.id"), index=True)
