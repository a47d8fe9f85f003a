"""A learner in a real browser: a training run at twenty times the speed, to its score sheet."""

from playwright.async_api import expect

from tests.browser.windows import DESK, PHONE

HOST = "chu-gian-3@chomay.example"
OVER = 60_000  # milliseconds until five minutes at twenty times the speed are over, on a busy machine


async def test_a_run_at_twenty_times_the_speed_ends_on_its_score_sheet(window):
    learner = await window(viewport=DESK)
    await learner.sign_in(HOST)
    await learner.go("/toi/dao-tao")
    await learner.page.get_by_role("link", name="Luyện phát trực tiếp").click()
    await learner.look(PHONE, DESK)
    await learner.page.get_by_label("Tốc độ").select_option("20")

    await learner.page.get_by_role("button", name="Bắt đầu luyện").click()
    await expect(learner.page.get_by_role("heading", name="Lượt luyện")).to_be_visible()
    await learner.page.get_by_role("button", name="Chào người xem").click()
    await expect(learner.page.get_by_text("Chào cả nhà").first).to_be_visible()
    await learner.page.locator("[data-jobs] li").first.wait_for()

    await expect(learner.page.get_by_role("heading", name="Phiếu điểm")).to_be_visible(timeout=OVER)
    await learner.look(PHONE, DESK)
    greeted = learner.page.get_by_role("listitem").filter(has_text="Chào người xem")
    await expect(greeted).to_contain_text("1 trên 1 lần")
    await expect(learner.page.get_by_role("heading", name="Dòng bị bỏ lỡ")).to_be_visible()
