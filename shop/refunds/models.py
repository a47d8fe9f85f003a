"""Why an officer owes a buyer money that no return and no parcel asks for."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record
from shop.core.money import Dong


class RefundClaim(Record):
    """An officer's word that `amount` đồng of an order go back, of one `line` or of all of it; a refund is about it."""

    __tablename__ = "refund_claim"
    __table_args__ = (CheckConstraint("amount > 0", name="some"),)

    order_id: Mapped[UUID] = mapped_column(ForeignKey("shop_order.id"), index=True)
    line_id: Mapped[UUID | None] = mapped_column(ForeignKey("order_line.id"), index=True)
    amount: Mapped[Dong]
    reason: Mapped[str]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
