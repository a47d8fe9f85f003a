"""The port among strangers: whatever they send, it stays small, quick and open to others."""

import asyncio
import contextlib
import random
import resource
import struct
import time

import pytest

from shop.video.rtmp.amf import write_values
from shop.video.rtmp.chunks import Kind, Message, write_message
from shop.video.rtmp.gate import Parting
from shop.video.rtmp.server import Doors
from tests.video.rtmp.filming import KEY, OneKey, open_port

HELLO = b"\x03" + bytes(1536)
AVC = bytes.fromhex("0142c00dffe1000c6742c00d95a0a0fcb011000003000100") + b"\x01\x00\x04\x68ce3c80"


def command(*values, stream=0):
    return write_message(Message(Kind.COMMAND, 0, stream, write_values(*values)), 3)


def opening(name=f"phien-2?{KEY}"):
    """All an encoder says until it sends its picture."""
    return (
        HELLO
        + bytes(1536)
        + command("connect", 1.0, {"app": "live", "tcUrl": "rtmp://127.0.0.1/live"})
        + command("createStream", 2.0, None)
        + command("publish", 3.0, None, name, "live", stream=1)
    )


async def hang_up(writer):
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()


async def told(port, data, *, wait=5.0):
    """What the port answers to `data` until it hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(data)
    answer = b""
    with contextlib.suppress(OSError):
        async with asyncio.timeout(wait):
            while piece := await reader.read(65536):
                answer += piece
    await hang_up(writer)
    return answer


async def test_right_key_is_welcomed_and_a_farewell_heard():
    gate = OneKey()

    async with open_port(gate) as port:
        answer = await told(port, opening() + command("deleteStream", 4.0, None, 1.0))
        kept = await gate.sink()

    assert b"NetStream.Publish.Start" in answer
    assert (kept.parting, kept.pieces) == (Parting.LEFT, [])


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\nHost: chomay.test\r\n\r\n",
        b"\x16\x03\x01\x02\x00" + bytes(600),
        b"\x06" + bytes(1536),  # RTMPE
        HELLO + bytes(1536) + b"\xff" * 100,
        HELLO + bytes(1536) + command("publish", 1.0, None, "phien-2"),  # before connect
        opening() + command("publish", 4.0, None, f"phien-2?{KEY}"),  # twice
        HELLO + bytes(1536) + command("connect", 1.0, {"app": "live"}) + command("_checkbw", 2.0, None) * 200,
        HELLO + bytes(1536) + command("connect", 1.0, {"app": "live"}) + command("play", 2.0, None, "phien-2"),
        HELLO + bytes(1536) + struct.pack(">B3s3sBI", 4, b"\0\0\0", b"\xff\xff\xff", 20, 0),  # a giant
    ],
)
async def test_who_is_no_publisher_is_hung_up_on_at_once(data):
    began = time.monotonic()

    async with open_port(OneKey(), last_word=0.2) as port:
        await told(port, data)

    assert time.monotonic() - began < 4


async def test_giant_message_of_a_publisher_ends_its_picture():
    gate = OneKey()
    giant = struct.pack(">B3s3sBI", 4, b"\0\0\0", (5 * 1024 * 1024).to_bytes(3, "big"), 9, 0x01000000)

    async with open_port(gate, last_word=0.2) as port:
        answer = await told(port, opening() + giant + bytes(128))
        kept = await gate.sink()

    assert kept.parting is Parting.BROKEN
    assert "Luồng hình không đọc được." in answer.decode(errors="replace")


@pytest.mark.parametrize("said", [b"", HELLO, HELLO + bytes(1000)])
async def test_who_never_publishes_is_hung_up_on(said):
    async with open_port(OneKey(), hello=0.3, look=0.1) as port:
        began = time.monotonic()
        await told(port, said)
        took = time.monotonic() - began

    assert took < 3


async def test_picture_that_only_trickles_is_given_up():
    gate = OneKey()

    async with open_port(gate, silence=0.5, picture=1.0, look=0.1) as port:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(opening())
        kept = await asyncio.wait_for(gate.sinks.get(), 10)
        done = asyncio.create_task(kept.done.wait())
        with contextlib.suppress(OSError):
            while not done.done():
                writer.write(b"\x04")
                await writer.drain()
                await asyncio.wait({done}, timeout=0.1)
        await done
        await hang_up(writer)

    assert kept.parting in {Parting.LOST, Parting.BROKEN}


async def test_publisher_that_falls_silent_is_lost():
    gate = OneKey()

    async with open_port(gate, silence=0.3, look=0.1) as port:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(opening())
        kept = await gate.sink()
        await hang_up(writer)

    assert kept.parting is Parting.LOST


async def test_port_that_closes_ends_every_picture_once():
    gate = OneKey()

    async with open_port(gate) as port:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(opening())
        kept = await asyncio.wait_for(gate.sinks.get(), 10)
    await hang_up(writer)

    assert kept.parting is Parting.LOST


async def test_only_so_many_come_in_from_one_address():
    gate = OneKey()

    async with open_port(gate, doors=Doors(of_address=1)) as port:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(opening())
        await asyncio.wait_for(gate.sinks.get(), 10)
        answer = await told(port, opening())
        await hang_up(writer)

    assert answer == b""


async def test_seeded_strangers_neither_stop_it_nor_make_it_grow():
    rng, gate = random.Random(20), OneKey()
    picture = write_message(Message(Kind.PICTURE, 40, 1, b"\x17\x00\x00\x00\x00" + AVC), 4)
    whole = opening() + picture + write_message(Message(Kind.PICTURE, 80, 1, b"\x17\x01\x00\x00\x00" + bytes(900)), 4)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.monotonic()

    async with open_port(gate, last_word=0.05) as port:
        for _ in range(150):
            bent = bytearray(whole)
            for _ in range(rng.randint(1, 12)):
                bent[rng.randrange(3073, len(bent))] = rng.randrange(256)
            await told(port, bytes(bent[: rng.randint(3000, len(bent))]), wait=0.05)
        answer = await told(port, opening() + command("deleteStream", 4.0, None, 1.0))

    assert b"NetStream.Publish.Start" in answer  # it still serves
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024  # kB
    assert time.monotonic() - began < 60
