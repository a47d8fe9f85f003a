"""What the pages of producers show: applying, their own desk, the office's review."""

from datetime import date, datetime

from shop.producers.models import MemberRole, PaperKind, PaperState, ProducerKind, ProducerState, RegistrationState
from shop.web.views.console import ConsolePage
from shop.web.views.site import FieldError, Page, View


class Mine(View, frozen=True, kw_only=True):
    """A producer the person acts for."""

    slug: str
    name: str
    state: ProducerState
    role: MemberRole


class ApplicationRow(View, frozen=True, kw_only=True):
    """An application in a list."""

    id: str
    name: str
    state: RegistrationState
    claim: bool
    submitted_at: datetime | None


class MyProducersPage(Page, frozen=True, kw_only=True):
    """A person's producers and applications."""

    producers: tuple[Mine, ...]
    applications: tuple[ApplicationRow, ...]


class KnownProducer(View, frozen=True, kw_only=True):
    """A producer of the register that may be claimed."""

    slug: str
    name: str
    kind: ProducerKind
    area: str | None
    owned: bool  # somebody acts for it already


class RegisterForm(View, frozen=True, kw_only=True):
    """What was typed of a new producer."""

    kind: str = ""
    name: str = ""
    tax_code: str = ""
    representative: str = ""
    address: str = ""
    commune: str = ""  # id
    sells_food: bool = True


class RegisterPage(Page, frozen=True, kw_only=True):
    """Find oneself in the register, or apply as new."""

    q: str
    found: tuple[KnownProducer, ...]
    form: RegisterForm
    kinds: tuple[ProducerKind, ...]
    communes: tuple[tuple[str, str], ...]  # (id, name) of today
    request_key: str
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None


class PaperView(View, frozen=True, kw_only=True):
    """One requirement of an application."""

    kind: PaperKind
    state: PaperState
    number: str = ""
    valid_until: date | None = None
    reason: str | None = None
    document_id: str | None = None
    filename: str | None = None
    writable: bool = False
    wants_number: bool = True
    wants_document: bool = True
    wants_date: bool = False


class ApplicationPage(Page, frozen=True, kw_only=True):
    """An application, for who made it."""

    id: str
    name: str
    kind: ProducerKind
    claim: bool
    state: RegistrationState
    reason: str | None
    papers: tuple[PaperView, ...]
    can_submit: bool
    can_withdraw: bool
    owned: bool = False
    wrong: str = ""  # the paper whose form was refused
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None


class PapersPage(ConsolePage, frozen=True, kw_only=True):
    """The papers of an approved producer, by application."""

    applications: tuple[tuple[str, str, tuple[PaperView, ...]], ...]  # (id, applicant, papers)
    wrong: str = ""
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None


class MemberView(View, frozen=True, kw_only=True):
    """A person who acts for the producer."""

    id: str
    name: str
    email: str | None
    role: MemberRole
    myself: bool


class InvitationView(View, frozen=True, kw_only=True):
    """An invitation that waits."""

    id: str
    email: str
    role: MemberRole
    expires_at: datetime


class MembersPage(ConsolePage, frozen=True, kw_only=True):
    """Who acts for a producer."""

    slug: str
    members: tuple[MemberView, ...]
    invitations: tuple[InvitationView, ...]
    owner: bool  # the reader may change them
    email: str = ""
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None


class ClosureView(View, frozen=True, kw_only=True):
    """A time in which no orders are taken; both days included."""

    id: str
    from_on: date
    until_on: date
    reason: str
    running: bool


class ProfileForm(View, frozen=True, kw_only=True):
    """What a producer says of itself, and a closing time as it was typed."""

    about_vi: str = ""
    about_en: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    tax_code: str = ""
    from_on: str = ""
    until_on: str = ""
    reason: str = ""


class ProfilePage(ConsolePage, frozen=True, kw_only=True):
    """A producer's profile and closing times."""

    slug: str
    state: ProducerState
    form: ProfileForm
    closures: tuple[ClosureView, ...]
    editable: bool
    owned: bool = False  # the tax code may be set
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None


class Todo(View, frozen=True, kw_only=True):
    """Something that waits for the producer."""

    icon: str
    text: str
    more: str
    path: str
    urgent: bool = False


class StockRow(View, frozen=True, kw_only=True):
    """What stands at one point."""

    product: str
    point: str
    available: int
    on_hand: int


class OverviewPage(ConsolePage, frozen=True, kw_only=True):
    """What waits today."""

    slug: str
    state: ProducerState
    day: date
    todos: tuple[Todo, ...]
    on_sale: int  # listings
    drafts: int  # listings that are not shown
    waiting: int  # edits with the office
    pieces: int  # free at all points
    stock: tuple[StockRow, ...]
    closed_until: date | None
    first_steps: bool  # nothing is listed yet
    suspended_reason: str | None = None


class InvitationPage(Page, frozen=True, kw_only=True):
    """An invitation, for whom it was sent to."""

    producer: str | None  # None: there is no such invitation
    role: MemberRole = MemberRole.VIEWER
    email: str = ""
    problem: str | None = None


class QueueRow(View, frozen=True, kw_only=True):
    """An application in a queue of the office."""

    slug: str
    name: str
    applicant: str
    claim: bool
    since: date | None
    owners: int


class OfficeProducersPage(ConsolePage, frozen=True, kw_only=True):
    """The office's queues of producers."""

    submitted: tuple[QueueRow, ...]
    given: tuple[QueueRow, ...]  # papers given anew
    expired: tuple[QueueRow, ...]
    suspended: tuple[tuple[str, str], ...]  # (slug, name)
    q: str
    found: tuple[tuple[str, str, ProducerState], ...]


class Reviewed(View, frozen=True, kw_only=True):
    """An application as an officer reads it."""

    id: str
    version: int
    applicant: str
    claim: bool
    sells_food: bool
    state: RegistrationState
    reason: str | None
    submitted_at: datetime | None
    papers: tuple[PaperView, ...]
    decidable: bool  # the papers
    open: bool  # the whole waits for a decision
    approvable: bool


class OfficeProducerPage(ConsolePage, frozen=True, kw_only=True):
    """One producer before an officer."""

    slug: str
    name: str
    kind: ProducerKind
    state: ProducerState
    facts: tuple[tuple[str, str], ...]  # (label, value)
    owners: tuple[str, ...]
    applications: tuple[Reviewed, ...]
    tax_code: str = ""
    reason: str = ""
    problem: str | None = None
    errors: tuple[FieldError, ...] = ()
    done: str | None = None
