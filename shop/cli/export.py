"""`shop export products|template`: a producer's goods as a file that can be changed and imported again."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from shop.cli.settings import command_settings
from shop.core.db import make_engine, make_sessions, short
from shop.core.sheets import csv_bytes, xlsx_bytes
from shop.listings.export_listings import export_rows
from shop.listings.import_columns import example, headings
from shop.producers.queries import producer_by_slug

USAGE = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what can be exported."""
    what = parser.add_subparsers(dest="what", required=True)
    products = what.add_parser("products", help="all goods of a producer")
    products.add_argument("--producer", required=True, metavar="SLUG", help="whose goods")
    template = what.add_parser("template", help="the empty list for `shop import products`")
    for one in (products, template):
        one.add_argument("--out", required=True, type=Path, metavar="FILE.csv|FILE.xlsx", help="where to write it")


def run(args: argparse.Namespace) -> int:
    """Write the file; 2 when its name says neither CSV nor XLSX, 1 when there is no such producer."""
    if args.out.suffix.lower() not in {".csv", ".xlsx"}:
        print("shop export: the file's name must end in .csv or .xlsx.", file=sys.stderr)
        return USAGE
    if args.what == "template":
        return _write(args.out, "Mẫu nhập", [example()])
    return asyncio.run(_products(args.producer, args.out))


async def _products(slug: str, out: Path) -> int:
    engine = make_engine(command_settings(), 1)
    try:
        async with short(make_sessions(engine)) as session:
            producer = await producer_by_slug(session, slug)
            rows = await export_rows(session, producer.id) if producer else []
    finally:
        await engine.dispose()
    if producer is None:
        print(f"There is no producer {slug!r}.", file=sys.stderr)
        return 1
    return _write(out, producer.name, rows)


def _write(out: Path, title: str, rows: Sequence[Sequence[object]]) -> int:
    csv = out.suffix.lower() == ".csv"
    out.write_bytes(csv_bytes(headings(), rows) if csv else xlsx_bytes(title, headings(), rows))
    print(f"{out}: {len(rows)} rows.")
    return 0
