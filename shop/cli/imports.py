"""`shop import products FILE --producer SLUG`: check a list of goods, then import it, in this process."""

import argparse
import asyncio
import sys
from pathlib import Path
from uuid import UUID

from shop.cli.import_shown import Bar, show_counts, show_problems
from shop.cli.settings import command_settings
from shop.core.db import Sessions, make_engine, make_sessions, short
from shop.core.errors import Refusal
from shop.core.i18n import Locale, knows, say
from shop.core.sheet_bounds import MOST_BYTES
from shop.listings.import_queries import count_problems, failure_of, import_of, problems_of
from shop.listings.import_request import import_checked, request_import, resume_import
from shop.listings.import_work import Progress, work_import
from shop.listings.models import ImportRun, ImportState
from shop.producers.models import Producer
from shop.producers.queries import producer_by_slug

OK, REFUSED, USAGE = 0, 1, 2
SHOWN, NOTES_SHOWN = 200, 10  # problems and notes printed


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare `products`."""
    what = parser.add_subparsers(dest="what", required=True)
    products = what.add_parser("products", help="a producer's goods from CSV or XLSX")
    products.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="the list; `shop export template` makes one"
    )
    products.add_argument("--producer", required=True, metavar="SLUG", help="whose goods they are")
    products.add_argument("--dry-run", action="store_true", help="check and report, write nothing")
    products.add_argument("--yes", action="store_true", help="import what the check lets through without asking")
    products.add_argument("--resume", type=UUID, metavar="RUN", help="go on with a run that was stopped")
    products.add_argument("--lang", choices=["vi", "en"], default="vi", help="language of the report")


def run(args: argparse.Namespace) -> int:
    """Import; 0 when every row was taken, 1 when some were refused, 2 when nothing could be begun."""
    if (args.file is None) == (args.resume is None):
        print("shop import products: name a file, or a run with --resume.", file=sys.stderr)
        return USAGE
    return asyncio.run(_run(args))


async def _run(args: argparse.Namespace) -> int:
    engine = make_engine(command_settings(), 3)
    try:
        return await import_products(make_sessions(engine), args)
    except Refusal as refusal:
        key = f"problem.{refusal.code}"
        print(say(args.lang, key, **refusal.facts) if knows(key) else refusal.code, file=sys.stderr)
        return USAGE
    finally:
        await engine.dispose()


async def import_products(sessions: Sessions, args: argparse.Namespace) -> int:
    """Check, ask, import; the exit code."""
    async with short(sessions) as session:
        producer = await producer_by_slug(session, args.producer)
    if producer is None:
        print(f"There is no producer {args.producer!r}.", file=sys.stderr)
        return USAGE
    if args.resume is not None:
        async with short(sessions) as session:
            await resume_import(session, producer.id, args.resume, None)
        return await _work(sessions, producer, args.resume, args.lang)
    content = _read(args.file)
    if content is None:
        return USAGE
    async with short(sessions) as session:
        asked = await request_import(
            session, producer.id, person_id=None, filename=args.file.name, content=content, dry_run=True
        )
    code = await _work(sessions, producer, asked.id, args.lang)
    if code == USAGE or args.dry_run or not _agreed(args.yes):
        return code
    async with short(sessions) as session:
        real = await import_checked(session, producer.id, asked.id, None)
    return await _work(sessions, producer, real, args.lang)


def _read(file: Path) -> bytes | None:
    try:
        if file.stat().st_size > MOST_BYTES:
            print(say("vi", "problem.sheet_too_big", megabytes=MOST_BYTES // 1_000_000), file=sys.stderr)
            return None
        return file.read_bytes()
    except OSError as error:
        print(f"{file}: {error.strerror}.", file=sys.stderr)
        return None


def _agreed(yes: bool) -> bool:
    if yes:
        return True
    if not sys.stdin.isatty():
        print("Nothing was imported. Say --yes to import what the check lets through.")
        return False
    return input("Import the rows that are in order? [y/N] ").strip().lower() in {"y", "yes", "c", "có"}


async def _work(sessions: Sessions, producer: Producer, run_id: UUID, locale: Locale) -> int:
    bar = Bar()
    try:
        progress = await work_import(sessions, run_id, told=bar.show)
    except asyncio.CancelledError:
        print(
            f"\nStopped. Go on with: shop import products --resume {run_id} --producer {producer.slug}", file=sys.stderr
        )
        raise
    bar.end()
    if progress is None:
        print("Another process works this run already.", file=sys.stderr)
        return USAGE
    async with short(sessions) as session:
        run = await import_of(session, producer.id, run_id)
        faults = await problems_of(session, run_id, locale, SHOWN, notes=False)
        notes = await problems_of(session, run_id, locale, NOTES_SHOWN, notes=True)
        left = await count_problems(session, run_id) - len(faults) - len(notes)
    return _report(run, progress, show_problems([*faults, *notes], left, locale), locale)


def _report(run: ImportRun, progress: Progress, problems: str, locale: Locale) -> int:
    failure = failure_of(run, locale)
    if failure is not None:
        print(failure, file=sys.stderr)
        return USAGE
    if problems:
        print(problems)
    print(show_counts(progress, run.dry_run, locale))
    if progress.state not in {ImportState.CHECKED, ImportState.DONE}:
        print(f"Stopped. Go on with --resume {run.id}.")
    return REFUSED if progress.refused else OK
