"""Form-encoded parameters, as Stripe's clients send them: `metadata[order]=…`, `types[0]=…`."""

import re
from typing import Any
from urllib.parse import parse_qsl

from shop.payments.sandbox.stripe.faults import invalid

MOST_FIELDS = 200
MOST_DONG = 99_999_999  # Stripe takes eight digits
_NAMES = re.compile(r"[^\[\]]+")

Form = dict[str, Any]


def read_form(body: str) -> Form:
    """The parameters as nested mappings; lists become mappings by their index."""
    try:
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise invalid("Too many parameters.") from None
    form: Form = {}
    for name, value in pairs:
        *path, last = _NAMES.findall(name) or [name]
        inner = form
        for step in path:
            below = inner.setdefault(step, {})
            if not isinstance(below, dict):
                raise invalid(f"Invalid parameter: {name}", param=name)
            inner = below
        inner[last] = value
    return form


def read_dong(form: Form, name: str) -> int:
    """A whole positive amount."""
    text = form.get(name)
    if not isinstance(text, str) or not text.isdecimal() or not 1 <= int(text) <= MOST_DONG:
        raise invalid(f"Invalid positive integer: {name}", code="parameter_invalid_integer", param=name)
    return int(text)


def read_text(form: Form, name: str, *, among: tuple[str, ...] = (), default: str | None = None) -> str:
    """A plain parameter."""
    value = form.get(name, default)
    if not isinstance(value, str) or (among and value not in among):
        raise invalid(f"Missing or invalid parameter: {name}", code="parameter_missing", param=name)
    return value


def read_metadata(form: Form) -> dict[str, str]:
    """What the caller wants to read again."""
    found = form.get("metadata") or {}
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise invalid("Invalid metadata", param="metadata")
    return dict(found)
