"""Vouchers to look after: what a producer's page and the office's page share."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import HANOI, now
from shop.core.errors import Invalid
from shop.core.i18n import Locale, say
from shop.core.money import Dong
from shop.core.money import show as dong
from shop.promotions.api import MOST
from shop.promotions.make_voucher import NewVoucher, end_voucher, make_voucher
from shop.promotions.models import VoucherKind
from shop.promotions.queries import KeptVoucher, kept_vouchers
from shop.promotions.rules import Effect
from shop.web.pages.forms import Form
from shop.web.pages.producer.acts import read_date
from shop.web.pages.visit import Visit
from shop.web.views.vouchers import VoucherForm, VoucherRow, VoucherState

FIELDS = frozenset(
    {"code", "name", "kind", "amount", "percent", "cap", "minimum", "quota", "buyer_limit", "starts_on", "ends_on"}
)
DONE = frozenset({"make", "end"})
_LONGEST = {"code": 40, "name": 120, "kind": 20}


def typed(form: Form) -> VoucherForm:
    """What the form holds."""
    words = {name: form.text(name, _LONGEST.get(name, 20)) for name in FIELDS}
    return VoucherForm(**words, public=form.text("public", 5) == "yes")


async def act(session: AsyncSession, visit: Visit, form: Form, producer_id: UUID | None) -> str:
    """Make a voucher or end one (the field `act`); says which.

    Raises:
        Refusal: it cannot be.
    """
    asked = form.text("act", 20)
    if asked == "make":
        await make_voucher(session, visit.actor, _wish(form, typed(form), producer_id, await now(session)))
    elif asked == "end":
        await end_voucher(session, visit.actor, form.text("voucher", 40))
    else:
        raise Invalid(field="act")
    return asked


async def rows_of(session: AsyncSession, locale: Locale, producer_id: UUID | None) -> tuple[VoucherRow, ...]:
    """The vouchers of a producer, or the office's."""
    moment = await now(session)
    return tuple(_row(kept, locale, moment) for kept in await kept_vouchers(session, producer_id, MOST))


def effect_words(effect: Effect, locale: Locale) -> str:
    """What a voucher takes off, in words."""
    if effect.percent is None:
        return say(locale, "web.voucher.amount_off", amount=dong(effect.amount or 0))
    if effect.cap is None:
        return say(locale, "web.voucher.percent_off", percent=effect.percent)
    return say(locale, "web.voucher.percent_off_to", percent=effect.percent, cap=dong(effect.cap))


def _wish(form: Form, words: VoucherForm, producer_id: UUID | None, moment: datetime) -> NewVoucher:
    kind = VoucherKind.PRODUCER if producer_id is not None else _kind(words.kind)
    amount, cap = _number(form, "amount"), _number(form, "cap")
    return NewVoucher(
        code=words.code,
        name=words.name,
        kind=kind,
        producer_id=producer_id,
        amount=None if amount is None else Dong(amount),
        percent=_number(form, "percent"),
        cap=None if cap is None else Dong(cap),
        minimum=Dong(_number(form, "minimum") or 0),
        quota=_number(form, "quota"),
        buyer_limit=_number(form, "buyer_limit"),
        starts_at=_day(words.starts_on, "starts_on") if words.starts_on else moment,
        ends_at=_day(words.ends_on, "ends_on") + timedelta(days=1),
        public=words.public,
    )


def _number(form: Form, name: str) -> int | None:
    """A field that may be empty; what is no number is refused, not forgotten."""
    number = form.number(name)
    if number is None and form.text(name, 20):
        raise Invalid(field=name)
    return number


def _day(text: str, field: str) -> datetime:
    """The beginning of a day in Hà Nội."""
    day = read_date(text)
    if day is None:
        raise Invalid(field=field)
    return datetime.combine(day, time(), HANOI).astimezone(UTC)


def _kind(word: str) -> VoucherKind:
    try:
        return VoucherKind(word)
    except ValueError:
        raise Invalid(field="kind") from None


def _row(kept: KeptVoucher, locale: Locale, moment: datetime) -> VoucherRow:
    offer = kept.offer
    return VoucherRow(
        code=offer.code,
        name=offer.name,
        kind=offer.kind,
        effect=effect_words(offer.effect, locale),
        minimum=offer.effect.minimum,
        state=_state(kept, moment),
        taken=kept.taken,
        quota=kept.quota,
        buyer_limit=kept.buyer_limit,
        given=kept.given,
        starts_at=kept.starts_at,
        ends_at=offer.ends_at,
        public=kept.public,
        sample=kept.sample,
    )


def _state(kept: KeptVoucher, moment: datetime) -> VoucherState:
    if kept.ended:
        return VoucherState.ENDED
    if kept.offer.ends_at <= moment:
        return VoucherState.OVER
    if kept.starts_at > moment:
        return VoucherState.COMING
    return VoucherState.USED_UP if kept.offer.left == 0 else VoucherState.OPEN
