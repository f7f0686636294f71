"""What an applicant types into the form of the Beilin programme, section by section."""

from playwright.sync_api import FilePayload

from tests.journeys.browser import Seat
from tests.services.applicants import PDF

LONG = "走访了 120 户独居老人，七成一周与人说话不到三次，愿意每周来学编织的有 83 人。" * 2
SECTIONS = {
    "project": {
        "title": "老人编织课堂",
        "tier": "A",
        "category": "elderly",
        "summary": LONG,
        "site_community": "东关南街社区（示例）",
        "beneficiaries": "辖区 60 岁以上独居老人",
        "beneficiary_count": "60",
        "start": "2017-03-01",
        "end": "2017-11-30",
    },
    "organisation": {"profile": LONG, "leader": "负责人01", "contact_phone": "13911112222"},
    "need": {"need": LONG},
    "plan": {
        "objectives": "60 位老人每周至少参加一次活动，并认识五位以上的邻居。",
        "indicators-0-name": "活动次数",
        "indicators-0-target": "36",
        "indicators-0-unit": "次",
        "activities-0-title": "编织课",
        "activities-0-date": "2017-03-10",
        "activities-0-place": "社区活动室",
        "activities-0-people": "20",
    },
    "team": {"team-0-name": "负责人01", "team-0-role": "统筹"},
    "hearing": {
        "hearing-date": "2017-01-05",
        "hearing-place": "社区活动室",
        "hearing-present": "12",
        "hearing-seats-residents": "5",
        "hearing-seats-beneficiaries": "4",
        "hearing-in_favour": "11",
        "hearing-summary": "大家同意，建议下午开课。",
    },
}
LINES = (("materials", "编织材料", "100", "150"), ("experts", "讲师费", "10", "500"))


def fill_in(seat: Seat, proposal: str) -> None:
    """All sections of a draft, its files included; `proposal` is the address of its page."""
    for section, answers in SECTIONS.items():
        seat.go(f"{proposal}/fill/{section}")
        seat.put({f"q_{name}": value for name, value in answers.items()})
        seat.press("保存，继续填写下一部分")
    fill_in_budget(seat, proposal)
    attach(seat, f"{proposal}/fill/hearing", 3)
    attach(seat, f"{proposal}/fill/attachments", 2)
    seat.put({"q_truth": "y"})
    seat.press("保存，查看还差什么")


def fill_in_budget(seat: Seat, proposal: str) -> None:
    """A table whose lines are added one by one and sum up to what is asked for."""
    seat.go(f"{proposal}/fill/budget")
    seat.put({"q_amount": "20000", "q_own_funding": "0", "q_other_public_money": "no"})
    for number, (head, item, quantity, price) in enumerate(LINES):
        if number:
            seat.press("加一行")
        row = f"q_budget-{number}-"
        seat.put({f"{row}head": head, f"{row}item": item})
        seat.put({f"{row}quantity": quantity, f"{row}unit_price": price})
    seat.press("保存")
    seat.reads("20,000.00")


def attach(seat: Seat, page: str, files: int) -> None:
    """A file for each of the first places of a page, each sent by its own button."""
    seat.go(page)
    for number in range(files):
        name = f"材料{number + 1}.pdf"
        content = PDF + f"{page} {number}\n%%EOF\n".encode()
        file: FilePayload = {"name": name, "mimeType": "application/pdf", "buffer": content}
        form = seat.page.locator(f'form:has([name="u{number}-file"])')
        form.locator("[type=file]").set_input_files(file)
        with seat.page.expect_navigation():
            form.get_by_role("button", name="上传").click()
        seat.reads(name)
