"""Every route of the program: dressed in the security headers, closed to forms of other sites."""

import re

from shop.app import Resources, build_litestar
from shop.core.redis import make_redis
from shop.http.cookies import SESSION_COOKIE
from shop.http.headers import SECURITY_HEADERS
from tests.routes import routes_of

ENDLESS = "/events"
ACT = re.compile(
    r"/(?:start|end|seen|pin|unpin|cancel|pack|hand-over|ship|deliver|refuse|revoke|suspend|huy|them|dong)$"
)
NAMES = {"cart_id", "variant_id", "notice_id"}


def _address(path):
    """A path with something well formed in place of its names."""
    for name in NAMES:
        path = path.replace(f"{{{name}}}", "01890000-0000-7000-8000-000000000000")
    return "/".join("khong-co" if part.startswith("{") else part for part in path.split("/"))


def _routes(settings, engine, sessions):
    app = build_litestar(Resources(settings, engine, sessions, make_redis(settings)))
    return [tuple(route.split(" ")) for route in routes_of(app) if not route.endswith(ENDLESS)]


async def test_every_route_answers_in_the_security_headers_and_never_with_a_fault(
    client, settings, engine, nested_sessions
):
    wrong = []
    for method, path in _routes(settings, engine, nested_sessions):
        reply = await client.request(method, _address(path))
        bare = [name for name, value in SECURITY_HEADERS if reply.headers.get(name.decode()) != value.decode()]
        if bare or reply.status_code >= 500 or "x-request-id" not in reply.headers:
            wrong.append((method, path, reply.status_code, bare))

    assert wrong == []


async def test_every_route_that_changes_something_refuses_other_sites(client, settings, engine, nested_sessions):
    foreign = {"origin": "https://evil.example", "sec-fetch-site": "cross-site", "cookie": f"{SESSION_COOKIE}=x"}
    found = {
        f"{method} {path}": (await client.request(method, _address(path), headers=foreign)).status_code
        for method, path in _routes(settings, engine, nested_sessions)
        if method not in {"GET", "HEAD"}
    }

    assert found
    assert {route: status for route, status in found.items() if status != 403} == {}


async def test_no_route_reads_by_a_method_that_others_may_call_unseen(settings, engine, nested_sessions):
    """A GET changes nothing: none is named like an act."""
    gets = [path for method, path in _routes(settings, engine, nested_sessions) if method == "GET"]

    assert [path for path in gets if ACT.search(path)] == []
