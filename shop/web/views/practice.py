"""What the pages of practice show: the desk's own part, runs, and score sheets."""

from datetime import date, datetime

from shop.practice.models import RunKind, Skill
from shop.practice.scenario import Talk
from shop.web.views.console import ConsolePage
from shop.web.views.site import FieldError, Page, View


class JobView(View, frozen=True, kw_only=True):
    """A line that waits for the host; `seconds` of the run's own time are left."""

    id: str
    name: str
    text: str
    seconds: int
    hint: Talk | None = None


class PracticeDesk(View, frozen=True, kw_only=True):
    """What a desk shows in practice. `left` are seconds as clocks run; `link` is the room to hand around."""

    kind: RunKind
    over: bool
    level: int
    speed: int
    left: int
    link: str
    here: str  # the desk's own address
    back: str  # where the way out leads
    greeted: bool = False
    jobs: tuple[JobView, ...] = ()
    goods: tuple[tuple[str, str], ...] = ()  # (code, name)


class RunView(View, frozen=True, kw_only=True):
    """A training run in a list. `points` is None while it is not marked."""

    key: str
    at: datetime
    level: int
    minutes: int
    speed: int
    open: bool
    points: int | None
    passed: bool | None
    name: str = ""


class PracticePage(Page, frozen=True, kw_only=True):
    """A learner's own runs, and the form for a new one."""

    may: bool
    runs: tuple[RunView, ...]
    request_key: str
    level: int = 1
    minutes: int = 5
    speed: int = 1
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None


class MarkView(View, frozen=True, kw_only=True):
    """A skill: `done` of `most` chances, `points` of `worth`."""

    skill: Skill
    done: int
    most: int
    points: int
    worth: int
    good: bool


class MissedView(View, frozen=True, kw_only=True):
    """A line that was left without what it needed, `at` minutes:seconds after the start."""

    skill: Skill
    at: str
    name: str
    text: str


class SheetPage(Page, frozen=True, kw_only=True):
    """The score sheet of a run."""

    run: RunView
    name: str
    day: date
    own: bool
    needed: int  # points
    marks: tuple[MarkView, ...]
    missed: tuple[MissedView, ...]
    kept_lines: bool  # False: the audience's words are of another release, and are not repeated
    answer_seconds: int | None
    orders: int
    promised: tuple[str, ...]


class OfficePracticePage(ConsolePage, frozen=True, kw_only=True):
    """Everybody's training runs."""

    runs: tuple[RunView, ...]
    next_url: str | None = None
