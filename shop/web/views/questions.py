"""What the pages of questions show."""

from datetime import datetime

from shop.web.views.console import ConsolePage
from shop.web.views.listings import FilterLink
from shop.web.views.site import FieldError, Page, View


class QuestionView(View, frozen=True, kw_only=True):
    """One question; on the desk with what it is about and the days it has waited."""

    id: str
    author: str
    text: str
    at: datetime
    lang: str | None = None
    answer: str | None = None
    answered_at: datetime | None = None
    answer_edited: bool = False
    product: str = ""
    product_slug: str = ""
    days: int = 0


class QuestionsPage(Page, frozen=True, kw_only=True):
    """Answered questions about a product, and the form to ask one."""

    slug: str
    name: str
    questions: tuple[QuestionView, ...]
    next_url: str | None = None
    words: str = ""
    email: str = ""
    done: bool = False
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None


class DeskQuestionsPage(ConsolePage, frozen=True, kw_only=True):
    """Questions about a producer's products. `failed`: the one whose answer was refused, `typed` what was sent."""

    producer_slug: str
    questions: tuple[QuestionView, ...]
    filters: tuple[FilterLink, ...]
    next_url: str | None = None
    may_write: bool = False
    done: str | None = None
    failed: str = ""
    typed: str = ""
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
