"""Checkpoints that a project's chains are under, with the way from each head to the root."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select

from creator.models.audit import Checkpoint
from creator.models.decision import Notice, NoticeItem
from creator.rules.merkle import proof
from creator.services.archive.chains import Chain
from creator.services.archive.reader import Reader


def checkpoints(
    reader: Reader, chains: Sequence[Chain], printed: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Those of the project's notices, and the newest of all.

    `printed`: number of a notice -> the file of the archive that shows its root.
    """
    on = NoticeItem.proposal_id == reader.proposal.id
    numbers = select(Notice.number).join(NoticeItem, NoticeItem.notice_id == Notice.id).where(on)
    newest = select(Checkpoint.id).order_by(Checkpoint.id.desc()).limit(1).scalar_subquery()
    query = select(Checkpoint).where(or_(Checkpoint.occasion.in_(numbers), Checkpoint.id == newest))
    found = reader.work.session.scalars(query.order_by(Checkpoint.id)) if chains else ()
    return [_written(one, chains, printed) for one in found]


def _written(
    point: Checkpoint, chains: Sequence[Chain], printed: Mapping[str, str]
) -> dict[str, Any]:
    leaves = point.leaves.split("\n")
    wanted = {one.subject for one in chains}
    raw = [leaf.encode() for leaf in leaves]
    return {
        "at": point.at.isoformat(),
        "occasion": point.occasion,
        "root": point.root,
        "printed_on": printed.get(point.occasion, ""),
        "proofs": [
            {"leaf": leaf, "path": proof(raw, index)}
            for index, leaf in enumerate(leaves)
            if leaf.rsplit(":", 2)[0] in wanted
        ],
    }
