"""The door: who may come in, and what every answer carries."""

import pytest

from shop.core.actor import Role
from shop.http.cookies import SESSION_COOKIE, host_cookie
from shop.http.headers import SECURITY_HEADERS
from tests.make import accounts as make
from tests.make import livestream

PATHS = ["/api/v1/me", "/nothing/here", "/schema/openapi.json", "/api/v1/auth/sign-in", "/en/nothing"]


@pytest.mark.parametrize("path", PATHS)
async def test_every_answer_carries_the_security_headers(client, path):
    reply = await client.get(path)

    for name, value in SECURITY_HEADERS:
        assert reply.headers.get_list(name.decode()) == [value.decode()]
    assert reply.headers["x-request-id"]


async def test_a_refused_host_is_dressed_too(client):
    reply = await client.get("/api/v1/me", headers={"host": "evil.example"})

    assert (reply.status_code, reply.json()["code"]) == (421, "bad_host")
    assert reply.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("host", ["evil.example", "", "chomay.test.evil.example", "xchomay.test", "evil.example:443"])
async def test_only_our_own_names_are_answered(client, host):
    assert (await client.get("/api/v1/me", headers={"host": host})).status_code == 421


@pytest.mark.parametrize(
    "host", ["chomay.test", "CHOMAY.TEST", "chomay.test:8443", "localhost:8000", "127.0.0.1", "[::1]:80"]
)
async def test_our_names_and_this_machine_are_answered(client, host):
    assert (await client.get("/api/v1/me", headers={"host": host})).status_code == 401


async def test_further_names_come_from_the_settings(make_client):
    async with make_client(allowed_hosts="www.chomay.test, cho.example") as client:
        codes = [
            (await client.get("/api/v1/me", headers={"host": host})).status_code for host in ("cho.example", "x.y")
        ]

    assert codes == [401, 421]


async def test_a_fit_request_id_comes_back_and_an_unfit_one_does_not(client):
    fit = await client.get("/api/v1/me", headers={"x-request-id": "from-the-proxy-1"})
    unfit = await client.get("/api/v1/me", headers={"x-request-id": "<script>alert(1)</script>"})

    assert fit.headers["x-request-id"] == "from-the-proxy-1"
    assert unfit.headers["x-request-id"].isalnum()


FOREIGN = [
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://chomay.test"},
    {"origin": "https://chomay.test.evil.example"},
    {"origin": "https://localhost:9999"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "cross-site", "origin": "https://evil.example"},
    {"cookie": f"{SESSION_COOKIE}=something"},
    {"cookie": f"a=b; {SESSION_COOKIE}=something"},
]
OWN = [
    {},
    {"origin": "https://chomay.test"},
    {"sec-fetch-site": "same-origin"},
    {"sec-fetch-site": "none"},
    {"sec-fetch-site": "same-origin", "origin": "https://chomay.test", "cookie": f"{SESSION_COOKIE}=x"},
    {"host": "127.0.0.1:8123", "origin": "http://127.0.0.1:8123"},
    {"cookie": "other=1"},
]


@pytest.mark.parametrize("headers", FOREIGN)
async def test_a_form_of_another_site_changes_nothing(client, headers):
    reply = await client.post("/api/v1/auth/sign-out", headers=headers)

    assert (reply.status_code, reply.json()["code"]) == (403, "cross_site")


@pytest.mark.parametrize("headers", OWN)
async def test_our_own_pages_and_programs_may_act(client, headers):
    assert (await client.post("/api/v1/auth/sign-out", headers=headers)).status_code == 204


async def test_another_site_may_read_nothing_it_could_not_read_anyway(client, session):
    person = await make.person(session, Role.HOST)
    await make.signed_in(client, person)

    reply = await client.get("/api/v1/me", headers={"origin": "https://evil.example"})

    assert not [name for name in reply.headers if name.startswith("access-control")]


@pytest.mark.parametrize("path", ["/api/v1/%00", "/a%00b", "/?q=%00", "/api/v1/me?x=a%00"])
async def test_nul_goes_nowhere(client, path):
    assert (await client.get(path)).status_code in {400, 404}


async def test_what_says_nothing_about_caching_is_not_stored(client):
    assert (await client.get("/api/v1/me")).headers["cache-control"] == "no-store"


async def test_a_wrong_method_says_which_are_right(client):
    reply = await client.get("/api/v1/auth/sign-in")

    assert (reply.status_code, reply.json()["code"]) == (405, "method_not_allowed")
    assert "POST" in reply.headers["allow"]


def test_a_cookie_without_the_prefix_is_refused():
    with pytest.raises(ValueError, match="__Host-"):
        host_cookie("chomay", "x", 1)


@pytest.mark.parametrize("path", ["/health/live", "/api/v1/sales-points", "/api/v1/me", "/schema/openapi.json", "/loi"])
async def test_a_head_is_its_get_without_the_body(client, path):
    whole = await client.get(path)

    head = await client.head(path)

    assert (head.status_code, head.content) == (whole.status_code, b"")
    assert head.headers["content-type"] == whole.headers["content-type"]
    assert head.headers["content-length"] == whole.headers["content-length"]


async def test_the_head_of_a_stream_ends(client, session):
    stall = await livestream.stall(session)

    head = await client.head(f"/api/v1/sessions/{stall.live.slug}/events")

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"].startswith("text/event-stream")


async def test_where_get_is_allowed_head_is_named(client):
    reply = await client.delete("/api/v1/me", headers={"origin": "https://chomay.test"})

    assert (reply.status_code, "HEAD" in reply.headers["allow"]) == (405, True)
    assert (await client.head("/api/v1/auth/sign-in")).status_code == 405
