"""The register: groups, registered products, their certificates and what happened to them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Base, Record


class CertificateStatus(StrEnum):
    """Where a grading stands in its life. Whether a recognised one holds on a day is a matter of dates."""

    DRAFT = "draft"  # written down by an officer, nothing submitted
    SUBMITTED = "submitted"  # the dossier is with the council
    RETURNED = "returned"  # the dossier lacks something and was given back
    WITHDRAWN = "withdrawn"  # the producer gave up
    ASSESSED = "assessed"  # scored, never certified (of the loaded register: submitted or scored)
    REJECTED = "rejected"  # not recognised
    CERTIFIED = "certified"
    EXPIRING = "expiring"  # at most ninety days are left and the producer was told
    LAPSED = "lapsed"  # its last day has passed and the sweep has said so
    RENEWED = "renewed"  # a later decision with the same stars took its place
    UPGRADED = "upgraded"  # … with more stars
    REGRADED = "regraded"  # … with fewer stars
    REVOKED = "revoked"


class IssuerLevel(StrEnum):
    """Who decides; which level may decide which stars is a dated rule (`rules.py`)."""

    DISTRICT = "district"
    PROVINCE = "province"
    CENTRE = "centre"


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
    __table_args__ = (
        Index("registered_product_producer_idx", "producer_id"),
        Index("registered_product_district_idx", "district_id"),
        Index("registered_product_fold_idx", text("vn_fold(name)")),  # imports name products by their words
        Index(
            "registered_product_written_idx",  # districts of other provinces are found by their words
            text("replace(vn_words(district_written), ' ', '-')"),
            postgresql_where=text("district_id IS NULL"),
        ),
    )

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
    A revocation or a later grading moves `in_force_until` to the day from which it no longer held.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        CheckConstraint("stars BETWEEN 3 AND 5", name="stars_known"),
        CheckConstraint("NOT potential_five OR stars = 4", name="potential_five_is_four"),
        CheckConstraint("(in_force_from IS NULL) = (in_force_until IS NULL)", name="window_whole"),
        CheckConstraint("in_force_from <= in_force_until", name="window_forward"),
        Index("certificate_product_idx", "registered_product_id", "in_force_until"),
        Index(
            "certificate_running_idx",
            "in_force_until",
            postgresql_where=text("status IN ('certified', 'expiring')"),
        ),
        Index("certificate_supersedes_idx", "supersedes_id", unique=True),
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
    issuer: Mapped[str | None]  # in the words of the source or of the decision
    issuer_level: Mapped[IssuerLevel | None]  # None: the source does not say
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("asset.id"))  # the scanned decision
    document_hash: Mapped[str | None]  # SHA-256 of the decision's file, hexadecimal
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
    document_hash: Mapped[str | None]  # SHA-256 of the paper behind this step, hexadecimal
    successor_id: Mapped[UUID | None] = mapped_column(ForeignKey("certificate.id"))  # what took its place


class CertificateNotice(Base):
    """That a producer was told 90, 60 or 30 days ahead that a certificate runs out: each once."""

    __tablename__ = "certificate_notice"
    __table_args__ = (CheckConstraint("days IN (90, 60, 30)", name="days_known"),)

    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificate.id", ondelete="CASCADE"), primary_key=True)
    days: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=text("shop_now()"))


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
