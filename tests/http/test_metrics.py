"""Figures: on loopback alone, with labels no visitor can multiply."""

import socket

import httpx
import msgspec

from shop.http.metrics import family_of
from tests.conftest import whole_program


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


async def test_figures_count_answers_on_a_loopback_port_of_their_own(settings):
    port = _free_port()
    async with whole_program(msgspec.structs.replace(settings, metrics_port=port)) as client:
        await client.request("BREW", "/health/live")
        await client.get("/health/live")
        outside = await client.get("/metrics")
    async with httpx.AsyncClient() as client:
        shown = (await client.get(f"http://127.0.0.1:{port}/metrics")).text

    assert 'shop_http_answers_total{family="health",method="GET",status="200"} 1.0' in shown
    assert 'method="other"' in shown
    assert "BREW" not in shown
    assert outside.status_code == 404


async def test_a_taken_port_costs_the_figures_only(settings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        async with whole_program(msgspec.structs.replace(settings, metrics_port=taken.getsockname()[1])) as client:
            reply = await client.get("/health/live")

    assert reply.status_code == 200


def test_addresses_fall_into_few_families():
    assert {family_of(path) for path in ("/api/v1/x", "/static/a.css", "/", "/%00", "/san-pham/" + "x" * 999)} == {
        "api",
        "static",
        "page",
    }
