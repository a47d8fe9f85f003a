"""The office's pages of training, and a person's own."""

from datetime import timedelta

from sqlalchemy import func, select

from shop.core.actor import Role
from shop.core.clock import today
from shop.core.sheets import read_rows
from shop.training.models import (
    Attendance,
    Course,
    CourseSession,
    Enrolment,
    EnrolmentState,
    HostIdentity,
    IdentityState,
    Licence,
)
from tests.make import accounts, producers, training

OFFICE = "/van-phong/dao-tao"
OWN = "/toi/dao-tao"
COURSE = {
    "act": "course",
    "title_vi": "Dẫn phiên cơ bản",
    "title_en": "Hosting, the basics",
    "organiser": "Văn phòng điều phối",
    "hours": "16",
    "attendance_percent": "80",
    "licence_months": "24",
}


async def officer_in(client, session):
    officer = await accounts.person(session, Role.OFFICER)
    await accounts.signed_in(client, officer)
    return officer


async def test_officer_adds_a_course_and_opens_a_session_of_it_once(client, session):
    await officer_in(client, session)
    day = await today(session)
    added = await client.post(OFFICE, data=COURSE)
    form = {
        "act": "session",
        "course": "dan-phien-co-ban",
        "days": f"{day + timedelta(days=7):%d/%m/%Y}, {day + timedelta(days=9):%d/%m/%Y}",
        "venue": "12 Hàng Gai",
        "trainer": "Trần Thị Mai",
        "capacity": "30",
        "request_key": "form-of-the-office-1",
    }

    opened = await client.post(OFFICE, data=form)
    again = await client.post(OFFICE, data=form)

    assert added.headers["location"] == f"{OFFICE}?done=course"
    assert opened.headers["location"] == again.headers["location"]
    held = (await session.scalars(select(CourseSession))).one()
    assert held.days == [day + timedelta(days=7), day + timedelta(days=9)]
    shown = await client.get(opened.headers["location"])
    assert "Đã mở lớp." in shown.text
    assert "Dẫn phiên cơ bản" in (await client.get(OFFICE)).text


async def test_what_cannot_be_meant_is_said_beside_its_field_and_what_was_typed_stays(client, session):
    await officer_in(client, session)

    hours = await client.post(OFFICE, data=COURSE | {"hours": "rất nhiều"})
    empty = await client.post(f"/en{OFFICE}", data=COURSE | {"organiser": ""})
    await client.post(OFFICE, data=COURSE)
    twice = await client.post(OFFICE, data=COURSE)
    session_form = {"act": "session", "course": "dan-phien-co-ban", "days": "mai", "request_key": "another-form"}
    days = await client.post(OFFICE, data=session_form | {"venue": "x", "trainer": "y", "capacity": "3"})

    assert [one.status_code for one in (hours, empty, twice, days)] == [422, 422, 409, 422]
    assert "Nhập số từ 1 đến 400." in hours.text
    assert 'value="rất nhiều"' in hours.text
    assert "Fill this in." in empty.text
    assert "Đã có một khóa đào tạo mang tên này" in twice.text
    assert "Nhập các ngày" in days.text
    assert await session.scalar(select(func.count()).select_from(Course)) == 1


async def test_attendance_changes_only_the_boxes_that_were_changed(client, session):
    held = await training.course_session(session, starts_in=0, days=1)
    one, two, three = [await training.learner(session, held) for _ in range(3)]
    await officer_in(client, session)
    at, day = f"{OFFICE}/lop/{held.id}", held.days[0].isoformat()
    unmarked = {f"was-{each.id}": "no" for each in (one, two, three)}

    first = await client.post(at, data={"act": "mark", "day": day, f"here-{one.id}": "yes"} | unmarked)
    stale = await client.post(at, data={"act": "mark", "day": day, f"here-{two.id}": "yes"} | unmarked)

    assert first.status_code == stale.status_code == 303
    there = await session.scalars(select(Attendance.enrolment_id).where(Attendance.present))
    assert set(there) == {one.id, two.id}
    assert await session.scalar(select(func.count()).select_from(Attendance)) == 2


async def test_finishing_on_the_page_grants_the_licences(client, session):
    held = await training.course_session(session, starts_in=0, days=1)
    learner = await training.learner(session, held)
    await officer_in(client, session)
    at = f"{OFFICE}/lop/{held.id}"
    marked = {"act": "mark", "day": held.days[0].isoformat(), f"was-{learner.id}": "no", f"here-{learner.id}": "yes"}

    await client.post(at, data=marked)
    reply = await client.post(at, data={"act": "finish"})

    assert reply.headers["location"] == f"{at}?done=finish"
    assert await session.scalar(select(Licence.person_id)) == learner.person_id
    assert "Hoàn thành" in (await client.get(at)).text


async def test_unknown_account_is_said_beside_the_field(client, session):
    held = await training.course_session(session)
    await officer_in(client, session)

    reply = await client.post(f"{OFFICE}/lop/{held.id}", data={"act": "add", "login": "khong-co@chomay.test"})

    assert reply.status_code == 422
    assert 'id="login-error"' in reply.text
    assert 'value="khong-co@chomay.test"' in reply.text


async def test_list_of_learners_runs_nothing_in_a_spreadsheet(client, session):
    held = await training.course_session(session)
    person = await accounts.person(session, name="=HYPERLINK(1)")
    await training.learner(session, held, person, organisation="@SUM(A1)")
    await officer_in(client, session)

    one = await client.get(f"{OFFICE}/lop/{held.id}/hoc-vien.csv")
    every = await client.get(f"{OFFICE}/hoc-vien.csv")

    assert one.headers["content-type"].startswith("text/csv")
    assert one.content == every.content
    assert "'=HYPERLINK(1)" in one.text
    assert "'@SUM(A1)" in one.text
    header, row = list(read_rows(one.content))
    assert (header[2], row[2], row[4]) == ("Họ tên", "=HYPERLINK(1)", "Có chỗ")


async def test_officer_verifies_a_host_on_the_page_and_needs_a_reason_to_decline(client, session):
    host = await accounts.person(session, name="Lò Thị Mỉ")
    await training.verified(session, host, state=IdentityState.SUBMITTED)
    await officer_in(client, session)
    form = {"person": str(host.id), "version": "1"}

    page = await client.get(f"{OFFICE}/len-song")
    bare = await client.post(f"{OFFICE}/len-song", data=form | {"act": "decline"})
    done = await client.post(f"{OFFICE}/len-song", data=form | {"act": "verify"})

    assert "Lò Thị Mỉ" in page.text
    assert (bare.status_code, "Ghi lý do, ít nhất 3 ký tự." in bare.text) == (422, True)
    assert done.headers["location"] == f"{OFFICE}/len-song?done=verify"
    assert await session.scalar(select(HostIdentity.state)) is IdentityState.VERIFIED


async def test_licence_is_found_by_name_without_marks_and_revoked(client, session):
    host = await accounts.person(session, name="Đặng Thị Hồng")
    licence = await training.licensed(session, host)
    await training.licensed(session, await accounts.person(session, name="Trần Văn Bình"))
    await officer_in(client, session)

    found = await client.get(f"{OFFICE}/len-song", params={"q": "dang hong"})
    form = {"act": "licence", "licence": str(licence.id), "reason": "Quảng cáo sai"}
    revoked = await client.post(f"{OFFICE}/len-song", data=form)

    assert ("Đặng Thị Hồng" in found.text, "Trần Văn Bình" in found.text) == (True, False)
    assert revoked.status_code == 303
    await session.refresh(licence)
    assert licence.revoked_reason == "Quảng cáo sai"


async def test_person_enrols_for_their_producer_and_gives_the_seat_back(client, session):
    held = await training.course_session(session)
    person = await accounts.person(session, Role.PRODUCER)
    own = await producers.producer(session, members=[person])
    await accounts.signed_in(client, person)

    before = await client.get(OWN)
    took = await client.post(OWN, data={"act": "enrol", "session": str(held.id), "producer": own.slug})
    mine = await client.get(took.headers["location"])
    left = await client.post(OWN, data={"act": "leave", "session": str(held.id)})

    assert own.name in before.text
    assert "người dẫn chưa xác minh danh tính" in before.text
    assert "Đã ghi danh" in mine.text
    assert left.headers["location"] == f"{OWN}?xong=leave"
    assert await session.scalar(select(Enrolment.state)) is EnrolmentState.WITHDRAWN


async def test_person_submits_a_paper_and_takes_it_back(client, session):
    person = await accounts.person(session)
    await accounts.signed_in(client, person)

    wrong = await client.post(OWN, data={"act": "submit", "document": "vneid", "document_end": "48"})
    sent = await client.post(OWN, data={"act": "submit", "document": "vneid", "document_end": "48a1"})
    shown = await client.get(OWN)
    back = await client.post(OWN, data={"act": "take_back"})

    assert (wrong.status_code, "Ghi đúng 4 ký tự cuối" in wrong.text) == (422, True)
    assert sent.headers["location"] == f"{OWN}?xong=submit"
    assert "VNeID mức 2, 4 ký tự cuối 48A1" in shown.text
    assert back.status_code == 303
    assert await session.scalar(select(HostIdentity.document_end)) is None


async def test_who_may_go_on_air_is_told_so(client, session):
    person = await accounts.person(session)
    await training.verified(session, person)
    await training.licensed(session, person)
    await accounts.signed_in(client, person)

    page = await client.get(f"/en{OWN}")

    assert "You may go on air today." in page.text


async def test_waiting_identity_stands_on_the_office_s_first_page(client, session):
    await training.verified(session, await accounts.person(session), state=IdentityState.SUBMITTED)
    await officer_in(client, session)

    page = await client.get("/van-phong")

    assert "Người dẫn chờ xác minh danh tính" in page.text
