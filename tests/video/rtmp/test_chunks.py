"""The chunk stream: messages come out as they went in, and its bounds hold."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.video.errors import MediaBroken
from shop.video.rtmp.chunks import ChunkReader, Kind, Message, write_message

BODIES = st.binary(max_size=700)
TALKS = st.lists(st.tuples(st.sampled_from([8, 9, 18, 20]), st.integers(0, 0xFFFFFE), BODIES), max_size=6)


def first(channel, body, *, time=0, kind=9, size=None):
    """The first chunk of a message."""
    size = len(body) if size is None else size
    return struct.pack(">B3s3sBI", channel, time.to_bytes(3, "big"), size.to_bytes(3, "big"), kind, 0x01000000) + body


@given(TALKS, st.integers(1, 50))
def test_messages_come_out_as_they_went_in_however_they_are_cut(talk, cut):
    said = [Message(kind, time, 1, body) for kind, time, body in talk]
    data = b"".join(write_message(message, 4) for message in said)
    reader = ChunkReader(4096)

    heard = [message for at in range(0, len(data), cut) for message in reader.feed(data[at : at + cut])]

    assert heard == said


@given(st.lists(st.binary(max_size=200), max_size=5))
def test_bytes_of_strangers_are_read_or_refused(pieces):
    reader = ChunkReader(4096)
    try:
        for piece in pieces:
            list(reader.feed(piece))
    except MediaBroken:
        return


def test_later_headers_leave_out_what_stays_the_same():
    sized = b"\x44" + (40).to_bytes(3, "big") + (2).to_bytes(3, "big") + b"\x08" + b"bb"
    timed = b"\x84" + (30).to_bytes(3, "big") + b"cc"
    reader = ChunkReader(4096)

    heard = list(reader.feed(first(4, b"aaaa", time=1000) + sized + timed + b"\xc4dd"))

    assert heard == [
        Message(9, 1000, 1, b"aaaa"),
        Message(8, 1040, 1, b"bb"),
        Message(8, 1070, 1, b"cc"),
        Message(8, 1100, 1, b"dd"),
    ]


@pytest.mark.parametrize("repeats", [True, False])
def test_times_beyond_four_hours_stand_behind_the_header(repeats):
    late = struct.pack(">I", 20_000_000)
    data = first(4, late + b"a" * 128, time=0xFFFFFF, size=134)
    reader = ChunkReader(4096)

    heard = list(reader.feed(data + b"\xc4" + (late if repeats else b"") + b"zz-end"))

    assert heard == [Message(9, 20_000_000, 1, b"a" * 128 + b"zz-end")]


def test_messages_of_two_chunk_streams_are_told_apart():
    sound, picture = first(4, b"s" * 128, kind=8, size=130), first(70 & 0x3F, b"p" * 128, size=129)
    reader = ChunkReader(4096)

    heard = list(reader.feed(sound + picture + b"\xc4ss" + b"\xc6p"))

    assert [(one.kind, one.body) for one in heard] == [(8, b"s" * 130), (9, b"p" * 129)]


def test_chunk_streams_with_long_numbers_are_read():
    data = b"\x00" + b"\x06" + first(0, b"a" * 128, size=200)[1:] + b"\xc0\x06" + b"b" * 72
    reader = ChunkReader(4096)

    heard = list(reader.feed(data))

    assert [len(one.body) for one in heard] == [200]


def test_publisher_may_choose_the_size_of_its_chunks():
    size = write_message(Message(Kind.CHUNK_SIZE, 0, 0, struct.pack(">I", 4000)), 2)
    reader = ChunkReader(8192)

    heard = list(reader.feed(size + first(4, b"a" * 3000)))

    assert [len(one.body) for one in heard] == [3000]


def test_message_that_is_given_up_is_forgotten():
    give_up = write_message(Message(Kind.ABORT, 0, 0, struct.pack(">I", 4)), 2)
    reader = ChunkReader(4096)

    heard = list(reader.feed(first(4, b"a" * 128, size=300) + give_up + first(4, b"whole")))

    assert [one.body for one in heard] == [b"whole"]


@pytest.mark.parametrize(
    "data",
    [
        first(4, b"a" * 128, size=0xFFFFFF),  # a giant
        b"".join(first(4 + each, b"a" * 128, size=4000) for each in range(40)),  # too many channels
        first(4, b"a" * 128, size=4000) + first(4, b"a"),  # a message within a message
        b"\xc4",  # goes on with what never began
        write_message(Message(Kind.CHUNK_SIZE, 0, 0, struct.pack(">I", 0)), 2),
        write_message(Message(Kind.CHUNK_SIZE, 0, 0, b"\x01"), 2),
    ],
)
def test_what_breaks_a_bound_is_refused(data):
    with pytest.raises(MediaBroken):
        list(ChunkReader(4096).feed(data))


def test_what_is_unfinished_is_bounded_over_all_channels():
    reader = ChunkReader(4096)
    began = b"".join(first(channel, b"a" * 128, size=4000) for channel in range(4, 30))
    list(reader.feed(began))

    with pytest.raises(MediaBroken):
        list(reader.feed(b"".join(bytes((0xC0 + channel,)) + b"a" * 128 for channel in range(4, 30))))
