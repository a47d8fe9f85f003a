"""Comments that order at the host's desk, and questions with the act of having answered one."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.comment_orders.desk import mark_answered, read_desk
from shop.comment_orders.shown import DeskQuestion, DeskWish
from shop.core.actor import Actor
from shop.core.i18n import Locale, say
from shop.web.pages.forms import Form
from shop.web.pages.studio_act import StudioAct
from shop.web.views.wishes import DeskOrdering, DeskQuestionRow, DeskWishRow


async def _answered(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
    await mark_answered(session, actor, slug, form.key("wish"))


async def read_ordering(session: AsyncSession, session_id: UUID, locale: Locale) -> DeskOrdering:
    """What a room's comments ordered and asked, as its desk shows it."""
    desk = await read_desk(session, session_id)
    return DeskOrdering(
        wishes=tuple(_wish(wish, locale) for wish in desk.wishes),
        questions=tuple(_question(question) for question in desk.questions),
    )


def _wish(wish: DeskWish, locale: Locale) -> DeskWishRow:
    return DeskWishRow(
        name=wish.name,
        phone=wish.phone,
        text=wish.text,
        state=wish.state.value,
        said=say(locale, f"web.desk_wish.ask_{wish.asked}") if wish.asked else wish.told or "",
        code=wish.order_code,
        total=wish.total,
        at=wish.at,
        question=wish.question,
    )


def _question(question: DeskQuestion) -> DeskQuestionRow:
    return DeskQuestionRow(id=str(question.id), name=question.name, text=question.text, at=question.at)


ACTS: dict[str, StudioAct] = {"answered": _answered}
"""What the buttons of questions do."""
