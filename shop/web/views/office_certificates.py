"""What the office shows of certificates: the work list, one of them, a new grading, an act to confirm."""

from datetime import date, datetime

from shop.certification.models import CertificateStatus
from shop.certification.rules import Standing
from shop.web.views.console import ConsolePage
from shop.web.views.site import FieldError, View


class QueueTab(View, frozen=True, kw_only=True):
    """One queue of the work list."""

    key: str
    path: str
    count: int
    here: bool = False


class WorkRow(View, frozen=True, kw_only=True):
    """A certificate in the work list. None where no source states it."""

    code: str
    product: str
    producer: str | None
    standing: Standing
    stars: int | None
    potential_five: bool
    decision_no: str | None
    issued_on: str | None  # in words
    until: date | None
    days_left: int | None
    since: date  # the day the dossier was begun
    sample: bool = False


class OfficeCertificatesPage(ConsolePage, frozen=True, kw_only=True):
    """The certificates that wait, or stand, in one queue."""

    tabs: tuple[QueueTab, ...]
    queue: str
    rows: tuple[WorkRow, ...]
    count: int
    q: str = ""
    next_url: str | None = None
    problem: str | None = None


class StepRow(View, frozen=True, kw_only=True):
    """A line of history."""

    status: CertificateStatus
    at: datetime
    actor: str
    reason: str | None
    digest: str | None  # SHA-256 of the paper
    document: bool  # whether the file itself is kept
    successor: str | None


class GradingRow(View, frozen=True, kw_only=True):
    """Another certificate of the same product."""

    code: str
    standing: Standing
    stars: int | None
    potential_five: bool
    decision_no: str | None
    issued_on: str | None
    until: date | None


class CertificateForm(View, frozen=True, kw_only=True):
    """What was typed of an act, whichever it was."""

    reason: str = ""
    grade: str = ""  # 3, 4, potential or 5
    decision_no: str = ""
    decided_on: str = ""
    issuer: str = ""
    issuer_level: str = ""
    revoked_on: str = ""
    document_id: str = ""  # of a paper uploaded before
    document_name: str = ""


class OfficeCertificatePage(ConsolePage, frozen=True, kw_only=True):
    """One certificate before an officer, with the acts its state allows."""

    code: str
    version: int
    product: str
    product_slug: str
    producer: str | None
    producer_slug: str | None
    standing: Standing
    status: CertificateStatus
    stars: int | None
    potential_five: bool
    until: date | None
    days_left: int | None
    facts: tuple[tuple[str, str], ...]  # (label, value)
    digest: str | None
    document: bool
    history: tuple[StepRow, ...]
    others: tuple[GradingRow, ...]
    steps: tuple[str, ...]  # submit, return, withdraw, assess
    acts: tuple[str, ...]  # decide, reject, revoke, amend
    day_open: bool  # the decision's day may be corrected
    open_code: str | None  # the product's dossier at work, if it is another
    rules: tuple[str, ...]  # who may certify what, since when
    form: CertificateForm = CertificateForm()
    wrong: str = ""  # the act whose form was refused
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None
    sample: bool = False


class OfficeConfirmPage(ConsolePage, frozen=True, kw_only=True):
    """A grave act that was tried and taken back: what it would do, before it is done."""

    code: str
    product: str
    act: str
    effects: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    kept: tuple[tuple[str, str], ...]  # the fields of the form


class GradingForm(View, frozen=True, kw_only=True):
    """What was typed of a new grading."""

    name: str = ""
    group: str = ""
    commune_written: str = ""
    district_written: str = ""
    province_written: str = ""
    commune: str = ""  # slug of today's, where the officer knows it
    grade: str = ""
    reason: str = ""


class FoundRow(View, frozen=True, kw_only=True):
    """A registered product or a producer that was found."""

    slug: str
    name: str
    more: str | None = None


class OfficeGradingPage(ConsolePage, frozen=True, kw_only=True):
    """Begin a grading: find the product or the producer, then say what the dossier asks for."""

    q: str = ""
    products: tuple[FoundRow, ...] = ()
    producers: tuple[FoundRow, ...] = ()
    product: FoundRow | None = None
    producer: FoundRow | None = None  # of a new product
    others: tuple[GradingRow, ...] = ()
    groups: tuple[tuple[str, str], ...] = ()
    communes: tuple[tuple[str, str], ...] = ()
    form: GradingForm = GradingForm()
    open_code: str | None = None  # the dossier that stands in the way
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
