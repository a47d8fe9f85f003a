"""Suggest while somebody types: words, names and products that lead to something on sale."""

from enum import StrEnum
from functools import cache

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.listing import Statement, spelled, written
from shop.catalog.models import Product
from shop.catalog.queries import graded, listable
from shop.catalog.rules import phrase_of, search_words, spelling_of
from shop.catalog.understand import NARROW, understand
from shop.certification.models import Certificate
from shop.core.db import sql
from shop.core.driver import fetch

MOST = 8
_WORDS, _NAMES = 3, 3  # of the eight, as long as there are others
_SEARCHED = 2  # letters of a word from which products are looked up by it


class SuggestionKind(StrEnum):
    """What a suggestion leads to."""

    SEARCH = "search"  # a search for `text`
    PRODUCT = "product"
    PRODUCER = "producer"
    GROUP = "group"
    DISTRICT = "district"


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """One line: `text` with its diacritics; `slug` names what it leads to, None for a search."""

    kind: SuggestionKind
    text: str
    slug: str | None


class Suggestions(msgspec.Struct, frozen=True, kw_only=True):
    """At most `MOST` lines; `corrected`: what was looked up, where nothing begins as it was typed."""

    items: tuple[Suggestion, ...]
    corrected: str | None = None


async def suggest(session: AsyncSession, text: str, limit: int = MOST) -> Suggestions:
    """What the letters so far may become; only what is on sale. One statement, three where a slip is corrected."""
    found = await _lines(session, text, limit)
    if found or not search_words(text):
        return Suggestions(items=found)
    asked = await understand(session, text)
    if asked is None or asked.wider is None:
        return Suggestions(items=())
    corrected = asked.corrected("")
    found = await _lines(session, corrected, limit)
    return Suggestions(items=found, corrected=corrected if found else None)


async def _lines(session: AsyncSession, text: str, limit: int) -> tuple[Suggestion, ...]:
    words = search_words(text)
    if not words:
        return ()
    *before, last = words
    whole = [*before, f"{last}:*"] if len(last) >= _SEARCHED else before
    values = {
        "last": last,
        "phrase": " ".join(words),
        "finished": before,
        "begun": " & ".join(whole),
        "most": limit,
    }
    statement = _statement()
    rows = await fetch(session, statement.text, statement.arguments(values))
    written_so = {row["slug"]: row["shown"] for row in rows if row["kind"] == "typed"}
    searches = [
        Suggestion(kind=SuggestionKind.SEARCH, text=_together(before, row["shown"], row["slug"], written_so), slug=None)
        for row in rows
        if row["kind"] == "word"
    ]
    named = [_named(row["kind"], row["shown"], row["slug"]) for row in rows if row["kind"] in _NAMED]
    items = [_named(row["kind"], row["shown"], row["slug"]) for row in rows if row["kind"] == "product"]
    return _mixed(searches, named, items, limit)


def _together(before: list[str], last: str, beside: str, alone: dict[str, str]) -> str:
    """The words as the text they stand `beside` each other in writes them, else as each is written most often."""
    there = spelling_of(beside)
    words = [there.get(word, alone.get(word, word)) for word in before]
    return " ".join([*words, there.get(phrase_of(last), last)])


def _named(kind: str, shown: str, slug: str) -> Suggestion:
    return Suggestion(kind=SuggestionKind(kind), text=shown, slug=slug)


def _mixed(
    searches: list[Suggestion], named: list[Suggestion], items: list[Suggestion], limit: int
) -> tuple[Suggestion, ...]:
    """Some of each kind, what is left over filled up in the same order."""
    chosen = searches[:_WORDS] + named[:_NAMES]
    chosen += items[: max(limit - len(chosen), 0)]
    rest = searches[_WORDS:] + named[_NAMES:]
    chosen += rest[: max(limit - len(chosen), 0)]
    order = list(SuggestionKind)
    return tuple(sorted(chosen[:limit], key=lambda one: order.index(one.kind)))


@cache
def _statement() -> Statement:
    return written(
        sql("catalog/suggest").format(
            graded=spelled(Certificate, graded()), listable=spelled(Product, listable()), few=NARROW
        )
    )


_NAMED = {SuggestionKind.PRODUCER, SuggestionKind.GROUP, SuggestionKind.DISTRICT}
