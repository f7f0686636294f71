"""Similarities as rows: half a million pairs cost a list each, not half a million keys."""

from collections.abc import Iterator, Mapping, Sequence

Pair = tuple[str, str]


class Grid(Mapping[Pair, int]):
    """(proposal, expert) -> similarity, for the pairs that have one.

    `rows` has one list for every proposal with a place for every expert, `None` where there is no
    similarity.
    """

    def __init__(
        self,
        proposals: Sequence[str],
        experts: Sequence[str],
        rows: Sequence[Sequence[int | None]],
    ) -> None:
        self.proposals = proposals
        self.experts = experts
        self.rows = rows
        self._row = dict(zip(proposals, rows, strict=True))
        self._at = {expert: at for at, expert in enumerate(experts)}

    def __getitem__(self, pair: Pair) -> int:
        proposal, expert = pair
        if proposal in self._row and expert in self._at:
            score = self._row[proposal][self._at[expert]]
            if score is not None:
                return score
        raise KeyError(pair)

    def __iter__(self) -> Iterator[Pair]:
        return (
            (proposal, expert)
            for proposal, row in zip(self.proposals, self.rows, strict=True)
            for expert, score in zip(self.experts, row, strict=True)
            if score is not None
        )

    def __len__(self) -> int:
        return sum(len(row) - row.count(None) for row in self.rows)

    def absent(self) -> list[Pair]:
        """The pairs without a similarity."""
        return [
            (proposal, expert)
            for proposal, row in zip(self.proposals, self.rows, strict=True)
            if None in row
            for expert, score in zip(self.experts, row, strict=True)
            if score is None
        ]


def rows_of(
    similarity: Mapping[Pair, int], proposals: Sequence[str], experts: Sequence[str]
) -> list[list[int]]:
    """The similarities of these, in this order; 0 where there is none."""
    if isinstance(similarity, Grid) and (
        [*similarity.proposals] == [*proposals] and [*similarity.experts] == [*experts]
    ):
        return [[score or 0 for score in row] for row in similarity.rows]
    known = similarity.get
    return [[known((proposal, expert), 0) for expert in experts] for proposal in proposals]
