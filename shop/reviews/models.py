"""Reviews, their photos, and every wording they ever had."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Base, Record


class Review(Record):
    """What the buyer of one order line says of the product: points from 1 to 5, words, photos; and one reply.

    `author` is the name as everybody may read it. A review is never deleted: what the law forbids to show is taken
    down with its legal basis, and that it was taken down stays to be seen; it goes on counting.
    """

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint("points BETWEEN 1 AND 5", name="points_known"),
        CheckConstraint("photos BETWEEN 0 AND 5", name="photos_few"),
        CheckConstraint("(reply IS NULL) = (replied_at IS NULL)", name="reply_dated"),
        CheckConstraint("(reply IS NULL) = (reply_version = 0)", name="reply_counted"),
        CheckConstraint(
            "num_nulls(removed_at, removed_by, removal_basis, removal_reason) IN (0, 4)", name="removal_whole"
        ),
        Index("review_product_idx", "product_id", "id"),
        Index("review_points_idx", "product_id", "points", "id"),
        Index("review_photos_idx", "product_id", "id", postgresql_where=text("photos > 0")),
        Index("review_waiting_idx", "product_id", "id", postgresql_where=text("reply IS NULL AND removed_at IS NULL")),
    )

    order_line_id: Mapped[UUID] = mapped_column(ForeignKey("order_line.id"), unique=True)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("shop_order.id"), index=True)
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"))
    author: Mapped[str]
    locale: Mapped[str]
    points: Mapped[int] = mapped_column(SmallInteger)
    words: Mapped[str]
    photos: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    edited_at: Mapped[datetime | None]
    reply: Mapped[str | None]
    reply_version: Mapped[int] = mapped_column(server_default=text("0"))
    replied_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[str | None]  # the officer's name
    removal_basis: Mapped[str | None]  # who asked for it by which document
    removal_reason: Mapped[str | None]
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class ReviewPhoto(Base):
    """A photo of a review, in the buyer's order. The asset belongs to the order."""

    __tablename__ = "review_photo"
    __table_args__ = (UniqueConstraint("review_id", "position"),)

    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id", ondelete="CASCADE"), primary_key=True)
    asset_id: Mapped[UUID] = mapped_column(ForeignKey("asset.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(SmallInteger)


class Side(StrEnum):
    """Whose words a line of history keeps."""

    REVIEW = "review"
    REPLY = "reply"
    REMOVAL = "removal"


class ReviewHistory(Record):
    """One wording of a review or of its reply, as it was written: append-only."""

    __tablename__ = "review_history"
    __table_args__ = (UniqueConstraint("review_id", "side", "version"),)

    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"))
    side: Mapped[Side]
    version: Mapped[int]
    points: Mapped[int | None] = mapped_column(SmallInteger)
    words: Mapped[str]
    photos: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), server_default=text("'{}'"))
    actor: Mapped[str]
