"""The page of a stock room, written from what is known and what was typed."""

from uuid import UUID, uuid4

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.places.guards import places_to_serve
from shop.places.models import Place
from shop.places.queries import all_places
from shop.stockroom.models import TransferStatus
from shop.stockroom.queries import LotLine, StockLine, TransferShown, fresh_lots, stock_at, transfers_at
from shop.stockroom.rules import MOST_LINES
from shop.web.pages.forms import Form
from shop.web.pages.visit import Visit
from shop.web.views.stockroom import Box, BoxLine, LotRow, StockForm, StockroomPage, StockRow, StockWork

MOST_BOXES = 50
MOST_POINTS = 300
MOST_LOTS = 100
_EMPTY = Form({})


async def stockroom_page(visit: Visit, slug: str, work: StockWork, form: Form = _EMPTY) -> StockroomPage:
    """The room of the person's place at `slug`, or of the first one; `form` is what was typed.

    Raises:
        Forbidden: the person works at no point.
    """
    mine = await places_to_serve(visit.session, visit.actor)
    place: Place = next((one for one in mine if one.slug == slug), mine[0])
    boxes = await transfers_at(visit.session, place.id, (TransferStatus.SENT,), MOST_BOXES)
    lines = await stock_at(visit.session, place.id, MOST_LINES)
    return StockroomPage(
        site=visit.site,
        place_slug=place.slug,
        place_name=place.name,
        work=work,
        rows=tuple(_row(line, form) for line in lines),
        coming=tuple(_box(box, box.sender.name, form) for box in boxes if box.receiver.slug == place.slug),
        leaving=tuple(_box(box, box.receiver.name, _EMPTY) for box in boxes if box.sender.slug == place.slug),
        targets=await _targets(visit.session, place.id) if work is StockWork.SEND else (),
        others=tuple((one.slug, one.name) for one in mine if one.id != place.id),
        lots=await _lots(visit.session, place.id, lines) if work is StockWork.TAKE_IN else (),
        usual_low=visit.settings.low_stock_at,
        form=StockForm(**{name: form.text(name) for name in msgspec.structs.asdict(StockForm())}),
        request_key=uuid4().hex,
    )


async def _targets(session: AsyncSession, place_id: UUID) -> tuple[tuple[str, str], ...]:
    found = await all_places(session, MOST_POINTS)
    return tuple((one.place.slug, one.place.name) for one in found if one.place.id != place_id)


async def _lots(session: AsyncSession, place_id: UUID, lines: list[StockLine]) -> tuple[LotRow, ...]:
    names = {line.variant: named(line.product, line.name) for line in lines}
    found = await fresh_lots(session, place_id, MOST_LOTS)
    return tuple(_lot(lot, name=names[variant]) for variant, lot in found if variant in names)


def _lot(lot: LotLine, *, name: str = "", typed: str = "") -> LotRow:
    return LotRow(
        code=lot.code,
        lot=lot.lot,
        best_before=lot.best_before,
        pieces=lot.pieces,
        blocked=lot.blocked,
        name=name,
        typed=typed,
    )


def _row(line: StockLine, form: Form) -> StockRow:
    variant = str(line.variant)
    return StockRow(
        variant=variant,
        name=named(line.product, line.name),
        sku=line.sku,
        on_hand=line.on_hand,
        held=line.held,
        available=line.available,
        counter_quota=line.counter_quota,
        low=line.low,
        batches=tuple(_lot(lot, typed=form.text(f"b-{lot.code}", 20)) for lot in line.batches),
        typed=form.text(f"p-{variant}", 20) if not form.text("code", 40) else "",
    )


def _box(box: TransferShown, other: str, form: Form) -> Box:
    mine = form.text("code", 40) == box.code
    return Box(
        code=box.code,
        other=other,
        sent_at=box.sent_at,
        note=box.note,
        lines=tuple(
            BoxLine(
                variant=str(line.variant),
                name=named(line.product, line.name),
                pieces=line.pieces,
                typed=form.text(f"p-{line.variant}", 20) if mine else str(line.pieces),
            )
            for line in box.lines
        ),
        shortfall=form.text("shortfall", 20) if mine else "",
    )


def named(*parts: str) -> str:
    """A product and its pack in one line."""
    return ", ".join(part for part in parts if part)
