"""Words of publication, contract, delivery and evaluation."""

from collections.abc import Mapping

from creator.i18n import Label

WORDS: Mapping[str, Mapping[str, Label]] = {
    "publishes": {
        "number": Label("编号", "case number"),
        "title": Label("项目名称", "title"),
        "organisation": Label("申报单位", "organisation"),
        "tier": Label("档次", "tier"),
        "category": Label("类别", "category"),
        "amount": Label("资助金额", "amount"),
        "score": Label("得分", "score"),
        "rank": Label("名次", "rank"),
        "site_community": Label("落地社区", "host community"),
        "summary": Label("项目简介", "summary"),
    },
    "disclosure": {
        "none": Label("不告知得分", "nothing"),
        "total": Label("告知总分", "the total"),
        "criteria": Label("告知各指标得分", "the points for each criterion"),
        "comments": Label("告知得分和评语", "points and comments"),
    },
    "party": {
        "host": Label("主办方", "host"),
        "operator": Label("承办方", "operating agency"),
        "implementer": Label("实施单位", "implementing organisation"),
        "sponsor": Label("托管机构", "fiscal sponsor"),
        "community": Label("落地社区", "host community"),
    },
    "payee": {
        "implementer": Label("付给实施单位", "the implementer"),
        "implementer_or_sponsor": Label(
            "付给实施单位；备案组织付给托管机构", "the implementer, or a filed group's sponsor"
        ),
        "sponsor": Label("付给托管机构", "the sponsor"),
    },
    "trigger": {
        "contract_signed": Label("协议签订", "contract signed"),
        "checkpoint_passed": Label(
            "中期评估通过（写 checkpoint）", "checkpoint passed (write checkpoint)"
        ),
        "final_passed": Label("结项评估通过", "final evaluation passed"),
        "settled": Label("决算完成", "accounts settled"),
        "date": Label("到指定日期（写 on）", "on a date (write on)"),
    },
    "late": {
        "fails": Label("逾期不交视为不通过", "late means not passed"),
        "officer_decides": Label("逾期由经办人决定", "the officer decides"),
    },
    "severity": {
        "advice": Label("建议", "advice"),
        "rectify": Label("限期整改", "to be put right in time"),
        "stop_money": Label("停止拨款", "money stops"),
    },
    "consequence": {
        "last_tranche": Label("拨付尾款", "last tranche is paid"),
        "cancel_last_tranche": Label("取消尾款", "last tranche is cancelled"),
        "recover_unspent": Label(
            "追回结余和不合规支出", "unspent and ineligible money is recovered"
        ),
        "recover_all": Label("追回全部资金", "all money is recovered"),
        "rectify": Label("限期整改", "rectification with a date"),
        "prefer_next": Label("下届优先", "preference in the next edition"),
        "exclude_next": Label("下届不得申报", "excluded from the next edition"),
        "exclude_three": Label("三届内不得申报", "excluded from three editions"),
        "case_book": Label("收入案例汇编", "printed in the case book"),
    },
}
