"""What is only seen when cells, or rows, are held against each other."""

from collections.abc import Callable, Iterator, Sequence

from creator.i18n import _
from creator.identifiers import CreditCode
from creator.intake.cells import Sheet, missing, problem
from creator.intake.understanding import Problem, Row, ShownMoney
from creator.intake.words import bare

Found = Iterator[tuple[int, Problem]]
Check = Callable[[Sheet, Sequence[Row]], Found]

_HARDLY_A_GRANT = 100_00  # 分; less than this is 万元 read as 元


def over_cap(sheet: Sheet, rows: Sequence[Row]) -> Found:
    """A request above the cap of its tier, or of every tier where the judging assigns it."""
    yield from _over_all(sheet, rows)
    tiers = {tier.id: tier for tier in sheet.expected.tiers}
    for row in rows:
        tier, amount = tiers.get(row.value("tier") or ""), row.value("amount")
        if amount is None or tier is None or tier.cap is None or amount <= tier.cap:
            continue
        yield row.number, problem(
            sheet, sheet.column("amount"), row.number, "over_cap",
            _("申请 {amount}，超过{tier}最高 {cap}。", amount=ShownMoney(amount), tier=tier.label,
              cap=ShownMoney(tier.cap)),
            _("请核对金额、单位和档次，或与申报单位商定后改正。"),
        )  # fmt: skip


def _over_all(sheet: Sheet, rows: Sequence[Row]) -> Found:
    most = sheet.expected.most
    if most is None:
        return
    for row in rows:
        amount = row.value("amount")
        if amount is None or amount <= most:
            continue
        yield row.number, problem(
            sheet, sheet.column("amount"), row.number, "over_cap",
            _("申请 {amount}，超过各档最高 {cap}。",
              amount=ShownMoney(amount), cap=ShownMoney(most)),
            _("请核对金额和单位，或与申报单位商定后改正。"),
        )  # fmt: skip


def implausible(sheet: Sheet, rows: Sequence[Row]) -> Found:
    """A request of a few yuan: the sheet is in 万元 and does not say so."""
    for row in rows:
        amount = row.value("amount")
        if amount is None or amount >= _HARDLY_A_GRANT:
            continue
        yield row.number, problem(
            sheet, sheet.column("amount"), row.number, "implausible",
            _("申请资金读作 {amount}，太少。", amount=ShownMoney(amount)),
            _("请核对单位是不是万元。"),
        )  # fmt: skip


def doubled_project(sheet: Sheet, rows: Sequence[Row]) -> Found:
    """The same title by the same organisation; the later row is at fault, and names the first."""
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        title, organisation = row.value("title"), row.value("organisation")
        if not title or not organisation:
            continue
        earlier = first.setdefault((bare(title), bare(organisation)), row.number)
        if earlier == row.number:
            continue
        yield row.number, problem(
            sheet, sheet.column("title"), row.number, "doubled",
            _("第 {row} 行与第 {earlier} 行重复：{organisation}的“{title}”。", row=row.number,
              earlier=earlier, organisation=organisation, title=title),
            _("请剔除其中一行；如果是两个项目，请改用不同的名称。"),
        )  # fmt: skip


def one_identifier_for_two(sheet: Sheet, rows: Sequence[Row]) -> Found:
    """The same code or filing number under two names."""
    first: dict[str, Row] = {}
    for row in rows:
        identifier, name = row.value("identifier"), row.value("organisation")
        if identifier is None or not name:
            continue
        earlier = first.setdefault(str(identifier), row)
        if bare(earlier.value("organisation")) == bare(name):
            continue
        yield row.number, problem(
            sheet, sheet.column("identifier"), row.number, "contradiction",
            _("“{identifier}”在第 {earlier} 行属于{other}。", identifier=str(identifier),
              earlier=earlier.number, other=earlier.value("organisation")),
            _("请核对号码和单位名称。"),
        )  # fmt: skip


def registration(sheet: Sheet, rows: Sequence[Row]) -> Found:
    """Registered with a filing number or the reverse; a filed group without a sponsor."""
    for row in rows:
        kind, identifier = row.value("registration"), row.value("identifier")
        is_code = isinstance(identifier, CreditCode)
        if identifier is not None and kind is not None and is_code != (kind == "registered"):
            text = (
                _("登记情况写“备案”，号码却是统一社会信用代码。")
                if is_code
                else _("登记情况写“登记”，号码却是备案号。")
            )
            yield row.number, problem(
                sheet, sheet.column("registration"), row.number, "contradiction",
                text, _("请核对是登记还是备案。"),
            )  # fmt: skip
        filed = kind == "filed" or (kind is None and identifier is not None and not is_code)
        if filed and "sponsor" in sheet.expected.required and not row.value("sponsor"):
            yield row.number, missing(sheet, sheet.column("sponsor"), row.number)


def doubled_expert(sheet: Sheet, rows: Sequence[Row]) -> Found:
    """The same expert code twice."""
    first: dict[str, int] = {}
    for row in rows:
        code = row.value("code")
        if code and first.setdefault(bare(code), row.number) != row.number:
            yield row.number, problem(
                sheet, sheet.column("code"), row.number, "doubled",
                _("第 {row} 行与第 {earlier} 行编号相同：{code}。", row=row.number,
                  earlier=first[bare(code)], code=code),
                _("请剔除其中一行，或改正编号。"),
            )  # fmt: skip
