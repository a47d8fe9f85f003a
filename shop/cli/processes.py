"""`shop web|rooms|video|relay|simulcast|worker|beat`: each process of a shop, in the foreground until asked to stop."""

import argparse
import asyncio
import gc
import importlib
import logging
import signal
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Protocol, cast

import uvicorn
import uvloop

from config.logging import configure_logging
from config.settings import Settings
from shop.cli.settings import command_settings
from shop.core.request_id import current_request_id
from shop.local.process import raise_file_limit

DRAIN_SECONDS = 8  # how long open requests may take to end after the web process was asked to stop
LARGEST_MESSAGE = 8 * 1024 * 1024  # bytes of one message on a socket that is spoken to
BACKLOG = 2048  # connections the system may keep waiting for us
QUEUES = "money,live,bulk"
_NEW_OBJECTS = 20_000  # containers made and still alive, before garbage is looked for
_SERVED = {"web": "shop.app", "rooms": "shop.tier", "video": "shop.video_tier"}  # what serves HTTP, and its program
_LOOPS = {"relay": ("workers.relay", "run_relay"), "simulcast": ("workers.simulcast", "run_simulcast")}  # until stopped
CHATTY = ("celery.beat", "celery.worker.strategy", "celery.app.trace")  # a line for every task that goes well


class _CeleryApp(Protocol):
    """The door of a Celery application used here."""

    conf: Any

    def start(self, argv: list[str]) -> None: ...


class _Sockets(Protocol):
    """What opens sockets beside the application."""

    def open_protocol(self, **given: object) -> asyncio.Protocol: ...


class _Program(Protocol):
    """What `shop.app` makes: the application, its sockets, and how what is endless is ended."""

    @property
    def app(self) -> Callable[..., Any]: ...
    @property
    def sockets(self) -> _Sockets: ...
    @property
    def drain(self) -> Callable[[], Awaitable[None]]: ...


class _Server(uvicorn.Server):
    """Ends streams before it waits for open connections: it would wait for them until the limit."""

    def __init__(self, config: uvicorn.Config, drain: Callable[[], Awaitable[None]]) -> None:
        super().__init__(config)
        self._drain = drain

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening is the parent's first act; streams end a moment before, and new ones are refused."""
        await self._drain()
        await super().shutdown(sockets)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the asked process."""
    if parser.get_default("command") == "worker":
        parser.add_argument("--queues", default=QUEUES, help=f"comma separated (default: {QUEUES})")
        parser.add_argument("--concurrency", type=int, default=1, help="tasks at a time (default: 1)")
        parser.add_argument("--name", default="worker", help="name in logs, before the @ of the host")


def run(args: argparse.Namespace) -> int:
    """Be the asked process until SIGTERM. What it loads stays to its end: nothing looks for garbage in it."""
    gc.disable()  # until all is loaded: a quarter of the time until the first answer
    settings = command_settings()
    name = args.name if args.command == "worker" else args.command
    configure_logging(settings, name, current_request_id)
    if settings.log_level == "info":
        for logger in CHATTY:
            logging.getLogger(logger).setLevel(logging.WARNING)
    if args.command in _SERVED:
        port = settings.video_port if args.command == "video" else settings.port
        return _serve(settings, _SERVED[args.command], port)
    if args.command in _LOOPS:
        return _loop(settings, *_LOOPS[args.command])
    if args.command == "worker":
        return _work(settings, name, args.queues, args.concurrency)
    return _beat(settings)


def _serve(settings: Settings, module: str, port: int) -> int:
    raise_file_limit()  # each viewer of a room is an open file
    create_program = cast("Callable[[Settings], _Program]", _load(module, "create_program"))
    program = create_program(settings)
    keep_loaded()
    config = uvicorn.Config(
        program.app,
        host=settings.host,
        port=port,
        loop="uvloop",
        http="httptools",
        ws=cast("type[asyncio.Protocol]", program.sockets.open_protocol),
        ws_max_size=LARGEST_MESSAGE,
        ws_per_message_deflate=False,  # pictures are packed already
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=False,
        backlog=BACKLOG,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )
    server = _Server(config, program.drain)
    server.run()
    return 0 if server.started else 1


def _loop(settings: Settings, module: str, name: str) -> int:
    run_loop = cast("Callable[[Settings, asyncio.Event], Awaitable[None]]", _load(module, name))
    keep_loaded()

    async def until_stopped() -> None:
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        await run_loop(settings, stop)

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(until_stopped())
    return 0


def _work(settings: Settings, name: str, queues: str, concurrency: int) -> int:
    _celery().start(
        [
            "--quiet",
            "worker",
            "--queues", queues,
            "--concurrency", str(concurrency),
            "--hostname", f"{name}@%h",
            "--loglevel", settings.log_level,
            "--without-gossip",
            "--without-mingle",
        ]
    )  # fmt: skip
    return 0


def _beat(settings: Settings) -> int:
    folder = Path(settings.data_dir) / "beat"
    folder.mkdir(parents=True, exist_ok=True)
    celery = _celery()
    celery.conf.include = ()  # beat sends tasks by their names and never runs one: half its memory
    keep_loaded()
    celery.start(
        ["--quiet", "beat", "--schedule", str(folder / "schedule"), "--pidfile", "", "--loglevel", settings.log_level]
    )
    return 0


def keep_loaded() -> None:
    """Set what is loaded aside from the search for garbage, and let that search begin.

    It looks rarely: a crowd's requests are alive at once, and looking at them all for each 700 new objects took a
    fifth of a web process's time. What dies without a cycle never waits for it.
    """
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)
    gc.enable()


def _celery() -> _CeleryApp:
    return cast("_CeleryApp", _load("workers.app", "celery"))


def _load(module: str, name: str) -> object:
    """Import late: each process loads its own part of the shop and nothing else."""
    return cast("object", getattr(importlib.import_module(module), name))
