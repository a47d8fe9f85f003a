"""Shipments, what carriers told of them, and the regions as each carrier numbers them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Base, Record
from shop.core.money import Dong


class CarrierName(StrEnum):
    """The carriers whose formats we speak."""

    GHN = "ghn"
    GHTK = "ghtk"
    VIETTEL_POST = "viettel_post"


class ShipmentStatus(StrEnum):
    """Where a parcel is, in our words; each carrier's own are read by status_rules."""

    ASKED = "asked"  # the carrier has not answered yet
    CREATED = "created"  # it has a label and waits to be fetched
    PICKED = "picked"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    FAILED_ATTEMPT = "failed_attempt"  # nobody took it; it is tried again or goes back
    RETURNING = "returning"
    DELIVERED = "delivered"
    RETURNED = "returned"
    LOST = "lost"
    DAMAGED = "damaged"
    CANCELLED = "cancelled"


class Trouble(StrEnum):
    """Why a carrier has not given a label, or has not taken one back."""

    AWAY = "away"  # it does not answer; it is asked again
    REFUSED = "refused"  # it said no, in the words of `told`
    AREA = "area"  # its table does not know one of the two communes


class Shipment(Record):
    """A parcel in a carrier's hands. `reference` is our parcel's id; it has one shipment that is not cancelled.

    From `due_at` on the carrier is asked (for a label, or to take back what was `dropped_at` some moment); None: there
    is nothing to ask, or a person has to look at the `trouble`. `attempts` counts how often it was asked.

    `told_at` is the carrier's own time (UTC) of what `status` says; `carrier_code` its own word, also one nobody knows.
    """

    __tablename__ = "shipment"
    __table_args__ = (
        UniqueConstraint("carrier", "tracking"),
        CheckConstraint("(status = 'asked') <= (tracking IS NULL)", name="asked_has_no_label"),
        CheckConstraint("fee >= 0", name="fee_not_negative"),
        CheckConstraint("told IS NULL OR trouble IS NOT NULL", name="told_in_trouble"),
        Index("shipment_due_idx", "due_at", postgresql_where=text("due_at IS NOT NULL")),
        Index("shipment_reference_idx", "reference", unique=True, postgresql_where=text("status <> 'cancelled'")),
    )

    reference: Mapped[UUID]
    carrier: Mapped[CarrierName]
    service: Mapped[str]
    tracking: Mapped[str | None]
    label_url: Mapped[str | None]
    fee: Mapped[Dong | None]
    status: Mapped[ShipmentStatus]
    carrier_code: Mapped[str | None]
    told_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    due_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]
    trouble: Mapped[Trouble | None]
    told: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))


class ShipmentReport(Record):
    """One thing a carrier told, stored once under its foreign id: append-only but for `handled_at`.

    `status` is None where the code is unknown to us; `moved` says whether the shipment's status followed it.
    """

    __tablename__ = "shipment_report"
    __table_args__ = (
        UniqueConstraint("carrier", "foreign_id"),
        Index("shipment_report_waiting_idx", "carrier", "tracking", postgresql_where=text("handled_at IS NULL")),
        Index("shipment_report_tracking_idx", "carrier", "tracking", "told_at"),
    )

    carrier: Mapped[CarrierName]
    foreign_id: Mapped[str]
    tracking: Mapped[str]
    code: Mapped[str]
    status: Mapped[ShipmentStatus | None]
    reason: Mapped[str]
    told_at: Mapped[datetime]
    moved: Mapped[bool] = mapped_column(server_default=text("false"))
    handled_at: Mapped[datetime | None]


class CarrierRegion(Base):
    """A commune of today as a carrier knows it: numbers and names of the units before July 2025."""

    __tablename__ = "carrier_region"

    carrier: Mapped[CarrierName] = mapped_column(primary_key=True)
    commune_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"), primary_key=True, index=True)
    province_code: Mapped[str]
    district_code: Mapped[str]
    ward_code: Mapped[str]
    province: Mapped[str]
    district: Mapped[str]
    ward: Mapped[str]
