"""Words about money and tiers."""

from collections.abc import Mapping

from creator.i18n import Label

WORDS: Mapping[str, Mapping[str, Label]] = {
    "kind": {
        "competition": Label("公益创投", "venture-philanthropy competition"),
        "challenge": Label(
            "社创大赛：奖励可以是入驻孵化", "challenge whose prize may be a place in an incubator"
        ),
        "lottery": Label("福彩公益金资助", "grants from the welfare-lottery fund"),
        "fund": Label("居民自治资金", "a community's own fund"),
        "micro": Label("微公益创投", "micro grants of a few hundred or thousand yuan"),
        "subsidy": Label("奖补", "subsidies for what is achieved"),
    },
    "fund_rule": {
        "appropriation": Label("固定拨款：写 amount", "a fixed sum: write amount"),
        "formula": Label(
            "按户数计算：写 yuan、per_households、households",
            "so much per households: write yuan, per_households, households",
        ),
        "external_grant": Label(
            "外来资助：amount 可暂不写",
            "a grant from elsewhere: amount may be left out until known",
        ),
        "parent": Label(
            "上级项目的一项预算：写 amount 和 [parent]",
            "a budget line of the parent award: write amount and [parent]",
        ),
    },
    "fund_kind": {
        "fiscal": Label("财政资金", "public budget"),
        "lottery": Label("福彩公益金", "welfare-lottery fund"),
        "charity": Label("慈善捐赠", "donations"),
        "community": Label("社区资金", "community money"),
    },
    "fund_level": {
        "province": Label("省级", "province"),
        "city": Label("市级", "city"),
        "district": Label("区县级", "district"),
        "street": Label("街道（乡镇）级", "street or township"),
        "community": Label("社区级", "community"),
    },
    "tier_choice": {
        "applied": Label("申报时由申报单位选档", "the applicant chooses the tier"),
        "assigned": Label("评审后由评审结果定档", "the tier is assigned by the result of judging"),
    },
    "outcome": {
        "money": Label("资助资金", "money"),
        "incubation": Label("入驻孵化", "a place in the incubator"),
        "honour": Label("荣誉", "an honour"),
    },
    "mode": {
        "compete": Label("创投：竞争申报", "competitive application"),
        "commission": Label(
            "项目发布：认领已发布的项目", "commissioned: take up a published project"
        ),
        "crowdfund": Label("众筹", "crowdfunded"),
        "self": Label("自筹", "paid by its own means"),
    },
    "budget_rule": {
        "ratio_max": Label(
            "带这些标签的支出合计不超过 percent", "lines with these tags are at most percent"
        ),
        "ratio_min": Label(
            "带这些标签的支出合计不少于 percent", "lines with these tags are at least percent"
        ),
        "ban_words": Label("预算项目中不得出现 words", "no line may contain these words"),
        "ban_tags": Label("不得有带这些标签的支出", "no spending under heads with these tags"),
        "line_max": Label(
            "带这些标签的单项不超过 amount", "one line with these tags is at most amount"
        ),
        "unit_price_max": Label(
            "带这些标签的单价不超过 amount", "a unit price with these tags is at most amount"
        ),
    },
    "budget_stage": {
        "plan": Label("编制预算时", "when the budget is planned"),
        "spend": Label("列支时", "when money is spent"),
        "both": Label("编制和列支时", "at both times"),
    },
    "budget_base": {
        "total": Label("占项目总预算", "of the whole budget"),
        "requested": Label("占申请（或批准）的资助", "of the money asked for or awarded"),
    },
    "budget_sum": {
        "requested_and_own": Label(
            "预算合计等于申请资助加自筹", "the budget equals the request plus own funding"
        ),
        "requested": Label("预算合计等于申请资助", "the budget equals the request"),
    },
    "amount_rule": {
        "requested_capped": Label("按申请额，不超过上限", "the request, up to the cap"),
        "flat": Label("每个项目同样金额：档次写 flat", "the same for all: the tier says flat"),
        "by_tier": Label("按档次上限全额", "the tier's cap in full"),
        "by_score_band": Label(
            "按得分区间给申请额的百分比", "a percentage of the request by score"
        ),
        "committee": Label("由评审会议定，须写理由", "decided by the committee, with reasons"),
        "match": Label("按自筹或捐赠配捐", "matches the applicant's own funding"),
    },
    "overflow": {
        "stop": Label("到第一个放不下的为止", "stop at the first that does not fit"),
        "skip": Label("跳过放不下的，继续往下", "skip what does not fit and go on"),
        "partial": Label(
            "放不下的部分资助（至少 partial_percent）",
            "fund the first that does not fit in part, if partial_percent is left",
        ),
    },
    "leftover": {
        "none": Label("余额不再分配", "what is left stays"),
        "second_pass": Label("余额再按顺序分配一轮", "a second pass in the same order"),
    },
}
