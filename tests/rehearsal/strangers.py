"""Programmes as strangers might write them from docs/programme.md: each turns other screws."""

import re
from random import Random

from creator.home import home

HEAD = """
format = 1
id = "sample"
title = {{ zh = "示例创投", en = "Sample competition" }}
host = {{ id = "office", label = {{ zh = "某街道办事处（示例）", en = "A street office (sample)" }} }}
region = {{ code = "610103", label = {{ zh = "某区", en = "A district" }} }}
pool = {pool}
tier_choice = "{choice}"
"""
REGISTERED = """
[[applicants.classes]]
id = "registered"
kind = "registered"
label = { zh = "登记的社会组织", en = "Registered organisation" }
"""
CALENDAR = """
[calendar]
call_opens = 2026-03-02T09:00:00
call_closes = 2026-03-20T18:00:00
starts = 2026-06-01
ends = 2026-11-30
"""
TRANCHES = """
[[tranches]]
id = "all"
label = { zh = "一次拨付", en = "One payment" }
percent = 100
trigger = "contract_signed"
"""


def tier(id: str, **keys: object) -> str:
    """One tier; texts must come quoted."""
    rest = "\n".join(f"{key} = {value}" for key, value in keys.items())
    return f'\n[[tiers]]\nid = "{id}"\nlabel = {{ zh = "{id}档", en = "Tier {id}" }}\n{rest}\n'


def round_(id: str = "desk", first: int = 1, days: int = 10, month: int = 4, **keys: object) -> str:
    """One judging round in spring 2026."""
    rest = "\n".join(f"{key} = {value}" for key, value in keys.items())
    return (
        f'\n[[rounds]]\nid = "{id}"\nlabel = {{ zh = "评审 {id}", en = "Round {id}" }}\n'
        f"opens = 2026-{month:02d}-{first:02d}T09:00:00\n"
        f"closes = 2026-{month:02d}-{first + days:02d}T18:00:00\n{rest}\n"
    )


def category(id: str, slots: int | None = None) -> str:
    """One category, perhaps with its own slots."""
    most = f"slots = {slots}\n" if slots else ""
    return f'\n[[categories]]\nid = "{id}"\nlabel = {{ zh = "{id}类", en = "{id}" }}\n{most}'


def programme(
    *parts: str, pool: int = 60000, choice: str = "assigned", classes: str = REGISTERED
) -> str:
    """A whole file of these parts and the usual rest."""
    tables = [part for part in parts if part]
    if not any("[[tiers]]" in part for part in tables):
        tables.append(tier("S", slots=3, cap=20000))
    if not any("[[rounds]]" in part for part in tables):
        tables.append(round_(panel=3, aggregate='"mean"'))
    return HEAD.format(pool=pool, choice=choice) + "".join([*tables, classes, CALENDAR, TRANCHES])


def minimal() -> str:
    """The smallest programme, word for word as the documentation prints it."""
    page = (home() / "docs" / "programme.md").read_text("utf-8")
    found = re.search(r"## The smallest programme.*?```toml\n(.*?)```", page, re.DOTALL)
    assert found
    return found[1]


OPEN_FORM = """
[form]
preset = "none"
rules = [
  { id = "dates", kind = "before", fields = ["begin", "finish"], label = { zh = "先开始后结束", en = "Begin before the end" } },
  { id = "people", kind = "sum", fields = ["women", "men"], total = "people", label = { zh = "人数相加", en = "The numbers add up" } },
  { id = "share", kind = "share_min", fields = ["own", "money"], percent = 20, label = { zh = "自筹至少两成", en = "A fifth is yours" } },
  { id = "some", kind = "any_of", fields = ["hope", "plan"], label = { zh = "至少写一项", en = "Write one" } },
  { id = "most", kind = "at_most", fields = ["women", "people"], label = { zh = "不能更多", en = "Not more" } },
]

[[form.sections]]
id = "all"
label = { zh = "申报", en = "Application" }
fields = [
  { id = "name", role = "title", audience = "public", label = { zh = "项目名称", en = "Title" } },
  { id = "about", role = "summary", type = "longtext", min_chars = 120, max_chars = 400, label = { zh = "简介", en = "Summary" } },
  { id = "kindred", type = "choice", choices = [{ id = "new", label = { zh = "新", en = "New" } }, { id = "old", label = { zh = "旧", en = "Old" } }], label = { zh = "新旧", en = "New or old" } },
  { id = "since", type = "date", shown_when = { field = "kindred", equals = "old" }, label = { zh = "始于", en = "Since" } },
  { id = "why", type = "longtext", shown_when = { field = "kindred", equals = "new" }, label = { zh = "为什么新办", en = "Why new" } },
  { id = "begin", role = "start", type = "date", label = { zh = "开始", en = "Begins" } },
  { id = "finish", role = "end", type = "date", label = { zh = "结束", en = "Ends" } },
  { id = "women", type = "integer", min = 5, label = { zh = "女", en = "Women" } },
  { id = "men", type = "integer", min = 5, label = { zh = "男", en = "Men" } },
  { id = "people", type = "integer", label = { zh = "合计", en = "Together" } },
  { id = "hope", required = false, label = { zh = "希望", en = "Hope" } },
  { id = "plan", required = false, label = { zh = "打算", en = "Plan" } },
  { id = "money", role = "amount", type = "money", label = { zh = "申请金额", en = "Request" } },
  { id = "own", role = "own_funding", type = "money", label = { zh = "自筹", en = "Own money" } },
  { id = "sums", role = "budget", type = "budget", min = 3, label = { zh = "预算", en = "Budget" } },
  { id = "letter", type = "attachment", kinds = ["word"], label = { zh = "推荐信", en = "Letter" } },
  { id = "tables", type = "attachment", kinds = ["sheet", "slides"], label = { zh = "表格", en = "Tables" } },
  { id = "promise", type = "consent", label = { zh = "属实", en = "True" } },
]

[budget]
preset = "none"
own_share_min = 10
heads = [
  { id = "work", tags = ["labour"], label = { zh = "人员", en = "Labour" } },
  { id = "things", tags = ["goods"], label = { zh = "物资", en = "Goods" } },
  { id = "feast", tags = ["meals"], label = { zh = "餐费", en = "Meals" } },
  { id = "rest", tags = ["rest"], label = { zh = "其他", en = "Other" } },
]
rules = [
  { id = "labour_most", kind = "ratio_max", tags = ["labour"], percent = 30, label = { zh = "人员不超过三成", en = "Labour at most 30 %" } },
  { id = "goods_least", kind = "ratio_min", tags = ["goods"], percent = 40, label = { zh = "物资不少于四成", en = "Goods at least 40 %" } },
  { id = "no_meals", kind = "ban_tags", tags = ["meals"], label = { zh = "不得列餐费", en = "No meals" } },
  { id = "no_word", kind = "ban_words", words = ["活动"], label = { zh = "不得写活动", en = "Not this word" } },
  { id = "line", kind = "line_max", tags = ["labour", "goods", "meals", "rest"], amount = 3000, label = { zh = "单项不超过三千", en = "A line at most 3,000" } },
  { id = "price", kind = "unit_price_max", tags = ["goods"], amount = 99.50, label = { zh = "单价不超过", en = "A price at most 99.50" } },
]
"""
FILED = """
[applicants]
per_organisation = 2
funded_per_organisation = 2
classes = [
  { id = "young", kind = "registered", registered_since = 2024-01-01, cap = 8000, label = { zh = "新成立的", en = "Young" } },
  { id = "grown", kind = "registered", min_years = 3, label = { zh = "成立三年以上的", en = "Grown" } },
  { id = "filed", kind = "filed", sponsor = "required", cap = 12000, label = { zh = "备案的", en = "Filed" } },
  { id = "team", kind = "team", sponsor = "required", cap = 5000, label = { zh = "团队", en = "Team" } },
  { id = "committee", kind = "committee", sponsor = "optional", label = { zh = "居委会", en = "Committee" } },
]
"""
RICH_RUBRIC = """
[[rubrics]]
id = "rich"
label = { zh = "评分表", en = "Sheet" }
comment = "required"
criteria = [
  { id = "need", type = "levels", weight = 30, reason = "always", anchors = [{ points = 10, label = { zh = "一般", en = "Fair" } }, { points = 20, label = { zh = "好", en = "Good" } }, { points = 30, label = { zh = "很好", en = "Very good" } }], label = { zh = "需求", en = "Need" } },
  { id = "plan", type = "points", weight = 30, max = 10, decimals = 1, minimum = 2, reason = "extremes", label = { zh = "方案", en = "Plan" } },
  { id = "team", type = "words", weight = 20, anchors = [{ points = 5, label = { zh = "弱", en = "Weak" } }, { points = 20, label = { zh = "强", en = "Strong" } }], label = { zh = "团队", en = "Team" } },
  { id = "facts", type = "ticks", weight = 20, anchors = [{ points = 12, label = { zh = "有调查", en = "Survey" } }, { points = 8, label = { zh = "有名单", en = "List" } }], label = { zh = "依据", en = "Facts" } },
  { id = "law", type = "knockout", label = { zh = "违法违规", en = "Against the law" } },
  { id = "new", type = "bonus", weight = 5, label = { zh = "创新", en = "New" } },
  { id = "late", type = "deduction", weight = 5, label = { zh = "材料不齐", en = "Incomplete" } },
]
"""
FIELDS = """
[experts]
same_street = "excluded"
cooling_off_years = 1
fields = [
  { id = "money", label = { zh = "财务", en = "Money" } },
  { id = "care", label = { zh = "社工", en = "Care" } },
]
"""
BANDS = '[award]\namount = "by_score_band"\nscore_bands = [{ from = 85, percent = 100 }, { from = 70, percent = 80 }, { from = 0, percent = 60 }]\n'

PROGRAMMES: dict[str, str] = {
    "flat amounts, tiers applied for": programme(
        tier("A", slots=2, flat=5000), tier("B", slots=2, flat=9000),
        '[award]\namount = "flat"\n', pool=28000, choice="applied",
    ),
    "classes with sponsors and caps": programme(
        tier("S", slots=5, cap=15000, min=1000), pool=50000, classes=FILED
    ),
    "categories with slots, matched experts": programme(
        category("old", 1), category("young", 2), category("all"), FIELDS,
        round_(panel=3, mode='"matching"', max_load=6, min_load=1, aggregate='"mean"',
               mix='[{ field = "money" }, { field = "care" }]'),
        tier("S", slots=4, cap=20000), pool=80000,
    ),
    "three rounds, a quota and a line": programme(
        round_("desk", 1, 5, panel=3, aggregate='"mean"', weight=30, advance_quota=5),
        round_("visit", 8, 4, kind='"site"', panel=2, aggregate='"mean"', weight=20, advance_line=50),
        round_("pitch", 20, 0, kind='"pitch"', panel=5, weight=50),
    ),
    "the last round alone, a median": programme(
        '[ranking]\ncomposite = "last"\nmin_score = 75\nties = ["criterion:need", "earlier", "draw"]\n',
        round_("desk", 1, 5, panel=3, aggregate='"median"', advance_quota=4),
        round_("pitch", 20, 0, kind='"pitch"', panel=4, aggregate='"median"', min_sheets=3),
    ),
    "a rich sheet, weighted by confidence": programme(
        RICH_RUBRIC,
        round_(panel=3, rubric='"rich"', aggregate='"confidence"', below_minimum='"mean"', min_sheets=2),
    ),
    "no approval, no waitlist, stop": programme(
        '[options]\napproval = "none"\nwaitlist = false\n[award]\noverflow = "stop"\n'
        '[notice]\nperiod = "3d"\n', pool=35000,
    ),
    "approval after the notice, a part of the rest": programme(
        '[options]\napproval = "after"\n[award]\noverflow = "partial"\npartial_percent = 30\n'
        'leftover = "second_pass"\nwaitlist_size = 3\n', pool=35000,
    ),
    "amounts by the committee": programme('[award]\namount = "committee"\n'),
    "amounts by score": programme(BANDS),
    "matching own money": programme('[award]\namount = "match"\nmatch = "1/2"\n'),
    "the whole cap, tiers by rank": programme(
        '[award]\namount = "by_tier"\n', tier("A", slots=1, min=15000, cap=20000),
        tier("B", slots=3, cap=12000), pool=50000,
    ),
    "coaching and a hearing": programme(
        '[options]\ncoaching = true\nhearing = true\ncommunity_hearing = true\n[hearing]\nquorum = 10\nmajority = "2/3"\n'
        '[correction]\ntimes = 2\nwithin = "2wd"\nsections = ["budget"]\n'
        '[screening]\nwithin = "3wd"\n',
    ),
    "experts by lot, in two rounds": programme(
        "[experts]\ndrawn = true\n",
        round_("desk", 1, 5, panel=3, aggregate='"mean"', weight=60, advance_quota=5),
        round_("pitch", 20, 1, kind='"pitch"', panel=3, aggregate='"mean"', weight=40),
    ),
    "a form and a budget of its own": programme(OPEN_FORM),
    "nothing but honour": programme(
        tier("H", slots=4, outcomes='["honour"]'), '[form]\npreset = "micro"\n', pool=0
    ).replace("pool = 0\n", "").replace(TRANCHES, ""),
    "hardly anybody, trimmed item by item": programme(
        tier("S", slots=1, cap=10000),
        round_(panel=5, trim_over='"criterion"', blind="true"),
        '[remedy]\nnot_selected = "1wd"\nineligible = "1wd"\n[objection]\nanonymous = true\n', pool=10000,
    ),
}  # fmt: skip


LATE_COMER = programme(
    '[ranking]\nmin_score = 60\nties = ["criterion:need", "first_time", "earlier", "draw"]\n',
    tier("S", slots=10, cap=50000),
    round_(first=8, days=12),
    pool=200000,
)
"""With seed 1 one application becomes eligible after the readers of the others were planned."""

IN_A_DAY = (
    programme(
        '[options]\napproval = "none"\n[screening]\nwithin = "12h"\n'
        '[notice]\nperiod = "1d"\nsupplementary = "1d"\n'
        '[remedy]\nineligible = "1h"\nnot_selected = "1h"\n[award]\naccept_within = "1h"\n'
        '[objection]\nadmit_within = "1h"\nanswer_within = "2h"\n[correction]\nwithin = "1h"\n',
        tier("S", slots=2, cap=5000),
        round_(first=3, days=0, month=3, panel=3, aggregate='"mean"'),
        pool=10000,
    )
    .replace("2026-03-20T18", "2026-03-02T12")
    .replace("2026-06-01", "2026-03-10")
    .replace("2026-11-30", "2026-03-31")
)
"""With seed 2 the round is over before anybody could judge in it."""

NOBODY_CAN = programme(
    """
[budget]
preset = "none"
heads = [{ id = "all", tags = ["all"], label = { zh = "全部", en = "All" } }]
rules = [
  { id = "none", kind = "ban_tags", tags = ["all"], label = { zh = "不得支出", en = "No spending" } },
]
"""
)
"""Sound to read, and yet nobody can ever hand anything in."""


def drawn(seed: int) -> str:
    """A programme whose options and rules are drawn by lot."""
    lot = Random(seed)
    approval = lot.choice(("none", "before", "after"))
    switches = [
        f"{name} = {str(lot.random() < 0.5).lower()}"
        for name in ("hearing", "coaching", "waitlist")
    ]
    overflow = lot.choice(("stop", "skip", "partial"))
    partial = "partial_percent = 40\n" if overflow == "partial" else ""
    amount = lot.choice(("requested_capped", "by_tier", "committee"))
    choice = lot.choice(("assigned", "applied"))
    aggregate = lot.choice(("mean", "trimmed", "median"))
    panel = 5 if aggregate == "trimmed" else lot.choice((2, 3))
    extra = {"advance_quota": 5, "weight": 40} if lot.random() < 0.5 else {}
    pitch = round_("pitch", 20, 1, kind='"pitch"', panel=3, aggregate='"mean"', weight=60)
    by_lot = Random(f"experts {seed}").random() < 0.5
    return programme(
        "[experts]\ndrawn = true\n" if by_lot else "",
        f'[options]\napproval = "{approval}"\n' + "\n".join(switches) + "\n",
        f'[award]\namount = "{amount}"\noverflow = "{overflow}"\n{partial}',
        tier("A", slots=lot.choice((1, 2)), cap=8000),
        tier("B", slots=lot.choice((1, 2)), cap=20000),
        round_(
            panel=panel,
            aggregate=f'"{aggregate}"',
            mode=lot.choice(('"panel"', '"matching"')),
            **extra,
        ),
        pitch if extra else "",
        pool=lot.choice((30000, 60000)),
        choice=choice,
    )
