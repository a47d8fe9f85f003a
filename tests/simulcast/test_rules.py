"""Addresses, pauses, and what is said without the key."""

from datetime import timedelta

import pytest

from shop.simulcast.rules import (
    hint_of,
    is_plainly_private,
    is_public,
    is_stream_name,
    pause_after,
    read_address,
    without,
)


@pytest.mark.parametrize(
    ("written", "url", "port"),
    [
        ("rtmp://a.rtmp.youtube.com/live2", "rtmp://a.rtmp.youtube.com/live2", 1935),
        ("rtmps://live-api-s.facebook.com:443/rtmp/", "rtmps://live-api-s.facebook.com:443/rtmp", 443),
        (" rtmp://Push.Example.com/game/stage ", "rtmp://push.example.com/game/stage", 1935),
        ("rtmps://[2606:4700::1111]/live", "rtmps://[2606:4700::1111]/live", 443),
    ],
)
def test_an_address_of_a_platform_is_read(written, url, port):
    address = read_address(written)

    assert (address.url, address.port) == (url, port)


@pytest.mark.parametrize(
    "written",
    [
        "http://a.rtmp.youtube.com/live2",
        "file:///etc/passwd",
        "rtmp://a.rtmp.youtube.com",
        "rtmp://a.rtmp.youtube.com/",
        "rtmp:///live2",
        "rtmp://user:password@example.com/live",
        "rtmp://example.com/live?key=abc",
        "rtmp://example.com/live#x",
        "rtmp://example.com:0/live",
        "rtmp://example.com:99999/live",
        "rtmp://[::1/live",
        "rtmp://example.com/a b",
        "-i",
        "",
    ],
)
def test_what_is_no_address_to_send_to_is_none(written):
    assert read_address(written) is None


@pytest.mark.parametrize(
    ("host", "private"),
    [
        ("localhost", True),
        ("postgres", True),
        ("db.internal", True),
        ("127.0.0.1", True),
        ("10.1.2.3", True),
        ("169.254.169.254", True),
        ("::1", True),
        ("a.rtmp.youtube.com", False),
        ("8.8.8.8", False),
    ],
)
def test_what_is_private_by_its_name_is_known(host, private):
    assert is_plainly_private(host) is private


@pytest.mark.parametrize(
    ("ip", "public"),
    [
        ("1.1.1.1", True),
        ("2606:4700::1111", True),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("fe80::1%eth0", False),
        ("::ffff:127.0.0.1", False),
        ("fd00::1", False),
    ],
)
def test_only_the_public_internet_is_public(ip, public):
    assert is_public(ip) is public


def test_pauses_double_up_to_a_minute():
    assert [pause_after(n) for n in (1, 2, 3)] == [timedelta(seconds=s) for s in (2, 4, 8)]
    assert pause_after(50) == timedelta(seconds=60)


def test_what_is_said_holds_nothing_of_the_key():
    line = "rtmp://h/live/abcd-1234?sign=9: broken, Unexpected stream abcd-1234"

    said = without(line, ("abcd-1234?sign=9",))

    assert said == "rtmp://h/live/•••: broken, Unexpected stream •••"


@pytest.mark.parametrize(
    ("key", "one"), [("abcd-1234?s=9&x=1", True), ("", False), ("a b", False), ("a\nf=mp4", False), ("k" * 401, False)]
)
def test_a_key_is_one_word_so_that_it_can_say_no_second_option(key, one):
    assert is_stream_name(key) is one


def test_of_a_short_key_nothing_is_shown():
    assert (hint_of("abcdefghijkl"), hint_of("abc12345")) == ("ijkl", "")
