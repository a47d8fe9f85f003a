"""Places where stock stands, their hours and their staff."""

from datetime import date, time
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Base, Record


class PlaceKind(StrEnum):
    """A sales point serves people; a producer's store ships; in transit stands what is under way between points."""

    SALES_POINT = "sales_point"
    PRODUCER_STORE = "producer_store"
    TRANSIT = "transit"


class Place(Record):
    """A sales point ("điểm giới thiệu và bán sản phẩm OCOP"), a producer's store, or what lies between points (one).

    `lat`/`lon` are the centre of its commune where `location_exact` is false. From `closed_from` (a day of Hà Nội)
    on nothing is fetched there.
    """

    __tablename__ = "place"
    __table_args__ = (
        CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="point_whole"),
        Index("place_transit_idx", "kind", unique=True, postgresql_where=text("kind = 'transit'")),
    )

    slug: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[PlaceKind]
    name: Mapped[str]
    address: Mapped[str | None]
    commune_written: Mapped[str | None]
    district_written: Mapped[str | None]
    commune_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id"))
    district_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id"))
    lat: Mapped[float | None] = mapped_column(Float)
    lon: Mapped[float | None] = mapped_column(Float)
    location_exact: Mapped[bool] = mapped_column(server_default=text("false"))
    operator: Mapped[str | None]
    phone: Mapped[str | None]  # E.164
    opened_on: Mapped[date | None]
    opened_year: Mapped[int | None] = mapped_column(SmallInteger)
    closed_from: Mapped[date | None]
    note: Mapped[str | None]
    source_url: Mapped[str | None]
    producer_id: Mapped[UUID | None] = mapped_column(ForeignKey("producer.id"), index=True)
    version: Mapped[int] = mapped_column(server_default=text("1"))
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class PlaceHours(Record):
    """When a place is open on one weekday (1 Monday … 7 Sunday), Hà Nội time."""

    __tablename__ = "place_hours"
    __table_args__ = (
        UniqueConstraint("place_id", "weekday", "opens"),
        CheckConstraint("weekday BETWEEN 1 AND 7", name="weekday_known"),
        CheckConstraint("opens < closes", name="forward"),
    )

    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"))
    weekday: Mapped[int] = mapped_column(SmallInteger)
    opens: Mapped[time]
    closes: Mapped[time]
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class PlaceStaff(Base):
    """A person who hands goods over at a place."""

    __tablename__ = "place_staff"

    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
