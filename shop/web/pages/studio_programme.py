"""The run of show at the desk: what its buttons do, and how it is read."""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor, Role
from shop.core.errors import Invalid
from shop.core.i18n import Locale, knows, say
from shop.livestream.next_segment import next_segment
from shop.livestream.room import Frame, LineUpItem
from shop.markets.models import LiveSession
from shop.markets.name_co_host import name_co_host, remove_co_host
from shop.markets.queries import co_hosts_of
from shop.programme.ask_stock import Wanted, ask_stock, withdraw_ask
from shop.programme.edit import Draft, Good, add_segment, change_segment, move_segment, remove_segment
from shop.programme.models import AskState, SegmentGood
from shop.programme.move_viewers import move_viewers
from shop.programme.queries import Part, Show, makers_of, show_of, stalls_beside
from shop.programme.rules import MOST_GOODS, Course, Planned, late_by, minutes_over, plan
from shop.programme.stock_queries import AskSeen, StockHere, asks_of_session, sources_of, stock_here
from shop.web.pages.forms import Form, read_id
from shop.web.pages.studio_act import StudioAct
from shop.web.pages.visit import Visit
from shop.web.views.programme import AskLine, Choice, PartState, Programme, ProgrammeGood, ProgrammePart, StockLine

MOST_SOURCES = 60


async def _next(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
    await next_segment(session, actor, slug, read_id(form.text("leaving", 40)))


async def _add(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
    await add_segment(session, actor, slug, _draft(form), form.request_key())


async def _change(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
    await change_segment(session, actor, slug, form.key("segment"), _draft(form))


async def _move(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
    to = form.number("to")
    if to is None:
        raise Invalid(field="to")  # only a tampered form says so
    await move_segment(session, actor, slug, form.key("segment"), to)


async def _remove(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
    await remove_segment(session, actor, slug, form.key("segment"))


async def _name(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
    await name_co_host(session, actor, slug, form.text("login", 254))


async def _unname(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
    await remove_co_host(session, actor, slug, form.key("person"))


async def _hand_over(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
    await move_viewers(session, actor, slug, form.text("to", 120))


async def _ask(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
    variant, _, place = form.text("source", 200).partition("/")
    found = read_id(variant)
    if found is None:
        raise Invalid(field="source")
    wanted = Wanted(from_slug=place, variant_id=found, pieces=form.number("pieces") or 0, client_id=form.request_key())
    await ask_stock(session, actor, slug, wanted)


async def _withdraw(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
    await withdraw_ask(session, actor, slug, form.key("ask"))


def _draft(form: Form) -> Draft:
    goods = []
    for n in range(1, MOST_GOODS + 1):
        variant = read_id(form.text(f"variant-{n}", 40))
        if variant is not None:
            bounds = {"quota": form.number(f"quota-{n}"), "buyer_limit": form.number(f"buyer_limit-{n}")}
            goods.append(Good(variant_id=variant, price=form.number(f"price-{n}"), **bounds))
    return Draft(
        title=form.text("title", 120),
        minutes=min(form.number("minutes") or 0, 10_000),
        presenter=form.text("presenter", 120),
        script=form.text("script", 8000),
        producer_id=read_id(form.text("producer", 40)),
        goods=goods,
    )


async def read_programme(visit: Visit, live: LiveSession, frame: Frame, items: list[LineUpItem]) -> Programme:
    """The programme of a session as its desk shows it."""
    session, actor, locale = visit.session, visit.actor, visit.locale
    show = await show_of(session, live)
    stock = await stock_here(session, live)
    parts = parts_of(live, show, items, stock, locale)
    courses = [_course(part) for part in show.parts]
    late = late_by(_begin(live), courses, frame.server_time)
    return Programme(
        parts=parts,
        current=next((part for part in parts if part.state is PartState.NOW), None),
        coming=next((part for part in parts if part.state is PartState.NEXT), None),
        over=show.over,
        begun=sum(part.began_at is not None for part in parts),
        planned=sum(part.minutes for part in parts),
        over_by=minutes_over(live.starts_at, live.ends_at, courses),
        late=round(late.total_seconds() / 60),
        now=frame.server_time,
        makers=tuple(Choice(str(maker.id), maker.name) for maker in await makers_of(session, live)),
        goods=tuple(Choice(str(item.variant_id), f"{item.code} {item.name}") for item in items),
        stock=tuple(_stock(item, stock) for item in items),
        sources=await _sources(session, live, items, locale),
        asks=tuple(ask_line(ask) for ask in await asks_of_session(session, live.id)),
        co_hosts=tuple(Choice(str(one.id), one.name) for one in await co_hosts_of(session, live.id)),
        may_name=live.host_id == actor.person_id or Role.ADMIN in actor.roles,
        stalls=tuple(Choice(stall.slug, stall.title) for stall in await stalls_beside(session, live)),
        moved_to=frame.moved_to.title if frame.moved_to else None,
        key=secrets.token_urlsafe(18),
    )


def parts_of(
    live: LiveSession, show: Show, items: list[LineUpItem], stock: dict[UUID, StockHere], locale: Locale
) -> tuple[ProgrammePart, ...]:
    """The segments with their planned and real times; `next` is the one a tap begins."""
    times = plan(_begin(live), [_course(part) for part in show.parts])
    waiting = next((part.segment.id for part in show.parts if part.run is None), None)
    coming = None if show.over else waiting
    known = {item.variant_id: item for item in items}
    return tuple(
        _part(part, place, planned, _state(part, show, coming), tuple(_goods(part, known, stock, locale)))
        for place, (part, planned) in enumerate(zip(show.parts, times, strict=True), 1)
    )


def ask_line(ask: AskSeen) -> AskLine:
    """A request as its asker sees it."""
    return AskLine(
        id=str(ask.id),
        name=ask.name,
        other=ask.from_name,
        pieces=ask.pieces,
        free=ask.free,
        state="arrived" if ask.state is AskState.SENT and ask.arrived else ask.state.value,
        transfer=ask.transfer,
        reason=ask.reason,
        session=ask.session_title,
    )


def _begin(live: LiveSession) -> datetime:
    return live.started_at or live.starts_at


def _course(part: Part) -> Course:
    run = part.run
    return Course(part.segment.minutes, run.began_at, run.ended_at) if run else Course(part.segment.minutes)


def _state(part: Part, show: Show, coming: UUID | None) -> PartState:
    if part.segment.id == show.current:
        return PartState.NOW
    if part.run is not None:
        return PartState.DONE
    return PartState.NEXT if part.segment.id == coming else PartState.COMING


def _part(
    part: Part, place: int, planned: Planned, state: PartState, goods: tuple[ProgrammeGood, ...]
) -> ProgrammePart:
    segment = part.segment
    began, ended = (part.run.began_at, part.run.ended_at) if part.run else (None, None)
    length = planned.ends_at - planned.starts_at
    return ProgrammePart(
        id=str(segment.id),
        place=place,
        title=segment.title,
        producer=part.producer or "",
        producer_id=str(segment.producer_id or ""),
        presenter=segment.presenter,
        minutes=segment.minutes,
        script=segment.script,
        goods=goods,
        state=state,
        starts_at=planned.starts_at,
        began_at=began,
        ended_at=ended,
        due_at=began + length if began and state is PartState.NOW else None,
        took=round((ended - began).total_seconds() / 60) if began and ended else None,
    )


def _goods(
    part: Part, known: dict[UUID, LineUpItem], stock: dict[UUID, StockHere], locale: Locale
) -> list[ProgrammeGood]:
    skipped = {skip.variant: skip.code for skip in (part.run.skipped if part.run else ())}
    return [
        _good(good, known[good.variant_id], stock.get(good.variant_id), skipped.get(good.variant_id), locale)
        for good in part.goods
        if good.variant_id in known
    ]


def _good(
    good: SegmentGood, item: LineUpItem, here: StockHere | None, skipped: str | None, locale: Locale
) -> ProgrammeGood:
    floor = item.list_price if here is None or here.floor is None else here.floor
    return ProgrammeGood(
        variant=str(good.variant_id),
        code=item.code,
        name=item.name,
        list_price=item.list_price,
        price=good.price,
        quota=good.quota,
        buyer_limit=good.buyer_limit,
        below=good.price is not None and good.price < min(floor, item.list_price),
        skipped=None if skipped is None else _why(skipped, locale),
    )


def _why(code: str, locale: Locale) -> str:
    key = f"web.programme.skip.{code}"
    return say(locale, key if knows(key) else "web.programme.skip.other")


def _stock(item: LineUpItem, stock: dict[UUID, StockHere]) -> StockLine:
    here = stock.get(item.variant_id)
    return StockLine(
        variant=str(item.variant_id),
        code=item.code,
        name=item.name,
        unit=item.unit,
        free=here.free if here else 0,
        held=here.held if here else 0,
        incoming=here.incoming if here else 0,
        floor=here.floor if here else None,
    )


async def _sources(
    session: AsyncSession, live: LiveSession, items: list[LineUpItem], locale: Locale
) -> tuple[Choice, ...]:
    known = {item.variant_id: item for item in items}
    return tuple(
        Choice(
            f"{source.variant_id}/{source.slug}",
            say(
                locale,
                "web.programme.source",
                code=known[source.variant_id].code,
                name=known[source.variant_id].name,
                place=source.name,
                count=source.free,
            ),
        )
        for source in await sources_of(session, live, MOST_SOURCES)
        if source.variant_id in known
    )


ACTS: dict[str, StudioAct] = {
    "next": _next,
    "segment_add": _add,
    "segment_change": _change,
    "segment_move": _move,
    "segment_remove": _remove,
    "co_host": _name,
    "co_host_remove": _unname,
    "hand_over": _hand_over,
    "stock_ask": _ask,
    "stock_withdraw": _withdraw,
}
"""What the buttons of the programme do."""
