"""Addresses at which a host says how goods are kept, and plans flash drops."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, delete, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.guards import require_signed_in
from shop.core.actor import Actor
from shop.core.money import Dong
from shop.core.text import Body, DongAmount
from shop.markets.api import SlugPath
from shop.offers.models import FlashDrop, Policy
from shop.offers.plan_flash import FlashWish, call_off_flash, plan_flash
from shop.offers.rules import (
    LATEST,
    LONGEST_FLASH,
    LONGEST_HOLD,
    MOST_PIECES,
    SHORTEST_FLASH,
    SHORTEST_HOLD,
    SOONEST,
)
from shop.offers.set_offer import Keeping, set_offer
from shop.orders.deposit_rules import LEAST_PERCENT, MOST_PERCENT, DepositRule
from shop.payments.offered import offered_methods

Pieces = Annotated[int, Meta(ge=1, le=MOST_PIECES)]


class DepositBody(Body):
    """So many percent of what is bought, or so many đồng a piece: one of them.

    `kept`: it stays with the seller when the buyer cancels or does not take the goods; else it goes back.
    """

    percent: Annotated[int, Meta(ge=LEAST_PERCENT, le=MOST_PERCENT)] | None = None
    each: DongAmount | None = None
    kept: bool = False


class OfferBody(Body):
    """How a variant is kept; without `hold_minutes` as long as the shop does."""

    policy: Policy
    hold_minutes: Annotated[int, Meta(ge=SHORTEST_HOLD, le=LONGEST_HOLD)] | None = None
    deposit: DepositBody | None = None

    @property
    def keeping(self) -> Keeping:
        """The same for who sets it."""
        said = self.deposit
        each = None if said is None or said.each is None else Dong(said.each)
        deposit = None if said is None else DepositRule(percent=said.percent, each=each, kept=said.kept)
        return Keeping(self.policy, self.hold_minutes, deposit)


class FlashBody(Body):
    """So many pieces at a price (without one the list price), in so many seconds, for so many minutes."""

    variant: UUID
    pieces: Pieces
    price: DongAmount | None = None
    buyer_limit: Pieces | None = None
    seconds: Annotated[int, Meta(ge=SOONEST, le=LATEST)] = 30
    minutes: Annotated[int, Meta(ge=SHORTEST_FLASH, le=LONGEST_FLASH)] = 5


class FlashOut(msgspec.Struct, frozen=True, kw_only=True):
    """A flash drop that will open; times are UTC, the price is đồng."""

    id: UUID
    variant: UUID
    pieces: int
    price: int
    buyer_limit: int | None
    opens_at: datetime
    closes_at: datetime

    @classmethod
    def of(cls, flash: FlashDrop) -> "FlashOut":
        """The drop as its host sees it."""
        return cls(
            id=flash.id,
            variant=flash.variant_id,
            pieces=flash.pieces,
            price=flash.price,
            buyer_limit=flash.buyer_limit,
            opens_at=flash.opens_at,
            closes_at=flash.closes_at,
        )


@put(
    "/{slug:str}/offers/{variant_id:uuid}",
    status_code=204,
    guards=[require_signed_in],
    operation_id="setOffer",
    summary="How goods are kept",
)
async def set_one(
    *,
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    variant_id: FromPath[UUID],
    data: JSONBody[OfferBody],
) -> None:
    """For its host: kept for who orders, for who pays a deposit, or for who pays first. Orders placed keep theirs."""
    await set_offer(session, actor, slug, variant_id, data.keeping, methods=offered_methods(settings))


@post(
    "/{slug:str}/flash",
    status_code=201,
    guards=[require_signed_in],
    operation_id="planFlash",
    summary="Plan a flash drop",
)
async def plan(
    *,
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[FlashBody],
) -> FlashOut:
    """For its host. It opens by the shop's clock; a room has one at a time. The same again is the one that stands."""
    wish = FlashWish(
        variant_id=data.variant,
        pieces=data.pieces,
        price=None if data.price is None else Dong(data.price),
        buyer_limit=data.buyer_limit,
        seconds=data.seconds,
        minutes=data.minutes,
    )
    return FlashOut.of(await plan_flash(session, actor, slug, wish))


@delete(
    "/{slug:str}/flash/{flash_id:uuid}",
    status_code=204,
    guards=[require_signed_in],
    operation_id="callOffFlash",
    summary="Call a flash drop off",
)
async def call_off(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    flash_id: FromPath[UUID],
) -> None:
    """For its host, before it opens; again changes nothing."""
    await call_off_flash(session, actor, slug, flash_id)


routes = [Router("/api/v1/sessions", route_handlers=[set_one, plan, call_off], tags=["night market"])]
