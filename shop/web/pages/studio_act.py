"""What a button of the host's desk is: one act, safe to repeat."""

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.web.pages.forms import Form

StudioAct = Callable[[AsyncSession, Actor, str, Form], Awaitable[None]]
"""Does it for the session at an address; a refusal is shown at the desk, which comes back with its reason."""


def plain(verb: Callable[[AsyncSession, Actor, str], Awaitable[object]]) -> StudioAct:
    """The button of a verb that needs nothing but the session."""

    async def act(session: AsyncSession, actor: Actor, slug: str, _form: Form) -> None:
        await verb(session, actor, slug)

    return act
