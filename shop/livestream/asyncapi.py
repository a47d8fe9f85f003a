"""What a room tells its viewers, as an AsyncAPI 3.0 document made of the structs themselves."""

from functools import cache
from typing import Any

import msgspec
from litestar import Response, Router, get
from msgspec import Raw

from shop.livestream.room import Frame
from shop.livestream.watch_api import RoomToken

JSON = "application/json"
_SCHEMAS = "#/components/schemas/"
_WORDS = {
    "seq": "Grows with every fact told in the room and never falls. A frame with a lower number is older: drop it.",
    "state": "scheduled, on_air, away (the host has lost the signal) or ended.",
    "pins": "What stands pinned, the newest first, at most three.",
    "stock": "Free pieces at the stall's place by variant, of what is on sale.",
    "viewers": "How many watch, over all processes.",
    "comments": "In a snapshot the newest 20 and 20 about orders, the oldest first; on the wire those not sent yet.",
    "orders": "How many lines have said that an order stands; more than were sent were said at once.",
    "host": "Who holds the stall.",
    "place": "The sales point the stall stands at.",
    "title": "The session's title.",
    "starts_at": "When the session begins (UTC).",
    "ends_at": "When the session is to end (UTC).",
    "server_time": "When this was read (UTC).",
    "sample": "Whether it is a sample of the demonstration.",
    "slow_seconds": "Slow mode: seconds a sender waits between two comments; 0 is none.",
    "removed": "Comments taken down last: show them no more.",
    "reactions": "How often each sign was tapped since the session began; raises no seq, and is empty while unknown.",
    "segment": "What the run of show is at; null without one.",
    "co_hosts": "The names of those who run the session beside its host.",
    "moved_to": "Where the viewers are taken; null while they stay.",
    "warnings": "What viewers have to be told of the goods pinned.",
    "stopped": "Why the authority stopped the session; null where it did not.",
    "waiting": "How many wait for each variant that is sold out.",
    "flash": "The flash drop to come, open or just over; null where there is none.",
    "video": "Whether a picture comes or is waited for; null where none is shown.",
    "caption": "What the host typed for who cannot hear, and from when until when; null where nothing is.",
    "games": "What is played now: a poll, a lucky draw, a dropped voucher; null where nothing is.",
}
"""What a reader needs to know of each field of a frame. A struct's own docstring says the rest."""


class Described(msgspec.Struct, frozen=True, kw_only=True):
    """A field of a message, for people."""

    name: str
    kind: str
    words: str


class MessageType(msgspec.Struct, frozen=True, kw_only=True):
    """A struct that may be on the wire, for people."""

    name: str
    words: str
    fields: tuple[Described, ...]


@cache
def document() -> dict[str, Any]:
    """The AsyncAPI document."""
    _, schemas = msgspec.json.schema_components([Frame, RoomToken], ref_template=_SCHEMAS + "{name}")
    for name, schema in schemas["Frame"]["properties"].items():
        schema["description"] = _WORDS.get(name) or _words_of(schema, schemas)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Chợ Mây: rooms",
            "version": "1",
            "description": "A room speaks; viewers act over HTTP (/schema/openapi.json). Every frame is whole but for "
            "comments, at most one in 250 ms, or 100 ms where money or goods have moved. Amounts are đồng, times UTC.",
        },
        "defaultContentType": JSON,
        "channels": _channels(schemas.pop("RoomToken")["properties"]["token"]),
        "operations": {
            name: {"action": "send", "channel": {"$ref": f"#/channels/{channel}"}, "summary": summary}
            for name, channel, summary in (
                ("tellByEvents", "events", "The room as server-sent events"),
                ("tellBySocket", "socket", "The room over a socket"),
            )
        },
        "components": {
            "messages": {
                "frame": {
                    "name": "frame",
                    "title": "A room at one moment",
                    "contentType": JSON,
                    "payload": {"$ref": f"{_SCHEMAS}Frame"},
                }
            },
            "schemas": schemas,
        },
    }


def _channels(token: dict[str, Any]) -> dict[str, Any]:
    """The two ways to a room, which bring the same frames."""
    both = {
        "parameters": {"slug": {"description": "The session's address."}},
        "messages": {"frame": {"$ref": "#/components/messages/frame"}},
    }
    query = {"type": "object", "required": ["token"], "properties": {"token": token}}
    return {
        "events": {
            "address": "/api/v1/sessions/{slug}/events",
            "description": "Server-sent events `frame`: `id` is the frame's seq. A comment is a sign of life.",
            **both,
        },
        "socket": {
            "address": "/api/v1/sessions/{slug}/socket",
            "description": "A WebSocket whose text frames are those of the events. It is one-way: what comes in is "
            "not read. `token` is asked for at GET /api/v1/sessions/{slug}/token and lives for a minute or two.",
            **both,
            "bindings": {"ws": {"method": "GET", "query": query}},
        },
    }


def message_types() -> tuple[MessageType, ...]:
    """The same for people: the frame first, then what stands in it by name."""
    schemas = document()["components"]["schemas"]
    names = sorted(schemas, key=lambda name: (name != "Frame", name))
    return tuple(
        MessageType(
            name=name,
            words=schemas[name].get("description", ""),
            fields=tuple(
                Described(name=field, kind=_kind(schema), words=schema.get("description", ""))
                for field, schema in schemas[name].get("properties", {}).items()
            )
            or tuple(Described(name=str(word), kind="", words="") for word in schemas[name].get("enum", ())),
        )
        for name in names
    )


def _words_of(schema: dict[str, Any], schemas: dict[str, Any]) -> str:
    """What the struct a field holds says of itself."""
    for part in (schema, *schema.get("anyOf", ()), schema.get("items", {})):
        if "$ref" in part:
            return str(schemas[part["$ref"].removeprefix(_SCHEMAS)].get("description", ""))
    return ""


def _kind(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return " | ".join(_kind(part) for part in schema["anyOf"])
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(_SCHEMAS)
    if schema.get("type") == "array":
        return f"{_kind(schema['items'])}[]"
    if isinstance(schema.get("additionalProperties"), dict):
        return f"map of {_kind(schema['additionalProperties'])}"
    return str(schema.get("format") or schema.get("type", ""))


@get("/asyncapi.json", include_in_schema=False)
async def read_document() -> Response[Raw]:
    """The document."""
    return Response(Raw(msgspec.json.encode(document())), media_type=JSON)


routes = [Router("/schema", route_handlers=[read_document])]
