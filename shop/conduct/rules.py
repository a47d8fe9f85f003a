"""Which goods need which warning, and how a plain text is read. Pure."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

import msgspec

FRESH_DAYS = 7  # goods that keep for at most so long are shown with their warning
LONGEST_TEXT = 20_000  # characters of the rules in one language
HERBAL = "3"  # group of Decision 148/QĐ-TTg: medicinal materials and derived products


class GoodsKind(StrEnum):
    """What buyers have to be warned of."""

    SPIRITS = "spirits"
    HEALING = "healing"
    FRESH = "fresh"


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """The duty to warn of goods from a day on; its words are the messages `conduct.warning.<kind>`.

    `confirmed` goods are shown only while their advertising is confirmed by a paper. `source` says where the duty
    stands; what no text of law could be read for says so, and is to be confirmed.
    """

    kind: GoodsKind
    since: date
    source: str
    confirmed: bool = False


WARNINGS: tuple[Duty, ...] = (
    Duty(
        kind=GoodsKind.SPIRITS,
        since=date(2020, 1, 1),
        source="Luật 44/2019/QH14, Nghị định 24/2020/NĐ-CP (cần xác nhận điều khoản / article to be confirmed)",
    ),
    Duty(
        kind=GoodsKind.HEALING,
        since=date(2026, 7, 1),
        source="Luật 122/2025/QH15; Nghị định 15/2018/NĐ-CP (cần xác nhận điều khoản / article to be confirmed)",
        confirmed=True,
    ),
    Duty(
        kind=GoodsKind.FRESH,
        since=date(2024, 7, 1),
        source="Luật 19/2023/QH15, Điều 37 (cần xác nhận khoản / clause to be confirmed)",
    ),
)


def kinds_of(
    *, min_age: int | None, fresh: bool, shelf_life_days: int | None, group_code: str | None
) -> tuple[GoodsKind, ...]:
    """The kinds a product belongs to, by what its listing and the register say of it."""
    found = {
        GoodsKind.SPIRITS: min_age is not None,
        GoodsKind.HEALING: (group_code or "").partition(".")[0] == HERBAL,
        GoodsKind.FRESH: fresh or (shelf_life_days is not None and shelf_life_days <= FRESH_DAYS),
    }
    return tuple(kind for kind, is_so in found.items() if is_so)


def warnings_on(day: date, kinds: Iterable[GoodsKind]) -> list[Duty]:
    """What has to be shown on `day` for goods of `kinds`, each once."""
    wanted = set(kinds)
    return [warning for warning in WARNINGS if warning.kind in wanted and warning.since <= day]


def needs_confirmation(day: date, kinds: Iterable[GoodsKind]) -> bool:
    """Whether the advertising of such goods must be confirmed by a paper on `day`."""
    return any(warning.confirmed for warning in warnings_on(day, kinds))


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a text below one heading: paragraphs and lists in their order, each list whole."""

    heading: str
    blocks: tuple[tuple[str, ...] | str, ...]


def sections_of(text: str) -> tuple[Section, ...]:
    """Read a plain text; nothing in it is markup but `## ` and `- ` at the beginning of a line."""
    found: list[tuple[str, list[list[str] | str]]] = [("", [])]
    for raw in text.splitlines():
        line = raw.strip()
        blocks = found[-1][1]
        if line.startswith("## "):
            found.append((line[3:].strip(), []))
        elif line.startswith("- "):
            if blocks and isinstance(blocks[-1], list):
                blocks[-1].append(line[2:].strip())
            else:
                blocks.append([line[2:].strip()])
        elif line:
            blocks.append(line)
    return tuple(
        Section(heading=heading, blocks=tuple(tuple(one) if isinstance(one, list) else one for one in blocks))
        for heading, blocks in found
        if heading or blocks
    )
