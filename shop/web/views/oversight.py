"""What the pages of complaints, of orders of authorities and of the office's rooms show."""

from datetime import datetime

from shop.markets.rules import RoomState
from shop.oversight.models import ComplaintKind, ComplaintState, Measure, TakedownKind
from shop.web.views.console import ConsolePage
from shop.web.views.keeping import Keeping
from shop.web.views.site import FieldError, Page, View


class ComplainForm(View, frozen=True, kw_only=True):
    """A complaint as it was typed."""

    kind: str = ""
    words: str = ""
    order_code: str = ""
    email: str = ""
    phone: str = ""


class ComplainPage(Page, frozen=True, kw_only=True):
    """The form to complain about a session."""

    slug: str
    title: str
    request_key: str
    form: ComplainForm = ComplainForm()
    kinds: tuple[ComplaintKind, ...] = tuple(ComplaintKind)
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None


class ComplaintPage(Page, frozen=True, kw_only=True):
    """A complaint as its sender follows it."""

    code: str
    token: str
    title: str
    slug: str
    kind: ComplaintKind
    state: ComplaintState
    words: str
    received_at: datetime
    answer_due: datetime
    decide_due: datetime
    answered: bool
    answer: str | None
    fresh: bool = False  # sent just now
    open: bool = True
    problem: str | None = None


class StatementPage(Page, frozen=True, kw_only=True):
    """What the office asks of a host or a producer, and the form to answer."""

    id: str
    code: str
    title: str
    question: str
    said: str | None
    words: str = ""
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: bool = False


class ComplaintRow(View, frozen=True, kw_only=True):
    """A complaint in the office's queue; `due` is what comes next of an open one."""

    code: str
    kind: ComplaintKind
    state: ComplaintState
    title: str
    host: str
    received_at: datetime
    due: datetime | None
    first_word: bool = False  # what is due is the first word
    late: bool = False
    officer: str | None = None


class FigureRow(View, frozen=True, kw_only=True):
    """A figure of the yearly report."""

    label: str
    count: int


class ComplaintsPage(ConsolePage, frozen=True, kw_only=True):
    """The queue, late ones first, and the figures of a year."""

    rows: tuple[ComplaintRow, ...]
    closed: bool
    year: int
    figures: tuple[FigureRow, ...] = ()


class StepRow(View, frozen=True, kw_only=True):
    """A step in the life of a complaint."""

    at: datetime
    state: ComplaintState
    note: str


class StatementRow(View, frozen=True, kw_only=True):
    """What was asked of whom, and what they said."""

    whose: str
    question: str
    words: str | None


class KeptLine(View, frozen=True, kw_only=True):
    """A line of the talk as it stood when the complaint came in."""

    id: str
    name: str
    text: str


class OfficeComplaintPage(ConsolePage, frozen=True, kw_only=True):
    """A complaint with all that is known of it, and the office's acts."""

    row: ComplaintRow
    slug: str
    words: str
    order_code: str | None
    contact: str
    pins: tuple[str, ...]
    lines: tuple[KeptLine, ...]
    steps: tuple[StepRow, ...]
    statements: tuple[StatementRow, ...]
    producers: tuple[tuple[str, str], ...]  # address and name
    answer: str | None
    measures: tuple[Measure, ...] = ()  # taken
    may_take: bool = False
    may_work: bool = False  # ask and decide
    all_measures: tuple[Measure, ...] = tuple(Measure)
    typed_answer: str = ""
    typed_question: str = ""
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None


class TakedownRow(View, frozen=True, kw_only=True):
    """An order to remove something."""

    id: str
    kind: TakedownKind
    subject: str
    authority: str
    document_no: str
    received_at: datetime
    due_at: datetime
    late: bool
    done_at: datetime | None = None
    note: str = ""


class TakedownForm(View, frozen=True, kw_only=True):
    """An order as it was typed."""

    kind: str = "product"
    subject: str = ""
    authority: str = ""
    document_no: str = ""


class TakedownsPage(ConsolePage, frozen=True, kw_only=True):
    """Orders that wait, late ones first, and those carried out."""

    waiting: tuple[TakedownRow, ...]
    done_rows: tuple[TakedownRow, ...]
    form: TakedownForm = TakedownForm()
    kinds: tuple[TakedownKind, ...] = tuple(TakedownKind)
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None


class RoomRow(View, frozen=True, kw_only=True):
    """A session in the office's list."""

    slug: str
    title: str
    host: str
    place: str
    state: RoomState
    starts_at: datetime
    stopped: bool


class OfficeRoomsPage(ConsolePage, frozen=True, kw_only=True):
    """Sessions on air first."""

    rows: tuple[RoomRow, ...]


class OfficeRoomPage(ConsolePage, frozen=True, kw_only=True):
    """A room as the office keeps it: its talk with the host's acts, the stop, complaints and the record."""

    slug: str
    title: str
    host: str
    place: str
    state: RoomState
    starts_at: datetime
    keeping: Keeping
    stop_reason: str | None = None
    stop_document: str | None = None
    complaints: tuple[ComplaintRow, ...] = ()
    reason: str = ""
    document_no: str = ""
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None
