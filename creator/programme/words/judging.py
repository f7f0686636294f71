"""Words of screening, judging and ranking."""

from collections.abc import Mapping

from creator.i18n import Label

WORDS: Mapping[str, Mapping[str, Label]] = {
    "coaching_before": {
        "screening": Label("初审前辅导", "coaching before screening"),
        "judging": Label("评审前优化", "coaching before judging"),
    },
    "approval": {
        "none": Label("不需审批", "no approval"),
        "before": Label("公示前审批", "approval before the public notice"),
        "after": Label("公示后审批", "approval after the public notice"),
    },
    "round_kind": {
        "desk": Label("书面评审", "desk review"),
        "pitch": Label("路演答辩", "pitch with questions"),
        "site": Label("实地核查", "field check"),
        "council_vote": Label("协商委员会表决", "vote of the deliberation council"),
        "public_vote": Label("公众投票", "public vote"),
    },
    "assignment": {
        "panel": Label("一组专家评全部项目", "one panel scores every proposal of its group"),
        "matching": Label("从专家库为每个项目配专家", "experts are matched to each proposal"),
    },
    "aggregate": {
        "mean": Label("平均分", "mean"),
        "trimmed": Label("去掉最高最低后的平均分", "mean without the highest and lowest"),
        "median": Label("中位数", "median"),
        "confidence": Label(
            "按专家把握程度加权的平均分", "mean weighted by the experts' confidence"
        ),
    },
    "trim_over": {
        "sheet": Label("按整张评分表去掉", "whole sheets are dropped"),
        "criterion": Label("按每个指标去掉", "dropped criterion by criterion"),
    },
    "below_minimum": {
        "refuse": Label("不能结束本轮", "the round cannot close"),
        "mean": Label("改用平均分", "a plain mean is used"),
        "wait": Label("等待补足", "wait until there are enough"),
        "substitute": Label("更换专家补足", "other experts are called in"),
    },
    "pitch_order": {
        "lot": Label("抽签", "by lot"),
        "number": Label("按编号", "by case number"),
    },
    "same_street": {
        "allowed": Label("可以评本街道项目", "may judge projects of the same street"),
        "excluded": Label("不得评本街道项目", "may not judge projects of the same street"),
    },
    "criterion_type": {
        "points": Label("打分", "points"),
        "levels": Label("选等级，等级有分值", "one level, which has points"),
        "ticks": Label("逐项勾选，分值相加", "ticks whose points add up"),
        "words": Label("用词语评价，词语有分值", "a scale of words, which have points"),
        "knockout": Label("一票否决", "knock-out"),
        "bonus": Label("加分", "bonus"),
        "deduction": Label("扣分", "deduction"),
    },
    "reason": {
        "none": Label("不要求写理由", "no reason asked"),
        "extremes": Label("打最高或最低等分时须写理由", "a reason at the extremes"),
        "always": Label("都须写理由", "always a reason"),
    },
    "comment": {
        "optional": Label("评语可不写", "a comment is optional"),
        "required": Label("必须写评语", "a comment is compulsory"),
    },
    "composite": {
        "weighted": Label("各轮按权重相加", "weighted sum of the rounds"),
        "last": Label("只看最后一轮", "the last round alone"),
        "bonus": Label(
            "第一轮为基础，其余各轮加分", "first round, plus the others as capped bonuses"
        ),
    },
    "tie": {
        "criterion": Label(
            "某一指标得分高者在先（criterion:指标 id）",
            "more points for one criterion (criterion:its id)",
        ),
        "untrimmed_mean": Label("不去掉最高最低的平均分高者在先", "the higher untrimmed mean"),
        "lower_request": Label("申请金额低者在先", "the lower request"),
        "first_time": Label("首次申报者在先", "first-time applicants"),
        "earlier": Label("先提交者在先", "the earlier submission"),
        "draw": Label("公开抽签", "a recorded draw"),
    },
}
