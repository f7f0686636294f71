"""What an import looks like on a terminal: the sheet row by row, and slips for the contacts."""

import unicodedata
from collections.abc import Iterable, Sequence

from creator.i18n import _, listed
from creator.intake.understanding import Row
from creator.money import show
from creator.services.adoption import Claim
from creator.services.previews import Preview, PreviewRow
from creator.services.sign_in import spaced

_WIDEST = 24  # columns of a terminal; a Chinese character takes two
_WIDEST_OF_SLIPS = 40  # so that a code is never cut


def preview_lines(seen: Preview, tiers: dict[str, str]) -> list[str]:
    """The table, then every problem at its cell, the rows that are no entries, and the remarks."""
    header = [_("行"), _("项目名称"), _("申报单位"), _("档次"), _("申请资金"), _("情况")]
    rows = [[*_cells(row.row, tiers), _standing(row)] for row in seen.rows]
    lines = table([[str(cell) for cell in header], *rows])
    lines += [line for row in seen.rows for line in _problems(row)]
    for left in seen.understanding.left_out:
        lines.append(str(_("第 {row} 行：{reason}", row=left.number, reason=left.reason)))
    return lines + [str(remark) for remark in seen.remarks]


def _cells(row: Row, tiers: dict[str, str]) -> list[str]:
    amount, tier = row.value("amount"), row.value("tier") or ""
    return [
        str(row.number),
        row.value("title") or "—",
        row.value("organisation") or "—",
        tiers.get(tier, tier),
        "—" if amount is None else show(amount),
    ]


def _standing(row: PreviewRow) -> str:
    if row.excluded is not None:
        return str(_("剔除：{reason}", reason=row.excluded))
    if row.faulty:
        return str(_("有误"))
    return str(_("待补 {n} 项", n=len(row.row.problems)) if row.row.problems else _("可导入"))


def _problems(row: PreviewRow) -> list[str]:
    mark = "✗" if row.faulty else "·"
    return [f"  {mark} {one.cell}　{one.text}{one.remedy}" for one in row.row.problems]


def table(rows: Sequence[Sequence[str]], widest: int = _WIDEST) -> list[str]:
    """Columns side by side on a terminal that shows Chinese characters two columns wide.

    Cells wider than `widest` are cut, but never those of the last column.
    """
    short = [[_cut(cell, widest) for cell in row[:-1]] + [row[-1]] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*short, strict=True)]
    return [
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in short
    ]


def _cut(cell: str, widest: int) -> str:
    while _width(cell) > widest:
        cell = cell.removesuffix("…")[:-1] + "…"
    return cell


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def claim_lines(claims: Iterable[Claim]) -> list[str]:
    """One line per contact: name, telephone, code, titles."""
    rows = [
        [
            claim.person.name,
            claim.person.mobile,
            spaced(claim.code) if claim.code else str(_("用密码登录")),
            str(listed(draft.title for draft in claim.drafts)),
        ]
        for claim in claims
    ]
    header = [_("联系人"), _("电话"), _("登录码"), _("项目")]
    return table([[str(cell) for cell in header], *rows], _WIDEST_OF_SLIPS) if rows else []
