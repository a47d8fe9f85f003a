"""The talk at the host's desk: lines, who is kept from speaking, slow mode, and the host's acts on them."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.errors import BadRequest
from shop.core.i18n import Locale, say
from shop.livestream.claims_rules import Claim, claims_in
from shop.livestream.models import BanKind, LiveSession
from shop.livestream.moderate import Sentence, ban_speaker, lift_ban, remove_comment, set_slow_mode
from shop.livestream.room import LineUpItem, pinned_grades
from shop.livestream.talk import BanSeen, LineSeen, bans_of_room, talk_of_room
from shop.web.pages.forms import Form
from shop.web.views.keeping import BanRow, DeskLine, Keeping

SENTENCES = {
    "mute5": Sentence(kind=BanKind.MUTE, minutes=5),
    "mute": Sentence(kind=BanKind.MUTE),
    "shadow": Sentence(kind=BanKind.SHADOW),
}
PACES = Keeping().paces


async def keep_room(session: AsyncSession, actor: Actor, slug: str, action: str, form: Form) -> None:
    """One act on what is said; each is safe to repeat.

    Raises:
        BadRequest: there is no such act; only a tampered form says so.
        Refusal: see `shop.livestream.moderate`.
    """
    if action == "remove":
        await remove_comment(session, actor, slug, form.key("comment"))
    elif action in SENTENCES:
        await ban_speaker(session, actor, slug, form.key("comment"), SENTENCES[action])
    elif action == "lift":
        await lift_ban(session, actor, slug, form.key("ban"))
    elif action == "slow" and (seconds := form.number("seconds")) in PACES:
        await set_slow_mode(session, actor, slug, seconds)
    else:
        raise BadRequest(field="action")


async def read_keeping(
    session: AsyncSession, live: LiveSession, items: Sequence[LineUpItem], locale: Locale
) -> Keeping:
    """The talk of a room as its desk shows it; its title is read for claims against what is pinned now."""
    return Keeping(
        lines=tuple(_line(line, locale) for line in await talk_of_room(session, live.id)),
        bans=tuple(_ban(ban) for ban in await bans_of_room(session, live.id)),
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
    )


def _ban(ban: BanSeen) -> BanRow:
    return BanRow(id=str(ban.id), name=ban.name, kind=ban.kind, until=ban.until, why=ban.why)


def _warnings(claims: Sequence[Claim], locale: Locale) -> tuple[str, ...]:
    return tuple(say(locale, f"web.keep.claim_{claim}") for claim in claims)
