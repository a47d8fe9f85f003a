"""Questions as pages show them."""

from datetime import datetime

from shop.core.i18n import Locale
from shop.questions.queries import QuestionShown
from shop.web.views.questions import QuestionView


def question_view(question: QuestionShown, locale: Locale, now: datetime) -> QuestionView:
    """A question for a page in `locale`."""
    return QuestionView(
        id=str(question.id),
        author=question.author,
        text=question.text,
        at=question.at,
        lang=None if question.locale == locale else question.locale,
        answer=question.answer,
        answered_at=question.answered_at,
        answer_edited=question.answer_edited,
        product=question.product_name,
        product_slug=question.product_slug,
        days=max(0, (now - question.at).days),
    )
