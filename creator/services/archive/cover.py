"""The first page of an archive, and what its list says of it in general."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from creator.i18n import Text, _, listed
from creator.rules.actors import STAFF_ROLES, actor
from creator.services.archive import readable
from creator.services.archive.chains import Chain
from creator.services.archive.readable import Listed
from creator.services.archive.reader import Reader

_ROLES = {
    "auditor": _("审计"),
    "observer": _("观察员"),
    "finance": _("财务"),
    "applicant": _("申报单位"),
    "sponsor": _("托管机构"),
}
_ENGLISH = """<p lang="en">The whole file of one project of a community-grant contest. The documents
lie in the numbered folders, the audit record in <code>audit</code>. To check that nothing was
altered: <code>python verify.py</code> (Python 3.8 or later, nothing else). It names the first file
or row that is not what it was.</p>
"""


def about(reader: Reader) -> dict[str, Any]:
    """Which project, and as what its reader saw it."""
    return {
        "number": reader.proposal.number or "",
        "title": reader.proposal.title,
        "organisation": reader.proposal.organisation.name,
        "edition": reader.edition.title,
        "subject": f"proposal:{reader.proposal.id}",
        "seen_as": sorted(reader.words),
    }


def index(
    reader: Reader,
    found: Iterable[Listed],
    chains: Sequence[Chain],
    points: Sequence[dict[str, Any]],
) -> str:
    """`index.html`: what is here, how to check it, what stands under which root."""
    proposal = reader.proposal
    head = readable.facts(
        [
            (_("项目编号"), proposal.number),
            (_("申报单位"), proposal.organisation.name),
            (_("届次"), reader.edition.title),
            (_("可见范围"), listed(seen_as(reader))),
        ]
    )
    check = _(
        "核对：用 Python（3.8 以上，不需要别的）运行 verify.py。它逐个核对文件和办理记录，"
        "指出第一处不符。各文件和摘要见 index.csv 和 manifest.json。"
    )
    parts = [head, f"<p>{escape(str(check))}</p>\n", _ENGLISH, readable.contents(found)]
    if chains:
        parts.append(_audit(chains, points))
    return readable.page(str(_("项目档案：{title}", title=proposal.title)), "".join(parts))


def seen_as(reader: Reader) -> list[Text | str]:
    """The offices under which the reader sees the file; what others may see may differ."""
    known = [word for word in (*STAFF_ROLES, "applicant", "sponsor") if word in reader.words]
    return [_ROLES.get(word) or actor.words[word].doc for word in known]  # type: ignore[misc]


def _audit(chains: Sequence[Chain], points: Sequence[dict[str, Any]]) -> str:
    rows = [
        f"<tr><td>{readable.link(one.path, one.subject)}</td><td>{one.seq + 1}</td>"
        f"<td>{_covered(one, points)}</td><td><code>{one.head}</code></td></tr>\n"
        for one in chains
    ]
    names = (_("对象"), _("记录数"), _("检查点覆盖到"), _("链头"))
    head = "".join(f"<th>{escape(str(name))}</th>" for name in names)
    roots = [(_("审计根（{on}）", on=one["occasion"]), one["root"]) for one in points]
    title, note = _("审计链"), _("检查点之后的记录只有相互衔接的证明，还没有公开的根可对。")
    return (
        f"<h2>{escape(str(title))}</h2>\n<table><tr>{head}</tr>\n{''.join(rows)}</table>\n"
        f"<p>{escape(str(note))}</p>\n{readable.facts(roots)}"
    )


def _covered(chain: Chain, points: Sequence[dict[str, Any]]) -> str:
    """The last row that a checkpoint covers, counted as people count."""
    leaves = [proof["leaf"].rsplit(":", 2) for one in points for proof in one["proofs"]]
    rows = [int(seq) + 1 for subject, seq, _head in leaves if subject == chain.subject]
    return str(_("第 {n} 条", n=max(rows))) if rows else "—"
