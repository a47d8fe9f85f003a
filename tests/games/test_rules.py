"""What is pure: winners from a seed, the verdict on published draws, the answers of a poll, and the command."""

import hashlib
import hmac

import msgspec
import pytest

from shop.cli.main import main
from shop.games.rules import DrawProof, EntryShown, Verdict, commitment_of, read_options, seal, verify, winners_of

SEED = bytes(range(32))
TICKETS = [f"VE-{number:04}-AAAA" for number in range(40)]


def proof(**changed):
    made = DrawProof(
        code="QT-7F3K-92PM",
        prize="Một bộ ấm chén",
        winners=3,
        commitment=commitment_of(SEED).hex(),
        seed=SEED.hex(),
        entries=[EntryShown(ticket, "Ngọc L.") for ticket in TICKETS],
        won=winners_of(SEED, TICKETS, 3),
    )
    return msgspec.structs.replace(made, **changed)


def test_winners_have_the_smallest_numbers():
    smallest = sorted(TICKETS, key=lambda ticket: hmac.new(SEED, ticket.encode(), hashlib.sha256).hexdigest())

    assert winners_of(SEED, TICKETS, 3) == smallest[:3]


def test_the_order_of_entries_says_nothing():
    assert winners_of(SEED, TICKETS[::-1], 3) == winners_of(SEED, TICKETS, 3)


def test_fewer_entries_than_prizes_all_win():
    assert sorted(winners_of(SEED, TICKETS[:2], 5)) == TICKETS[:2]


def test_every_ticket_wins_about_as_often():
    wins = dict.fromkeys(TICKETS, 0)
    for number in range(4000):
        wins[winners_of(number.to_bytes(32, "big"), TICKETS, 1)[0]] += 1

    assert min(wins.values()) > 55
    assert max(wins.values()) < 155


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        ({}, Verdict.RIGHT),
        ({"seed": None}, Verdict.NOT_DRAWN),
        ({"seed": "00" * 32}, Verdict.SEED_WRONG),
        ({"seed": "not hex"}, Verdict.SEED_WRONG),
        ({"won": TICKETS[:3]}, Verdict.WINNERS_WRONG),
        ({"winners": 2}, Verdict.WINNERS_WRONG),
        ({"entries": [EntryShown(TICKETS[0], "")] * 2}, Verdict.ENTRIES_WRONG),
        ({"entries": [EntryShown("vé", "")]}, Verdict.ENTRIES_WRONG),
    ],
    ids=["right", "not drawn", "other seed", "no seed", "other winners", "fewer prizes", "twice", "no ticket"],
)
def test_verdict(changed, verdict):
    assert verify(proof(**changed)) is verdict


@pytest.mark.parametrize(("changed", "code"), [({}, 0), ({"won": TICKETS[:3]}, 1)], ids=["right", "wrong"])
def test_command_says_the_verdict(tmp_path, capsys, changed, code):
    file = tmp_path / "draw.json"
    file.write_bytes(msgspec.json.encode(proof(**changed)))

    assert main(["draw", "verify", str(file)]) == code
    assert ("WRONG" in capsys.readouterr().out) is bool(code)


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]"], ids=["empty", "nothing", "a list"])
def test_command_refuses_what_is_no_draw(tmp_path, capsys, content):
    file = tmp_path / "draw.json"
    file.write_bytes(content)

    assert main(["draw", "verify", str(file)]) == 2
    assert "shop draw verify" in capsys.readouterr().err


def test_sealing_twice_gives_the_seed_back():
    pad = hashlib.sha256(b"pad").digest()

    assert seal(seal(SEED, pad), pad) == SEED
    assert seal(SEED, pad) != SEED


def test_blank_answers_are_left_out():
    assert read_options([" Xanh ", "", "Trắng"]) == ["Xanh", "Trắng"]
    assert read_options(["Xanh"]) is None
    assert read_options([str(number) for number in range(7)]) is None
