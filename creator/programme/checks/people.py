"""Applicants, channels, hearings, notices and contract parties fit each other."""

from collections.abc import Iterator

from creator.i18n import _
from creator.money import yuan
from creator.programme.checks.blame import blame
from creator.programme.fault import Fault
from creator.programme.programme import Programme

# Which field of the form a published fact is taken from.
_PUBLISHED_ROLES = ("title", "summary", "site_community", "category")


def check(programme: Programme) -> Iterator[Fault]:
    """Who applies, who signs, what is published about them."""
    yield from _channels(programme)
    yield from _classes(programme)
    yield from _parties(programme)
    yield from _published(programme)
    yield from _attendance(programme)


def _channels(programme: Programme) -> Iterator[Fault]:
    applicants = programme.applicants
    if ("nominated" in applicants.channels) != (applicants.nomination is not None):
        text = _("推荐渠道和 [applicants.nomination] 要一起写。")
        remedy = _("请在 channels 里写 nominated，并写明由谁推荐、名额多少。")
        yield blame(programme, "applicants.channels", text, remedy)


def _classes(programme: Programme) -> Iterator[Fault]:
    for i, item in enumerate(programme.applicants.classes):
        path = f"applicants.classes.{i}"
        if item.filing_classes and item.kind != "filed":
            text = _("“{id}”不是备案组织，用不到 filing_classes。", id=item.id)
            yield blame(programme, f"{path}.filing_classes", text, _("请去掉 filing_classes。"))
        if item.min_grade and item.kind != "registered":
            text = _("只有登记的社会组织才有评估等级，“{id}”没有。", id=item.id)
            yield blame(programme, f"{path}.min_grade", text, _("请去掉 min_grade。"))
        if item.kind in ("filed", "team") and item.sponsor == "none":
            text = _("“{id}”没有法人资格，签约和收款要有托管机构。", id=item.id)
            remedy = _('请写 sponsor = "required"；确实不需要的，不用改。')
            yield blame(programme, path, text, remedy, "warning")
        least = min((t.least for t in programme.tiers if t.gives_money), default=0)
        if item.cap is not None and item.cap < least:
            text = _(
                "“{id}”最多可申请 {cap} 元，低于每个档次的最低额。", id=item.id, cap=yuan(item.cap)
            )
            remedy = _("请提高它的 cap，或降低一个档次的 min 或 flat。")
            yield blame(programme, f"{path}.cap", text, remedy)


def _parties(programme: Programme) -> Iterator[Fault]:
    parties = programme.contract.parties
    if "operator" in parties and programme.operator is None:
        text = _("协议由承办方签，但没有写承办方。")
        yield blame(programme, "contract.parties", text, _("请写 operator，或去掉这一方。"))
    if not {"host", "operator"} & set(parties) or "implementer" not in parties:
        text = _("协议至少要有资助方（host 或 operator）和实施单位（implementer）。")
        yield blame(programme, "contract.parties", text, _("请补上缺少的一方。"))


def _published(programme: Programme) -> Iterator[Fault]:
    for role in _PUBLISHED_ROLES:
        if role not in programme.notice.publishes:
            continue
        field = programme.form.with_role(role)
        if field is None:
            text = _("公示要公开“{role}”，但申报表里没有这一项。", role=role)
            remedy = _("请在申报表里问它（类别要写 [[categories]]），或不在公示里公开它。")
            yield blame(programme, "notice.publishes", text, remedy, "warning")
        elif role != "category" and field.audience != "public":
            text = _("公示要公开“{role}”，但申报表里它不是公开的。", role=role)
            remedy = _("请把这个字段的 audience 改为 public，或不在公示里公开它。")
            yield blame(programme, "notice.publishes", text, remedy)


def _attendance(programme: Programme) -> Iterator[Fault]:
    """Seats say the fewest of each kind; together they may ask for more than the quorum does."""
    hearing = programme.hearing
    seated = sum(seat.min for seat in hearing.seats)
    if programme.options.hearing and hearing.quorum < seated:
        text = _(
            "论证会席位合计至少 {n} 人，quorum 只要 {quorum} 人。", n=seated, quorum=hearing.quorum
        )
        remedy = _("请把 quorum 改为不少于 {n}，或减少席位。", n=seated)
        yield blame(programme, "hearing.quorum", text, remedy, "warning")
