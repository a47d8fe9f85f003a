"""How goods are kept, seen and said at the host's desk, and its flash drops."""

from collections.abc import Collection, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.errors import BadRequest
from shop.core.money import Dong
from shop.livestream.pin import pin_variant
from shop.livestream.room import Frame, LineUpItem
from shop.markets.models import LiveSession
from shop.offers.models import Policy
from shop.offers.plan_flash import FlashWish, call_off_flash, plan_flash
from shop.offers.queries import held_pieces
from shop.offers.seen import FlashSeen
from shop.offers.set_offer import Keeping, set_offer
from shop.orders.deposit_rules import DepositRule
from shop.payments.models import PaymentMethod
from shop.web.pages.forms import Form
from shop.web.pages.studio_act import StudioAct
from shop.web.views.offers import DeskFlash, DeskOffer, DeskOffers


def pinning(methods: Collection[PaymentMethod]) -> StudioAct:
    """The button that pins a product as its form says, where money is taken by `methods`."""

    async def pin(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
        bounds = {"quota": form.number("quota"), "buyer_limit": form.number("buyer_limit")}
        await _keep_as_said(session, actor, slug, form, methods)
        await pin_variant(session, actor, slug, form.key("variant"), form.number("price"), **bounds)

    return pin


async def _keep_as_said(
    session: AsyncSession, actor: Actor, slug: str, form: Form, methods: Collection[PaymentMethod]
) -> None:
    """Keep the goods of a pin as its form says; a form that says nothing changes nothing."""
    said = form.text("policy", 20)
    if not said:
        return
    if said not in set(Policy):
        raise BadRequest(field="policy")  # only a tampered form says so
    policy = Policy(said)
    deposit = _deposit(form) if policy is Policy.DEPOSIT else None
    keeping = Keeping(policy, form.number("hold_minutes"), deposit)
    await set_offer(session, actor, slug, form.key("variant"), keeping, methods=methods)


def _deposit(form: Form) -> DepositRule:
    each = form.number("deposit_each")
    return DepositRule(
        percent=form.number("deposit_percent"),
        each=None if each is None else Dong(each),
        kept=bool(form.text("deposit_kept", 5)),
    )


async def _flash(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
    price = form.number("price")
    wish = FlashWish(
        variant_id=form.key("variant"),
        pieces=form.number("pieces") or 0,
        price=None if price is None else Dong(price),
        buyer_limit=form.number("buyer_limit"),
        seconds=form.number("seconds") or 0,
        minutes=form.number("minutes") or 0,
    )
    await plan_flash(session, actor, slug, wish)


async def _call_off(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
    await call_off_flash(session, actor, slug, form.key("flash"))


async def read_offers(
    session: AsyncSession, live: LiveSession, frame: Frame, items: Sequence[LineUpItem], hold_minutes: int
) -> DeskOffers:
    """Holds, queues and the flash drop, as the desk shows them."""
    held = await held_pieces(session, live.id)
    waiting = dict(frame.waiting)
    if frame.flash is not None and frame.flash.waiting:
        waiting[frame.flash.variant] = waiting.get(frame.flash.variant, 0) + frame.flash.waiting
    shown = [item for item in items if item.pinned or held.get(item.variant_id) or waiting.get(item.variant_id)]
    return DeskOffers(
        rows=tuple(
            DeskOffer(name=item.name, held=held.get(item.variant_id, 0), waiting=waiting.get(item.variant_id, 0))
            for item in shown
        ),
        flash=None if frame.flash is None else _seen(frame.flash, frame),
        goods=tuple((str(item.variant_id), item.name) for item in items if item.on_sale),
        hold_minutes=hold_minutes,
    )


def _seen(flash: FlashSeen, frame: Frame) -> DeskFlash:
    if flash.ended is not None:
        stage = flash.ended.value
    else:
        stage = "planned" if frame.server_time < flash.opens_at else "running"
    return DeskFlash(
        id=str(flash.id),
        name=flash.name,
        stage=stage,
        price=Dong(flash.price),
        pieces=flash.pieces,
        left=flash.left,
        opens_at=flash.opens_at,
    )


ACTS: dict[str, StudioAct] = {"flash": _flash, "call_off": _call_off}
"""What the buttons of flash drops do."""
