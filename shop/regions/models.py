"""Administrative units of three periods and their successions."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Float, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Base, Record


class RegionLevel(StrEnum):
    """The level of a unit. Districts ended on 2025-06-30."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class Region(Record):
    """One unit in one period. Codes are reused with another meaning: (level, code, valid_from) names a unit.

    `valid_from` and `valid_to` are calendar dates, both inclusive; None is open. `kind` is the word the
    name begins with (quận, huyện, thị xã, phường, xã, thị trấn, tỉnh, thành phố).
    """

    __tablename__ = "region"
    __table_args__ = (
        UniqueConstraint("level", "code", "valid_from", postgresql_nulls_not_distinct=True),
        Index("region_slug_idx", "level", "slug"),
    )

    level: Mapped[RegionLevel]
    code: Mapped[str]
    code_alt: Mapped[str | None]
    name: Mapped[str]
    kind: Mapped[str]
    short_name: Mapped[str]
    slug: Mapped[str]
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id"), index=True)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    lat: Mapped[float | None] = mapped_column(Float)
    lon: Mapped[float | None] = mapped_column(Float)
    area_km2: Mapped[float | None] = mapped_column(Float)
    source: Mapped[str]


class RegionSuccession(Base):
    """`old_id` became `new_id`, wholly or in part; a divided unit has one default successor."""

    __tablename__ = "region_succession"

    old_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"), primary_key=True)
    new_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"), primary_key=True, index=True)
    divided: Mapped[bool]
    is_default: Mapped[bool]
    legal_basis: Mapped[str | None]
    source: Mapped[str]
