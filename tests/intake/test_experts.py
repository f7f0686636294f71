"""The expert pool, as the second sheet of the district's workbook and alone."""

from creator.intake.experts import Expert, experts, understand_experts
from tests.intake.sheets import BEILIN, problems, sample, workbook


def test_the_pool_of_the_district_is_read_from_its_sheet():
    pool = understand_experts(sample(BEILIN), BEILIN)
    assert (pool.sheet, problems(pool), pool.remarks, pool.left_out) == ("专家库", [], (), ())
    found = experts(pool)
    assert [expert.code for expert in found] == [f"专家{n:02}" for n in range(1, 13)]
    assert found[5] == Expert(
        row=7,
        code="专家06",
        fields=("老年服务",),
        workplace="东关南街街道社工服务站（示例）",
        job_title="注册会计师",
        street="张家村街道",
        most_reviews=20,
    )


def test_several_fields_no_limit_a_double_and_a_total():
    pool = understand_experts(
        workbook(
            [
                ["编号", "专长", "单位", "最多评审数"],
                ["专家01", "社会工作、 心理，法律", "某高校", None],
                ["专家 01", "财务", "某所", "十五"],
                ["专家02", None, None, "15个"],
                ["合计", "3人"],
            ]
        ),
        "专家.xlsx",
    )
    assert problems(pool) == [
        ("D3", "unreadable", True, "“十五”不是整数。"),
        ("A3", "doubled", True, "第 3 行与第 2 行编号相同：专家 01。"),
        ("B4", "missing", False, "没有填“专业领域”。"),
        ("C4", "missing", False, "没有填“工作单位”。"),
    ]
    assert experts(pool) == [
        Expert(2, "专家01", ("社会工作", "心理", "法律"), "某高校", "", "", None),
        Expert(4, "专家02", (), "", "", "", 15),
    ]
    assert [row.number for row in pool.left_out] == [5]
