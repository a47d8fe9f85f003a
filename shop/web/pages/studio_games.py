"""Games at the host's desk: polls, lucky draws, dropped vouchers, and what viewers tap."""

import secrets
from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.errors import Invalid
from shop.core.i18n import Locale, say
from shop.core.money import Dong
from shop.core.money import show as dong
from shop.games.draw import NewDraw, announce_draw, draw_now
from shop.games.drop import DropWish, drop_voucher, take_drop_back
from shop.games.poll import NewPoll, close_poll, open_poll
from shop.games.queries import droppable, winners_for_host
from shop.games.rules import MOST_OPTIONS
from shop.games.seen import GamesSeen
from shop.livestream.room import Frame
from shop.markets.models import LiveSession
from shop.promotions.queries import VoucherOffer
from shop.web.pages.forms import LONGEST_KEY, Form
from shop.web.pages.producer.voucher_desk import effect_words
from shop.web.pages.studio_act import StudioAct
from shop.web.views.games import GamePayer, GameVoucher, StudioGames


async def read_games(
    session: AsyncSession, actor: Actor, live: LiveSession, frame: Frame, locale: Locale
) -> StudioGames:
    """What is played in a room, as its desk shows it."""
    now = frame.games or GamesSeen()
    drawn = now.draw is not None and now.draw.seed is not None
    may = await droppable(session, actor, live)
    return StudioGames(
        now=now,
        reactions={kind.value: count for kind, count in frame.reactions.items()},
        winners=tuple(await winners_for_host(session, live.id)) if drawn else (),
        vouchers=tuple(_voucher(one, locale) for one in may.vouchers),
        producers=tuple(GamePayer(id=str(one.id), name=one.name) for one in may.producers),
        key=secrets.token_urlsafe(18),
    )


def _voucher(voucher: VoucherOffer, locale: Locale) -> GameVoucher:
    words = effect_words(voucher.effect, locale)
    if voucher.effect.minimum:
        words = f"{words} {say(locale, 'web.voucher.from', minimum=dong(voucher.effect.minimum))}"
    return GameVoucher(code=voucher.code, name=voucher.name, detail=words)


async def _poll_open(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
    options = tuple(form.text(f"option{place}", 60) for place in range(1, MOST_OPTIONS + 1))
    seconds = _bounded(form, "seconds", 30, 600) if form.text("seconds", 5) else None
    key, question = form.text("key", LONGEST_KEY), form.text("question", 120)
    await open_poll(session, actor, slug, NewPoll(client_id=key, question=question, options=options, seconds=seconds))


async def _poll_close(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
    await close_poll(session, actor, slug, form.key("poll"))


async def _drop_open(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
    wish = DropWish(
        client_id=form.text("key", LONGEST_KEY),
        quota=_bounded(form, "quota", 1, 500),
        minutes=_bounded(form, "minutes", 1, 120),
        code=form.text("code", 40) or None,
        producer_id=form.key("producer") if form.text("producer", 40) else None,
        amount=Dong(form.number("amount") or 0),
        minimum=Dong(form.number("minimum") or 0),
    )
    await drop_voucher(session, actor, slug, wish)


async def _drop_close(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
    await take_drop_back(session, actor, slug, form.key("drop"))


def sealing(secret: str) -> Mapping[str, StudioAct]:
    """The buttons of draws, whose seeds are sealed with the installation's secret."""

    async def announce(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
        prize = form.text("prize", 120)
        if not prize:
            raise Invalid(field="prize")
        wish = NewDraw(
            client_id=form.text("key", LONGEST_KEY),
            prize=prize,
            winners=_bounded(form, "winners", 1, 20),
            seconds=_bounded(form, "seconds", 30, 3600),
        )
        await announce_draw(session, actor, slug, wish, secret)

    async def draw(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
        await draw_now(session, actor, slug, form.text("code", 20), secret)

    return {"draw_open": announce, "draw_now": draw}


def _bounded(form: Form, name: str, least: int, most: int) -> int:
    number = form.number(name)
    if number is None or not least <= number <= most:
        raise Invalid(field=name)
    return number


ACTS: dict[str, StudioAct] = {
    "poll_open": _poll_open,
    "poll_close": _poll_close,
    "drop_open": _drop_open,
    "drop_close": _drop_close,
}
"""What the buttons of games do, but those of draws."""
