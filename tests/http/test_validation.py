"""Bad input at the door: the field is named, in words, and nothing but 4xx comes back."""

import pytest

SIGN_IN = "/api/v1/auth/sign-in"
DEEP = b"[" * 100_000


@pytest.mark.parametrize(
    ("body", "status", "code", "field"),
    [
        (b"{", 400, "bad_json", None),
        (b"", 422, "validation", None),
        (b"null", 422, "validation", None),
        (b"[]", 422, "validation", None),
        (b'"text"', 422, "validation", None),
        (b'{"login": "\xff", "password": "x"}', 400, "bad_json", None),
        (b'{"login": "\\ud800", "password": "x"}', 400, "bad_json", None),
        (DEEP, 400, "bad_json", None),
        (b"{}", 422, "validation", "login"),
        (b'{"login": "a"}', 422, "validation", "password"),
        (b'{"login": 1, "password": "x"}', 422, "validation", "login"),
        (b'{"login": null, "password": "x"}', 422, "validation", "login"),
        (b'{"login": {"$ne": ""}, "password": "x"}', 422, "validation", "login"),
        (b'{"login": "", "password": "x"}', 422, "validation", "login"),
        (b'{"login": "a\\u0000b", "password": "x"}', 422, "validation", "login"),
        (b'{"login": "a", "password": "x", "admin": true}', 422, "validation", "admin"),
        (b'{"login": "' + b"a" * 10_000 + b'", "password": "x"}', 422, "validation", "login"),
        (b'{"login": "a", "password": "' + b"x" * 2_000_000 + b'"}', 413, "too_large", None),
        ('{"login": "🌙🥭", "password": "🔑🔑"}'.encode(), 401, "wrong_login", None),
    ],
)
async def test_a_bad_body_is_named(client, body, status, code, field):
    reply = await client.post(SIGN_IN, content=body, headers={"content-type": "application/json"})

    problem = reply.json()
    assert (reply.status_code, problem["code"], problem.get("field")) == (status, code, field)
    assert reply.headers["content-type"] == "application/problem+json"
    assert "$." not in problem["detail"]


async def test_the_unknown_field_is_named_in_the_sentence(client):
    reply = await client.post(SIGN_IN, json={"login": "a", "password": "b", "quyen": 1})

    assert "“quyen”" in reply.json()["detail"]


async def test_a_form_where_json_is_wanted_is_told_so(client):
    reply = await client.post(SIGN_IN, data={"login": "a", "password": "b"})

    assert (reply.status_code, reply.json()["code"]) == (415, "unsupported_media_type")


CART = "/api/v1/carts"
LINE = '{"lines": [{"variant": "01a20b74-0a29-7924-a294-3ba711fef050", "quantity": %s}]}'


@pytest.mark.parametrize("written", ['"2"', "2.0", "true", "null", '["2"]', "1e30", "9" * 40])
async def test_a_number_is_a_number_and_no_text(client, written):
    reply = await client.post(CART, content=LINE % written, headers={"content-type": "application/json"})

    assert (reply.status_code, reply.json()["code"]) == (422, "validation")
    assert reply.json()["field"] == "lines[0].quantity"


async def test_an_unknown_field_inside_is_named_with_its_way(client):
    reply = await client.post(
        CART, content=LINE % '1, "gift": true', headers={"content-type": "application/json; charset=utf-8"}
    )

    assert (reply.status_code, reply.json()["field"]) == (422, "lines[0].gift")
