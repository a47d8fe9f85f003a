"""Addresses at which a host sends their session elsewhere too, and comments come from there."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Router, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, JSONBody
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.guards import require_signed_in
from shop.core.actor import Actor
from shop.core.clock import now
from shop.core.text import Body, Name
from shop.http.limits import Limit, Limiter, address_of
from shop.livestream.models import Platform
from shop.livestream.queries import seen
from shop.livestream.room import CommentSeen
from shop.livestream.talk_api import CommentText
from shop.markets.api import SlugPath
from shop.markets.guards import require_host
from shop.simulcast.bring import Brought, WishElsewhere, bring_comment, bring_token, wishes_elsewhere
from shop.simulcast.keep import KeyHouse, NewTarget, add_target, remove_target, send_to, stop_sending
from shop.simulcast.seen import TargetSeen, target_seen, targets_of

AddressText = Annotated[str, Meta(min_length=9, max_length=300, pattern=r"^[!-~]+$")]
StreamName = Annotated[str, Meta(min_length=1, max_length=400, pattern=r"^[!-~]+$")]
ExternalId = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[!-~]+$")]
TokenHeader = Annotated[str | None, HeaderParameter(name="X-Bring-Token", max_length=100)]

_BROUGHT = Limit("comments.brought", 100, 10)  # of one address: a program that carries a whole chat


class TargetBody(Body):
    """A place to send the picture to: the address and the key its platform gives, apart from each other."""

    platform: Platform
    address: AddressText
    key: StreamName


class BroughtBody(Body):
    """Something said elsewhere, under the platform's own id of it."""

    platform: Platform
    external_id: ExternalId
    name: Name
    text: CommentText


class Elsewhere(msgspec.Struct, frozen=True, kw_only=True):
    """Where a session is shown besides here, what was said there that would order, and what brings comments here."""

    targets: list[TargetSeen]
    wishes: list[WishElsewhere]
    bring_token: str


def key_house(settings: Settings) -> KeyHouse:
    """How this installation keeps keys."""
    return KeyHouse(settings.secret_key, public_only=settings.env == "production")


@get(
    "/{slug:str}/simulcast", guards=[require_signed_in], operation_id="readSimulcast", summary="Where else it is shown"
)
async def read(
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    slug: SlugPath,
) -> Elsewhere:
    """For its host: keys masked, states in words."""
    live = await require_host(session, actor, slug)
    return Elsewhere(
        targets=await targets_of(session, live, actor.locale),
        wishes=await wishes_elsewhere(session, live.id, settings.comment_order_most),
        bring_token=bring_token(settings.secret_key, live.id),
    )


@post(
    "/{slug:str}/simulcast",
    status_code=201,
    guards=[require_signed_in],
    operation_id="addSimulcastTarget",
    summary="Add a place to send the picture to",
)
async def add(
    *,
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[TargetBody],
) -> TargetSeen:
    """For its host. The key is sealed and never shown again; nothing is sent yet. The same again is one."""
    new = NewTarget(platform=data.platform, address=data.address, key=data.key)
    target = await add_target(session, actor, slug, new, key_house(settings))
    live = await require_host(session, actor, slug)
    return target_seen(target, live, await now(session), actor.locale)


@post(
    "/{slug:str}/simulcast/{target_id:uuid}/send",
    status_code=204,
    guards=[require_signed_in],
    operation_id="sendSimulcast",
    summary="Send the picture there",
)
async def send(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath, target_id: FromPath[UUID]
) -> None:
    """For its host: from when the session is on air and has a picture. Broken off, it is tried again."""
    await send_to(session, actor, slug, target_id)


@post(
    "/{slug:str}/simulcast/{target_id:uuid}/stop",
    status_code=204,
    guards=[require_signed_in],
    operation_id="stopSimulcast",
    summary="Send it there no more",
)
async def stop(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath, target_id: FromPath[UUID]
) -> None:
    """For its host. Again changes nothing."""
    await stop_sending(session, actor, slug, target_id)


@delete(
    "/{slug:str}/simulcast/{target_id:uuid}",
    status_code=204,
    guards=[require_signed_in],
    operation_id="removeSimulcastTarget",
    summary="Forget a place and its key",
)
async def remove(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath, target_id: FromPath[UUID]
) -> None:
    """For its host. Again changes nothing."""
    await remove_target(session, actor, slug, target_id)


@post(
    "/{slug:str}/comments/import",
    status_code=201,
    operation_id="bringComment",
    summary="Bring a comment from another platform",
)
async def bring(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    limiter: NamedDependency[Limiter],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[BroughtBody],
    token: TokenHeader = None,
) -> CommentSeen:
    """For who runs the session, or with its token. Shown with its origin; the same id twice is one comment."""
    await limiter.take(_BROUGHT, address_of(request))
    brought = Brought(platform=data.platform, external_id=data.external_id, name=data.name, text=data.text)
    return seen(await bring_comment(session, actor, slug, brought, secret=settings.secret_key, token=token))


routes = [Router("/api/v1/sessions", route_handlers=[read, add, send, stop, remove, bring], tags=["night market"])]
