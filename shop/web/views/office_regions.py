"""What the office's page of units shows: written communes nobody can place without asking, and what was answered."""

from datetime import date, datetime

from shop.web.views.console import ConsolePage
from shop.web.views.site import FieldError, View


class UnitWas(View, frozen=True, kw_only=True):
    """A unit of the past and its days; None: open or not known."""

    name: str
    since: date | None
    until: date | None


class UnitOption(View, frozen=True, kw_only=True):
    """A commune of today the words may mean."""

    id: str
    name: str
    since: date | None
    was: tuple[UnitWas, ...]
    basis: str | None
    divided: bool
    likely: bool  # where most of the old unit went


class QuestionRow(View, frozen=True, kw_only=True):
    """A product or producer whose commune of today is asked for."""

    id: str
    kind: str
    slug: str
    name: str
    written: str
    options: tuple[UnitOption, ...]


class AnswerRow(View, frozen=True, kw_only=True):
    """What was answered. It can be corrected while it is what holds (`commune_id`)."""

    number: int
    id: str
    kind: str
    name: str
    written: str
    commune: str
    commune_id: str | None
    was: str | None
    reason: str | None
    actor: str
    at: datetime


class OfficeRegionsPage(ConsolePage, frozen=True, kw_only=True):
    """Open questions, or the answers given."""

    answered: bool  # which of both is shown
    waiting: int
    questions: tuple[QuestionRow, ...] = ()
    answers: tuple[AnswerRow, ...] = ()
    communes: tuple[tuple[str, str], ...] = ()  # (id, name) of today
    next_url: str | None = None
    wrong: str = ""  # the subject whose form was refused
    commune: str = ""
    other: str = ""
    reason: str = ""
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None
