"""A session elsewhere, at the host's desk: places it is sent to, and lines from there that would order."""

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.errors import BadRequest
from shop.livestream.models import Platform
from shop.markets.models import LiveSession, SessionState
from shop.simulcast.bring import WishElsewhere, bring_token, wishes_elsewhere
from shop.simulcast.keep import KeyHouse, NewTarget, add_target, remove_target, send_to, stop_sending
from shop.simulcast.rules import MOST_TARGETS
from shop.simulcast.seen import TargetSeen, targets_of
from shop.web.pages.forms import Form
from shop.web.pages.studio_act import StudioAct
from shop.web.pages.visit import Visit
from shop.web.views.simulcast import DeskElsewhere, DeskElsewhereWish, DeskTarget

LONGEST_KEY = 401  # signs: one more than a key has, so that one too long is refused and not cut


def keeping(house: KeyHouse) -> dict[str, StudioAct]:
    """The button that adds a place, which needs what keys are sealed with."""

    async def add(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
        platform = form.text("platform", 20)
        if platform not in set(Platform):
            raise BadRequest(field="platform")  # only a tampered form says so
        new = NewTarget(
            platform=Platform(platform), address=form.text("address"), key=form.text("stream_key", LONGEST_KEY)
        )
        await add_target(session, actor, slug, new, house)

    return {"sim_add": add}


async def _send(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
    await send_to(session, actor, slug, form.key("target"))


async def _stop(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
    await stop_sending(session, actor, slug, form.key("target"))


async def _remove(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
    await remove_target(session, actor, slug, form.key("target"))


async def read_elsewhere(visit: Visit, live: LiveSession) -> DeskElsewhere:
    """Where else the session is shown, as its desk shows it."""
    targets = await targets_of(visit.session, live, visit.locale)
    wishes = await wishes_elsewhere(visit.session, live.id, visit.settings.comment_order_most)
    return DeskElsewhere(
        targets=tuple(_target(target) for target in targets),
        wishes=tuple(_wish(wish) for wish in wishes),
        token=bring_token(visit.settings.secret_key, live.id),
        api=f"{visit.settings.base_url}/api/v1/sessions/{live.slug}/comments/import",
        over=live.state not in {SessionState.SCHEDULED, SessionState.ON_AIR},
        full=len(targets) >= MOST_TARGETS,
    )


def with_typed(elsewhere: DeskElsewhere, form: Form) -> DeskElsewhere:
    """After a refusal, with what was typed of a new place; its key is typed again."""
    if form.text("action", 20) != "sim_add":
        return elsewhere
    return msgspec.structs.replace(elsewhere, typed=(form.text("platform", 20), form.text("address")))


def _target(target: TargetSeen) -> DeskTarget:
    return DeskTarget(
        id=str(target.id),
        platform=target.platform,
        address=target.address,
        key=target.key,
        wanted=target.wanted,
        state=target.state,
        told=target.told,
        since=target.since,
        said=target.said,
    )


def _wish(wish: WishElsewhere) -> DeskElsewhereWish:
    return DeskElsewhereWish(
        platform=wish.platform, name=wish.name, text=wish.text, at=wish.at, wants=tuple(wish.wants)
    )


ACTS: dict[str, StudioAct] = {"sim_send": _send, "sim_stop": _stop, "sim_remove": _remove}
"""What the buttons of a place do."""
