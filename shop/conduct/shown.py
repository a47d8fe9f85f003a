"""Warnings as rooms show them, in both languages: one frame goes to readers of each."""

from collections.abc import Iterable
from datetime import date

import msgspec

from shop.conduct.rules import GoodsKind, warnings_on
from shop.core.i18n import say


class WarningSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A warning that stands in the room while such goods are pinned."""

    kind: GoodsKind
    vi: str
    en: str


def warnings_seen(day: date, kinds: Iterable[GoodsKind]) -> list[WarningSeen]:
    """The warnings of `day` (Hà Nội) for goods of `kinds`, each once."""
    return [
        WarningSeen(
            kind=one.kind, vi=say("vi", f"conduct.warning.{one.kind}"), en=say("en", f"conduct.warning.{one.kind}")
        )
        for one in warnings_on(day, kinds)
    ]
