"""Remove every sample row and all that hangs on one, in one transaction, and count what is left."""

from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Delete,
    MetaData,
    Select,
    String,
    Table,
    Text,
    Uuid,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    text,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.cart.models import Cart, CartLine
from shop.catalog.change import note_change
from shop.catalog.models import CatalogChange
from shop.certification.models import Certificate
from shop.core.idempotency import IdempotencyKey
from shop.core.outbox import OutboxEvent
from shop.counter.models import CashMovement, CashShift, CounterSale, CounterSaleLine
from shop.inventory.models import HoldState, StockHold
from shop.inventory.release import release_stock
from shop.markets.models import Market
from shop.orders.models import Order, OrderLine
from shop.samples.demo import NAME, PURGED
from shop.samples.write import is_loaded, note_loaded, take_loader_lock
from shop.stockroom.models import StockTransfer, TransferLine

ACTOR = "purge"

# Columns that name a row of another table without a foreign key: (table, column) -> table.
SOFT = {
    ("payment", "reference"): "shop_order",
    ("stock_hold", "reference"): "parcel",
    ("preorder_claim", "reference"): "parcel",
    ("promotion_use", "order_id"): "shop_order",
    ("delivery_quote", "reference"): "shop_order",
    ("shipment", "reference"): "parcel",
    ("bank_notice", "reference"): "shop_order",
    ("bank_case", "reference"): "shop_order",
    ("notice", "order_id"): "shop_order",
    ("notice", "event_id"): "outbox_event",
    ("airing", "session_id"): "live_session",
    ("asset", "uploaded_by"): "person",
}
# Columns that look like such a name and are answered for elsewhere: cleared, lines of a ledger that stay true, or
# names that are drawn for themselves.
ANSWERED = {
    ("refund", "reference"),  # goes with its payment
    ("remittance", "reference"),  # what was handed in stays so
    ("preorder_window", "opened_by"),  # says who it was, whether or not they are here
    ("shop_order", "session_id"),
    ("catalog_change", "product_id"),
    ("movement", "reference"),
    ("invoice", "about"),  # goes with its parcel, as what it adjusts does
    ("ledger_entry", "reference"),  # goes with its order or payout
    ("asset", "owner"),
    ("stall_slot", "subject_id"),  # goes with its session
    ("replay", "claim"),  # a number of the builder's own
    ("delivery_quote", "ask_id"),
    ("sign_in_code", "challenge"),
    ("watch_call", "about"),  # goes with its watch, which goes with what is watched
}
# References that are cleared instead: the row is worth keeping without them.
CLEARED = {("certificate", "supersedes_id"), ("market", "festival_id")}
# Never touched: the audit log tells also of samples, and has no sample rows of its own.
KEPT = {"audit_entry", "clock_warp"}

_doomed = Table(
    "doomed",
    MetaData(),
    Column("kind", String, primary_key=True),
    Column("id", Uuid, primary_key=True),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DROP",
)


async def purge_samples(session: AsyncSession, metadata: MetaData) -> dict[str, int]:
    """Remove the samples from all tables of `metadata`; return how many sample rows each table still has.

    That is zero everywhere, or it has failed. Nobody else writes meanwhile: all tables are locked against writers
    until the commit. Stock that a removed order held of goods that stay is given back. Safe to repeat.
    """
    tables = _tables(metadata)
    await take_loader_lock(session)
    await _lock_tables(session, tables)
    await session.execute(text("SELECT set_config('chomay.purge', 'on', true)"))  # see core/sql/refuse_change.sql
    connection = await session.connection()
    await connection.run_sync(_doomed.create)
    await _mark(session, tables)
    await _give_back(session)
    await _mark(session, tables)  # giving back wrote lines of the ledger
    await _clear(session)
    for table in reversed(tables):
        await session.execute(_removal(table))
    await connection.run_sync(_doomed.drop)
    await session.execute(text("SELECT set_config('chomay.purge', 'off', true)"))
    if await is_loaded(session, NAME):
        await note_loaded(session, NAME, PURGED)  # so that the next start does not bring them back
    note_change(session, None, "samples removed")
    await session.flush()  # the count below shall see all of it
    return await count_samples(session, metadata)


async def count_samples(session: AsyncSession, metadata: MetaData) -> dict[str, int]:
    """How many sample rows each table has that can have any."""
    counted = {}
    for table in _tables(metadata):
        if "sample" in table.c:
            rows = await session.scalar(select(func.count()).select_from(table).where(table.c["sample"]))
            counted[table.name] = rows or 0
    return counted


def _tables(metadata: MetaData) -> list[Table]:
    """All tables but the kept ones, each after those it refers to."""
    return [table for table in metadata.sorted_tables if table.name not in KEPT]


async def _lock_tables(session: AsyncSession, tables: list[Table]) -> None:
    names = ", ".join(sorted(table.name for table in tables))
    await session.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))


async def _mark(session: AsyncSession, tables: list[Table]) -> None:
    """Collect the doomed rows until no more are found: samples, what refers to one, and orders and baskets of them."""
    found = 1
    while found:
        found = 0
        for query in [*(_referring(table) for table in tables if _has_id(table)), *_containing()]:
            marked = insert(_doomed).from_select(["kind", "id"], query).on_conflict_do_nothing()
            found += len((await session.execute(marked.returning(_doomed.c.id))).all())


def _referring(table: Table) -> Select[str, UUID]:
    reasons = [_refers(table, column, parent) for column, parent in _references(table)]
    if "sample" in table.c:
        reasons.append(table.c["sample"])
    return select(literal(table.name), table.c["id"]).where(or_(*reasons) if reasons else ~true())


def _containing() -> list[Select[str, UUID]]:
    """Rows doomed by what they hold: orders, baskets with nothing else in them, events that tell of samples."""
    line, other = CartLine.__table__.alias(), CartLine.__table__.alias()
    emptied = exists().where(line.c.cart_id == Cart.id, _is_doomed("cart_line", line.c.id)) & ~exists().where(
        other.c.cart_id == Cart.id, ~_is_doomed("cart_line", other.c.id)
    )
    ordered = exists().where(OrderLine.order_id == Order.id, _is_doomed("order_line", OrderLine.id))
    facts = func.jsonb_each_text(OutboxEvent.payload).table_valued("key", "value")
    told = exists(select(facts.c.value).where(facts.c.value.in_(select(_doomed.c.id.cast(Text)))))
    goods = exists().where(TransferLine.transfer_id == StockTransfer.id)
    real = goods.where(~_is_doomed("stock_transfer_line", TransferLine.id))
    return [
        select(literal("cart"), Cart.id).where(emptied),
        select(literal("stock_transfer"), StockTransfer.id).where(goods, ~real),
        select(literal("shop_order"), Order.id).where(ordered),
        select(literal("outbox_event"), OutboxEvent.id).where(told),
        *_practised(),
    ]


def _practised() -> list[Select[str, UUID]]:
    """Sales of samples, and drawers that counted their money: such a drawer's other sales were practice too."""
    sold = exists().where(
        CounterSaleLine.sale_id == CounterSale.id, _is_doomed("counter_sale_line", CounterSaleLine.id)
    )
    cash = exists().where(_is_doomed("cash_movement", CashMovement.id))
    paid = cash.where(CashMovement.sale_id == CounterSale.id)
    return [
        select(literal("counter_sale"), CounterSale.id).where(or_(sold, paid)),
        select(literal("cash_shift"), CashShift.id).where(cash.where(CashMovement.shift_id == CashShift.id)),
    ]


async def _give_back(session: AsyncSession) -> None:
    """Free what doomed orders hold of goods that stay."""
    holding = await session.scalars(
        select(StockHold.reference)
        .distinct()
        .where(
            StockHold.state == HoldState.OPEN,
            _is_doomed("stock_hold", StockHold.id),
            ~_is_doomed("stock_level", StockHold.level_id),
        )
    )
    await release_stock(session, list(holding), ACTOR, "samples removed")


async def _clear(session: AsyncSession) -> None:
    """Forget the doomed in rows that stay, and what no reference ties to them."""
    await session.execute(
        update(Certificate)
        .where(_is_doomed("certificate", Certificate.supersedes_id), ~_is_doomed("certificate", Certificate.id))
        .values(supersedes_id=None)
    )
    await session.execute(
        update(Order)
        .where(_is_doomed("live_session", Order.session_id), ~_is_doomed("shop_order", Order.id))
        .values(session_id=None)
    )
    await session.execute(
        update(Market)
        .where(_is_doomed("festival", Market.festival_id), ~_is_doomed("market", Market.id))
        .values(festival_id=None)
    )
    everything = select(_doomed.c.id)
    await session.execute(delete(CatalogChange).where(CatalogChange.product_id.in_(everything)))
    await session.execute(delete(IdempotencyKey).where(IdempotencyKey.reference.in_(select(_doomed.c.id.cast(Text)))))


def _removal(table: Table) -> Delete:
    if _has_id(table):
        return delete(table).where(_is_doomed(table.name, table.c["id"]))
    reasons = [_refers(table, column, parent) for column, parent in _references(table)]
    return delete(table).where(or_(*reasons) if reasons else ~true())


def _references(table: Table) -> list[tuple[str, str]]:
    """What a row of `table` hangs on: (its column, the other table)."""
    hard = [(key.parent.name, key.column.table.name) for key in table.foreign_keys]
    soft = [(column, parent) for (name, column), parent in SOFT.items() if name == table.name]
    return [pair for pair in hard + soft if (table.name, pair[0]) not in CLEARED]


def _refers(table: Table, column: str, parent: str) -> ColumnElement[bool]:
    return _is_doomed(parent, table.c[column])


def _is_doomed(kind: str, column: object) -> ColumnElement[bool]:
    return exists().where(_doomed.c.kind == kind, _doomed.c.id == column)


def _has_id(table: Table) -> bool:
    return "id" in table.c and isinstance(table.c["id"].type, Uuid)
