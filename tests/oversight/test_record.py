"""The record of a session: taken for the authority with sums that hold, and gone when its time is over."""

import csv
import hashlib
import json
import zipfile
from datetime import timedelta
from io import BytesIO, StringIO

from sqlalchemy import func, select

from shop.core.actor import Role
from shop.core.audit import AuditEntry
from shop.livestream.models import Comment, Pin
from shop.oversight.models import SessionTally
from shop.oversight.prune import prune_records
from tests.make import accounts, livestream, oversight

KEEP = 400


def rows_of(archive, name):
    return list(csv.reader(StringIO(archive.read(name).decode("utf-8-sig"))))


async def test_the_record_is_whole_masked_and_its_sums_hold(client, session):
    stall = await livestream.stall(session, on_air=False)
    await oversight.rules(session, accepted_by=[stall.host])
    await accounts.signed_in(client, stall.host)
    await client.post(f"{stall.path}/start")
    await client.post(f"{stall.path}/pin", json={"variant": str(stall.variants[0].id), "price": 100_000})
    client.cookies.clear()
    said = {"text": "gọi 0912345678 nhé", "client_id": "client-0001"}
    comment = (await client.post(f"{stall.path}/comments", json=said)).json()["id"]
    await oversight.complaint(session, stall)
    officer = await accounts.person(session, Role.OFFICER)
    await accounts.signed_in(client, officer)
    await client.post(f"{stall.path}/comments/{comment}/remove", json={"why": "sai"})
    at = f"/van-phong/phien/{stall.live.slug}/ho-so"

    masked, whole = await client.post(at, data={}), await client.post(at, data={"phones": "yes"})

    archive = zipfile.ZipFile(BytesIO(masked.content))
    sums = dict(line.split("  ")[::-1] for line in archive.read("SHA256SUMS").decode().splitlines())
    assert set(sums) == set(archive.namelist()) - {"SHA256SUMS"}
    assert all(hashlib.sha256(archive.read(name)).hexdigest() == digest for name, digest in sums.items())
    facts = json.loads(archive.read("phien.json"))
    assert (facts["host"]["rules_number"], facts["host"]["identity_document"]) == (1, "citizen_card")
    assert facts["host"]["licence_until"] > facts["host"]["licence_from"]
    [line] = rows_of(archive, "tro-chuyen.csv")[1:]
    assert line[2] == "gọi •••• 678 nhé"
    assert line[6] == "sai"
    assert rows_of(archive, "ghim-va-gia.csv")[1][1] == "100000"
    assert len(rows_of(archive, "khieu-nai.csv")) == 2
    whole_archive = zipfile.ZipFile(BytesIO(whole.content))
    assert "0912345678" in whole_archive.read("tro-chuyen.csv").decode()
    taken = await session.scalars(
        select(AuditEntry.detail).where(AuditEntry.action == "oversight.dossier").order_by(AuditEntry.id)
    )
    assert [detail["phones"] for detail in taken] == [False, True]


async def test_talk_and_pins_go_in_slices_when_their_time_is_over_and_counts_stay(client, session, warp):
    kept, gone = await livestream.stall(session), await livestream.stall(session)
    for stall in (kept, gone):
        for number in range(3):
            said = {"text": f"lời {number}", "client_id": f"client-000{number}"}
            await client.post(f"{stall.path}/comments", json=said)
        await accounts.signed_in(client, stall.host)
        await client.post(f"{stall.path}/pin", json={"variant": str(stall.variants[0].id), "price": 100_000})
        await client.post(f"{stall.path}/end")
        client.cookies.clear()
    await oversight.complaint(session, kept)
    await session.commit()

    early = await prune_records(session, KEEP, 2)
    await warp(session, timedelta(days=KEEP + 1))
    rounds = [await prune_records(session, KEEP, 2) for _ in range(4)]

    assert early == 0
    assert rounds[-1] == 0
    for stall, comments in ((kept, 3), (gone, 0)):
        count = select(func.count()).where(Comment.session_id == stall.live.id)
        assert await session.scalar(count) == comments
    assert await session.scalar(select(func.count()).select_from(Pin)) == 1
    tally = (await session.scalars(select(SessionTally))).one()
    assert (tally.session_id, tally.comments, tally.pins) == (gone.live.id, 3, 1)
    assert tally.finished_at is not None
