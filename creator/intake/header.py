"""Finding the header of a sheet: its row, what its columns hold, what unit amounts are in."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from openpyxl.utils import column_index_from_string, get_column_letter

from creator.intake.columns import Column
from creator.intake.grid import Grid
from creator.intake.understanding import FoundColumn
from creator.intake.words import bare

_SEARCHED = 30  # rows
_LEAST_HITS = 3
_BRACKETS = re.compile(r"[(（\[【〔].*?[)）\]】〕]")
_STATED = re.compile(r"单位[:：为]?\s*(?:人民币)?\s*(万元|千元|元)(?![\u4e00-\u9fff])")
_UNIT_IN_HEADER = re.compile(r"(万元|千元|元)")
_UNIT_AT_END = re.compile(r"(?:万元|千元|元)$")
_UNIT_WORDS = frozenset(["万元", "千元", "元", "人", "人次", "个", "月", "天"])


@dataclass(frozen=True)
class Header:
    """Where the header ends, its columns, and per known id its column numbers, best first."""

    row: int
    columns: tuple[FoundColumn, ...]
    places: Mapping[str, tuple[int, ...]]
    unit: str | None
    units: Mapping[int, str]

    @cached_property
    def texts(self) -> frozenset[str]:
        """The headings themselves, to know a repeated header by."""
        return frozenset(bare(column.header) for column in self.columns)

    def address(self, column: str, row: int) -> str:
        """`B19`; the whole row, `19:19`, when the sheet has no such column."""
        places = self.places.get(column)
        return f"{get_column_letter(places[0])}{row}" if places else f"{row}:{row}"


@dataclass(frozen=True)
class _Candidate:
    row: int
    names: Mapping[int, str]
    known: Mapping[int, tuple[Column, int]]

    @property
    def worth(self) -> int:
        return len({column.id for column, _rank in self.known.values()})

    @property
    def usable(self) -> bool:
        return self.worth >= _LEAST_HITS and any(
            c.stake == "needed" for c, _r in self.known.values()
        )


def find_header(
    grid: Grid, columns: Sequence[Column], placed: Mapping[str, str] | None = None
) -> Header | None:
    """The likeliest header of a sheet, or None. `placed`: letter -> column id, set by hand."""
    synonyms = _synonyms(columns)
    best: _Candidate | None = None
    for candidate in _candidates(grid, synonyms):
        if candidate.usable and (best is None or candidate.worth > best.worth):
            best = candidate
    return _header(grid, best, columns, placed or {}) if best else None


def _synonyms(columns: Sequence[Column]) -> dict[str, tuple[Column, int]]:
    """Name -> column and how good a name it is (0 is best); earlier columns win."""
    found: dict[str, tuple[Column, int]] = {}
    for column in columns:
        for rank, name in enumerate(column.headings):
            found.setdefault(bare(name), (column, rank))
    return found


def _core(heading: str) -> str:
    """A heading without brackets, numbering, asterisks and unit."""
    name = bare(_BRACKETS.sub("", unicodedata.normalize("NFKC", heading)))
    return _UNIT_AT_END.sub("", name.lstrip("0123456789")) or name


def _candidates(grid: Grid, synonyms: Mapping[str, tuple[Column, int]]) -> Iterator[_Candidate]:
    """Single rows, then pairs of rows: a heading may stand above several sub-headings."""
    numbers = [number for number in sorted(grid.rows) if number <= _SEARCHED]
    single = {}
    for number in numbers:
        names = {c: w.raw for c, w in grid.rows[number].items() if isinstance(w.value, str)}
        known = {c: hit for c, name in names.items() if (hit := synonyms.get(_core(name)))}
        single[number] = _Candidate(number, names, known)
        yield single[number]
    for number in numbers:
        if number + 1 in single:
            pair = _pair(single[number], single[number + 1], synonyms)
            if pair.worth >= max(single[number].worth, single[number + 1].worth) + 2:
                yield pair


def _pair(
    upper: _Candidate, lower: _Candidate, synonyms: Mapping[str, tuple[Column, int]]
) -> _Candidate:
    names, known, above = {}, {}, ""
    for column in range(1, max([*upper.names, *lower.names], default=0) + 1):
        above = upper.names.get(column, above)
        below = lower.names.get(column, "")
        own = upper.names.get(column, "")
        tried = [above + below, below] if below else [own]
        names[column] = above + below if below else own
        hit = next((synonyms[core] for name in tried if (core := _core(name)) in synonyms), None)
        if hit:
            known[column] = hit
    return _Candidate(lower.row, {c: name for c, name in names.items() if name}, known)


def _header(
    grid: Grid, best: _Candidate, columns: Sequence[Column], placed: Mapping[str, str]
) -> Header:
    known = dict(best.known)
    by_id = {column.id: column for column in columns}
    for letter, column_id in placed.items():
        known.pop(column_index_from_string(letter), None)
        if column_id in by_id:
            known[column_index_from_string(letter)] = (by_id[column_id], -1)
    units = {c: m[1] for c, name in best.names.items() if (m := _UNIT_IN_HEADER.search(name))}
    last_row = best.row
    if below := _unit_row(grid, best.row + 1):
        units |= below
        last_row += 1
    places: dict[str, list[tuple[int, int]]] = {}
    for number, (column, rank) in known.items():
        places.setdefault(column.id, []).append((rank, number))
    return Header(
        last_row,
        tuple(_found(number, best.names, known, units) for number in sorted({*best.names, *known})),
        {id_: tuple(number for _rank, number in sorted(found)) for id_, found in places.items()},
        _stated_unit(grid, best.row),
        units,
    )


def _found(
    number: int,
    names: Mapping[int, str],
    known: Mapping[int, tuple[Column, int]],
    units: Mapping[int, str],
) -> FoundColumn:
    hit = known.get(number)
    unit = units.get(number) if hit and hit[0].money else None
    name = " ".join(names.get(number, "").split())
    return FoundColumn(get_column_letter(number), name, hit[0].id if hit else None, unit)


def _unit_row(grid: Grid, row: int) -> dict[int, str]:
    """A row right below the header that holds nothing but units, by column."""
    words = {column: bare(cell.raw) for column, cell in grid.rows.get(row, {}).items()}
    if words and all(word in _UNIT_WORDS for word in words.values()):
        return words
    return {}


def _stated_unit(grid: Grid, header_row: int) -> str | None:
    """The unit named above the header (“单位：万元”)."""
    for number in sorted(grid.rows):
        if number >= header_row:
            break
        for cell in grid.rows[number].values():
            match = _STATED.search(unicodedata.normalize("NFKC", cell.raw))
            if match or bare(cell.raw) in ("万元", "千元", "元"):
                return match[1] if match else bare(cell.raw)
    return None
