"""Words of the application form and the hearing."""

from collections.abc import Mapping

from creator.i18n import Label

WORDS: Mapping[str, Mapping[str, Label]] = {
    "field_type": {
        "text": Label("一行文字", "one line of text"),
        "longtext": Label("多行文字", "several lines of text"),
        "integer": Label("整数", "whole number"),
        "decimal": Label("小数", "decimal number"),
        "money": Label("金额（元）", "amount in yuan"),
        "date": Label("日期", "date"),
        "period": Label("起止日期", "two dates"),
        "choice": Label("单选", "one of the choices"),
        "multichoice": Label("多选", "any of the choices"),
        "boolean": Label("是或否", "yes or no"),
        "consent": Label("必须勾选的承诺", "a statement that must be ticked"),
        "phone": Label("电话号码", "telephone number"),
        "credit_code": Label("统一社会信用代码", "unified social credit code"),
        "tier": Label("档次（选项来自 tiers）", "award tier (choices from tiers)"),
        "category": Label("类别（选项来自 categories）", "category (choices from categories)"),
        "track": Label("组别（选项来自 tracks）", "track (choices from tracks)"),
        "activities": Label("活动计划表", "table of planned activities"),
        "indicators": Label("目标与指标表", "table of targets"),
        "team": Label("团队成员表", "table of team members"),
        "budget": Label(
            "预算表（科目来自 budget.heads）", "budget table (heads from budget.heads)"
        ),
        "hearing": Label("论证会记录", "record of the residents' hearing"),
        "attachment": Label("附件", "attached files"),
    },
    "field_role": {
        "title": Label("项目名称", "title"),
        "summary": Label("项目简介", "summary"),
        "amount": Label("申请资助金额", "amount requested"),
        "own_funding": Label("自筹资金", "own funding"),
        "tier": Label("申报档次", "tier applied for"),
        "category": Label("项目类别", "category"),
        "track": Label("组别", "track"),
        "site_community": Label("落地社区", "host community"),
        "beneficiaries": Label("受益对象", "beneficiaries"),
        "beneficiary_count": Label("预计受益人数", "number of beneficiaries"),
        "start": Label("开始日期", "first day"),
        "end": Label("结束日期", "last day"),
        "need": Label("需求", "need"),
        "objectives": Label("目标", "objectives"),
        "activities": Label("活动计划", "activities"),
        "indicators": Label("指标", "targets"),
        "team": Label("团队", "team"),
        "budget": Label("预算", "budget"),
        "hearing": Label("论证会", "hearing"),
        "leader": Label("项目负责人", "responsible person"),
        "contact_phone": Label("联系电话", "telephone"),
        "other_funding": Label("其他公共资金", "other public money"),
    },
    "file_kind": {
        "pdf": Label("PDF 文件", "PDF"),
        "image": Label("照片或图片", "photographs and pictures"),
        "word": Label("Word 文档", "Word documents"),
        "sheet": Label("电子表格", "spreadsheets"),
        "slides": Label("演示文稿", "slides"),
    },
    "cross_rule": {
        "before": Label("fields 的第一项早于第二项", "the first date is before the second"),
        "at_most": Label("fields 的第一项不大于第二项", "the first number is at most the second"),
        "sum": Label("fields 之和等于 total", "the fields add up to total"),
        "share_min": Label(
            "第一项至少占第二项的 percent", "the first is at least percent of the second"
        ),
        "any_of": Label("fields 至少填一项", "at least one of the fields is answered"),
        "within_implementation": Label(
            "日期都在实施期内", "all dates lie inside the implementation period"
        ),
    },
    "hearing_evidence": {
        "minutes": Label("会议记录", "minutes"),
        "sign_in": Label("签到表", "sign-in sheet"),
        "photos": Label("照片", "photographs"),
    },
}
