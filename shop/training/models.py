"""Courses, their sessions and learners, licences to go on air, and what is known of hosts' identity."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Base, Record


class CourseSessionState(StrEnum):
    """Learners come in while it is open; when it is finished, who was there often enough has a licence."""

    OPEN = "open"
    FINISHED = "finished"


class EnrolmentState(StrEnum):
    """A learner has a seat, waits for one, gave it back, or took part until the end: often enough or not."""

    ENROLLED = "enrolled"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"
    COMPLETED = "completed"
    MISSED = "missed"


class IdentityPaper(StrEnum):
    """By what a host is known. No picture of any of them is ever asked for (Law 91/2025/QH15, article 29)."""

    VNEID = "vneid"  # the electronic identity, level 2, shown on the host's own telephone
    CITIZEN_CARD = "citizen_card"  # laid before the officer
    FOREIGN_PAPERS = "foreign_papers"  # passport and residence paper of a host from abroad, laid before the officer


class IdentityState(StrEnum):
    """How far the verification of a host has come."""

    UNVERIFIED = "unverified"
    SUBMITTED = "submitted"
    VERIFIED = "verified"
    DECLINED = "declined"
    REVOKED = "revoked"


class Course(Record):
    """A course of so many `hours`. Who was there on `attendance_percent` of its days has completed it.

    Up to `practice_days` of them may be made up by a passed practice, one a day; 0: practice does not count.
    Its licence to go on air holds for `licence_months`; None: it teaches something else and licenses nobody.
    """

    __tablename__ = "course"
    __table_args__ = (
        CheckConstraint("hours BETWEEN 1 AND 400", name="hours_counted"),
        CheckConstraint("licence_months BETWEEN 1 AND 120", name="licence_bounded"),
        CheckConstraint("attendance_percent BETWEEN 1 AND 100", name="share_of_days"),
        CheckConstraint("practice_days BETWEEN 0 AND 31", name="practice_bounded"),
    )

    slug: Mapped[str] = mapped_column(unique=True)
    title_vi: Mapped[str]
    title_en: Mapped[str]
    organiser: Mapped[str]
    hours: Mapped[int]
    licence_months: Mapped[int | None]
    attendance_percent: Mapped[int]
    practice_days: Mapped[int] = mapped_column(server_default=text("0"))
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class CourseSession(Record):
    """A course held once, on `days` of Hà Nội (ascending), with `capacity` seats of which `taken` are given.

    `venue` is an address, or online the link where it is held. Its row's lock guards its learners.
    """

    __tablename__ = "course_session"
    __table_args__ = (
        CheckConstraint("cardinality(days) BETWEEN 1 AND 31", name="some_days"),
        CheckConstraint("capacity BETWEEN 1 AND 500", name="some_seats"),
        CheckConstraint("taken BETWEEN 0 AND capacity", name="taken_within_capacity"),
        CheckConstraint("(state = 'finished') = (finished_at IS NOT NULL)", name="finished_once"),
        Index("course_session_course_idx", "course_id", "id"),
    )

    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"))
    days: Mapped[list[date]] = mapped_column(ARRAY(Date))
    online: Mapped[bool]
    venue: Mapped[str]
    trainer: Mapped[str]
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(server_default=text("0"))
    state: Mapped[CourseSessionState] = mapped_column(server_default=text("'open'"))
    opened_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    finished_at: Mapped[datetime | None]
    finished_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class Enrolment(Record):
    """A person in a course's session: once. They come from a producer we know, an organisation by name, or neither.

    `asked_at` is their place among those who wait.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("session_id", "person_id"),
        CheckConstraint("num_nonnulls(producer_id, organisation) <= 1", name="from_one"),
        Index("enrolment_waiting_idx", "session_id", "asked_at", "id", postgresql_where=text("state = 'waiting'")),
        Index("enrolment_person_idx", "person_id"),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("course_session.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    producer_id: Mapped[UUID | None] = mapped_column(ForeignKey("producer.id"))
    organisation: Mapped[str | None]
    state: Mapped[EnrolmentState]
    asked_at: Mapped[datetime] = mapped_column(server_default=text("shop_now()"))


class Attendance(Base):
    """Whether a learner was there on a day; `present` is false where somebody corrected themselves."""

    __tablename__ = "attendance"

    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    present: Mapped[bool]
    marked_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    marked_at: Mapped[datetime] = mapped_column(server_default=text("shop_now()"))


class PracticeDay(Base):
    """A day on which a learner passed a practice while their session was open, in a course that counts it."""

    __tablename__ = "practice_day"

    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    noted_at: Mapped[datetime] = mapped_column(server_default=text("shop_now()"))


class Licence(Record):
    """A "giấy phép lên sóng": in force from `granted_on` until the day before `expires_on`, unless revoked.

    An enrolment earns at most one. Nobody grants or revokes their own.
    """

    __tablename__ = "licence"
    __table_args__ = (
        CheckConstraint("granted_on < expires_on", name="forward"),
        CheckConstraint("granted_by <> person_id", name="not_by_oneself"),
        CheckConstraint("revoked_by <> person_id", name="not_revoked_by_oneself"),
        CheckConstraint("num_nulls(revoked_at, revoked_by, revoked_reason) IN (0, 3)", name="revoked_whole"),
        Index("licence_person_idx", "person_id", "granted_on"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"))
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    granted_on: Mapped[date]
    expires_on: Mapped[date]
    granted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    revoked_reason: Mapped[str | None]
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class HostIdentity(Record):
    """What is known of who a host is: the kind of paper and its last four signs, never a number or a picture.

    `country` is written for papers from abroad; the verification holds until the day before `expires_on`, the paper's
    own end. `version` grows with each submission, so that an officer decides on what they saw.
    """

    __tablename__ = "host_identity"
    __table_args__ = (
        CheckConstraint("document_end ~ '^[0-9A-Z]{4}$'", name="last_signs"),
        CheckConstraint("country ~ '^[A-Z]{2}$'", name="country_code"),
        CheckConstraint("(document IS NOT DISTINCT FROM 'foreign_papers') = (country IS NOT NULL)", name="from_abroad"),
        CheckConstraint(
            "(state = 'unverified') = (document IS NULL) AND (document IS NULL) = (document_end IS NULL)",
            name="something_shown",
        ),
        CheckConstraint("(state IN ('verified', 'declined', 'revoked')) = (decided_by IS NOT NULL)", name="decided"),
        CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name="decided_dated"),
        CheckConstraint("(state IN ('declined', 'revoked')) = (reason IS NOT NULL)", name="reason_said"),
        CheckConstraint("decided_by <> person_id", name="not_by_oneself"),
        Index("host_identity_waiting_idx", "submitted_at", postgresql_where=text("state = 'submitted'")),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), unique=True)
    state: Mapped[IdentityState] = mapped_column(server_default=text("'unverified'"))
    document: Mapped[IdentityPaper | None]
    document_end: Mapped[str | None]
    country: Mapped[str | None]  # ISO 3166, two letters
    expires_on: Mapped[date | None]
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default=text("0"))
    sample: Mapped[bool] = mapped_column(server_default=text("false"))
