"""The OpenAPI document: nothing that may come in is unbounded, everything is named.

Lower ends are not asked for: the framework leaves out a `minimum` of 0. Bad input tries those.
"""

import pytest


@pytest.fixture
async def document(client):
    return (await client.get("/schema/openapi.json")).json()


def operations(document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method in {"get", "post", "put", "patch", "delete"}:
                yield f"{method.upper()} {path}", operation


def inputs(document):
    """Every schema a request may bring: (where, schema)."""
    for name, operation in operations(document):
        for parameter in operation.get("parameters", []):
            yield f"{name} ?{parameter['name']}", parameter["schema"]
        for kind, content in operation.get("requestBody", {}).get("content", {}).items():
            yield f"{name} {kind}", content["schema"]


_BODY = "PATCH /api/v1/producers/{slug}/listings/{listing_slug}/edit application/json.EditBody"
_EDIT = f"{_BODY}.content.Content"
NOT_SHOWN = {  # bounded by its type, which the framework does not write down; tests/test_bad_input.py tries it
    "GET /api/v1/products ?stars[]: a number without an end",
    "GET /api/v1/products/facets ?stars[]: a number without an end",
    "GET /api/v1/register ?stars[]: a number without an end",  # tests/certification/test_register.py tries it
    # two languages, and twelve short words to short words: tests/catalog/test_content.py tries them
    f"{_EDIT}.texts: an object of any fields",
    f"{_BODY}.prices: an object of any fields",
    f"{_EDIT}.variants[].VariantContent.attributes: an object of any fields",
    # fifty SKUs to amounts: tests/listings/test_edit_input.py tries them
    f"{_EDIT.removesuffix('content.Content')}prices: an object of any fields",
    # three codes of forty signs: tests/promotions/test_vouchers.py tries them
    "POST /api/v1/carts/{cart_id}/quote application/json.cart_api_QuoteBody.vouchers[]: a string without an end",
    "POST /api/v1/orders application/json.orders_api_OrderBody.vouchers[]: a string without an end",
    "GET /api/v1/sessions/{slug}/waiting ?ticket[]: a string without an end",  # at most twenty of eighty signs
    # six answers of sixty signs: tests/games/test_polls.py tries them
    "POST /api/v1/sessions/{slug}/polls application/json.PollBody.options[]: a string without an end",
}
BOUNDS = {"maxLength", "format", "enum", "maxItems", "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"}


def unbounded(document, where, schema, seen=frozenset()):
    """Where a string, a number or an array has no end."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        if name not in seen:
            yield from unbounded(document, f"{where}.{name}", document["components"]["schemas"][name], seen | {name})
        return
    for part in ("oneOf", "anyOf", "allOf"):
        for inner in schema.get(part, []):
            yield from unbounded(document, where, _bounds(schema) | inner, seen)
    kinds = schema.get("type", [])
    for kind in [kinds] if isinstance(kinds, str) else kinds:
        yield from _unbounded_kind(document, where, kind, schema, seen)


def _bounds(schema):
    """What stands beside a choice bounds each of its parts."""
    return {key: value for key, value in schema.items() if key in BOUNDS}


def _unbounded_kind(document, where, kind, schema, seen):
    closed = "enum" in schema or "const" in schema
    if kind == "string" and not closed and not ({"maxLength", "format"} & set(schema)):
        yield f"{where}: a string without an end"
    if kind in {"integer", "number"} and not closed and not {"maximum", "exclusiveMaximum"} & set(schema):
        yield f"{where}: a number without an end"
    if kind == "array":
        if "maxItems" not in schema:
            yield f"{where}: an array without an end"
        yield from unbounded(document, f"{where}[]", schema.get("items", {}), seen)
    if kind == "object":
        for name, inner in schema.get("properties", {}).items():
            yield from unbounded(document, f"{where}.{name}", inner, seen)
        if "properties" not in schema and schema.get("additionalProperties", True) is not False:
            yield f"{where}: an object of any fields"


def test_nothing_that_comes_in_is_without_an_end(document):
    found = {line for where, schema in inputs(document) for line in unbounded(document, where, schema)}

    left = sorted(found - NOT_SHOWN)
    assert left == [], "\n".join(left)


def test_the_walk_would_notice(document):
    schema = {
        "type": "object",
        "properties": {"a": {"type": "string"}, "b": {"type": "array", "items": {"type": "integer"}}},
    }

    assert len(list(unbounded(document, "here", schema))) == 3


def test_every_operation_has_a_name_of_its_own_and_says_what_it_does(document):
    names = [operation.get("operationId") for _, operation in operations(document)]

    assert len(names) == len(set(names))
    assert [name for name, operation in operations(document) if not operation.get("summary")] == []


def test_every_write_that_makes_an_order_wants_a_key(document):
    paths = document["paths"]
    for path in ("/api/v1/orders", "/api/v1/sessions/{slug}/orders"):
        headers = {each["name"]: each for each in paths[path]["post"]["parameters"] if each["in"] == "header"}
        assert headers["Idempotency-Key"]["required"] is True
