"""The stock room of a sales point, for a phone: look, correct, send, receive, count."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_role
from shop.core.actor import Actor, Role
from shop.core.errors import Forbidden, NotFound, Refusal
from shop.core.i18n import Locale, say
from shop.http.problems import describe
from shop.inventory.errors import NotHeldBack
from shop.stockroom.cancel import cancel_transfer
from shop.stockroom.correct import Wrong, correct_stock
from shop.stockroom.count_room import Counted, Tally, count_room
from shop.stockroom.keep import Keeping, keep_stock
from shop.stockroom.lots import counted_lots
from shop.stockroom.receive import Arrived, receive_transfer
from shop.stockroom.rules import MOST_LINES, MOST_PIECES, Cause, Shortfall
from shop.stockroom.send import Sending, send_transfer
from shop.stockroom.take_in import Delivery, take_in
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form, read_id
from shop.web.pages.producer.acts import attempt
from shop.web.pages.stockroom_view import stockroom_page
from shop.web.pages.visit import Visit
from shop.web.views import FieldError
from shop.web.views.stockroom import StockWork

STAFF = [require_role(Role.STAFF, Role.ADMIN)]
UNCLEAR = 422
DONE = frozenset({"taken_in", "kept", "adjusted", "sent", "counted", "received", "taken_back"})
CAUSES = {  # of the form: the ledger's cause, and whether pieces are gone or more
    "broken": (Cause.BROKEN, -1),
    "lost": (Cause.LOST, -1),
    "sample": (Cause.SAMPLE, -1),
    "found": (Cause.FOUND, 1),
    "other_less": (Cause.OTHER, -1),
    "other_more": (Cause.OTHER, 1),
}


class Asked(msgspec.Struct, frozen=True):
    """Who asks for an act, in which form; `errors` collects what cannot be meant."""

    actor: Actor
    form: Form
    locale: Locale
    errors: list[FieldError]

    def wrong(self, field: str, message: str) -> None:
        """Note what is wrong with a field, in the words of the page."""
        self.errors.append(FieldError(field=field, message=say(self.locale, f"web.stockroom.{message}")))

    def pieces(self) -> dict[UUID, int]:
        """The numbers beside the variants; empty fields are left out."""
        found: dict[UUID, int] = {}
        for name in list(self.form.fields)[: 4 * MOST_LINES]:
            variant = read_id(name.removeprefix("p-")) if name.startswith("p-") else None
            if variant is not None and self.form.text(name):
                found[variant] = self.number(name)
        return found

    def number(self, name: str) -> int:
        """A number of pieces; 0, and an error, where it is none."""
        number = self.form.number(name)
        if number is None or number > MOST_PIECES:
            self.wrong(name, "wrong_pieces")
            return 0
        return number


Act = Callable[[AsyncSession, Asked], Awaitable[str]]


@get(both("/quay/kho"), guards=STAFF, include_in_schema=False)
async def show_stockroom(
    visit: NamedDependency[Visit],
    place: Annotated[str, QueryParameter(max_length=120)] = "",
    viec: Annotated[str, QueryParameter(max_length=20)] = "",
    done: Annotated[str, QueryParameter(max_length=20)] = "",
    about: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """What stands at this person's point; `done` and `about` say what was just done."""
    work = StockWork(viec) if viec in {each.value for each in StockWork} else StockWork.LOOK
    page = await stockroom_page(visit, place, work)
    told = say(visit.locale, f"web.stockroom.done_{done}", about=about) if done in DONE else None
    return show("stockroom.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both("/quay/kho/{stock_act:str}"), guards=STAFF, include_in_schema=False)
async def act_in_stockroom(
    visit: NamedDependency[Visit], stock_act: Annotated[str, PathParameter(max_length=20)]
) -> Response[bytes]:
    """Do one thing; a refusal shows the page with the reason and what was typed."""
    if stock_act not in ACTS:
        raise NotFound
    form = await read_form(visit.request)
    asked = Asked(visit.actor, form, visit.locale, [])
    try:
        done = await attempt(visit, lambda session: ACTS[stock_act](session, asked))
    except Forbidden:
        raise
    except Refusal as refusal:
        return await _refused(visit, stock_act, asked, refusal)
    if asked.errors:
        return await _refused(visit, stock_act, asked, None)
    return go(visit.locale, f"/quay/kho?place={form.text('place', 120)}&{done}")


async def _refused(visit: Visit, act: str, asked: Asked, refusal: Refusal | None) -> Response[bytes]:
    work = StockWork(act) if act in {each.value for each in StockWork} else StockWork.LOOK
    form, status = asked.form, UNCLEAR
    if refusal is not None:
        problem = describe(refusal, visit.locale)
        asked.errors.append(
            FieldError(field=_field(work, refusal), message=_words(visit.locale, refusal, problem.detail))
        )
        status = problem.status
    whole = [error.message for error in asked.errors if not error.field or work is StockWork.LOOK]
    said = f"{form.text('code', 20)} {whole[0]}".strip() if whole else None

    async def write(session: AsyncSession) -> Response[bytes]:
        page = await stockroom_page(visit.over(session), form.text("place", 120), work, form)
        beside = () if whole else tuple(asked.errors)
        return show(
            "stockroom.html", visit.locale, msgspec.structs.replace(page, errors=beside, problem=said), status=status
        )

    return await attempt(visit, write)


def _words(locale: Locale, refusal: Refusal, sentence: str) -> str:
    """The refusal's own sentence, or the number it is about where that is known."""
    for fact in ("available", "held"):
        if isinstance(refusal, NotHeldBack) and fact in refusal.extra:
            return say(locale, f"web.stockroom.only_{fact}", count=refusal.extra[fact])
    return sentence


def _field(work: StockWork, refusal: Refusal) -> str:
    """The field of the form a refusal is about; empty: it is about the whole."""
    if work in {StockWork.ADJUST, StockWork.TAKE_IN}:
        return refusal.field if refusal.field in {"pieces", "batch"} else ""
    if work is StockWork.SEND and refusal.field == "to":
        return "to"
    variant = refusal.extra.get("variant")
    return f"p-{variant}" if variant and work is not StockWork.LOOK else ""


async def _adjust(session: AsyncSession, asked: Asked) -> str:
    form = asked.form
    cause, sign = CAUSES.get(form.text("cause", 20), (None, 0))
    pieces = asked.number("pieces")
    variant = read_id(form.text("variant", 40))
    if cause is None:
        asked.wrong("cause", "wrong_cause")
    if variant is None:
        asked.wrong("variant", "wrong_variant")
    if asked.errors or cause is None or variant is None:
        return ""
    wrong = Wrong(
        variant_id=variant, pieces=sign * pieces, cause=cause, note=form.text("note"), batch=form.text("batch", 40)
    )
    await correct_stock(session, asked.actor, form.text("place", 120), wrong, form.request_key())
    return "done=adjusted"


async def _take_in(session: AsyncSession, asked: Asked) -> str:
    form, variant, pieces = asked.form, read_id(asked.form.text("variant", 40)), asked.number("pieces")
    if variant is None:
        asked.wrong("variant", "wrong_variant")
    if not pieces and not asked.errors:
        asked.wrong("pieces", "wrong_some")
    if asked.errors or variant is None:
        return ""
    delivery = Delivery(variant_id=variant, pieces=pieces, batch=form.text("batch", 40), note=form.text("note"))
    await take_in(session, asked.actor, form.text("place", 120), delivery, form.request_key())
    return "done=taken_in"


async def _keep(session: AsyncSession, asked: Asked) -> str:
    form, variant, pieces = asked.form, read_id(asked.form.text("variant", 40)), asked.number("pieces")
    low_at = asked.number("low_at") if form.text("low_at", 20) else None
    if variant is None:
        asked.wrong("variant", "wrong_variant")
    if asked.errors or variant is None:
        return ""
    keeping = Keeping(variant_id=variant, counter_quota=pieces, low_at=low_at)
    await keep_stock(session, asked.actor, form.text("place", 120), keeping)
    return "done=kept"


async def _send(session: AsyncSession, asked: Asked) -> str:
    form = asked.form
    pieces = {variant: count for variant, count in asked.pieces().items() if count}
    if not pieces and not asked.errors:
        asked.wrong("rows", "nothing_sent")
    if asked.errors:
        return ""
    sending = Sending(
        from_slug=form.text("place", 120), to_slug=form.text("to", 120), pieces=pieces, note=form.text("note")
    )
    transfer = await send_transfer(session, asked.actor, sending, form.request_key())
    return f"done=sent&about={transfer.code}"


async def _count(session: AsyncSession, asked: Asked) -> str:
    form = asked.form
    typed = {name[2:]: asked.number(name) for name in form.fields if name.startswith("b-") and form.text(name)}
    lots = await counted_lots(session, typed)
    lines = [
        Counted(variant_id=variant, pieces=pieces, seen=form.number(f"s-{variant}") or 0, batches=lots.get(variant, ()))
        for variant, pieces in asked.pieces().items()
    ]
    if not lines and not asked.errors:
        asked.wrong("rows", "nothing_counted")
    if asked.errors:
        return ""
    tally = Tally(lines=lines, note=form.text("note"))
    found = await count_room(session, asked.actor, form.text("place", 120), tally, form.request_key())
    return f"done=counted&about={len(found)}"


async def _receive(session: AsyncSession, asked: Asked) -> str:
    form = asked.form
    pieces, said = asked.pieces(), form.text("shortfall", 20)
    if asked.errors:
        return ""
    shortfall = Shortfall(said) if said in {each.value for each in Shortfall} else None
    arrived = Arrived(pieces=pieces, shortfall=shortfall, note=form.text("note"))
    transfer = await receive_transfer(session, asked.actor, form.text("code", 40), arrived, form.request_key())
    return f"done=received&about={transfer.code}"


async def _take_back(session: AsyncSession, asked: Asked) -> str:
    transfer = await cancel_transfer(session, asked.actor, asked.form.text("code", 40))
    return f"done=taken_back&about={transfer.code}"


ACTS: dict[str, Act] = {
    "nhap": _take_in,
    "giu": _keep,
    "chinh": _adjust,
    "gui": _send,
    "dem": _count,
    "nhan": _receive,
    "rut": _take_back,
}

routes = [show_stockroom, act_in_stockroom]
