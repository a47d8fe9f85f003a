"""The talk at the host's desk: lines, who is kept from speaking, slow mode, and the host's acts on them."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.errors import BadRequest
from shop.core.i18n import Locale, say
from shop.livestream.claims_rules import Claim, claims_in
from shop.livestream.models import BanKind
from shop.livestream.moderate import Sentence, ban_speaker, lift_ban, remove_comment, set_slow_mode
from shop.livestream.room import LineUpItem, pinned_grades
from shop.livestream.talk import BanSeen, LineSeen, bans_of_room, talk_of_room
from shop.markets.models import LiveSession
from shop.web.pages.forms import Form
from shop.web.pages.studio_act import StudioAct
from shop.web.views.keeping import BanRow, DeskLine, Keeping

SENTENCES = {
    "mute5": Sentence(kind=BanKind.MUTE, minutes=5),
    "mute": Sentence(kind=BanKind.MUTE),
    "shadow": Sentence(kind=BanKind.SHADOW),
}
PACES = Keeping().paces


async def _remove(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
    await remove_comment(session, actor, slug, form.key("comment"))


async def _ban(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
    await ban_speaker(session, actor, slug, form.key("comment"), SENTENCES[form.text("action", 20)])


async def _lift(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
    await lift_ban(session, actor, slug, form.key("ban"))


async def _slow(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
    seconds = form.number("seconds")
    if seconds not in PACES:
        raise BadRequest(field="seconds")  # only a tampered form says so
    await set_slow_mode(session, actor, slug, seconds)


async def read_keeping(
    session: AsyncSession, live: LiveSession, items: Sequence[LineUpItem], locale: Locale
) -> Keeping:
    """The talk of a room as its desk shows it; its title is read for claims against what is pinned now."""
    return Keeping(
        lines=tuple(_line(line, locale) for line in await talk_of_room(session, live.id)),
        bans=tuple(_ban_row(ban) for ban in await bans_of_room(session, live.id)),
        slow_seconds=live.slow_seconds,
        warnings=_warnings(claims_in(live.title, pinned_grades(items)), locale),
    )


def _line(line: LineSeen, locale: Locale) -> DeskLine:
    return DeskLine(
        id=str(line.id),
        name=line.name,
        text=line.text,
        order=line.order,
        shadow=line.shadow,
        hidden=line.hidden,
        known=line.known,
        ban=line.ban,
        warnings=_warnings(line.claims, locale),
        origin=line.origin,
    )


def _ban_row(ban: BanSeen) -> BanRow:
    return BanRow(id=str(ban.id), name=ban.name, kind=ban.kind, until=ban.until, why=ban.why)


def _warnings(claims: Sequence[Claim], locale: Locale) -> tuple[str, ...]:
    return tuple(say(locale, f"web.keep.claim_{claim}") for claim in claims)


ACTS: dict[str, StudioAct] = {"remove": _remove, **dict.fromkeys(SENTENCES, _ban), "lift": _lift, "slow": _slow}
"""What the buttons of the talk do."""
