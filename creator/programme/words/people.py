"""Words about who applies and who may read."""

from collections.abc import Mapping

from creator.i18n import Label

WORDS: Mapping[str, Mapping[str, Label]] = {
    "applicant_kind": {
        "registered": Label("登记的社会组织", "registered social organisation"),
        "filed": Label("备案的社区社会组织", "filed community organisation"),
        "team": Label("未登记备案的团队", "team that is neither registered nor filed"),
        "committee": Label("社区居民委员会", "residents' committee"),
    },
    "organisation_grade": {
        "1A": Label("1A 级", "grade 1A"),
        "2A": Label("2A 级", "grade 2A"),
        "3A": Label("3A 级", "grade 3A"),
        "4A": Label("4A 级", "grade 4A"),
        "5A": Label("5A 级", "grade 5A"),
    },
    "sponsor": {
        "none": Label("不需要托管机构", "no fiscal sponsor"),
        "optional": Label("可以有托管机构", "may have a fiscal sponsor"),
        "required": Label("必须有托管机构", "must have a fiscal sponsor"),
    },
    "last_winners": {
        "neutral": Label("上届立项单位同等对待", "last edition's winners are treated alike"),
        "preferred": Label("上届立项单位优先", "last edition's winners go first between equals"),
        "excluded": Label("上届立项单位不得申报", "last edition's winners may not apply"),
    },
    "double_funding": {
        "refused": Label(
            "已获其他公共资金的不得申报", "projects with other public money are refused"
        ),
        "declared": Label("须申报其他公共资金", "other public money must be declared"),
        "allowed": Label("不限制", "not restricted"),
    },
    "channel": {
        "open": Label("自行申报", "open application"),
        "nominated": Label("推荐申报", "nomination"),
    },
    "audience": {
        "public": Label("立项后公开", "published when awarded"),
        "expert": Label("专家、经办人和申报单位可见", "experts, officers and the applicant"),
        "officer": Label("只有经办人和申报单位可见", "officers and the applicant only"),
    },
    "personal": {
        "none": Label("不含个人信息", "no personal data"),
        "name": Label("姓名", "names"),
        "contact": Label("联系方式", "contact details"),
        "identity": Label("证件信息", "identity documents"),
        "bank": Label("银行账户", "bank details"),
        "image": Label("人像照片", "pictures of people"),
        "sensitive": Label(
            "敏感信息（健康、未成年人等）", "sensitive data: health, minors and the like"
        ),
    },
}
