"""What media servers tell, word for word as they do, and what is read out of it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.video.errors import HookUnreadable
from shop.video.hooks import IngestEvent, Phase, Server, read_hook

NGINX = (
    b"call=publish&app=live&flashver=FMLE/3.0%20%28compatible%3B%20Lavf59.27%29&swfurl=&tcurl=rtmp://127.0.0.1:1935/live"
    b"&pageurl=&addr=127.0.0.1&clientid=1&name=phien-2&type=live&key=s3cret"
)
MEDIAMTX = {
    "user": "",
    "password": "",
    "token": "",
    "ip": "192.0.2.7",
    "action": "publish",
    "path": "live/phien-2",
    "protocol": "rtmp",
    "id": "6c1b6b1a-1c4e-4a39-9d0e-4b6d3a0c8f11",
    "query": "key=s3cret&takeover=1",
    "userAgent": "",
}
SRS = {
    "server_id": "vid-0xk989d",
    "action": "on_publish",
    "client_id": "341w361a",
    "ip": "192.0.2.7",
    "vhost": "__defaultVhost__",
    "app": "live",
    "tcUrl": "rtmp://192.0.2.1/live",
    "stream": "phien-2",
    "param": "?key=s3cret",
    "stream_url": "/live/phien-2",
    "stream_id": "vid-124q9y3",
}


def told(server, said, **changed):
    body = said if isinstance(said, bytes) else json.dumps(said | changed).encode()
    return read_hook(server, body)


def test_nginx_asks_whether_somebody_may_publish():
    event = told(Server.NGINX_RTMP, NGINX)

    assert event == IngestEvent(phase=Phase.START, name="phien-2", external_id="phien-2:1", key="s3cret")


@pytest.mark.parametrize(
    ("call", "phase"),
    [("update_publish", Phase.UPDATE), ("publish_done", Phase.END), ("record_done", Phase.RECORDED)],
)
def test_nginx_tells_how_it_goes_on(call, phase):
    event = told(Server.NGINX_RTMP, NGINX.replace(b"publish", call.encode(), 1) + b"&path=/rec/phien-2.flv")

    assert (event.phase, event.external_id, event.file) == (phase, "phien-2:1", "/rec/phien-2.flv")


def test_mediamtx_asks_whether_somebody_may_publish():
    event = told(Server.MEDIAMTX, MEDIAMTX)

    assert event == IngestEvent(
        phase=Phase.START,
        name="phien-2",
        external_id="phien-2:6c1b6b1a-1c4e-4a39-9d0e-4b6d3a0c8f11",
        key="s3cret",
        takeover=True,
    )


@pytest.mark.parametrize("proof", ["token", "password"])
def test_key_of_a_publisher_over_whip_or_srt_is_its_token_or_password(proof):
    event = told(Server.MEDIAMTX, MEDIAMTX, query="", **{proof: "s3cret"})

    assert event.key == "s3cret"


def test_mediamtx_asks_whether_somebody_may_watch():
    event = told(Server.MEDIAMTX, MEDIAMTX, action="read", protocol="hls", query="token=abc", id=None)

    assert (event.phase, event.name, event.token) == (Phase.READ, "phien-2", "abc")


@pytest.mark.parametrize(
    ("said", "phase"),
    [
        (b"phase=update&path=live/phien-2&id=6c1b", Phase.UPDATE),
        (b"phase=end&path=live/phien-2&id=6c1b", Phase.END),
        (b"phase=recorded&path=live/phien-2&id=6c1b&file=/rec/live/phien-2/1.mp4", Phase.RECORDED),
    ],
)
def test_commands_of_mediamtx_post_a_form(said, phase):
    event = told(Server.MEDIAMTX, said)

    assert (event.phase, event.external_id) == (phase, "phien-2:6c1b")


def test_srs_asks_whether_somebody_may_publish():
    event = told(Server.SRS, SRS)

    assert event == IngestEvent(phase=Phase.START, name="phien-2", external_id="phien-2:341w361a", key="s3cret")


@pytest.mark.parametrize(
    ("action", "phase"),
    [("on_hls", Phase.UPDATE), ("on_unpublish", Phase.END), ("on_dvr", Phase.RECORDED), ("on_play", Phase.READ)],
)
def test_srs_tells_how_it_goes_on(action, phase):
    event = told(Server.SRS, SRS, action=action, file="./objs/nginx/html/live/phien-2.mp4")

    assert (event.phase, event.external_id) == (phase, "phien-2:341w361a")


@pytest.mark.parametrize(
    ("server", "said"),
    [
        (Server.NGINX_RTMP, b"call=connect&app=live"),
        (Server.MEDIAMTX, json.dumps(MEDIAMTX | {"action": "api"}).encode()),
        (Server.MEDIAMTX, b"phase=start&path=live/phien-2"),
        (Server.SRS, json.dumps(SRS | {"action": "on_stop"}).encode()),
    ],
)
def test_what_does_not_concern_us_is_passed_over(server, said):
    assert read_hook(server, said) is None


@pytest.mark.parametrize(
    ("server", "said"),
    [
        (Server.NGINX_RTMP, b"call=publish&name=Phi%C3%AAn+2&clientid=1"),
        (Server.NGINX_RTMP, b"call=publish&name=phien-2&clientid=%00"),
        (Server.NGINX_RTMP, b"call=publish&name=phien-2&key=" + b"a" * 400),
        (Server.NGINX_RTMP, b"&".join(b"a=1" for _ in range(50))),
        (Server.NGINX_RTMP, b"\xff\xfe"),
        (Server.MEDIAMTX, b"{"),
        (Server.MEDIAMTX, b'{"action": 5}'),
        (Server.MEDIAMTX, b"phase=never&path=live/phien-2"),
        (Server.SRS, b"[]"),
        (Server.SRS, b'{"action": "on_publish", "stream": "a\\u0000b"}'),
    ],
)
def test_what_nobody_writes_so_is_refused(server, said):
    with pytest.raises(HookUnreadable):
        read_hook(server, said)


@given(st.sampled_from(Server), st.binary(max_size=200))
def test_bytes_of_strangers_are_read_or_refused(server, body):
    try:
        read_hook(server, body)
    except HookUnreadable:
        return
