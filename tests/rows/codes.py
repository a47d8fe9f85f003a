"""Rows of one-time codes, sign-ins and settings."""

from tests.rows.kinds import ASKERS, IN, Row, anyone, signed_in

CHALLENGE = "0190a000-0000-7000-8000-000000000000"
NOBODYS = "0" * 64

API = {
    "POST /api/v1/auth/codes": anyone(body={"login": "0912 345 678"}),
    "POST /api/v1/auth/codes/use": Row(dict.fromkeys(ASKERS, 401), body={"challenge": CHALLENGE, "code": "000000"}),
    "GET /api/v1/me/sign-ins": signed_in(),
    "DELETE /api/v1/me/sign-ins/{sign_in}": Row(dict.fromkeys(ASKERS, 404) | {"guest": 401}),
    "POST /api/v1/me/sign-ins/end-others": signed_in(),
    "GET /api/v1/me/notice-ways": signed_in(),
    "PUT /api/v1/me/notice-ways": signed_in(body={"mail": True, "texts": False}),
}
PAGES = {
    "GET /dang-nhap/ma": anyone(),
    "POST /dang-nhap/ma": anyone(form=True, body={"login": "0912 345 678"}),
    "GET /dang-nhap/ma/nhap": anyone(query=f"?ma={CHALLENGE}"),
    "POST /dang-nhap/ma/nhap": Row(
        dict.fromkeys(ASKERS, 401), form=True, body={"challenge": CHALLENGE, "code": "000000"}
    ),
    "GET /toi/cai-dat": signed_in(),
    "POST /toi/cai-dat/tin": signed_in(form=True, body={"mail": "yes"}),
    "POST /toi/cai-dat/ket-thuc": Row(
        dict.fromkeys(ASKERS, IN) | {"guest": 401}, form=True, body={"sign_in": "others"}
    ),
}


async def names(session, world):
    """A sign-in nobody has."""
    return {"sign_in": NOBODYS}
