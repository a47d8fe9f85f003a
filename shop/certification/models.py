"""The register: groups, registered products, their certificates and what happened to them."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record


class CertificateStatus(StrEnum):
    """`assessed` was submitted or scored, never certified. Whether a certified one still holds is a matter of dates."""

    ASSESSED = "assessed"
    CERTIFIED = "certified"
    REVOKED = "revoked"
    LAPSED = "lapsed"  # its last day has passed and the sweep has said so


class DatePrecision(StrEnum):
    """How exactly the source states the decision's date."""

    DAY = "day"
    YEAR = "year"
    NONE = "none"


class ProductGroup(Record):
    """One of the six groups of Decision 148/QĐ-TTg, or a group of Decision 1048 that went before it."""

    __tablename__ = "product_group"
    __table_args__ = (UniqueConstraint("scheme", "code"),)

    scheme: Mapped[str]  # "148" or "1048"
    code: Mapped[str]
    slug: Mapped[str]
    name_vi: Mapped[str]
    name_en: Mapped[str]
    parent_code: Mapped[str | None]
    today_id: Mapped[UUID | None] = mapped_column(ForeignKey("product_group.id"))  # the group of 148 it became
    source: Mapped[str]


class RegisteredProduct(Record):
    """A product as the programme knows it; two gradings of it are two certificates of one product.

    The region is kept as written in the decision (`…_written`); `commune_id` is today's unit and stays
    None where the old one was divided and nobody has decided.
    """

    __tablename__ = "registered_product"
    __table_args__ = (Index("registered_product_producer_idx", "producer_id"),)

    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    producer_id: Mapped[UUID | None] = mapped_column(ForeignKey("producer.id"))
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("product_group.id"))
    criteria_set_hint: Mapped[str | None]
    commune_written: Mapped[str | None]
    district_written: Mapped[str | None]
    province_written: Mapped[str | None]
    district_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id"))
    commune_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id"))
    province_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id"))
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class Certificate(Record):
    """One grading of one product, as one source states it.

    `stars` is None where the source does not state them: in the register, never on sale. Potential-5 is
    four stars with `potential_five`. In force on day D when `status` is certified and
    `in_force_from <= D < in_force_until`; both are None where no date is known (then never), and for a year
    only they span just the days on which every possible date would hold (36 months, Decision 148/QĐ-TTg).
    """

    __tablename__ = "certificate"
    __table_args__ = (
        CheckConstraint("stars BETWEEN 3 AND 5", name="stars_known"),
        CheckConstraint("NOT potential_five OR stars = 4", name="potential_five_is_four"),
        CheckConstraint("(in_force_from IS NULL) = (in_force_until IS NULL)", name="window_whole"),
        CheckConstraint("in_force_from <= in_force_until", name="window_forward"),
        Index("certificate_product_idx", "registered_product_id", "in_force_until"),
        Index("certificate_until_idx", "in_force_until", postgresql_where=text("status = 'certified'")),
    )

    code: Mapped[str] = mapped_column(unique=True)
    registered_product_id: Mapped[UUID] = mapped_column(ForeignKey("registered_product.id"))
    status: Mapped[CertificateStatus]
    stars: Mapped[int | None]
    potential_five: Mapped[bool] = mapped_column(server_default=text("false"))
    decision_no: Mapped[str | None]
    date_precision: Mapped[DatePrecision]
    issued_on: Mapped[date | None]  # with precision "year": the first of January of that year
    in_force_from: Mapped[date | None]
    in_force_until: Mapped[date | None]  # the first day on which it is no longer in force
    issuer: Mapped[str | None]
    confidence: Mapped[str | None]
    source_url: Mapped[str | None]
    register_row: Mapped[int | None] = mapped_column(unique=True)  # line of the packaged register
    supersedes_id: Mapped[UUID | None] = mapped_column(ForeignKey("certificate.id"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class CertificateHistory(Record):
    """What happened to a certificate: append-only."""

    __tablename__ = "certificate_history"

    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificate.id"), index=True)
    status: Mapped[CertificateStatus]
    actor: Mapped[str]
    reason: Mapped[str | None]


class ProgrammeFigure(Record):
    """A published figure of the programme: metric, value, day and source; never one number without its date."""

    __tablename__ = "programme_figure"
    __table_args__ = (UniqueConstraint("metric", "as_of", "scope", "source"),)

    metric: Mapped[str]
    value: Mapped[str]
    unit: Mapped[str | None]
    as_of: Mapped[str]
    scope: Mapped[str]
    note: Mapped[str | None]
    source: Mapped[str]
