"""Addresses of replays: what there is to see, what was said, removal, clips of products."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, Router, delete, get, post
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, HeaderParameter, JSONBody, PathParameter, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_signed_in
from shop.catalog.queries import product_page
from shop.core.actor import Actor
from shop.core.errors import NotFound
from shop.http.etag import conditional
from shop.http.limits import Limit, limit_by_address
from shop.markets.api import SlugPath
from shop.replays.publish_clip import publish_clip, take_clip_back
from shop.replays.queries import TALK, clips_of_product, replay_by_slug, talk_from
from shop.replays.remove import remove_replay
from shop.replays.shown import (
    ClipBody,
    ClipList,
    ClipMade,
    ClipShown,
    LineSaid,
    RemoveBody,
    ReplayShown,
    TalkShown,
)

TagHeader = Annotated[str | None, HeaderParameter(name="If-None-Match", max_length=2000)]
FromSecond = Annotated[float, QueryParameter(name="from", ge=0, le=86_400)]
ProductPath = Annotated[str, PathParameter(min_length=1, max_length=120)]
_TALK_READS = Limit("replays.talk", 120, 60)


@get(
    "/{slug:str}/replay",
    operation_id="getReplay",
    summary="The replay of a session",
    responses={
        200: ResponseSpec(ReplayShown, description="The replay"),
        304: ResponseSpec(None, description="As before"),
    },
)
async def read_replay(
    session: NamedDependency[AsyncSession], slug: SlugPath, if_none_match: TagHeader = None
) -> Response[bytes]:
    """Goods at today's price, with what is free of them now. 410: it was removed."""
    shown = ReplayShown.of(await replay_by_slug(session, slug))
    return conditional(if_none_match, msgspec.json.encode(shown))


@get(
    "/{slug:str}/replay/talk",
    operation_id="getReplayTalk",
    summary="What was said while a replay was filmed",
    guards=[limit_by_address(_TALK_READS)],
)
async def read_talk(session: NamedDependency[AsyncSession], slug: SlugPath, start: FromSecond = 0) -> TalkShown:
    """At most 200 lines from a second on. What was taken down is not among them."""
    said = await talk_from(session, slug, round(start * 1000))
    lines = [
        LineSaid(id=line.id, at=round(at / 1000, 1), name=line.name, text=line.text, order=line.order)
        for at, line in said
    ]
    return TalkShown(lines, lines[-1].at if len(lines) == TALK else None)


@post(
    "/{slug:str}/replay/remove",
    status_code=204,
    guards=[require_signed_in],
    operation_id="removeReplay",
    summary="Remove a replay",
)
async def remove(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath, data: JSONBody[RemoveBody]
) -> None:
    """For its host and for officers; for good, also while it is being built. Again changes nothing."""
    await remove_replay(session, actor, slug, data.reason)


@post(
    "/{slug:str}/replay/clips",
    status_code=201,
    guards=[require_signed_in],
    operation_id="publishClip",
    summary="Publish a clip of a product",
)
async def publish(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath, data: JSONBody[ClipBody]
) -> ClipMade:
    """For the host, the product's producer and officers; cut within a minute. Again it is the same clip."""
    return ClipMade.of(await publish_clip(session, actor, slug, data.variant))


@delete(
    "/{clip_id:uuid}",
    status_code=204,
    guards=[require_signed_in],
    operation_id="takeClipBack",
    summary="Take a clip back",
)
async def take_back(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], clip_id: FromPath[UUID]
) -> None:
    """For those who may publish it. Again changes nothing."""
    await take_clip_back(session, actor, clip_id)


@get("/{product:str}/clips", operation_id="getClips", summary="Clips of a product from live sessions")
async def read_clips(session: NamedDependency[AsyncSession], product: ProductPath) -> ClipList:
    """While the product may be sold; the newest first."""
    listing = await product_page(session, product)
    if listing is None:
        raise NotFound
    return ClipList([ClipShown.of(one) for one in await clips_of_product(session, listing.product.id)])


routes = [
    Router("/api/v1/sessions", route_handlers=[read_replay, read_talk, remove, publish], tags=["night market"]),
    Router("/api/v1/clips", route_handlers=[take_back], tags=["night market"]),
    Router("/api/v1/products", route_handlers=[read_clips], tags=["catalogue"]),
]
