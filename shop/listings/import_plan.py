"""What the rows of one step would do: packs to make, prices, counts and wishes to write. Pure; nothing is done here."""

from collections.abc import Iterable
from uuid import UUID

import msgspec

from shop.catalog.content_rules import Content
from shop.core.text import fold
from shop.listings.import_books import Books, Known, Listed, Store
from shop.listings.import_columns import Column
from shop.listings.import_content import add_pack, blank, pack_names, say_of_pack, say_of_product
from shop.listings.import_rows import Code, Line, Problem, with_problem

MOST_PACKS = 200  # of one product


class NewPack(msgspec.Struct, frozen=True):
    """A pack to be made of a listing nobody sees yet; of one that is shown it waits in the edit for approval."""

    registered_id: UUID
    line: Line
    price: int
    position: int


class Plan(msgspec.Struct, kw_only=True):
    """Effects of rows, and how many rows do what."""

    contents: dict[UUID, Content] = {}  # registered product -> what would be wished of it, all rows together
    drafts: dict[UUID, None] = {}  # registered products to be listed
    wishes: dict[UUID, None] = {}  # registered products whose open edit is to be written
    packs: list[NewPack] = []
    waiting: dict[UUID, dict[str, int]] = {}  # registered product -> prices by SKU of packs that its edit brings
    prices: dict[UUID, int] = {}
    counts: dict[str, tuple[UUID | None, int]] = {}  # SKU -> store (None: to be opened) and pieces
    problems: list[Problem] = []
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0


class _Refused(Exception):
    """The row has problems; nothing of it is done."""

    def __init__(self, line: Line) -> None:
        super().__init__(line.row)
        self.line = line


def make_plan(lines: Iterable[Line], books: Books, before: Plan | None = None) -> Plan:
    """Plan rows in their order, each seeing what the ones before it would have done.

    `before` is the plan of earlier rows that was not carried out, as of a check: the books do not show its effects.
    """
    planner = _Planner(books, before or Plan())
    for line in lines:
        try:
            planner.take(line)
        except _Refused as refused:
            planner.plan.refused += 1
            planner.plan.problems += refused.line.problems
    return planner.plan


def _refuse(line: Line, column: Column, code: Code, **facts: str | int) -> _Refused:
    return _Refused(with_problem(line, column, code, **facts))


class _Planner:
    def __init__(self, books: Books, before: Plan) -> None:
        self.books = books
        self.plan = Plan(contents=dict(before.contents), waiting=dict(before.waiting))
        self.products = {one.product_id: one.registered_id for one in books.listed.values()}

    def take(self, line: Line) -> None:
        """Plan one row.

        Raises:
            _Refused: the row cannot be meant so.
        """
        if line.problems:
            raise _Refused(line)
        known = self.books.known.get(line.sku)
        if known is None:
            self._make(line)
        else:
            self._change(line, known)

    def _change(self, line: Line, known: Known) -> None:
        registered_id = self.products[known.product_id]
        if line.product and registered_id != self._named(line):
            raise _refuse(line, Column.PRODUCT, Code.PRODUCT_OTHER)
        before = self._content(registered_id)
        after = say_of_pack(say_of_product(before, line), line)
        if after != before:
            self._refuse_twin_pack(line, after)
            self._refuse_waiting(line, self.books.listed[registered_id])
        count = self._count(line, known)
        price = line.price if line.price is not None and line.price != known.price else None
        if after == before and count is None and price is None:
            self.plan.unchanged += 1
            return
        self.plan.updated += 1
        if after != before:
            self.plan.contents[registered_id] = after
            self.plan.wishes[registered_id] = None
        if price is not None:
            self.plan.prices[known.variant_id] = price
        if count is not None:
            self.plan.counts[line.sku] = count

    def _make(self, line: Line) -> None:
        missing = [
            column
            for column, value in ((Column.PRODUCT, line.product), (Column.PRICE, line.price), (Column.UNIT, line.unit))
            if value is None or value == ""
        ]
        for column in missing:
            line = with_problem(line, column, Code.MISSING)  # the row as it goes on
        if missing or line.price is None:
            raise _Refused(line)
        registered_id = self._named(line)
        if not self.books.active:
            raise _refuse(line, Column.PRODUCT, Code.NOT_ACTIVE)
        listed = self.books.listed.get(registered_id)
        if listed is not None and listed.published:
            self._ask(line, line.price, listed)
            return
        if listed is not None:
            self._refuse_waiting(line, listed)
        count = self._count(line, None)
        before = self._content(registered_id)
        self.plan.contents[registered_id] = self._with_pack(line, say_of_product(before, line))
        self.plan.packs.append(NewPack(registered_id, line, line.price, len(before.variants)))
        (self.plan.drafts if listed is None else self.plan.wishes)[registered_id] = None
        self.plan.created += 1
        if count is not None:
            self.plan.counts[line.sku] = count

    def _ask(self, line: Line, price: int, listed: Listed) -> None:
        """Let the edit of a listing that is shown bring the pack; its stock is counted once it is approved."""
        before = self._content(listed.registered_id)
        prices = self.plan.waiting.get(listed.registered_id, {})
        said = say_of_product(before, line)
        asked = any(pack.sku == line.sku for pack in before.variants)
        after = say_of_pack(said, line) if asked else self._with_pack(line, said)
        note = with_problem(line, Column.STOCK, Code.STOCK_LATER).problems if line.stock else ()
        if after == before and (dict(listed.prices) | prices).get(line.sku) == price:
            self.plan.problems += note
            self.plan.unchanged += 1
            return
        self._refuse_twin_pack(line, after)
        self._refuse_waiting(line, listed)
        self.plan.problems += note
        self.plan.contents[listed.registered_id] = after
        self.plan.updated += asked
        self.plan.created += not asked
        self.plan.waiting[listed.registered_id] = prices | {line.sku: price}
        self.plan.wishes[listed.registered_id] = None

    def _with_pack(self, line: Line, said: Content) -> Content:
        if len(said.variants) >= MOST_PACKS:
            raise _refuse(line, Column.SKU, Code.TOO_MANY_PACKS, most=MOST_PACKS)
        after = add_pack(said, line)
        self._refuse_twin_pack(line, after)
        return after

    def _named(self, line: Line) -> UUID:
        written = fold(line.product)
        found = self.books.written.get(written, frozenset())
        if len(found) > 1:
            raise _refuse(line, Column.PRODUCT, Code.PRODUCT_UNSURE)
        if not found:
            foreign = written in self.books.foreign
            raise _refuse(line, Column.PRODUCT, Code.PRODUCT_FOREIGN if foreign else Code.PRODUCT_UNKNOWN)
        return next(iter(found))

    def _content(self, registered_id: UUID) -> Content:
        """What is wished of the product, with what earlier rows add."""
        if registered_id in self.plan.contents:
            return self.plan.contents[registered_id]
        listed = self.books.listed.get(registered_id)
        return listed.wished if listed is not None else blank(self.books.registered[registered_id].name)

    def _refuse_twin_pack(self, line: Line, content: Content) -> None:
        names = pack_names(content)
        if len(set(names)) < len(names):
            raise _refuse(line, Column.PACK, Code.PACK_TWICE)

    def _refuse_waiting(self, line: Line, listed: Listed) -> None:
        if listed.edit is not None and listed.edit.waits:
            raise _refuse(line, Column.PRODUCT, Code.EDIT_WAITS)

    def _count(self, line: Line, known: Known | None) -> tuple[UUID | None, int] | None:
        """The store and what shall stand there; None where the row says nothing new of stock."""
        if line.stock is None:
            return None
        store = self._store(line)
        level = self.books.levels.get((known.variant_id, store.id)) if known and store else None
        if level is None:
            return (store.id if store else None, line.stock) if line.stock else None
        if line.stock < level.held:
            raise _refuse(line, Column.STOCK, Code.STOCK_PROMISED, held=level.held)
        return None if store is None or line.stock == level.on_hand else (store.id, line.stock)

    def _store(self, line: Line) -> Store | None:
        """The store the row means; None for the one that is opened with the first goods."""
        stores = self.books.stores
        if line.place:
            for store in stores:
                if store.is_called(line.place):
                    return store
            foreign = fold(line.place) in self.books.other_places
            raise _refuse(line, Column.PLACE, Code.PLACE_FOREIGN if foreign else Code.PLACE_UNKNOWN)
        if len(stores) > 1:
            raise _refuse(line, Column.PLACE, Code.WHICH_STORE)
        return stores[0] if stores else None
