"""Every part on two pages, for looking at and for measuring. Not shipped."""

from collections import namedtuple
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from flask import Blueprint, jsonify, render_template

from creator.web.audience import audience
from creator.web.forms.base import Form, PlainForm
from creator.web.forms.fields import (
    ChoiceField,
    DateField,
    FileField,
    FilesField,
    LongTextField,
    MomentField,
    MoneyField,
    PhoneField,
    ScoreField,
    SeveralField,
    TextField,
    TickField,
    WholeNumberField,
)
from creator.web.paging import Page, order_of
from creator.web.parts import (
    Column,
    Dots,
    Entry,
    File,
    Slice,
    Status,
    Step,
    Tab,
    Tile,
    Todo,
)

bp = Blueprint("gallery", __name__, template_folder=str(Path(__file__).parent))
WHEN = datetime(2026, 11, 28, 16, tzinfo=UTC)
Ranked = namedtuple("Ranked", "place title about tier score dots amount")


class Search(PlainForm):
    words = TextField("项目名称", needed=False)


class Everything(Form):
    title = TextField("项目名称", limit=30, hint="一句话说清楚做什么。")
    story = LongTextField("项目背景", limit=500)
    amount = MoneyField("申请金额", hint="不超过 3 万元。")
    phone = PhoneField("联系电话")
    people = WholeNumberField("服务人数", most=9999, unit="人", needed=False)
    begins = DateField("开始日期")
    meets = MomentField("路演时间", needed=False)
    area = ChoiceField("领域", choices={"old": "为老服务", "child": "儿童关爱"})
    street = ChoiceField("街道", choices={str(n): f"第 {n} 街道" for n in range(9)}, needed=False)
    groups = SeveralField("服务对象", choices={"old": "老人", "child": "儿童"})
    promise = TickField("以上内容属实", needed=True)
    plan = FileField("申报书", accept=".pdf,.docx", needed=False)
    photos = FilesField("照片", accept="image/*", needed=False)
    points = ScoreField("需求真实性", most=Decimal(20), needed=False)

    def visible(self):
        return (one for one in super().visible() if one.name != "points")


def _dots() -> Dots:
    return Dots([88.0, 90.0, 92.5, 71.0], 90.57, 50, 100, "四位专家 71–92.5 分，结果 90.57 分")


@bp.get("/gallery")
@audience("public")
def show():
    rows = [
        Ranked(n, f"“银龄食堂”独居老人助餐计划 {n}", "CT2026-001 · 幸福社区邻里互助协会", "A档",
               "90.57", _dots(), 3_000_000)
        for n in range(1, 4)
    ]  # fmt: skip
    return render_template(
        "show.html",
        state=Status("专家评审中", "info"),
        numbers=[
            Tile("资金总额", "42.00 万元"),
            Tile("拟资助", "40.00 万元", tone="good"),
            Tile("剩余", "2.00 万元", "可转候补", tone="wait"),
            Tile("评审完成", "60 / 60 份"),
        ],
        ranking=rows,
        ranking_columns=[
            Column("place", "名次", number=True),
            Column("title", "项目 / 申报单位", card="title"),
            Column("tier", "档次", card="corner"),
            Column("score", "得分", number=True, sort="score"),
            Column("dots", "专家分布（50–100）", card="desk"),
            Column("amount", "拟资助", number=True, sort="amount"),
        ],
        order=order_of({"score": None, "amount": None}, "-score"),
        page=Page(rows, 2, 130),
        views=[Tab("全部", "/gallery", here=True, count=9), Tab("候补", "/gallery?tab=2")],
        documents=[File("项目申报书.pdf", "/gallery", 1_200_000), File("预算.xlsx", "/gallery")],
        entries=[
            Entry(WHEN, "退回补正", "经办人", reason="缺少资格证明。\n请补。", tone="wait"),
            Entry(WHEN, "提交", "申报单位", remark="第 2 版", url="/gallery", tone="good"),
        ],
        moves=[
            Step("propose", "拟立项", "/gallery", primary=True, hint="A 档还剩 2 个名额"),
            Step("defer", "列入候补", "/gallery/form", direct=True, seq=4),
            Step("reject", "不予立项", "/gallery", grave=True),
            Step("publish", "公示", "/", access="shut", reasons=["还差 3 份评分表", "资金池不足"]),
            Step("approve", "审批", "/gallery", access="not_yours", whose="主办方审批人"),
        ],
        tasks=[
            Todo("受理：银龄食堂", "/", "幸福社区邻里互助协会", Status("待受理", "wait"), due=WHEN),
            Todo("整改复查", "/gallery", due=WHEN, overdue=True),
            Todo("阅读通知", "/gallery", since=datetime(2026, 2, 26, tzinfo=UTC)),
        ],
        funnel=[Slice("申报", 20, "20 个"), Slice("立项", 13, "13 个", "good")],
        budget=[
            Slice("物资", 900_000, "0.90 万元"),
            Slice("人员", 1_500_000, "1.50 万元"),
            Slice("交通", 400_000, "0.40 万元"),
        ],
    )


@bp.route("/gallery/form", methods=["GET", "POST"])
@audience("public")
def form():
    filled = Everything()
    status = 200 if filled.validate_on_submit() or not filled.is_submitted() else 422
    return render_template("form.html", form=filled, search=Search(formdata=None)), status


@bp.post("/gallery/save")
@audience("public")
def save():
    return jsonify(said="✓ 已保存", revision=1)
