"""What the pages of training show: the office's, and a person's own."""

from datetime import date

from shop.training.models import CourseSessionState, EnrolmentState, IdentityPaper, IdentityState
from shop.training.queries import TrainingFigures
from shop.web.views.console import ConsolePage
from shop.web.views.site import FieldError, Page, View


class CourseRow(View, frozen=True, kw_only=True):
    """A course; `licence_months` is None where it licenses nobody."""

    slug: str
    title: str
    organiser: str
    hours: int
    percent: int  # of its days one must be there
    practice_days: int  # of them a passed practice may make up
    licence_months: int | None
    sample: bool = False


class SessionRow(View, frozen=True, kw_only=True):
    """A course held once: `taken` of `capacity` seats are given, `waiting` people have none."""

    id: str
    title: str
    days: tuple[date, ...]
    online: bool
    venue: str | None  # None: told to learners only
    trainer: str
    capacity: int
    taken: int
    waiting: int
    state: CourseSessionState
    sample: bool = False


class CourseForm(View, frozen=True, kw_only=True):
    """A new course as it was typed."""

    title_vi: str = ""
    title_en: str = ""
    organiser: str = ""
    hours: str = ""
    attendance_percent: str = "80"
    practice_days: str = ""
    licence_months: str = ""


class SessionForm(View, frozen=True, kw_only=True):
    """A new session as it was typed."""

    course: str = ""  # address
    days: str = ""
    online: bool = False
    venue: str = ""
    trainer: str = ""
    capacity: str = ""


class OfficeTrainingPage(ConsolePage, frozen=True, kw_only=True):
    """Courses and sessions, with the forms for new ones."""

    figures: TrainingFigures
    courses: tuple[CourseRow, ...]
    sessions: tuple[SessionRow, ...]
    course_form: CourseForm
    session_form: SessionForm
    request_key: str
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None


class LearnerRow(View, frozen=True, kw_only=True):
    """Somebody in a session; `here` is about the day that is shown."""

    id: str  # of the enrolment
    name: str
    organisation: str | None
    state: EnrolmentState
    present: int  # days
    here: bool
    licence_until: date | None


class OfficeSessionPage(ConsolePage, frozen=True, kw_only=True):
    """A session's learners, its attendance of one day, and its end."""

    session: SessionRow
    needed: int  # percent of its days
    learners: tuple[LearnerRow, ...]
    day: date | None  # whose attendance is shown; None: the first is still to come
    past_days: tuple[date, ...]
    may_finish: bool
    login: str = ""
    organisation: str = ""
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None


class IdentityRow(View, frozen=True, kw_only=True):
    """A host whose identity waits or was verified."""

    person: str  # id
    name: str
    document: IdentityPaper
    document_end: str
    country: str | None
    expires_on: date | None
    submitted_on: date | None
    officer: str | None
    version: int
    own: bool  # the officer's own: another decides
    sample: bool = False


class LicenceRow(View, frozen=True, kw_only=True):
    """A licence to go on air; `until` is the first day without it."""

    id: str
    name: str
    course: str
    since: date
    until: date
    holds: bool
    revoked: str | None  # the reason
    own: bool = False
    sample: bool = False


class OfficeAirPage(ConsolePage, frozen=True, kw_only=True):
    """Identities to verify, those that are, and licences."""

    waiting: tuple[IdentityRow, ...]
    verified: tuple[IdentityRow, ...]
    licences: tuple[LicenceRow, ...]
    q: str = ""
    typed_for: str = ""  # id of the person or licence the last act was about
    typed: str = ""  # the reason
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None


class OwnSeat(View, frozen=True, kw_only=True):
    """A person's place in a session."""

    id: str  # of the session
    title: str
    days: tuple[date, ...]
    online: bool
    venue: str
    state: EnrolmentState
    ahead: int
    present: int
    may_leave: bool


class OwnIdentity(View, frozen=True, kw_only=True):
    """How far one's own verification is."""

    state: IdentityState
    document: IdentityPaper | None = None
    document_end: str | None = None
    country: str | None = None
    expires_on: date | None = None
    reason: str | None = None


class IdentityForm(View, frozen=True, kw_only=True):
    """A paper as it was typed."""

    document: str = ""
    document_end: str = ""
    country: str = ""
    expires_on: str = ""


class OwnTrainingPage(Page, frozen=True, kw_only=True):
    """A person's own courses, licences and identity, and the sessions one may enrol in."""

    missing: str | None  # what keeps them off air, in a sentence; None: nothing
    seats: tuple[OwnSeat, ...]
    coming: tuple[SessionRow, ...]
    licences: tuple[LicenceRow, ...]
    identity: OwnIdentity
    form: IdentityForm
    producers: tuple[tuple[str, str], ...]  # (address, name) of those they act for
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None
