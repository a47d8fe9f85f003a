"""Sockets from a real server: who gets one, what they hear, and how those who misbehave are sent away."""

import asyncio
import json

import httpx
import pytest

from shop.rooms.token import make_token
from tests.conftest import SECRET
from tests.rooms.viewer import masked, viewing


async def test_everybody_in_the_room_hears_the_same_bytes(house):
    async with house.enter() as one, house.enter() as two:
        await house.tell('{"gốm": 1}'.encode())
        heard = [await one.frame(), await two.frame()]

    assert heard == [(1, '{"gốm": 1}'.encode())] * 2
    assert house.subjects == [("hoa", "h1")] * 2


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536])
async def test_frame_of_any_length_arrives_whole(house, size):
    async with house.enter() as viewer:
        await house.tell(b"a" * size)
        heard = await viewer.frame()

    assert heard == (1, b"a" * size)


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        ({"origin": "https://evil.example"}, 403, "cross_site"),
        ({"origin": ""}, 403, "cross_site"),
        ({"origin": "null"}, 403, "cross_site"),
        ({"Host": "evil.example"}, 421, "bad_host"),
        ({"Sec_WebSocket_Version": "8"}, 400, "bad_request"),
        ({"Sec_WebSocket_Key": "short"}, 400, "bad_request"),
        ({"Sec_WebSocket_Key": ""}, 400, "bad_request"),
    ],
)
async def test_handshake_of_strangers_is_refused_in_words(house, said, status, code):
    async with house.enter(**said) as viewer:
        pass

    problem = json.loads(viewer.body)
    assert (viewer.status, problem["status"], problem["code"]) == (status, status, code)
    assert viewer.headers["content-type"] == "application/problem+json"
    assert house.doorway.turnstile.inside == 0


@pytest.mark.parametrize(
    "token",
    [
        "",
        "h1",
        "h1.9999999999.x",
        "h1.99999999999999999999.x",
        make_token("another secret, as long as one must be", "hoa", "h1"),
        make_token(SECRET, "another-room", "h1"),
        make_token(SECRET, "hoa", "h1").replace("h1.", "h2.", 1),
        make_token(SECRET, "hoa", "h1") + "A",
        "%C3%A9" * 20,
        "A" * 5000,
    ],
    ids=lambda _: "",  # tokens tell the time: each test process would call its tests otherwise
)
async def test_without_a_token_of_this_room_there_is_no_socket(house, token):
    async with house.enter(house.address(token)) as viewer:
        pass

    assert (viewer.status, json.loads(viewer.body)["code"]) == (403, "room_token_invalid")


async def test_full_house_and_a_full_address_say_when_to_come_back(open_house):
    async with open_house(most=2) as house, house.enter(), house.enter(), house.enter() as third:
        pass
    async with open_house(limits=True, room_sockets_of_address=1) as house, house.enter(), house.enter() as second:
        pass

    assert (third.status, third.headers["retry-after"]) == (503, "5")
    assert (second.status, second.headers["retry-after"]) == (429, "5")


async def test_who_leaves_makes_room_for_another(open_house):
    async with open_house(most=1) as house:
        async with house.enter() as first:
            assert first.status == 101
        await house.emptied()
        async with house.enter() as second:
            pass

    assert second.status == 101


async def test_giant_frame_closes_before_it_is_read(house):
    async with house.enter() as viewer:
        await viewer.send(b"\x82\xff" + (64 * 1024 * 1024).to_bytes(8, "big") + b"\x01\x02\x03\x04" + b"x" * 1000)
        closing = await viewer.closing()
        await house.emptied()

    assert closing == 1008


async def test_flood_of_small_frames_closes(house):
    async with house.enter() as viewer:
        await viewer.send(masked(1, b"hi") * 10_000)
        closing = await viewer.closing()
        await house.emptied()

    assert closing in {1008, None}  # None: the connection was reset under the flood before it was read


async def test_few_small_frames_are_borne_and_a_ping_is_answered(house):
    async with house.enter() as viewer:
        for opcode in (1, 2, 10):
            await viewer.send(masked(opcode, b"hi"))
        await viewer.send(masked(9, b"are you there?"))
        pong = await viewer.frame()
        await house.tell(b"{}")
        heard = await viewer.frame()

    assert pong == (10, b"are you there?")
    assert heard == (1, b"{}")


async def test_frame_that_comes_byte_by_byte_is_one_frame(house):
    async with house.enter() as viewer:
        for byte in masked(9, b"slow"):
            await viewer.send(bytes((byte,)))
            await asyncio.sleep(0)  # the server reads it meanwhile
        pong = await viewer.frame()

    assert pong == (10, b"slow")


@pytest.mark.parametrize("data", [b"\x81\x02hi", b"\xc1\x80\x01\x02\x03\x04", b"\x83\x80\x01\x02\x03\x04"])
async def test_what_is_no_frame_of_a_viewer_closes(house, data):
    async with house.enter() as viewer:
        await viewer.send(data)
        closing = await viewer.closing()

    assert closing == 1002


async def test_viewer_says_farewell(house):
    async with house.enter() as viewer:
        await viewer.send(masked(8, (1000).to_bytes(2, "big")))
        closing = await viewer.closing()
        await house.emptied()

    assert closing == 1000


async def test_viewer_who_never_reads_is_cut_and_others_hear_everything(house):
    async with house.enter() as stuck, house.enter() as well:
        stuck.reader._transport.pause_reading()
        heard = 0
        while len(house.inside) == 2:
            await house.tell(b"x" * 60_000)
            heard += len(await well.text()) == 60_000
            assert heard < 1000, "as much as that cannot lie in buffers"
        inside = len(house.inside)

    assert inside == 1
    assert heard > 0


async def test_who_is_sent_away_hears_why_and_is_gone(house):
    async with house.enter() as viewer:
        for listener in list(house.inside):
            listener.end()
            listener.end()
        closing = await viewer.closing()
        await house.emptied()

    assert closing == 1001


async def test_other_addresses_are_not_rooms(house):
    async with viewing(house.port, "/somewhere/else") as viewer:
        pass
    async with httpx.AsyncClient() as client:
        reply = await client.get(f"http://127.0.0.1:{house.port}/rooms/hoa/socket")

    assert (viewer.status, json.loads(viewer.body)["code"]) == (404, "not_found")
    assert reply.text == "ok"  # without the wish for a socket it is the application's


class Echo(asyncio.Protocol):
    """A protocol of somebody else on the same port."""

    def __init__(self, **given):
        self.transport = None

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        opened = data.startswith(b"GET")
        self.transport.write(b"HTTP/1.1 101 Yours\r\n\r\n" if opened else data)


async def test_other_addresses_go_to_the_normal_protocol(open_house):
    async with open_house(normal=Echo) as house, viewing(house.port, "/upload") as other, house.enter() as viewer:
        await other.send(b"\x82\x02ab")
        echoed = await other.frame()

    assert (other.status, echoed) == (101, (2, b"ab"))
    assert viewer.status == 101
