"""`shop run`: everything on this machine under one supervisor."""

import argparse
from pathlib import Path

from config.settings import Settings, load_settings
from shop.broadcast.ffmpeg import find_ffmpeg
from shop.local.house import run_house
from shop.local.plan import ACCOUNTS_FILE, Plan, Process, Step

_SHOP = Path(__file__).parents[1]
_PROGRAM = ("-m", "shop.cli.main")
_DEMO_DAY = 20.0  # hours after which the demonstration's night market is laid out anew


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """There are no options: settings say everything."""
    parser.epilog = "Settings: SHOP_PORT, SHOP_DATA_DIR, SHOP_DEMO, SHOP_LIMITS and others; see docs/running.md."


def run(_args: argparse.Namespace) -> int:
    """Run until Ctrl-C."""
    settings = load_settings()
    return run_house(settings, shop_plan(settings))


def shop_plan(settings: Settings) -> Plan:
    """The steps and processes of a whole shop on one machine."""
    schema = (_SHOP / "migrations", *sorted(_SHOP.glob("*/sql")))
    samples = (*schema, _SHOP / "samples")
    migrate = Step("schema", "bringing the database to the newest schema", (*_PROGRAM, "db", "migrate"), schema)
    register = Step("register", "loading the register of products", (*_PROGRAM, "load", "register"), samples)
    demo = Step(
        "demo",
        "loading the register and the demonstration",
        (*_PROGRAM, "load", "demo", "--unless-purged", "--accounts-file", ACCOUNTS_FILE),  # in the data directory
        samples,
        refresh_hours=_DEMO_DAY,
    )
    steps = [migrate, demo if settings.demo else register]  # the demonstration brings the register with it
    return Plan(steps, [*_processes(), *_video(settings), *_simulcast(settings)])  # pages first: they are waited for


def _processes() -> list[Process]:
    return [
        Process("web", (*_PROGRAM, "web"), rank=0, stop_limit=15),
        Process("relay", (*_PROGRAM, "relay"), rank=1, stop_limit=10),
        Process("worker", _worker("worker", "money,live", 2), rank=2, stop_limit=20),
        Process("bulk", _worker("bulk", "bulk", 1), rank=2, stop_limit=20),
        Process("beat", (*_PROGRAM, "beat"), rank=2, stop_limit=5),
    ]


def _video(settings: Settings) -> list[Process]:
    """What takes publishers where the web process does not."""
    return [Process("video", (*_PROGRAM, "video"), rank=0, stop_limit=15)] if settings.video_apart else []


def _simulcast(settings: Settings) -> list[Process]:
    """What sends sessions on to other platforms, where there is the program for it."""
    if find_ffmpeg(settings) is None:
        return []
    return [Process("simulcast", (*_PROGRAM, "simulcast"), rank=1, stop_limit=10)]


def _worker(name: str, queues: str, concurrency: int) -> tuple[str, ...]:
    return (*_PROGRAM, "worker", "--name", name, "--queues", queues, "--concurrency", str(concurrency))
