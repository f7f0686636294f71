"""Letters: what each template says. `{name}` places are filled from the letter's parameters.

Every letter also knows `title` (of the proposal or edition) and `edition`.
"""

from dataclasses import dataclass

from creator.i18n import Text, _


@dataclass(frozen=True)
class Template:
    """Heading and body of a letter."""

    heading: Text
    body: Text


TEMPLATES: dict[str, Template] = {
    "receipt": Template(
        _("已收到申报：{title}"),
        _("“{title}”已提交，编号 {number}，时间 {time}，内容摘要 {digest}。请保存本回执。"),
    ),
    "hearing_failed": Template(
        _("论证会需要补充：{title}"), _("社区认为论证会不符合要求。理由：{reason}")
    ),
    "returned": Template(
        _("请补正：{title}"),
        _("经办人退回了“{title}”，请按要求补正。需要补正：{reason}截止 {due}。"),
    ),
    "eligible": Template(_("审查通过：{title}"), _("“{title}”通过资格审查，将进入专家评审。")),
    "coaching": Template(
        _("请完善申报书：{title}"),
        _("“{title}”进入优化。请按优化导师的意见修改申报书，截止 {due}；改好后由导师确认。"),
    ),
    "coach_asked": Template(
        _("请您指导优化：{title}"),
        _("“{title}”进入优化。请与申报单位一起完善申报书，截止 {due}；改好后请在项目页面确认。"),
    ),
    "screened_out": Template(
        _("审查未通过：{title}"),
        _("“{title}”未通过资格审查。理由：{reason}如有异议，请在 {due} 前在项目页面申诉。"),
    ),
    "edition_cancelled": Template(_("本届已取消：{edition}"), _("“{edition}”已取消。{reason}")),
    "panel_seated": Template(
        _("请申报利益关系：{edition}"),
        _(
            "您被请入“{edition}”的专家组（{round}）。请在 {due} 前登录，在首页申报利益关系；"
            "不能参加，请在“我的评审”里告知。"
        ),
    ),
    "panel_seated_again": Template(
        _("请您评审：{edition}"),
        _("您被请入“{edition}”的专家组（{round}）。利益关系您已申报过，不用再报。"),
    ),
    "recusal": Template(
        _("专家申请回避：{title}"), _("“{title}”的一位专家申请回避。请考虑增派专家。")
    ),
    "decision_waiting": Template(_("名单待审批：{edition}"), _("“{edition}”的立项名单等待审批。")),
    "decision_approved": Template(
        _("名单已批准：{edition}"), _("“{edition}”的立项名单已批准，可以公示。")
    ),
    "decision_returned": Template(
        _("名单被退回：{edition}"), _("“{edition}”的立项名单被退回。理由：{reason}")
    ),
    "result_award": Template(
        _("拟立项：{title}"),
        _("“{title}”拟立项，档次 {tier}，金额 {amount}，正在公示（{notice}），至 {due}。{scores}"),
    ),
    "result_waitlist": Template(
        _("列为候补：{title}"), _("“{title}”列为候补第 {position} 位。{scores}")
    ),
    "result_refusal": Template(
        _("未立项：{title}"),
        _("“{title}”本次未能立项。{reason}{scores}如有异议，请在 {due} 前在项目页面申诉。"),
    ),
    "awarded": Template(
        _("已立项：{title}"),
        _("公示期满无未决异议，“{title}”已立项，金额 {amount}。请在 {due} 前接受立项。"),
    ),
    "waitlist_released": Template(_("候补结束：{title}"), _("本届名额已满，“{title}”的候补结束。")),
    "objection_waiting": Template(_("异议待处理：{title}"), _("“{title}”有一项异议等待处理。")),
    "objection_settled": Template(
        _("异议处理完毕：{title}"), _("“{title}”的异议已处理完毕，结果见项目页面。")
    ),
    "objection_answer": Template(
        _("您的异议已处理：{number}"), _("异议 {number} 的处理结果：{result}。{finding}")
    ),
    "supervisor_named": Template(
        _("请您督导：{title}"), _("您被指定为“{title}”的督导，项目列在您的首页。")
    ),
    "supervisor_of_many": Template(
        _("请您督导：{edition}"), _("您被指定为“{edition}”{n} 个项目的督导，项目列在您的首页。")
    ),
    "declined": Template(
        _("放弃立项：{title}"), _("“{title}”放弃立项，名额和资金已释放，可递补候补项目。")
    ),
    "acceptance_lapsed": Template(
        _("逾期未确认：{title}"), _("“{title}”逾期未接受立项，视为放弃。")
    ),
    "particulars_corrected": Template(
        _("单位名称或号码已更正：{title}"),
        _("经办人更正了贵单位登记的名称或号码，见单位资料。理由：{reason}"),
    ),
    "plan_received": Template(
        _("已收到修改后的预算：{title}"),
        _("“{title}”（{number}）修改后的预算已收到，时间 {time}，内容摘要 {digest}，等待核定。"),
    ),
    "plan_accepted": Template(
        _("预算已核定：{title}"), _("“{title}”修改后的预算已核定，接下来签约。")
    ),
    "plan_returned": Template(
        _("请修改预算：{title}"), _("“{title}”的预算被退回，请在 {due} 前改好再交。理由：{reason}")
    ),
    "plan_lapsed": Template(
        _("逾期未改预算：{title}"), _("“{title}”逾期没有按批准金额修改预算，视为放弃立项。")
    ),
    "reminder": Template(
        _("即将到期：{title}"), _("“{title}”（{state}）将于 {due} 到期，请尽快办理。")
    ),
    "sheets_due": Template(
        _("评分即将截止：{edition}"),
        _("“{edition}”将于 {due} 截止评分，您还有 {n} 份评分表没有提交，请尽快办理。"),
    ),
    "overdue": Template(_("已逾期：{title}"), _("“{title}”（{state}）已于 {due} 逾期，请处理。")),
    "entered_by_code": Template(
        _("有人用登录码进入了您的账号"),
        _(
            "{time}，有人用登录码进入了您的账号，其他设备上的登录已全部退出。"
            "登录码由 {name} 于 {made} 发放。如果不是您本人，请立即告诉主办方的其他工作人员。"
        ),
    ),
    "timer_refused": Template(
        _("到期步骤未能执行：{title}"), _("“{title}”（{state}）到期步骤未能执行：{reason}")
    ),
    "act_failed": Template(
        _("后续步骤未能执行：{title}"), _("“{title}”（{state}）的后续步骤未能执行：{reason}")
    ),
}
