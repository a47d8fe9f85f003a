"""From the framework's words about bad input to a field's name and a sentence in the reader's language."""

import re
from typing import Any

from litestar import Request
from litestar.exceptions import ValidationException
from litestar.params import ParameterKwarg

from shop.core.errors import Refusal
from shop.core.idempotency import KeyMissing
from shop.http.errors import BadInput, NoSuchPage

KEY_HEADER = "Idempotency-Key"

_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"unknown field `(?P<name>.{1,100}?)`"), "unknown"),
    (re.compile(r"missing required field `(?P<name>.{1,100}?)`"), "missing"),
    (re.compile(r"of length >= (?P<least>\d+)"), "too_short"),
    (re.compile(r"of length <= (?P<most>\d+)"), "too_long"),
    (re.compile(r"`(?:int|float|decimal)` >= (?P<least>-?\d+)"), "too_small"),
    (re.compile(r"`(?:int|float|decimal)` <= (?P<most>-?\d+)"), "too_large"),
    (re.compile(r"Integer value out of range|Integer out of range"), "out_of_range"),
    (re.compile(r"matching regex"), "bad_format"),
    (re.compile(r"Invalid enum value"), "not_in_list"),
    (re.compile(r"Invalid (?:UUID|RFC3339|ISO)"), "bad_format"),
    (re.compile(r"Expected `int"), "not_whole"),
    (re.compile(r"Expected `float"), "not_number"),
    (re.compile(r"Expected `str"), "not_text"),
    (re.compile(r"Expected `bool"), "not_yes_no"),
    (re.compile(r"Expected `array"), "not_list"),
    (re.compile(r"Expected `object"), "not_object"),
)
_MISSING = re.compile(r"Missing required (?P<place>\w+) parameter '(?P<name>[^']{1,80})'")


def refusal_of_validation(request: Request[Any, Any, Any], error: ValidationException) -> Refusal:
    """What `error` says, as a refusal that names the field."""
    missing = _MISSING.match(error.detail)
    if missing:
        if missing["name"] == KEY_HEADER:
            return KeyMissing(field=KEY_HEADER)
        return BadInput(missing["name"], "http.field.missing", name=missing["name"])
    entry = error.extra[0] if isinstance(error.extra, list) and error.extra else {}
    if entry.get("source") == "path":
        return NoSuchPage()
    field = _field(request, str(entry.get("key", "")), str(entry.get("source", "")))
    if field == KEY_HEADER:
        return KeyMissing(field=KEY_HEADER)
    return explain(str(entry.get("message", "")), field)


def explain(message: str, field: str) -> BadInput:
    """The refusal for one message of msgspec about `field` (empty: the body as a whole)."""
    for pattern, kind in _PATTERNS:
        found = pattern.search(message)
        if found is None:
            continue
        facts: dict[str, object] = found.groupdict()
        if "name" in facts:
            field = f"{field}.{facts['name']}" if field else str(facts["name"])
        facts["name"] = field or "body"
        return BadInput(field or None, f"http.field.{kind}", **facts)
    return BadInput(field or None, "http.field.bad", name=field or "body")


def _field(request: Request[Any, Any, Any], key: str, source: str) -> str:
    """The name the caller knows: a body's path without `data`, a header or query parameter as it is written."""
    if source == "body" or key == "data" or key.startswith("data["):
        return key.removeprefix("data").lstrip(".")
    found = "route_handler" in request.scope
    parameters = request.scope["route_handler"].parsed_fn_signature.parameters if found else {}
    written = parameters[key].kwarg_definition if key in parameters else None
    return (written.name if isinstance(written, ParameterKwarg) else None) or key
