"""The whole record of a session for the authority: a ZIP of tables, each with its SHA-256 sum."""

import hashlib
import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.masks import mask_phones
from shop.core.sheets import csv_bytes
from shop.markets.models import LiveSession
from shop.markets.queries import Stall, stall_by_slug
from shop.oversight.dossier_rows import (
    ban_rows,
    comment_rows,
    complaint_rows,
    line_up_rows,
    order_rows,
    pin_rows,
    session_facts,
    stock_rows,
)

SUMS = "SHA256SUMS"


class Dossier(msgspec.Struct, frozen=True):
    """A file: its name and what is in it."""

    name: str
    content: bytes


class Table(NamedTuple):
    """A file of rows."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[object]]


async def make_dossier(
    session: AsyncSession, officer_id: object, slug: str, recordings: Table, *, phones: bool = False
) -> Dossier:
    """Gather the record of a session; that it was taken is written in the audit log.

    What names its `recordings` is gathered above, where those are kept.

    Telephone numbers are covered (Law 91/2025/QH15: no more than is needed), unless the paper of the authority asks
    for them, which `phones` says.

    Raises:
        SessionUnknown: no session has this address.
    """
    stall = await stall_by_slug(session, slug)
    files = await _files(session, stall, phones=phones)
    files[recordings.name] = csv_bytes(recordings.header, recordings.rows)
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items())
    record_act(session, str(officer_id), "oversight.dossier", slug, phones=phones)
    moment = await now(session)
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**files, SUMS: sums.encode()}.items():
            archive.writestr(zipfile.ZipInfo(name, moment.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return Dossier(f"ho-so-{slug}.zip", target.getvalue())


async def _files(session: AsyncSession, stall: Stall, *, phones: bool) -> dict[str, bytes]:
    live: LiveSession = stall.live

    def told(rows: Sequence[Sequence[object]]) -> list[list[object]]:
        return [[cell if phones or not isinstance(cell, str) else mask_phones(cell) for cell in row] for row in rows]

    facts = await session_facts(session, stall)
    tables = {
        "danh-muc.csv": (("code", "product", "variant", "list_price"), await line_up_rows(session, live)),
        "ghim-va-gia.csv": (
            ("variant", "price", "quota", "pinned_at", "unpinned_at", "why"),
            await pin_rows(session, live),
        ),
        "tro-chuyen.csv": (
            ("at", "name", "text", "order", "shadow", "hidden_at", "hidden_why", "claims"),
            await comment_rows(session, live),
        ),
        "cam-noi.csv": (("at", "name", "kind", "until", "lifted_at", "why"), await ban_rows(session, live)),
        "don-hang.csv": (("at", "code", "status", "total"), await order_rows(session, live)),
        "kho.csv": (("at", "variant", "kind", "on_hand", "held", "reason"), await stock_rows(session, live)),
        "khieu-nai.csv": (
            ("at", "code", "kind", "state", "words", "answer", "measures"),
            await complaint_rows(session, live),
        ),
    }
    return {"phien.json": msgspec.json.format(msgspec.json.encode(facts))} | {
        name: csv_bytes(header, told(rows)) for name, (header, rows) in tables.items()
    }
