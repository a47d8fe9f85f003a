"""The replay of a session: watch, buy at today's price; keepers remove it and publish clips. Also without a script."""

import math
from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_signed_in
from shop.core.actor import Actor, Role
from shop.core.errors import Invalid, Refusal
from shop.core.i18n import say
from shop.core.money import Dong
from shop.markets.models import LiveSession
from shop.markets.queries import stall_by_slug
from shop.markets.run import runs
from shop.replays.errors import ReplayBeingBuilt
from shop.replays.models import Clip
from shop.replays.publish_clip import publish_clip, publishable, take_clip_back
from shop.replays.queries import clips_of_replay, replay_by_slug
from shop.replays.remove import remove_replay
from shop.replays.rules import ChapterKind
from shop.replays.shown import ChapterShown, GoodShown, ReplayFile, ReplayShown
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.room import picture_headers
from shop.web.pages.visit import Visit
from shop.web.views.replays import ReplayChapter, ReplayGood, ReplayPage, ReplayPart

HERE = "/phien/{slug:str}/xem-lai"
DONE = frozenset({"publish", "take_back"})
KEEPERS = frozenset({Role.OFFICER, Role.ADMIN})
MINUTE, HOUR = 60, 3600
FIELDS = frozenset({"reason"})


@get(both(HERE), include_in_schema=False)
async def replay_page(
    visit: NamedDependency[Visit],
    slug: FromPath[str],
    t: Annotated[str, QueryParameter(max_length=12)] = "",
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """The replay from second `t` on; while it is being built, how far that is."""
    page = await _page(visit, slug, _second(t))
    told = say(visit.locale, f"web.replay.done_{done}") if done in DONE else None
    page = msgspec.structs.replace(page, done=told)
    return show("replay.html", visit.locale, page, headers=picture_headers(visit.settings))


@post(both(HERE), guards=[require_signed_in], include_in_schema=False)
async def replay_act(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """Remove the replay, publish a clip or take one back (the field `action`). Each is safe to repeat."""
    form = await read_form(visit.request)
    try:
        await attempt(visit, lambda session: _act(session, visit.actor, slug, form))
    except Refusal as refusal:
        if refusal.status in {401, 403, 404, 410}:
            raise
        told = Told(refusal, visit.locale, FIELDS)
        page = await attempt(visit, lambda session: _page(visit.over(session), slug, 0.0))
        page = msgspec.structs.replace(page, errors=told.errors, problem=told.problem, reason=form.text("reason"))
        return show("replay.html", visit.locale, page, status=told.status, headers=picture_headers(visit.settings))
    action = form.text("action", 20)
    return go(visit.locale, f"/phien/{slug}/xem-lai?done={action}" if action in DONE else f"/phien/{slug}")


async def _act(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
    action = form.text("action", 20)
    if action == "remove":
        await remove_replay(session, actor, slug, form.text("reason", 300))
    elif action == "publish":
        await publish_clip(session, actor, slug, form.key("variant"))
    elif action == "take_back":
        await take_clip_back(session, actor, form.key("clip"))
    else:
        raise Invalid(field="action")


async def _page(visit: Visit, slug: str, at: float) -> ReplayPage:
    session = visit.session
    stall = await stall_by_slug(session, slug)
    live = stall.live
    bare = ReplayPage(
        site=visit.site,
        slug=slug,
        title=live.title,
        host=stall.host_name,
        place=stall.place_name,
        place_slug=stall.place_slug,
        market_slug=stall.market_slug,
        filmed_at=live.started_at or live.starts_at,
        keeps=await _keeps(session, visit.actor, live),
    )
    try:
        found = await replay_by_slug(session, slug)
    except ReplayBeingBuilt as building:
        progress = building.extra.get("progress")
        return msgspec.structs.replace(bare, progress=progress if isinstance(progress, int) else 0)
    own = await publishable(session, visit.actor, live, [item.variant_id for item in found.goods])
    clips = {str(clip.variant_id): clip for clip in await clips_of_replay(session, found.replay.id)} if own else {}
    shown = ReplayShown.of(found)
    chapters = tuple(_chapter(one, shown.goods) for one in shown.chapters)
    return msgspec.structs.replace(
        bare,
        length=clock(shown.seconds),
        playlist=shown.playlist,
        parts=tuple(ReplayPart(url=one.url, at=one.at, seconds=one.seconds) for one in shown.files),
        poster=shown.poster,
        at=min(at, shown.seconds),
        source=_source(shown, at),
        captions=_captions(shown, at),
        chapters=chapters,
        goods=tuple(
            _good(good, shown.chapters, clips.get(str(good.variant)), publishable=good.variant in own)
            for good in shown.goods
        ),
    )


async def _keeps(session: AsyncSession, actor: Actor, live: LiveSession) -> bool:
    return bool(KEEPERS & actor.roles) or await runs(session, live, actor.person_id)


def _source(shown: ReplayShown, at: float) -> str:
    """The file that has the place, from there on; where there is none, the playlist."""
    part = _file_at(shown, at)
    if part is None:
        return shown.playlist
    return part.url if at <= part.at else f"{part.url}#t={at - part.at:.1f}"


def _captions(shown: ReplayShown, at: float) -> str:
    part = _file_at(shown, at)
    return f"{shown.captions}?from={part.at if part else 0}" if shown.captions else ""


def _file_at(shown: ReplayShown, at: float) -> ReplayFile | None:
    return next((one for one in reversed(shown.files) if one.at <= at), None)


def _chapter(one: ChapterShown, goods: list[GoodShown]) -> ReplayChapter:
    product = one.kind is ChapterKind.PRODUCT
    picture = next((good.image for good in goods if good.variant == one.subject), "") if product else ""
    return ReplayChapter(
        title=one.title, at=one.at, until=one.until, clock=clock(one.at), product=product, image=one.still or picture
    )


def _good(good: GoodShown, chapters: list[ChapterShown], clip: Clip | None, *, publishable: bool) -> ReplayGood:
    at = next((one.at for one in chapters if one.subject == good.variant), None)
    grade = good.certificate
    return ReplayGood(
        variant=str(good.variant),
        slug=good.product_slug,
        name=good.name,
        price=Dong(good.price),
        unit=good.unit,
        available=good.available,
        image=good.image,
        min_age=good.min_age,
        on_sale=good.on_sale,
        stars=grade.stars if grade else None,
        potential_five=bool(grade and grade.potential_five),
        certificate=grade.code if grade else "",
        at=at,
        clock="" if at is None else clock(at),
        clip=clip.state.value if clip and publishable else None,
        clip_id=str(clip.id) if clip else "",
        publishable=publishable and at is not None and good.on_sale,
    )


def clock(seconds: float) -> str:
    """A place in a replay as players write it: 2:05, 1:02:05."""
    whole = int(seconds)
    rest = f"{whole % HOUR // MINUTE:02d}:{whole % MINUTE:02d}"
    return f"{whole // HOUR}:{rest}" if whole >= HOUR else rest.removeprefix("0")


def _second(typed: str) -> float:
    """A second as a link says it; what is none is the beginning."""
    try:
        found = float(typed)
    except ValueError:
        return 0.0
    return max(0.0, found) if math.isfinite(found) else 0.0


routes = [replay_page, replay_act]
