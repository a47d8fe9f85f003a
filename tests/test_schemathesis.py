"""Schemathesis over the whole OpenAPI document, in this process: no input makes a 5xx.

Its cases are sent with our own client, as its transports run the application on another loop. Addresses that
exist are put in place of most invented ones, else nearly every case would end in a 404.
"""

import contextlib

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from shop.accounts.models import PersonRole
from shop.core.actor import Role
from tests import matrix
from tests.test_matrix import names_of, noun_of

CASES = {GenerationMode.POSITIVE: 1, GenerationMode.NEGATIVE: 2}  # of one operation: well formed and malformed
ENDLESS = {"/api/v1/sessions/{slug}/events"}
REAL = 2  # of so many cases one gets addresses that exist


def closed(document):
    """Say in the document what the program does: no field may come that is not named."""
    for schema in document["components"]["schemas"].values():
        if "properties" in schema:
            schema["additionalProperties"] = False
    document["paths"] = {path: methods for path, methods in document["paths"].items() if path not in ENDLESS}
    return document


def cases_of(operation):
    """The same cases at every run."""
    found = []
    for mode, wanted in CASES.items():

        @settings(
            max_examples=wanted,
            phases=[Phase.generate],
            database=None,
            derandomize=True,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def collect(case):
            found.append(case)

        with contextlib.suppress(Unsatisfiable):  # an operation without input has no malformed one
            collect()
    return found


def with_real_names(value, names):
    """A body whose ids are of things that exist."""
    if isinstance(value, list):
        return [with_real_names(each, names) for each in value]
    if isinstance(value, dict):
        real = {"variant": names["variant_id"], "cart": names["cart_id"], "sales_point": names["place"]}
        return {key: real.get(key, with_real_names(each, names)) for key, each in value.items()}
    return value


async def test_no_input_makes_a_fault(client, connection, session, settings):
    world = await matrix.make_world(session, settings)
    names = await names_of(session, world)
    asker = await _of_all_roles(session, world)
    await session.commit()
    document = closed((await client.get("/schema/openapi.json")).json())
    faults, statuses = {}, []

    for operation in _operations(document):
        for number, case in enumerate(cases_of(operation)):
            request = _prepared(case, None if number % REAL else names)
            if request is None:
                continue
            before = await connection.begin_nested()
            headers = {**request.headers, **asker}
            reply = await client.request(request.method, request.url, content=request.body, headers=headers)
            await before.rollback()
            client.cookies.clear()
            statuses.append(reply.status_code)
            if _is_wrong(reply):
                faults[operation.label] = (reply.status_code, request.url, request.body, reply.text[:300])

    assert faults == {}
    assert len(statuses) > 250
    assert len([status for status in statuses if status < 300]) > 40, "hardly anything got through: no use"


def _operations(document):
    return [result.ok() for result in schemathesis.openapi.from_dict(document).get_all_operations()]


def _prepared(case, names):
    """The case as bytes and headers; None when it cannot be written as HTTP at all."""
    if names is not None:
        noun = noun_of(case.path)
        real = names | {"slug": names.get(noun, "nothing"), "code": names[f"code of {noun}"]}
        case.path_parameters = {name: real.get(name, value) for name, value in (case.path_parameters or {}).items()}
        case.body = with_real_names(case.body, names)
    try:
        return requests.Request(**case.as_transport_kwargs(base_url="https://chomay.test")).prepare()
    except (requests.RequestException, UnicodeError, ValueError):
        return None


async def _of_all_roles(session, world):
    """Headers of somebody who may do everything, so that no guard ends the case early."""
    person = world.people["host"]
    session.add_all(PersonRole(person_id=person.id, role=role) for role in (Role.OFFICER, Role.ADMIN, Role.STAFF))
    await session.flush()
    return matrix.cookie_of(world, "host")


def _is_wrong(reply):
    if reply.status_code >= 500:
        return True
    return reply.status_code >= 400 and reply.headers["content-type"] != "application/problem+json"
