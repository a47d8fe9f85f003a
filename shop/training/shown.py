"""What the addresses of training answer."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from shop.core.errors import Refusal
from shop.training.models import (
    Course,
    CourseSessionState,
    EnrolmentState,
    HostIdentity,
    IdentityPaper,
    IdentityState,
)
from shop.training.queries import Attended, HeldLicence, HeldSession, KnownHost, Learner


class CourseOut(msgspec.Struct, frozen=True, kw_only=True):
    """A course; `licence_months`: how long its licence to go on air holds, null where it gives none.

    `practice_days`: how many of its days a passed practice may make up, one each.
    """

    slug: str
    title_vi: str
    title_en: str
    organiser: str
    hours: int
    attendance_percent: int
    licence_months: int | None
    practice_days: int
    sample: bool

    @classmethod
    def of(cls, course: Course) -> "CourseOut":
        """The course as it is told."""
        return cls(**{name: getattr(course, name) for name in cls.__struct_fields__})


class CourseSessionOut(msgspec.Struct, frozen=True, kw_only=True):
    """A course held once, on `days` of Hà Nội. `venue`: an address, or online a link, told to learners only."""

    id: UUID
    course: str
    title_vi: str
    title_en: str
    days: list[date]
    online: bool
    venue: str | None
    trainer: str
    capacity: int
    free: int
    waiting: int
    state: CourseSessionState

    @classmethod
    def of(cls, one: HeldSession, *, to_learner: bool = False) -> "CourseSessionOut":
        """The session as everybody, or its learners and the office, are told of it."""
        return cls(
            id=one.held.id,
            course=one.course.slug,
            title_vi=one.course.title_vi,
            title_en=one.course.title_en,
            days=list(one.held.days),
            online=one.held.online,
            venue=None if one.held.online and not to_learner else one.held.venue,
            trainer=one.held.trainer,
            capacity=one.held.capacity,
            free=one.held.capacity - one.held.taken,
            waiting=one.waiting,
            state=one.held.state,
        )


class CourseList(msgspec.Struct, frozen=True):
    """All courses, and the sessions one may enrol in, the next first."""

    courses: list[CourseOut]
    sessions: list[CourseSessionOut]


class EnrolmentOut(msgspec.Struct, frozen=True, kw_only=True):
    """A person's place in a session; `ahead` people wait before them, `present` days they were there."""

    session: UUID
    course: str
    days: list[date]
    online: bool
    venue: str
    state: EnrolmentState
    ahead: int
    present: int

    @classmethod
    def of(cls, one: Attended) -> "EnrolmentOut":
        """The place as its learner is told of it."""
        return cls(
            session=one.held.id,
            course=one.course.slug,
            days=list(one.held.days),
            online=one.held.online,
            venue=one.held.venue,
            state=one.enrolment.state,
            ahead=one.ahead,
            present=one.present,
        )


class LicenceOut(msgspec.Struct, frozen=True, kw_only=True):
    """A licence to go on air; `expires_on` is the first day without it."""

    id: UUID
    name: str
    course: str
    granted_on: date
    expires_on: date
    revoked_at: datetime | None
    revoked_reason: str | None
    sample: bool

    @classmethod
    def of(cls, one: HeldLicence) -> "LicenceOut":
        """The licence as its holder and the office are told of it."""
        licence = one.licence
        return cls(
            id=licence.id,
            name=one.name,
            course=one.course.slug,
            granted_on=licence.granted_on,
            expires_on=licence.expires_on,
            revoked_at=licence.revoked_at,
            revoked_reason=licence.revoked_reason,
            sample=licence.sample,
        )


class IdentityOut(msgspec.Struct, frozen=True, kw_only=True):
    """How far the verification of a host is: the kind of paper and the last four signs of its number."""

    person: UUID
    state: IdentityState
    document: IdentityPaper | None = None
    document_end: str | None = None
    country: str | None = None
    expires_on: date | None = None
    reason: str | None = None
    version: int = 0
    name: str | None = None  # for the office

    @classmethod
    def of(cls, known: HostIdentity, name: str | None = None) -> "IdentityOut":
        """The identity as its host and the office are told of it."""
        return cls(
            person=known.person_id,
            state=known.state,
            document=known.document,
            document_end=known.document_end,
            country=known.country,
            expires_on=known.expires_on,
            reason=known.reason,
            version=known.version,
            name=name,
        )


class OwnTrainingOut(msgspec.Struct, frozen=True, kw_only=True):
    """A person's own courses, licences and identity. `missing`: the code of what keeps them off air."""

    enrolments: list[EnrolmentOut]
    licences: list[LicenceOut]
    identity: IdentityOut
    may_go_on_air: bool
    missing: str | None

    @classmethod
    def of(
        cls,
        person_id: UUID,
        attended: Sequence[Attended],
        licences: Sequence[HeldLicence],
        known: HostIdentity | None,
        missing: Refusal | None,
    ) -> "OwnTrainingOut":
        """All of it together."""
        nothing = IdentityOut(person=person_id, state=IdentityState.UNVERIFIED)
        return cls(
            enrolments=[EnrolmentOut.of(one) for one in attended],
            licences=[LicenceOut.of(one) for one in licences],
            identity=nothing if known is None else IdentityOut.of(known),
            may_go_on_air=missing is None,
            missing=None if missing is None else missing.code,
        )


class LearnerOut(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in a session, for the office; `enrolment` names them in the attendance."""

    enrolment: UUID
    name: str
    organisation: str | None
    state: EnrolmentState
    present: list[date]
    licence: UUID | None

    @classmethod
    def of(cls, one: Learner) -> "LearnerOut":
        """The learner as the office is told of them."""
        return cls(
            enrolment=one.enrolment.id,
            name=one.name,
            organisation=one.organisation,
            state=one.enrolment.state,
            present=list(one.present),
            licence=one.licence.id if one.licence else None,
        )


class LearnerList(msgspec.Struct, frozen=True):
    """A session with its learners: seats by name, then who waits, then who gave their seat back."""

    session: CourseSessionOut
    learners: list[LearnerOut]


class SessionList(msgspec.Struct, frozen=True):
    """Sessions, the latest first."""

    items: list[CourseSessionOut]


class LicenceList(msgspec.Struct, frozen=True):
    """Licences, the newest first."""

    items: list[LicenceOut]


class IdentityList(msgspec.Struct, frozen=True):
    """Hosts, who waits longest first."""

    items: list[IdentityOut]

    @classmethod
    def of(cls, known: Sequence[KnownHost]) -> "IdentityList":
        """The list as the office is told of it."""
        return cls([IdentityOut.of(one.identity, one.name) for one in known])


class Finished(msgspec.Struct, frozen=True, kw_only=True):
    """How many licences a finished session gave just now; a repeat gives none."""

    licensed: int
