"""`shop draw verify`: compute a published lucky draw again; needs no settings, no servers."""

import argparse
import sys
from pathlib import Path

import msgspec

from shop.games.rules import DrawProof, Verdict, verify

WRONG, UNREADABLE = 1, 2
_SAID = {
    Verdict.RIGHT: "The winners follow from the seed, and the seed hashes to the commitment.",
    Verdict.NOT_DRAWN: "Not drawn yet: the seed is still sealed.",
    Verdict.SEED_WRONG: "WRONG: the seed does not hash to the commitment.",
    Verdict.WINNERS_WRONG: "WRONG: other tickets win with this seed.",
    Verdict.ENTRIES_WRONG: "WRONG: a ticket stands there twice, or is none.",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare `verify`."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    one = verbs.add_parser("verify", help="compute a draw again from its data (GET /api/v1/draws/{code})")
    one.add_argument("file", type=Path, metavar="FILE.json", help="the published data of the draw")


def run(args: argparse.Namespace) -> int:
    """Print the verdict: 0 when it is right, 1 when not, 2 when the file cannot be read."""
    try:
        proof = msgspec.json.decode(args.file.read_bytes(), type=DrawProof)
    except (OSError, msgspec.MsgspecError) as error:
        print(f"shop draw verify: {error}.", file=sys.stderr)
        return UNREADABLE
    verdict = verify(proof)
    print(f"{proof.code}: {len(proof.entries)} entries, {len(proof.won)} winners. {_SAID[verdict]}")
    for rank, ticket in enumerate(proof.won, 1):
        print(f"{rank:>3}  {ticket}")
    return 0 if verdict is Verdict.RIGHT else WRONG
