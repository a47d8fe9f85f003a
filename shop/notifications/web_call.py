"""One call of a vendor's HTTP address from a thread: bounded in time and in size, never followed elsewhere."""

import asyncio
import http.client
import json
import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec

PATIENCE = 8.0  # seconds one step of a call may take
LARGEST = 65_536  # bytes of an answer that are read


class CallFailed(Exception):
    """No answer, or one that cannot be read: whether the call had its effect is not known."""


class Answer(msgspec.Struct, frozen=True):
    """A vendor's answer: its status, and its JSON object (empty when it was none)."""

    status: int
    body: dict[str, Any]


async def call(url: str, content: bytes, headers: Mapping[str, str]) -> Answer:
    """POST `content` to `url`.

    Raises:
        CallFailed: nobody answered in time.
    """
    return await asyncio.to_thread(_call, url, content, dict(headers))


def _call(url: str, content: bytes, headers: dict[str, str]) -> Answer:
    parts = urlsplit(url)
    connection = _open(parts.scheme, parts.hostname or "", parts.port)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", path or "/", content, headers)
        reply = connection.getresponse()
        read = reply.read(LARGEST)
    except (OSError, http.client.HTTPException) as error:
        raise CallFailed(type(error).__name__) from error
    finally:
        connection.close()
    return Answer(reply.status, _object(read))


def _open(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=PATIENCE, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=PATIENCE)


def _object(read: bytes) -> dict[str, Any]:
    try:
        found = json.loads(read)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
