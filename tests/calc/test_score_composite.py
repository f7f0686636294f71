"""Rounds and groups: weights, bonuses, proposals that are not everywhere."""

from pathlib import Path

from tests.calc.runs import refusal_of, write
from tests.calc.test_score import Scored

HEAD = "proposal,round,group,expert,criterion,points\n"
ITEM = '[[criteria]]\nid = "total"\nmax = 100\n'


def group(key: str, id_: str, weight: int = 100, more: str = "") -> str:
    return f'[[{key}]]\nid = "{id_}"\nweight = {weight}\n{more}\n'


def test_groups_are_weighted_and_each_part_is_rounded(tmp_path: Path) -> None:
    rule = "decimals = 1\n" + ITEM + group("groups", "experts", 70) + group("groups", "public", 30)
    sheets = HEAD + "p,,experts,E1,total,85\np,,experts,E2,total,80.5\np,,public,E1,total,77.7\n"
    done = Scored(tmp_path, rule, sheets)
    # 82.75 -> 82.8 x 70 % = 57.96 -> 58.0; 77.7 x 30 % = 23.31 -> 23.3
    assert done.column("experts.score") == {"p": "82.8"}
    assert done.column("experts.weighted") == {"p": "58"}
    assert done.column("public.weighted") == {"p": "23.3"}
    assert done.column("total") == {"p": "81.3"}


def test_nothing_is_rounded_in_between_unless_the_rule_says_so(tmp_path: Path) -> None:
    rule = (
        "rounding = { total = 1 }\n" + ITEM
        + "".join(group("rounds", name, 50, "rounding = {}") for name in ("desk", "pitch"))
    )  # fmt: skip
    rule = rule.replace("rounding = {}", "")
    rows = "".join(
        f"p,{r},,E{n},total,{m}\n" for r in ("desk", "pitch") for n, m in enumerate((1, 0, 0))
    )
    done = Scored(tmp_path, rule, HEAD + rows)
    assert done.column("desk.score") == {"p": "0.3"}  # inherited: a round's total is a total
    free = rule.replace("rounding = { total = 1 }\n", "")
    assert Scored(tmp_path, free, HEAD + rows).column("total") == {"p": "0." + "3" * 30}


def test_a_round_has_its_own_items_and_its_own_aggregate(tmp_path: Path) -> None:
    items = '[[rounds.criteria]]\nid = "need"\nmax = 10\nfactor = 10\n'
    rule = ITEM + group("rounds", "desk", 40, 'aggregate = "median"\n' + items)
    rule += group("rounds", "pitch", 60)
    rows = "".join(f"p,desk,,E{n},need,{m}\n" for n, m in enumerate((9, 8, 1)))
    done = Scored(tmp_path, rule, HEAD + rows + "p,pitch,,E1,total,90\n")
    assert done.column("total") == {"p": "86"}  # 80 x 40 % + 90 x 60 %


def test_later_rounds_may_be_capped_bonuses(tmp_path: Path) -> None:
    rule = 'composite = "bonus"\n' + ITEM + group("rounds", "jury") + group("rounds", "pledge", 20)
    rows = (
        "p,jury,,E1,total,90\np,pledge,,web,total,35\nq,jury,,E1,total,95\nq,pledge,,web,total,5\n"
    )
    done = Scored(tmp_path, rule, HEAD + rows)
    assert done.column("total") == {"p": "110", "q": "100"}
    assert done.column("bonus") == {"p": "20", "q": "5"}
    assert done.column("pledge.score") == {"p": "35", "q": "5"}
    assert done.column("pledge.weighted") == {"p": "20", "q": "5"}


def test_the_last_round_may_count_alone(tmp_path: Path) -> None:
    rule = 'composite = "last"\n' + ITEM + group("rounds", "desk")
    rule += group("rounds", "pitch", 100, 'absent = "leave_out"')
    rows = "p,desk,,E1,total,60\nq,desk,,E1,total,90\np,pitch,,E1,total,70\n"
    done = Scored(tmp_path, rule, HEAD + rows)
    assert done.column("total") == {"p": "70", "q": ""}
    assert done.column("desk.score") == {"p": "60", "q": "90"}
    assert list(done.summary["left_out"]) == ["q"]
    assert done.column("barred_en")["q"] == "There are no sheets of “pitch”; it is not ranked."


def test_no_votes_may_be_no_points(tmp_path: Path) -> None:
    rule = ITEM + group("groups", "experts", 80) + group("groups", "web", 20, 'absent = "zero"')
    rows = "p,,experts,E1,total,90\np,,web,w,total,50\nq,,experts,E1,total,90\n"
    assert Scored(tmp_path, rule, HEAD + rows).column("total") == {"p": "82", "q": "72"}


def test_a_missing_part_is_an_error_unless_the_rule_knows_better(tmp_path: Path) -> None:
    rule = ITEM + group("groups", "experts", 80) + group("groups", "web", 20)
    sheets = write(tmp_path, "s.csv", HEAD + "p,,experts,E1,total,90\n")
    (fault,) = refusal_of("score", "--sheets", sheets, "--rule", write(tmp_path, "r.toml", rule))
    assert fault.startswith(f"{sheets}:2:proposal: Error: Proposal p has no sheets of “web”.")


def test_a_tie_may_be_broken_by_a_criterion_of_one_round(tmp_path: Path) -> None:
    rule = 'ties = ["criterion:pitch.total"]\n' + ITEM
    rule += group("rounds", "desk", 50) + group("rounds", "pitch", 50)
    rows = "p,desk,,E1,total,60\np,pitch,,E1,total,80\nq,desk,,E1,total,80\nq,pitch,,E1,total,60\n"
    assert Scored(tmp_path, rule, HEAD + rows).column("rank") == {"p": "1", "q": "2"}


def test_a_single_round_is_the_result_itself(tmp_path: Path) -> None:
    done = Scored(tmp_path, ITEM + group("rounds", "desk"), HEAD + "p,desk,,E1,total,60\n")
    plain = Scored(tmp_path, ITEM, "proposal,expert,criterion,points\np,E1,total,60\n")
    assert done.summary["digest"] == plain.summary["digest"]
