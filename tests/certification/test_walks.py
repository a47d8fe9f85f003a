"""Random lives of one product's certificates: whatever officers and the calendar do, the books agree."""

import random
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from shop.certification.amend import Amendment, amend_certificate
from shop.certification.decide import Decision, certify
from shop.certification.draft import Aim, begin_grading
from shop.certification.expire import warn_expiring
from shop.certification.issuer_rules import issuer_for
from shop.certification.lapse import lapse_certificates
from shop.certification.models import Certificate, CertificateHistory, CertificateStatus, IssuerLevel
from shop.certification.move import STEPS, move_dossier
from shop.certification.revoke import revoke_certificate
from shop.certification.rules import HOLDING, MOVES, RECOGNISED, share_days
from shop.core.clock import now, today
from shop.core.errors import Refusal
from tests.make import accounts
from tests.make import certification as make

S = CertificateStatus
STEPS_OF_A_WALK = 80


class Walk:
    """One product, an officer, a die."""

    def __init__(self, session, officer_id, product, warp, seed):
        self.session, self.officer_id, self.product, self.warp = session, officer_id, product.slug, warp
        self.die = random.Random(seed)
        self.done = 0

    async def step(self):
        """Try one act; refused or not, nothing may be wrong afterwards."""
        often = [self.draft] * 2 + [self.move] * 5 + [self.decide] * 4
        act = self.die.choice([*often, self.amend, self.revoke])
        if self.die.random() < 0.2:
            await self.wait()  # the clock's change commits by itself
            return
        try:
            async with self.session.begin_nested():
                await act()
            self.done += 1
        except Refusal:
            self.session.expire_all()

    async def any_code(self, *among):
        codes = await self.session.execute(select(Certificate.code, Certificate.status).order_by(Certificate.id))
        fitting = [code for code, status in codes if not among or status in among or self.die.random() < 0.1]
        return self.die.choice(fitting) if fitting else "OCOP-0000-0000"

    async def draft(self):
        await begin_grading(self.session, self.officer_id, self.product, Aim(), "Đợt mới")

    async def move(self):
        code = await self.any_code(S.DRAFT, S.SUBMITTED, S.RETURNED)
        to = self.die.choice([S.SUBMITTED, S.ASSESSED, S.SUBMITTED, S.ASSESSED, *STEPS])
        await move_dossier(self.session, self.officer_id, code, to, "Theo biên bản")

    async def day(self):
        return await today(self.session) - timedelta(days=self.die.choice([0, 0, 0, 3, 40, 400, 1200]))

    async def decide(self):
        stars, potential = self.die.choice([(3, False), (4, False), (4, True), (5, False)])
        day = await self.day()
        decision = Decision(
            stars=stars,
            potential_five=potential,
            decision_no=f"{self.die.randrange(999)}/QĐ",
            decided_on=day,
            issuer_level=self.level(stars, potential, day),
        )
        await certify(self.session, self.officer_id, await self.any_code(S.ASSESSED), decision)

    def level(self, stars, potential, day):
        """Who may decide it, mostly."""
        rule = issuer_for(stars, potential, day)
        return rule.level if rule and self.die.random() < 0.9 else self.die.choice([*IssuerLevel])

    async def amend(self):
        change = Amendment(decided_on=await self.day())
        await amend_certificate(self.session, self.officer_id, await self.any_code(*RECOGNISED), change, "Ghi nhầm")

    async def revoke(self):
        if self.die.random() < 0.5:
            await revoke_certificate(
                self.session, self.officer_id, await self.any_code(*RECOGNISED), "Sai", revoked_on=await self.day()
            )

    async def wait(self):
        ahead = timedelta(days=self.die.choice([1, 20, 61, 300, 700]))
        await self.warp(self.session, await now(self.session) + ahead)
        if self.die.random() < 0.8:
            await warn_expiring(self.session)
            await lapse_certificates(self.session)


async def _books(session):
    session.expire_all()
    certificates = (await session.scalars(select(Certificate).order_by(Certificate.id))).all()
    lines = (await session.scalars(select(CertificateHistory).order_by(CertificateHistory.id))).all()
    return certificates, {one.id: [line for line in lines if line.certificate_id == one.id] for one in certificates}


@pytest.mark.parametrize("seed", range(10))
async def test_a_walk_leaves_history_state_and_dates_in_agreement(session, warp, seed):
    officer = await accounts.person(session)
    officer_id = officer.id
    walk = Walk(session, officer_id, await make.registered(session), warp, seed)

    for _ in range(STEPS_OF_A_WALK):
        await walk.step()
        certificates, history = await _books(session)
        for one in certificates:
            told = [line.status for line in history[one.id]]
            assert told[0] is S.DRAFT
            assert told[-1] is one.status
            assert one.version == len(told)
            moved = [(a, b) for a, b in pairwise(told) if a is not b]
            assert all(MOVES.allows(a, b) for a, b in moved), moved
        held = [one for one in certificates if one.status in RECOGNISED and one.in_force_from is not None]
        windows = [(one.in_force_from, one.in_force_until) for one in held]
        assert not [
            (windows[a], windows[b]) for a in range(len(held)) for b in range(a) if share_days(windows[a], windows[b])
        ]
        running = [one for one in certificates if one.status in {S.CERTIFIED, S.EXPIRING}]
        assert all(one.status in HOLDING for one in running)

    assert walk.done > 6, "the walk went nowhere"
