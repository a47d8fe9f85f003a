"""The contract of an order, as it was shown."""

from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record


class OrderContract(Record):
    """The contract of one order in each language, written once and never changed.

    `content` holds whole sentences, not references: later changes of product, producer or our own words do not
    reach it. `digest` is the SHA-256 of its canonical JSON and stands on the paper. `version` is that of its form.
    """

    __tablename__ = "order_contract"
    __table_args__ = (CheckConstraint("version > 0", name="version_positive"),)

    order_id: Mapped[UUID] = mapped_column(ForeignKey("shop_order.id", ondelete="CASCADE"), unique=True)
    version: Mapped[int] = mapped_column(SmallInteger)
    content: Mapped[dict[str, Any]]
    digest: Mapped[bytes] = mapped_column(LargeBinary)
