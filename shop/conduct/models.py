"""Rules of livestreams and who accepted them, confirmed advertising, how a session opened, and who stopped one."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record
from shop.training.models import IdentityPaper


class LivestreamRules(Record):
    """A version of the public rules of livestreams: a draft until it has a number and a day (Hà Nội) to begin.

    It holds until the day the next one does. What was published never changes (trigger); one draft stands at a time.
    Texts are plain: `## ` begins a heading, `- ` an item, anything else is a paragraph.
    """

    __tablename__ = "livestream_rules"
    __table_args__ = (
        CheckConstraint("num_nulls(number, in_force_from, published_at) IN (0, 3)", name="published_whole"),
        CheckConstraint("number > 0", name="counted"),
        Index(
            "livestream_rules_one_draft",
            text("(published_at IS NULL)"),
            unique=True,
            postgresql_where=text("published_at IS NULL"),
        ),
    )

    number: Mapped[int | None] = mapped_column(unique=True)
    in_force_from: Mapped[date | None] = mapped_column(unique=True)
    text_vi: Mapped[str]
    text_en: Mapped[str]
    changes_vi: Mapped[str]  # what is new against the version before
    changes_en: Mapped[str]
    written_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))  # None: came with the shop
    published_at: Mapped[datetime | None]
    published_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class RulesAcceptance(Record):
    """That a host accepted a version of the rules, and when."""

    __tablename__ = "rules_acceptance"
    __table_args__ = (UniqueConstraint("person_id", "rules_id"),)

    rules_id: Mapped[UUID] = mapped_column(ForeignKey("livestream_rules.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))


class AdConfirmation(Record):
    """The paper by which an authority confirmed what may be said of a product; it holds through `valid_until`.

    One that was wrong is ended, not removed.
    """

    __tablename__ = "ad_confirmation"
    __table_args__ = (UniqueConstraint("product_id", "document_no"),)

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"))
    document_no: Mapped[str]
    issuer: Mapped[str]
    valid_until: Mapped[date]
    noted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class Opening(Record):
    """What was known of a session's host at the moment it went on air: kept for the authority, never changed."""

    __tablename__ = "session_opening"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"), unique=True)
    host_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    document: Mapped[IdentityPaper | None]
    verified_at: Mapped[datetime | None]
    licence_id: Mapped[UUID | None] = mapped_column(ForeignKey("licence.id"))
    rules_number: Mapped[int | None]
    accepted_at: Mapped[datetime | None]


class SessionStop(Record):
    """That the authority stopped a session for good: why, as everybody reads it, and by which paper."""

    __tablename__ = "session_stop"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"), unique=True)
    reason: Mapped[str]
    document_no: Mapped[str]
    stopped_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
