"""Marks: what code asks of a state instead of its name."""

from creator.i18n import Label
from creator.workflow.vocabulary import Word

_MARKS = {
    "settable": ("规则可直接修改", "rules may still be edited freely"),
    "amendable": ("规则只能经更正公告修改", "rules change by correction notice only"),
    "public": ("任何人可见", "anyone may read it"),
    "call_open": ("正在征集", "applications are accepted"),
    "screening_open": ("正在审查", "applications are screened"),
    "panel_open": ("可以组建专家组", "a panel may be formed"),
    "scoring_open": ("可以评分", "sheets may be filled in"),
    "results_sealed": ("评审结果已封存", "review results are sealed"),
    "ranking_open": ("可看排名", "the ranking board is open"),
    "announced_result": ("结果已公布", "the result has been announced"),
    "editable": ("申报单位可以修改", "the applicant may edit"),
    "before_screening": ("已提交，未审查", "submitted, not yet screened"),
    "counts_as_submitted": ("计入申报数", "counts as an application"),
    "in_screening": ("审查未完成", "screening is not finished"),
    "checklist_open": ("可填审查清单", "the check list may be filled in"),
    "correctable": ("可按要求补正", "opened sections may be corrected"),
    "assignable": ("可分配专家", "experts may be assigned"),
    "enters_round": ("可进入下一轮评审", "may enter the next round"),
    "in_round": ("在本轮评审中", "is in the open round"),
    "remedy_open": ("在申诉期内", "the remedy window is open"),
    "scored": ("已有评审得分", "has been scored"),
    "undecided": ("尚未定档", "not decided yet"),
    "listed_award": ("在拟立项名单上", "stands on the award list"),
    "on_waitlist": ("在候补名单上", "stands on the waitlist"),
    "refused": ("在不予立项名单上", "stands among the refusals"),
    "holds_money": ("占用资金和名额", "holds money and a slot"),
    "contestable": ("可提异议", "may be objected to"),
    "contested": ("异议未决", "an objection is open"),
    "to_accept": ("立项待接受", "the award waits to be accepted"),
    "plan_handed_in": ("预算待核定", "the revised budget waits to be accepted"),
    "plan_open": ("预算可按批准金额修改", "the budget may be brought to the award"),
    "counts_as_awarded": ("计入立项数", "counts as awarded"),
    "expected": ("应交评审表", "a sheet is expected"),
    "counts": ("评审表计分", "the sheet counts"),
    "barred": ("不得再看", "the expert may not look any more"),
    "list_open": ("名单可修改", "the list may be edited"),
    "list_frozen": ("名单已定", "the list is frozen"),
    "publishable": ("可以公示", "may be published"),
    "notice_running": ("公示期内", "the notice period runs"),
    "open_objection": ("异议处理中", "an objection being handled"),
}

MARKS = {name: Word(name, {}, Label(zh, en)) for name, (zh, en) in _MARKS.items()}
