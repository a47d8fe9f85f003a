"""Cookies: `__Host-` names, never readable by scripts, never sent over plain http or to other sites."""

from litestar.datastructures import Cookie

SESSION_COOKIE = "__Host-chomay"


def host_cookie(name: str, value: str, max_age: int) -> Cookie:
    """A cookie for this host alone that lives `max_age` seconds.

    Raises:
        ValueError: the name lacks the prefix that makes browsers keep the promise.
    """
    if not name.startswith("__Host-"):
        raise ValueError(f"{name}: a cookie of ours begins with __Host-")
    return Cookie(key=name, value=value, max_age=max_age, path="/", secure=True, httponly=True, samesite="lax")


def gone_cookie(name: str) -> Cookie:
    """The cookie that makes a browser forget `name`."""
    return host_cookie(name, "", 0)
