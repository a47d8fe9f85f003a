"""The page of a sale, written from what is known and what was typed."""

from collections.abc import Mapping
from uuid import UUID, uuid4

import msgspec

from shop.batches.rules import BatchState
from shop.core.clock import today
from shop.core.i18n import Locale, say
from shop.core.money import Dong
from shop.counter.goods import FoundGoods, find_goods, goods_at
from shop.counter.models import PaidBy
from shop.counter.queries import drawer_shown, sales_of_day
from shop.counter.rules import MOST_LINES, sum_of
from shop.counter.shown import SaleShown
from shop.web.pages.counter_place import counter_place
from shop.web.pages.forms import Form, read_id
from shop.web.pages.stockroom_view import named
from shop.web.pages.visit import Visit
from shop.web.views.till import SlipRow, TillForm, TillGoods, TillLine, TillPage

MOST_FOUND = 20
MOST_SLIPS = 10


class Taken(msgspec.Struct, frozen=True):
    """A line as it was typed, with the code of the label that was scanned."""

    typed: str
    batch: str = ""


def read_lines(form: Form) -> dict[UUID, Taken]:
    """The lines of the sale in the form, with the one that is added now; a line of 0 pieces is dropped."""
    found: dict[UUID, Taken] = {}
    for name in list(form.fields)[: 4 * MOST_LINES]:
        variant = read_id(name.removeprefix("p-")) if name.startswith("p-") else None
        if variant is not None and form.text(name, 10) not in {"", "0"} and len(found) < MOST_LINES:
            found[variant] = Taken(form.text(name, 10), form.text(f"b-{variant}", 20))
    added, _, batch = form.text("add", 80).partition("/")
    variant = read_id(added)
    if variant is not None and len(found) < MOST_LINES:
        known = found.get(variant, Taken("1"))
        found[variant] = Taken(known.typed, batch or known.batch)
    return found


async def till_page(visit: Visit, form: Form) -> TillPage:
    """The sale as the form has it, at the person's place."""
    place, others = await counter_place(visit, form.text("place", 120))
    day = await today(visit.session)
    taken = read_lines(form)
    known = await goods_at(visit.session, place.id, list(taken))
    lines = tuple(_line(known[variant], line) for variant, line in taken.items() if variant in known)
    words = form.text("q", 200)
    found = await find_goods(visit.session, place.id, words, day, MOST_FOUND) if words else None
    slips = await sales_of_day(visit.session, place.id, day, MOST_SLIPS)
    return TillPage(
        site=visit.site,
        place_slug=place.slug,
        place_name=place.name,
        others=others,
        request_key=uuid4().hex,
        found=None if found is None else tuple(_goods(each, visit.locale) for each in found),
        lines=lines,
        total=total_of(lines),
        min_age=max((known[variant].min_age or 0 for variant in taken if variant in known), default=0) or None,
        drawer_open=await drawer_shown(visit.session, place.id) is not None,
        form=_typed(form),
        slips=tuple(slip_row(each) for each in slips),
    )


def _typed(form: Form) -> TillForm:
    paid_by = form.text("paid_by", 20)
    return TillForm(
        q=form.text("q", 200),
        paid_by=paid_by if paid_by in {each.value for each in PaidBy} else PaidBy.CASH.value,
        given=form.text("given", 20),
        note=form.text("note"),
        age_confirmed=bool(form.text("age_confirmed", 5)),
    )


def slip_row(sale: SaleShown) -> SlipRow:
    """A sale in a list."""
    return SlipRow(code=sale.code, sold_at=sale.sold_at, paid_by=sale.paid_by, total=sale.total, refunded=sale.refunded)


def total_of(lines: tuple[TillLine, ...]) -> Dong:
    """What the lines cost, those without a number nothing."""
    return Dong(sum_of((line.price, int(line.typed) if line.typed.isdecimal() else 0) for line in lines))


def _line(goods: FoundGoods, taken: Taken) -> TillLine:
    return TillLine(
        variant=str(goods.variant),
        name=named(goods.product, goods.name),
        unit=goods.unit,
        price=goods.price,
        free=goods.free,
        typed=taken.typed,
        batch=taken.batch,
    )


def _goods(goods: FoundGoods, locale: Locale) -> TillGoods:
    wrong = _wrong(goods)
    return TillGoods(
        variant=str(goods.variant),
        name=named(goods.product, goods.name),
        sku=goods.sku,
        price=goods.price,
        unit=goods.unit,
        free=goods.free,
        batch=goods.batch or "",
        wrong=say(locale, f"web.till.wrong_{wrong}") if wrong else None,
    )


def _wrong(goods: FoundGoods) -> str | None:
    if goods.batch_state in {BatchState.RECALLED, BatchState.PAST}:
        return goods.batch_state.value
    if not goods.on_sale:
        return "not_on_sale"
    return None if goods.free > 0 else "none_free"


def names_of(page: TillPage) -> Mapping[str, str]:
    """The goods of the page's lines by their variants."""
    return {line.variant: line.name for line in page.lines}
