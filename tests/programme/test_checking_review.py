"""What the checker finds in form, judging, awards, dates and delivery."""

import pytest

from tests.programme.minimal import TEXT, errors, said


class TestForm:
    @staticmethod
    def asking(*lines: str) -> list[str]:
        """Texts of the faults with one more question in the form."""
        section = '[[form.sections]]\nid = "need"\n[[form.sections.fields]]\nid = "q"\n'
        label = 'label = { zh = "问", en = "Q" }\n'
        return errors(section + label + "\n".join(lines))

    @pytest.mark.parametrize(
        ("lines", "text"),
        [
            ('type = "choice"', "选择题“q”至少要有两个选项。"),
            ("min = 5\nmax = 4", "字段“q”的 min 大于 max。"),
            ("min_chars = 5\nmax_chars = 4", "字段“q”的 min_chars 大于 max_chars。"),
            ('role = "amount"\ntype = "text"', "role 为 amount 的字段类型应是 money。"),
            (
                'audience = "public"\npersonal = "contact"',
                "字段“q”含个人信息（contact），不能公开。",
            ),
        ],
    )
    def test_a_question_nobody_can_answer(self, lines: str, text: str) -> None:
        assert text in self.asking(lines)

    @pytest.mark.parametrize(
        ("condition", "text"),
        [
            (
                'field = "nobody", equals = true',
                "条件“form.sections.2.fields.2.shown_when”看的字段“nobody”不存在。",
            ),
            (
                'field = "truth", equals = true',
                "条件“form.sections.2.fields.2.shown_when”看的字段排在它后面。",
            ),
            (
                'field = "title"',
                "条件“form.sections.2.fields.2.shown_when”要写 equals 或 in 其中一个。",
            ),
        ],
    )
    def test_a_condition_that_never_holds(self, condition: str, text: str) -> None:
        assert self.asking(f"shown_when = {{ {condition} }}") == [text]

    def test_an_answer_that_cannot_be_given(self) -> None:
        choices = 'choices = [{ id = "a", label = { zh = "甲", en = "A" } }, '
        choices += '{ id = "b", label = { zh = "乙", en = "B" } }]\n'
        second = '[[form.sections.fields]]\nid = "r"\nlabel = { zh = "再问", en = "R" }\n'
        second += 'shown_when = { field = "q", in = ["a", "c"] }'
        assert self.asking(f'type = "choice"\n{choices}{second}') == ["字段“q”不会有“c”这个答案。"]

    def test_a_form_without_the_amount(self) -> None:
        found = errors('[form]\nleave_out = ["amount"]')
        assert found == ["申报表没有 role 为 amount 的字段。"]

    def test_applied_tiers_need_the_question(self) -> None:
        assert said(tier_choice="applied", form__leave_out='["tier"]') == [
            ("error", "申报表没有 role 为 tier 的字段。")
        ]

    def test_a_rule_over_the_wrong_fields(self) -> None:
        rule = '[[form.rules]]\nid = "x"\nlabel = { zh = "规", en = "R" }\nkind = "at_most"\n'
        assert errors(f'{rule}fields = ["title", "amount"]') == ["规则“x”不能用在字段“title”上。"]
        assert errors(f'{rule}fields = ["amount"]') == ["规则“x”要写 2 个字段。"]


class TestJudging:
    def test_trimming_three_sheets(self) -> None:
        text = "去掉最高最低分至少要 5 张评分表，本轮只有 3 位专家。"
        assert said(rounds__0__panel=3) == [("error", text)]
        assert said(rounds__0__panel=3, rounds__0__below_minimum="mean") == []
        assert said(rounds__0__panel=3, rounds__0__aggregate="mean") == []

    def test_dropping_more_than_there_is(self) -> None:
        text = "去掉 6 个分数以后就没有分数了。"
        assert said(rounds__0__drop_high=3, rounds__0__drop_low=3) == [("error", text)]

    def test_a_blind_pitch(self) -> None:
        text = "路演时专家看得见申报单位，不能匿名评审。"
        assert said(rounds__0__kind="pitch", rounds__0__blind=True) == [("error", text)]

    def test_a_pitch_by_lot_is_not_pretended(self) -> None:
        text = "暂不支持抽签决定路演顺序（lot）。"
        assert said(rounds__0__kind="pitch", rounds__0__order="lot") == [("error", text)]
        assert said(rounds__0__kind="pitch", rounds__0__order="number") == []
        assert said(rounds__0__kind="pitch") == []

    def test_rounds_that_do_not_weigh_100(self) -> None:
        assert said(rounds__0__weight=60) == [("error", "各轮权重合计 60，不是 100。")]

    def test_a_sheet_that_does_not_weigh_100(self) -> None:
        change = '[[rubrics]]\nid = "selection"\ncriteria = [{ id = "need", weight = 20 }]'
        assert errors(change) == ["评分表“selection”各项权重合计 105，不是 100。"]

    def test_a_scale_that_does_not_reach_its_top(self) -> None:
        anchors = 'anchors = [{ points = 5, label = { zh = "一般", en = "Fair" } }, '
        anchors += '{ points = 10, label = { zh = "好", en = "Good" } }]'
        change = '[[rubrics]]\nid = "selection"\n[[rubrics.criteria]]\nid = "need"\n'
        found = errors(f'{change}type = "levels"\n{anchors}')
        assert found == ["评分项“need”最多只能得 10 分，得不到满分。"]
        assert errors(f'{change}type = "levels"\nmax = 10\n{anchors}') == []

    def test_ties_after_the_draw(self) -> None:
        text = "抽签以后的同分处理办法不会用到。"
        assert said(ranking__ties='["draw", "first_time"]') == [("error", text)]
        assert said(ranking__ties='["first_time"]') == [("warning", "同分处理办法可能分不出先后。")]


class TestAward:
    @pytest.mark.parametrize(
        ("changes", "text"),
        [
            (
                {"award__overflow": "partial"},
                "award.overflow 是 partial，但没有写“partial_percent”。",
            ),
            (
                {"award__match": "1/2"},
                "“award.match”只在 amount 是 match 时有用。",
            ),
            (
                {"award__amount": "flat"},
                "金额规则是 flat，但档次“S”没有写 flat。",
            ),
        ],
    )
    def test_a_rule_and_its_number_go_together(self, changes: dict[str, str], text: str) -> None:
        assert said(**changes) == [("error", text)]

    def test_bands_with_a_gap(self) -> None:
        bands = "[{ from = 90, percent = 100 }, { from = 80, percent = 60 }]"
        found = said(award__amount="by_score_band", award__score_bands=bands, ranking__min_score=60)
        assert found == [("error", "60 分到 80 分之间没有得分区间。")]


class TestSchedule:
    def test_dates_out_of_order(self) -> None:
        found = said(calendar__call_closes="2026-02-20T18:00")
        assert found == [("error", "“征集截止”早于“征集开始”。")]
        assert said(calendar__decision="2026-04-01") == [("error", "“立项决定”早于“第 1 轮结束”。")]

    def test_starting_before_the_notice_is_over_is_a_remark(self) -> None:
        assert said(calendar__notice="2026-05-02") == [("warning", "公示期满以前项目就开始实施。")]

    def test_more_months_than_there_are(self) -> None:
        assert said(calendar__min_months=8) == [
            ("error", "实施期只有 6 个月，短于要求的最少月数。")
        ]

    def test_a_checkpoint_after_the_end(self) -> None:
        label = '{ zh = "中期", en = "Mid" }'
        point = f'[{{ id = "m", due = 2027-01-01, label = {label} }}]'
        assert said(checkpoints=point, options__checkpoints=True) == [
            ("error", "“m”的日期不在实施期内，或早于前一次。")
        ]


class TestDelivery:
    def test_tranches_of_101_percent(self) -> None:
        assert said(tranches__first__percent=71) == [("error", "各批拨款合计 101%，不是 100%。")]

    def test_no_tranches(self) -> None:
        assert errors("", TEXT[: TEXT.index("[[tranches]]")]) == ["没有写分几批拨款。"]

    def test_a_tranche_that_waits_for_no_checkpoint(self) -> None:
        text = "“checkpoint”和 trigger = checkpoint_passed 要一起写。"
        assert said(tranches__first__trigger="checkpoint_passed") == [("error", text)]

    def test_a_last_tranche_that_cannot_be_cancelled_is_a_remark(self) -> None:
        text = "等级“fail”要取消尾款，但最后一批在结项前就已拨付。"
        assert said(tranches__last__trigger="contract_signed") == [("warning", text)]

    @pytest.mark.parametrize(
        ("starts", "text"),
        [((60, 60), "两个等级都从 60 分起，重叠了。"), ((60, 10), "10 分以下没有等级。")],
    )
    def test_bands_with_gaps_or_overlaps(self, starts: tuple[int, int], text: str) -> None:
        bands = ", ".join(
            f'{{ id = "b{i}", label = {{ zh = "级", en = "B" }}, from = {start} }}'
            for i, start in enumerate(starts)
        )
        assert ("error", text) in said(evaluation__bands=f"[{bands}]")
