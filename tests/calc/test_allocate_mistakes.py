"""Whatever is wrong in the files of an allocation is named with its place and what to do."""

from pathlib import Path

import pytest

from tests.calc.runs import refusal_of, write

GOOD = "proposal,score,requested\na,90,50\nb,80,40\n"


def refused(folder: Path, ranking: str, rule: str, **more: str) -> list[str]:
    words: list[object] = [
        "--ranking", write(folder, "r.csv", ranking), "--rule", write(folder, "r.toml", rule),
    ]  # fmt: skip
    for name, text in more.items():
        words += [f"--{name}", write(folder, f"{name}.csv", text)]
    place = f"{folder}/"
    return [line.replace(place, "") for line in refusal_of("allocate", *words)]


@pytest.mark.parametrize(
    ("ranking", "place"),
    [
        ("proposal,score,requested\na,90,\n", "r.csv:2:requested"),
        ("proposal,score\na,90\n", "r.csv:1:requested"),
        ("proposal,requested\na,90\n", "r.csv:1:score"),
        ("proposal,score,total,requested\na,90,90,1\n", "r.csv:1:score"),
        ("proposal,score,requested\na,,50\n", "r.csv:2:score"),
        ('proposal,score,requested\na,90,"1,000"\n', "r.csv:2:requested"),
        ("proposal,score,requested\na,1e400,5\n", "r.csv:2:score"),
        ("proposal,score,requested\na,NaN,5\n", "r.csv:2:score"),
        ("proposal,score,requested\na,90,-5\n", "r.csv:2:requested"),
        ("proposal,score,requested\na,90,5.001\n", "r.csv:2:requested"),
        ("proposal,score,requested\na,90,5\na,80,5\n", "r.csv:3:proposal"),
        ("proposal,score,requested,wrong\na,90,5,1\n", "r.csv:1:wrong"),
        ("proposal,score,requested,rank\na,90,5,0\n", "r.csv:2:rank"),
        ("proposal,score,requested,submitted\na,9,5,2026-03-01\nb,9,5,3\n", "r.csv:3:submitted"),
        ("proposal,score,requested,rank\na,90,5,1.5\n", "r.csv:2:rank"),
        ("", "r.csv:1"),
        ("proposal,score,requested\n", "r.csv:1"),
    ],
)
def test_a_wrong_table_names_the_cell(tmp_path: Path, ranking: str, place: str) -> None:
    faults = refused(tmp_path, ranking, "pool = 100")
    assert [fault.partition(": ")[0] for fault in faults] == [place]
    assert all("What to do: " in fault for fault in faults)


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("pools = 100", 1),
        ('pool = "much"', 1),
        ('pool = "10²"', 1),
        ("pool = -1", 1),
        ("pool = 100\n[award]\noverflow = 'jump'", 3),
        ("[award]\noverflow = 'partial'", 2),
        ("[award]\npartial_percent = 50", 2),
        ("[award]\namount = 'flat'", 1),
        ("[award]\namount = 'by_score_band'", 2),
        ("[award]\nlift = ['slots']", 2),
        ("[award]\nunit = 0", 2),
        ("[award]\nwaitlist = false\nwaitlist_size = 2", 3),
        ("tier_choice = 'applied'", 1),
        ("[[tiers]]\nid = 'A'", 1),
        ("tier_choice = 'rank'\n[[tiers]]\nid = 'A'\n[[tiers]]\nid = 'A'", 5),
        ("tier_choice = 'rank'\n[[tiers]]\nid = 'A'\nthen = 'A'", 4),
        ("tier_choice = 'rank'\n[award]\ncap = 5\n[[tiers]]\nid = 'A'", 3),
        ("tier_choice = 'rank'\n[[tiers]]\nid = 'A'\nmin = 9\ncap = 5", 4),
        ("tier_choice = 'rank'\n[[tiers]]\nid = 'A'\nflat = 9\ncap = 5", 4),
        ("[[limits]]\non = 'category'", 1),
        ("exclusive = [['a', 'zz']]", 1),
        ("exclusive = [['a', 'a']]", 1),
        ("[ranking]\nties = ['lower_request', 'lower_request']", 2),
        ("[ranking]\nties = ['criterion:need']", 2),
        ("[votes]\nmethod = 'greedy'", 1),
    ],
)
def test_a_wrong_rule_names_the_line(tmp_path: Path, rule: str, line: int) -> None:
    faults = refused(tmp_path, GOOD, rule)
    assert [fault.partition(": ")[0] for fault in faults] == [f"r.toml:{line}"]


def test_the_rule_says_which_columns_it_needs(tmp_path: Path) -> None:
    rule = (
        "tier_choice = 'applied'\n[[tiers]]\nid = 'A'\n[[limits]]\non = 'area'\nslots = 1\n"
        "[award]\namount = 'match'\nmatch = '1/2'\n[ranking]\nties = ['earlier', 'untrimmed_mean']"
    )
    faults = refused(tmp_path, GOOD, rule)
    assert [fault.partition(": ")[0] for fault in faults] == [
        f"r.csv:1:{name}" for name in ("tier", "own_funding", "area", "submitted", "untrimmed")
    ]


def test_a_tier_nobody_offers_is_named_with_the_nearest(tmp_path: Path) -> None:
    rule = "tier_choice = 'applied'\n[[tiers]]\nid = 'alpha'"
    faults = refused(tmp_path, "proposal,score,requested,tier\na,9,5,alpa\n", rule)
    assert faults == [
        "r.csv:2:tier: Error: The rule has no tier “alpa”. What to do: Did you mean “alpha”?"
    ]


class TestJoinedFacts:
    def test_a_proposal_without_facts_is_named(self, tmp_path: Path) -> None:
        facts = "proposal,requested\na,5\nc,5\n"
        faults = refused(tmp_path, "proposal,score\na,9\nb,8\n", "pool = 9", facts=facts)
        assert [fault.partition(": ")[0] for fault in faults] == ["r.csv:3:proposal"]

    def test_a_column_of_both_tables_says_the_same(self, tmp_path: Path) -> None:
        faults = refused(tmp_path, GOOD, "pool = 9", facts="proposal,requested\na,5\nb,5\n")
        cells = [fault.partition(": ")[0] for fault in faults]
        assert cells == ["r.csv:2:requested", "r.csv:3:requested"]


class TestBallots:
    RULE = "pool = 9\n[votes]\nmethod = 'equal_shares'\n"
    PROJECTS = "proposal,requested\na,5\nb,4\n"

    def refused(self, folder: Path, ballots: str, rule: str = "", projects: str = "") -> list[str]:
        faults = refused(folder, projects or self.PROJECTS, rule or self.RULE, ballots=ballots)
        return [fault.partition(": ")[0] for fault in faults]

    @pytest.mark.parametrize(
        ("ballots", "place"),
        [
            ("voter,proposal\n1,zz\n", "ballots.csv:2:proposal"),
            ("voter,proposal\n1,a\n1,a\n", "ballots.csv:3:proposal"),
            ("voter,proposal,points\n1,a,-1\n", "ballots.csv:2:points"),
            ("voter,proposal,vote\n1,a,1\n", "ballots.csv:1:vote"),
        ],
    )
    def test_a_wrong_ballot_names_the_cell(self, tmp_path: Path, ballots: str, place: str) -> None:
        assert self.refused(tmp_path, ballots) == [place]

    @pytest.mark.parametrize(
        ("rule", "line"),
        [
            ("pool = 9\n", 1),
            ("[votes]\nmethod = 'equal_shares'", 2),
            (RULE + "step = 1", 4),
            (RULE + "completion = 'add1'\nstep = 0", 5),
            (RULE + "[award]\noverflow = 'stop'", 5),
            (RULE + "[[limits]]\non = 'area'\nslots = 1", 4),
            ("pool = 9\n[votes]\nmethod = 'greedy'\nutility = 'cost'", 4),
            ("pool = 9\n[ranking]\norder = 'given'\n[votes]\nmethod = 'greedy'", 3),
        ],
    )
    def test_a_method_can_do_what_the_rule_asks(self, tmp_path: Path, rule: str, line: int) -> None:
        places = self.refused(tmp_path, "voter,proposal\n1,a\n", rule)
        assert f"r.toml:{line}" in places

    def test_what_ties_compare_is_there(self, tmp_path: Path) -> None:
        """Without the column everybody is equal, and an id would decide."""
        rule = self.RULE + "ties = ['more_votes', 'first_time', 'earlier', 'draw']"
        columns = "proposal,requested,first_time\na,5,yes\nb,4,\n"
        places = self.refused(tmp_path, "voter,proposal\n1,a\n", rule, columns)
        assert places == ["r.csv:3:first_time", "r.csv:1:submitted"]

    def test_votes_are_the_only_score(self, tmp_path: Path) -> None:
        assert self.refused(tmp_path, "voter,proposal\n1,a\n", projects=GOOD) == ["r.csv:1:score"]
