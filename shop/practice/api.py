"""Addresses of practice: the room of a run, and the runs of a learner."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import HeaderParameter, JSONBody, PathParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_signed_in
from shop.core.actor import Actor
from shop.http.etag import conditional, etag_of
from shop.http.limits import Limit, Limiter, address_of, take_for_buyer
from shop.livestream.room import Frame, sameness
from shop.livestream.talk_api import CommentBody, CommentTaken, take_for_comment
from shop.livestream.watch_api import TagHeader
from shop.markets.api import SlugPath
from shop.orders.api import KeyHeader
from shop.practice.act import Crew, Wish, act_as_host, buy_as_crew, say_as_crew
from shop.practice.errors import PracticeUnknown
from shop.practice.finish import finish_run
from shop.practice.frame import comment_of, frame_of
from shop.practice.guards import require_own_run, require_reader
from shop.practice.marks import sheet_of
from shop.practice.models import RunKind
from shop.practice.open_runs import open_rehearsal, start_training
from shop.practice.queries import Played, played, runs_of
from shop.practice.rules import SLUG, address
from shop.practice.shown import (
    ActBody,
    PracticeOrder,
    PracticeOrderBody,
    RunList,
    RunOut,
    SheetOut,
    TrainingBody,
)

KeyPath = Annotated[str, PathParameter(min_length=1, max_length=60)]
RequestKey = Annotated[str, HeaderParameter(name="Idempotency-Key", min_length=8, max_length=80)]
MOST = 50
BUYERS = Limit("practice.orders", 30, 60)  # of one visitor of a rehearsal


def at_address(seen: Played, slug: str) -> Played:
    """The run, if it stands under this slug.

    Raises:
        PracticeUnknown: it stands elsewhere.
    """
    if slug != (seen.session_slug or SLUG):
        raise PracticeUnknown
    return seen


@post("/{slug:str}/tap", status_code=200, guards=[require_signed_in], operation_id="openRehearsal", summary="Rehearse")
async def rehearse(session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath) -> RunOut:
    """Open the rehearsal of a session before it is on air, for its host. Safe to repeat: the open one is the answer."""
    run = await open_rehearsal(session, actor, slug)
    return RunOut.of(run, address(slug, run.key))


@get(
    "/{slug:str}/tap/{key:str}/snapshot",
    operation_id="getPracticeSnapshot",
    summary="The room of a practice at this moment",
    responses={200: ResponseSpec(Frame, description="The room"), 304: ResponseSpec(None, description="As before")},
)
async def read_snapshot(
    session: NamedDependency[AsyncSession], slug: SlugPath, key: KeyPath, if_none_match: TagHeader = None
) -> Response[bytes]:
    """For whoever was given the address. The struct is that of a real room."""
    seen = at_address(await played(session, key), slug)
    frame = frame_of(seen, seen.stage())
    return conditional(if_none_match, msgspec.json.encode(frame), etag=etag_of(sameness(frame)))


@post(
    "/{slug:str}/tap/{key:str}/seen", status_code=204, operation_id="keepPracticeSeen", summary="Nothing to keep alive"
)
async def seen(session: NamedDependency[AsyncSession], slug: SlugPath, key: KeyPath) -> None:
    """A desk calls it as it does on air; a practice goes on without its host."""
    at_address(await played(session, key), slug)


@post("/{slug:str}/tap/{key:str}/comments", status_code=201, operation_id="sayInPractice", summary="Say something")
async def comment(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    limiter: NamedDependency[Limiter],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    key: KeyPath,
    data: JSONBody[CommentBody],
) -> CommentTaken:
    """In a rehearsal, for whoever was given its address; sent twice it is one line."""
    await take_for_comment(limiter, actor, request)
    at_address(await played(session, key), slug)
    crew = Crew(name=data.name or actor.name, key=data.client_id)
    line_id = await say_as_crew(session, key, crew, data.text)
    found = await played(session, key)
    line = next((one for one in found.stage().lines if one.id == line_id), None)
    if line is None:  # its sender is kept from speaking: they see it, as on air
        return CommentTaken(id=line_id, name=crew.name, text=data.text, at=found.now)
    shown = comment_of(line, found)
    return CommentTaken(id=shown.id, name=shown.name, text=shown.text, at=shown.at)


@post("/{slug:str}/tap/{key:str}/orders", status_code=201, operation_id="orderInPractice", summary="Play at buying")
async def order(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    limiter: NamedDependency[Limiter],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    key: KeyPath,
    data: JSONBody[PracticeOrderBody],
    request_key: KeyHeader,
) -> PracticeOrder:
    """In a rehearsal. Nothing is sold, held, told or counted; the same key gives the same order."""
    await take_for_buyer(limiter, BUYERS, actor, address_of(request))
    at_address(await played(session, key), slug)
    crew = Crew(name=data.contact.name, key=request_key)
    order_id = await buy_as_crew(session, key, crew, data.variant, data.quantity)
    return PracticeOrder(id=order_id, code=practice_code(str(order_id)))


def practice_code(order_id: str) -> str:
    """What an order of a practice is called: nothing a counter would take."""
    return f"TAP-{order_id[-6:].upper()}"


@post(
    "/{slug:str}/tap/{key:str}/acts",
    status_code=200,
    guards=[require_signed_in],
    operation_id="actInPractice",
    summary="What the host does",
)
async def act(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    key: KeyPath,
    data: JSONBody[ActBody],
) -> Frame:
    """For its own host. What is so already changes nothing."""
    at_address(await require_own_run(session, actor, key), slug)
    wish = Wish(kind=data.kind, target=data.target, amount=data.amount, words=data.words)
    await act_as_host(session, actor, key, wish)
    found = await played(session, key)
    return frame_of(found, found.stage())


@post(
    "/{slug:str}/tap/{key:str}/end",
    status_code=200,
    guards=[require_signed_in],
    operation_id="endPractice",
    summary="End a practice",
)
async def end(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath, key: KeyPath
) -> RunOut:
    """For its own host; a training run is marked. Safe to repeat."""
    at_address(await require_own_run(session, actor, key), slug)
    found = await finish_run(session, actor, key)
    return RunOut.of(found.run, found.address)


@post("/runs", status_code=201, operation_id="startTraining", summary="Begin a training run")
async def start(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    data: JSONBody[TrainingBody],
    request_key: RequestKey,
) -> RunOut:
    """For learners of a course and hosts. The same key is the same run."""
    run = await start_training(
        session, actor, level=data.level, minutes=data.minutes, speed=data.speed, request_key=request_key
    )
    return RunOut.of(run, address(None, run.key))


@get("/runs", operation_id="listOwnTrainingRuns", summary="One's own training runs")
async def list_runs(session: NamedDependency[AsyncSession], actor: NamedDependency[Actor]) -> RunList:
    """The newest first."""
    assert actor.person_id is not None, "the guard lets only signed-in people in"
    return RunList([RunOut.of(run, address(None, run.key)) for run in await runs_of(session, actor.person_id, MOST)])


@get("/runs/{run:str}/sheet", operation_id="readScoreSheet", summary="The score sheet of a run")
async def read_sheet(session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], run: KeyPath) -> SheetOut:
    """For its learner and the office; before its end it is what there would be now."""
    found = await require_reader(session, actor, run)
    if found.run.kind is not RunKind.TRAINING:
        raise PracticeUnknown
    sheet = sheet_of(found.playing, found.play_goods, found.acts, found.at)
    return SheetOut(run=RunOut.of(found.run, found.address), final=found.over, sheet=sheet)


routes = [
    Router(
        "/api/v1/sessions",
        route_handlers=[rehearse, read_snapshot, seen, comment, order, act, end],
        tags=["practice"],
    ),
    Router(
        "/api/v1/practice",
        route_handlers=[start, list_runs, read_sheet],
        guards=[require_signed_in],
        tags=["practice"],
    ),
]
