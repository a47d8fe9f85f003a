"""The AsyncAPI document: whole, of the structs themselves, and read by people."""

import msgspec

from shop.livestream.asyncapi import document, message_types
from shop.livestream.room import Frame
from tests.make import games, livestream

TYPES = {"string": str, "integer": int, "boolean": bool, "null": type(None), "array": list, "object": dict}


def refs(part):
    """Every reference in a part of the document."""
    if isinstance(part, dict):
        yield from (value for key, value in part.items() if key == "$ref")
        for value in part.values():
            yield from refs(value)
    elif isinstance(part, list):
        for value in part:
            yield from refs(value)


def found(reference):
    """What a reference leads to."""
    part = document()
    for step in reference.removeprefix("#/").split("/"):
        part = part[step]
    return part


def fits(value, schema):
    """Whether a value is what a schema says, as far as these schemas go; says where it is not."""
    if "$ref" in schema:
        return fits(value, found(schema["$ref"]))
    if "anyOf" in schema:
        assert any(_fits(value, one) for one in schema["anyOf"]), (value, schema)
        return True
    if "enum" in schema:
        assert value in schema["enum"], (value, schema)
        return True
    assert isinstance(value, TYPES[schema["type"]]), (value, schema)
    if schema["type"] == "array":
        return all(fits(one, schema["items"]) for one in value)
    if schema["type"] == "object" and "properties" in schema:
        assert set(schema["required"]) <= set(value), (value, schema)
        assert set(value) <= set(schema["properties"]), (value, schema)
        return all(fits(value[name], schema["properties"][name]) for name in value)
    return True


def _fits(value, schema):
    try:
        return fits(value, schema)
    except AssertionError:
        return False


def test_document_is_of_the_third_version_and_every_reference_leads_somewhere():
    made = document()

    assert made["asyncapi"] == "3.0.0"
    assert {"title", "version"} <= set(made["info"])
    for channel in made["channels"].values():
        assert channel["address"].startswith("/api/v1/sessions/{slug}/")
        assert set(channel["parameters"]) == {"slug"}
        assert channel["messages"]
    for operation in made["operations"].values():
        assert operation["action"] in {"send", "receive"}
    for reference in refs(made):
        assert found(reference) is not None


def test_every_field_of_a_frame_is_described():
    properties = document()["components"]["schemas"]["Frame"]["properties"]

    assert set(properties) == set(Frame.__struct_fields__)
    assert [name for name, schema in properties.items() if not schema["description"]] == []


def test_every_struct_on_the_wire_says_what_it_is():
    assert [one.name for one in message_types() if not one.words] == []


async def test_a_room_with_games_is_what_the_document_says(client, session):
    stall = await livestream.stall(session)
    await games.poll(session, stall)
    await games.draw(session, stall)
    await games.drop(session, stall)
    await client.post(f"{stall.path}/comments", json={"text": "Đẹp quá", "client_id": "asyncapi-1"})

    frame = (await client.get(f"{stall.path}/snapshot")).json()

    assert frame["games"]["poll"]
    assert frame["games"]["draw"]
    assert frame["games"]["drop"]
    assert fits(frame, document()["components"]["schemas"]["Frame"])


async def test_document_and_its_page_are_served(client):
    document_read = await client.get("/schema/asyncapi.json")
    page = await client.get("/en/schema/asyncapi")

    assert msgspec.json.decode(document_read.content) == document()
    assert (page.status_code, "<script" in page.text.partition("<main")[2]) == (200, False)
    for name in Frame.__struct_fields__:
        assert f"<code>{name}</code>" in page.text
