"""The client's address: the socket's, unless a proxy of ours says better; never what a stranger writes."""

import pytest

from shop.http.address import client_address

PROXY = frozenset({"10.0.0.1", "10.0.0.2"})


def scope(peer, *forwarded):
    return {"client": (peer, 1), "headers": [(b"x-forwarded-for", value.encode()) for value in forwarded]}


@pytest.mark.parametrize(
    ("found", "address"),
    [
        (scope("1.2.3.4"), "1.2.3.4"),
        (scope("1.2.3.4", "9.9.9.9"), "1.2.3.4"),
        (scope("10.0.0.1", "9.9.9.9"), "9.9.9.9"),
        (scope("10.0.0.1", "6.6.6.6, 9.9.9.9"), "9.9.9.9"),
        (scope("10.0.0.1", "6.6.6.6, 9.9.9.9, 10.0.0.2"), "9.9.9.9"),
        (scope("10.0.0.1", "6.6.6.6", "9.9.9.9"), "9.9.9.9"),
        (scope("10.0.0.1"), "10.0.0.1"),
        (scope("10.0.0.1", "<script>"), "unknown"),
        (scope("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64"),
        (scope("::ffff:1.2.3.4"), "1.2.3.4"),
        ({"client": None, "headers": []}, "unknown"),
    ],
)
def test_the_address_counted_by(found, address):
    assert client_address(found, PROXY) == address
