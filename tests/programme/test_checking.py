"""What the checker finds: one thing made wrong in the smallest programme, one fault named."""

import pytest

from creator.programme import checker
from tests.programme.minimal import TEXT, errors, faults_of, line_of, programme, said

CLASS = "applicants__classes__registered__"


class TestMoney:
    def test_a_tier_that_does_not_fit_into_the_pool(self) -> None:
        text = "档次“S”放不进资金池：资金池只有 100,000.00 元。"
        assert ("error", text) in said(tiers__S__min=10000, tiers__S__slots=11)

    def test_a_pool_larger_than_its_sources(self) -> None:
        fund = '[[funds]]\nid = "f"\nlabel = { zh = "资金", en = "Fund" }\namount = 90000'
        assert errors(fund) == ["资金池 100,000.00 元超过各项来源之和 90,000.00 元。"]

    def test_a_pool_smaller_than_its_sources_is_only_remarked(self) -> None:
        fund = '[[funds]]\nid = "f"\nlabel = { zh = "资金", en = "Fund" }\namount = 130000'
        text = "资金池 100,000.00 元比各项来源之和 130,000.00 元少 30,000.00 元。"
        assert [(f.severity, str(f.text)) for f in faults_of(TEXT + "\n" + fund)] == [
            ("warning", text)
        ]

    def test_money_that_will_bind_and_money_left_over_are_only_remarks(self) -> None:
        bind = "名额乘最高额共 120,000.00 元，超过资金池 100,000.00 元：资金会先用完。"
        left = "名额乘最高额只有 50,000.00 元，资金池 100,000.00 元用不完。"
        assert said(tiers__S__slots=12) == [("warning", bind)]
        assert said(tiers__S__slots=5) == [("warning", left)]

    def test_category_slots_count_too(self) -> None:
        category = '[[categories]]\nid = "c"\nlabel = { zh = "类", en = "C" }\nslots = 4'
        assert errors(category) == ["名额乘最高额只有 40,000.00 元，资金池 100,000.00 元用不完。"]

    def test_no_money_at_all(self) -> None:
        assert errors("", TEXT.replace("pool = 100000", "")) == ["没有说可以分配多少资金。"]

    def test_a_formula_without_households(self) -> None:
        fund = '[[funds]]\nid = "f"\nlabel = { zh = "资金", en = "Fund" }\nrule = "formula"'
        text = TEXT.replace("pool = 100000", "")
        assert errors(f"{fund}\nyuan = 1000", text) == [
            "没有说可以分配多少资金。",
            "“funds.0”的规则 formula 缺少“households”。",
        ]

    @pytest.mark.parametrize(
        ("changes", "text"),
        [
            ({"min": 20000}, "档次“S”的最低额高于最高额。"),
            ({"flat": 10000}, "档次“S”写了 flat，又写了 min 或 cap。"),
        ],
    )
    def test_a_tier_that_contradicts_itself(self, changes: dict[str, int], text: str) -> None:
        changed = {f"tiers__S__{key}": value for key, value in changes.items()}
        assert ("error", text) in said(**changed)

    def test_a_tier_without_a_cap(self) -> None:
        assert errors("", TEXT.replace("cap = 10000", "")) == ["档次“S”没有写最高资助额。"]

    def test_a_competition_without_money_needs_none(self) -> None:
        text = TEXT.replace("cap = 10000", 'outcomes = ["incubation"]').replace("pool = 100000", "")
        assert errors("", text[: text.index("[[tranches]]")]) == []

    def test_a_budget_rule_about_a_tag_no_head_has(self) -> None:
        rule = '[[budget.rules]]\nid = "labour_half"\ntags = ["labor"]'
        assert errors(rule) == ["“budget.rules.0.tags.0”提到的预算科目标签“labor”不存在。"]


class TestNames:
    def test_doubled_ids(self) -> None:
        text = TEXT.replace('id = "last"', 'id = "first"')
        (fault,) = faults_of(text)
        assert str(fault.text) == "“tranches.1.id”的 id“first”已经用过。"
        assert fault.line == line_of(text, '[[tranches]]\nid = "first"\nlabel = { zh = "尾') + 1

    def test_doubled_questions(self) -> None:
        field = '{ id = "title", label = { zh = "又一个", en = "Again" } }'
        section = 'id = "x"\nlabel = { zh = "一", en = "X" }'
        found = errors(f"[[form.sections]]\n{section}\nfields = [{field}]")
        assert found == ["“form.sections.7.fields.0.id”的 id“title”已经用过。"]

    def test_a_score_sheet_that_is_not_there(self) -> None:
        text = "“rounds.0.rubric”提到的评分表“selektion”不存在。"
        assert said(rounds__0__rubric="selektion") == [("error", text)]

    def test_a_criterion_that_is_not_there(self) -> None:
        text = "“ranking.ties.0”提到的评分指标“needs”不存在。"
        assert said(ranking__ties='["criterion:needs", "draw"]') == [("error", text)]

    def test_a_lifecycle_and_a_role_that_are_not_there(self) -> None:
        assert said(lifecycles__proposal="propsal") == [("error", "没有名为“propsal”的流程文件。")]
        limits = '[{ role = "boss" }]'
        assert said(approval__limits=limits) == [("error", "没有“boss”这个角色。")]

    def test_a_step_the_lifecycle_does_not_have_is_a_remark(self) -> None:
        read = programme(options__audit=True, options__approval="none")
        (fault,) = checker.check(read, options=("waitlist", "hearing"))
        assert (fault.severity, str(fault.text)) == (
            "warning",
            "流程“proposal”没有“项目审计”这一步：方案里写的会保存和公布，但要在本系统外办理。",
        )


class TestProcess:
    def test_a_table_whose_option_is_off(self) -> None:
        assert errors("[hearing]\nquorum = 9") == ["写了 [hearing]，但 options.hearing 没有打开。"]

    def test_checkpoints_without_any(self) -> None:
        text = "打开了中期评估，但没有写 [[checkpoints]]。"
        assert said(options__checkpoints=True) == [("error", text)]

    def test_a_waiting_list_that_is_switched_off(self) -> None:
        text = "写了候补名额，但没有打开 waitlist。"
        assert said(options__waitlist=False, award__waitlist_size=3) == [("error", text)]

    def test_nobody_may_approve_large_amounts(self) -> None:
        text = "没有人可以批准超过限额的金额。"
        limits = '[{ role = "approver", up_to = 5000 }]'
        assert said(approval__limits=limits) == [("warning", text)]


class TestPeople:
    def test_nomination_without_a_nominator(self) -> None:
        text = "推荐渠道和 [applicants.nomination] 要一起写。"
        assert said(applicants__channels='["nominated"]') == [("error", text)]

    def test_a_filed_group_without_sponsor_is_a_remark(self) -> None:
        text = "“registered”没有法人资格，签约和收款要有托管机构。"
        assert said(**{f"{CLASS}kind": "filed"}) == [("warning", text)]

    def test_a_contract_signed_by_nobody_in_particular(self) -> None:
        text = "协议由承办方签，但没有写承办方。"
        assert said(contract__parties='["operator", "implementer"]') == [("error", text)]

    def test_publishing_what_is_not_public(self) -> None:
        private = '[[form.sections]]\nid = "project"\n[[form.sections.fields]]\nid = "summary"\n'
        found = errors(f'{private}audience = "officer"\n[notice]\npublishes = ["summary"]')
        assert found == ["公示要公开“summary”，但申报表里它不是公开的。"]

    def test_publishing_what_nobody_is_asked_is_a_remark(self) -> None:
        text = "公示要公开“category”，但申报表里没有这一项。"
        assert said(notice__publishes='["title", "category"]') == [("warning", text)]

    def test_a_quorum_below_the_seats_is_a_remark(self) -> None:
        seats = '[{ id = "r", label = { zh = "居民", en = "R" }, min = 9 }]'
        asked = {"options__hearing": True, "hearing__seats": seats}
        text = "论证会席位合计至少 9 人，quorum 只要 3 人。"
        assert said(**asked, hearing__quorum=3) == [("warning", text)]
        assert said(**asked, hearing__quorum=9) == []
