"""AMF 0: what is written is read again, and nothing that comes is believed."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.video.errors import MediaBroken
from shop.video.rtmp.amf import read_values, write_values
from shop.video.rtmp.commands import read_command

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
PLAIN = st.none() | st.booleans() | st.floats(allow_nan=False) | TEXT
VALUES = st.recursive(PLAIN, lambda inner: st.dictionaries(TEXT, inner, max_size=4), max_leaves=12)


@given(st.lists(VALUES, max_size=5))
def test_what_is_written_is_read_again(values):
    read = read_values(write_values(*values))

    assert read == values


@given(st.binary(max_size=400))
def test_bytes_of_strangers_are_read_or_refused(data):
    try:
        read_values(data)
    except MediaBroken:
        return


@pytest.mark.parametrize(
    "data",
    [
        b"\x03\x00\x01a" * 50,  # objects within objects
        b"\x0a\x00\x00\x00\x01" * 50,  # lists within lists
        b"\x0a\xff\xff\xff\xff" + b"\x05" * 300,  # a list of four milliards
        b"\x05" * 1000,  # a thousand times nothing
        b"\x0c\x7f\xff\xff\xff" + b"a" * 100,  # a text of two milliards
        b"\x02\x10\x01" + b"a" * 5000,  # a text longer than any name
        b"\x03\x00\x01a\x05",  # an object without an end
        b"\x00\x40",  # half a number
        b"\x07\x00\x00",  # a reference to what came before
    ],
)
def test_what_has_no_end_is_refused(data):
    with pytest.raises(MediaBroken):
        read_values(data)


def test_lists_dates_and_arrays_of_encoders_are_read():
    data = b"\x0a\x00\x00\x00\x02\x05\x01\x01" + b"\x0b" + struct.pack(">dh", 5.0, 0)
    data += b"\x08\x00\x00\x00\x09\x00\x05width\x00" + struct.pack(">d", 1280) + b"\x00\x00\x09"

    values = read_values(data)

    assert values == [[None, True], 5.0, {"width": 1280.0}]


def test_command_without_a_name_is_refused():
    with pytest.raises(MediaBroken):
        read_command(write_values(1.0, "connect"))
