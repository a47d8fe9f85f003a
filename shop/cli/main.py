"""The program `shop`: finds the family of the asked command, imports only that one, and runs it."""

import argparse
import importlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from config.settings import SettingsError
from shop.local.errors import LocalError

USAGE_ERROR = 2
INTERRUPTED = 130


class _FamilyModule(Protocol):
    """What a family's module offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...
    def run(self, args: argparse.Namespace) -> int: ...


@dataclass(frozen=True)
class Family:
    """Where one word after `shop` is implemented. `run` gets the word as `args.command`."""

    module: str
    purpose: str


FAMILIES: dict[str, Family] = {
    "run": Family("shop.cli.run", "start everything under one supervisor"),
    "web": Family("shop.cli.processes", "serve pages and the API"),
    "rooms": Family("shop.cli.processes", "serve rooms alone: their sockets and events"),
    "video": Family("shop.cli.processes", "take publishers and serve the fast mode alone"),
    "relay": Family("shop.cli.processes", "carry events from the outbox to workers and rooms"),
    "simulcast": Family("shop.cli.processes", "send sessions on to other platforms (needs ffmpeg)"),
    "worker": Family("shop.cli.processes", "work the given queues"),
    "beat": Family("shop.cli.processes", "start periodic work"),
    "db": Family("shop.cli.db", "migrate the database, check it against the code"),
    "load": Family("shop.cli.load", "load the register, or the demonstration"),
    "demo": Family("shop.cli.demo", "remove the demonstration"),
    "stock": Family("shop.cli.stock", "receive stock"),
    "import": Family("shop.cli.imports", "import a producer's goods from CSV or XLSX"),
    "export": Family("shop.cli.export", "write a producer's goods, or the empty list, to a file"),
    "audit": Family("shop.cli.audit", "prove that ledgers, holds and money agree"),
    "comments": Family("shop.cli.comments", "say what comments of a live sale mean"),
    "draw": Family("shop.cli.draw", "compute a published lucky draw again"),
    "vietqr": Family("shop.cli.vietqr", "print the string of a VietQR transfer"),
    "reconcile": Family("shop.cli.reconcile", "compare our books of money with Stripe's"),
    "outbox": Family("shop.cli.outbox", "look at events that wait or failed"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; errors a person can mend are one sentence on stderr."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] not in FAMILIES:
        return _explain(words)
    try:
        return _dispatch(words[0], words[1:])
    except SettingsError as error:
        print(f"shop: {error}", file=sys.stderr)
        return USAGE_ERROR
    except LocalError as error:
        print(f"shop: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def _dispatch(name: str, words: Sequence[str]) -> int:
    family = FAMILIES[name]
    module = cast("_FamilyModule", importlib.import_module(family.module))
    parser = argparse.ArgumentParser(prog=f"shop {name}", description=_sentence(family.purpose))
    parser.set_defaults(command=name)
    module.add_arguments(parser)
    return module.run(parser.parse_args(words))


def _explain(words: Sequence[str]) -> int:
    lines = ["usage: shop COMMAND …", ""]
    lines += [f"  {name:<10}{family.purpose}" for name, family in FAMILIES.items()]
    lines += ["", "shop COMMAND --help says more."]
    asked_for_help = bool(words) and words[0] in {"-h", "--help", "help"}
    if words and not asked_for_help:
        lines.insert(0, f"shop: there is no command {words[0]!r}.")
    print("\n".join(lines), file=sys.stdout if asked_for_help else sys.stderr)
    return 0 if asked_for_help else USAGE_ERROR


def _sentence(purpose: str) -> str:
    return f"{purpose[0].upper()}{purpose[1:]}."


if __name__ == "__main__":
    sys.exit(main())
