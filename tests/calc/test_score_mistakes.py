"""Whatever is wrong in the files of `creator calc score`: where, what, and what to do."""

from pathlib import Path

import pytest

from tests.calc.runs import refusal_of, run, summary_of, write

HEAD = "proposal,expert,criterion,points\n"
ITEM = '[[criteria]]\nid = "need"\nmax = 100\n'
TRIMMED = 'aggregate = "trimmed"\n'
GOOD = HEAD + "p,E1,need,90\np,E2,need,80\n"


def told(folder: Path, sheets: str | bytes, rule: str = ITEM, facts: str = "") -> list[str]:
    """The faults, without the folder."""
    data = sheets if isinstance(sheets, bytes) else sheets.encode()
    path = folder / "s.csv"
    path.write_bytes(data)
    words = ["--sheets", path, "--rule", write(folder, "r.toml", rule)]
    if facts:
        words += ["--facts", write(folder, "f.csv", facts)]
    out = folder / "out.csv"
    faults = refusal_of("score", *words, "-o", out)
    assert not out.exists()
    return [fault.replace(f"{folder}/", "") for fault in faults]


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        ("", "s.csv:1: Error: The file is empty."),
        (HEAD, "s.csv:1: Error: The table has no row of data."),
        (GOOD + "p,E3,need,\n", "s.csv:4:points: Error: “need” was not scored."),
        (GOOD + "p,E3,need\n", "s.csv:4: Error: This row has 3 cells, the header has 4."),
        (GOOD + "p,,need,70\n", "s.csv:4:expert: Error: This cell is empty."),
        (GOOD + "p,E2,need,70\n", "s.csv:4:criterion: Error: Repeats line 3: proposal=p, "),
        (GOOD.replace("points", "point"), "s.csv:1:point: Error: There is no column “point”."),
        (GOOD.replace(",points", ",points,note"), "s.csv:1:note: Error: There is no column"),
        (GOOD + "p,E3,need,good\n", "s.csv:4:points: Error: “good” is not a number."),
        (GOOD + 'p,E3,need,"1,234"\n', "s.csv:4:points: Error: “1,234” is not a number. What to "),
        (GOOD + "p,E3,need,NaN\n", "s.csv:4:points: Error: “NaN” is not a number."),
        (GOOD + "p,E3,need,1e400\n", "s.csv:4:points: Error: “1e400” is not a number."),
        (GOOD + "p,E3,need,-1\n", "s.csv:4:points: Error: “need” cannot be given -1."),
        (GOOD + "p,E3,need,100.5\n", "s.csv:4:points: Error: “need” cannot be given 100.5."),
        (GOOD + "p,E3,nede,70\n", "s.csv:4:criterion: Error: There is no criterion “nede”. What"),
        (GOOD.encode("utf-16"), "s.csv:1: Error: This is no CSV text."),
        (
            "proposal,expert,round,criterion,points\np,E1,desk,need,90\np,E1,pitch,need,80\n",
            "s.csv:1:round: Error: The table has a round the rule does not know: “desk”, “pitch”.",
        ),
        (
            "proposal,expert,round,criterion,points\np,E1,desk,need,90\np,E1,,need,80\n",
            "s.csv:1:round: Error: The table has a round the rule does not know: “”, “desk”.",
        ),
    ],
)
def test_a_bad_cell_is_named(tmp_path: Path, sheets: str | bytes, said: str) -> None:
    faults = told(tmp_path, sheets)
    assert len(faults) <= 2, faults
    assert faults[0].startswith(said)
    assert "What to do: " in faults[0]


def test_a_sheet_without_one_of_the_criteria(tmp_path: Path) -> None:
    rule = ITEM + '[[criteria]]\nid = "team"\nmax = 10\n'
    faults = told(tmp_path, HEAD + "p,E1,need,90\np,E1,team,5\np,E2,need,80\n", rule)
    (fault,) = faults
    assert fault.startswith("s.csv:4:criterion: Error: This sheet of expert E2 lacks “team”.")


def test_a_round_that_adds_less_than_nothing(tmp_path: Path) -> None:
    rule = 'composite = "bonus"\n' + "".join(
        f'[[rounds]]\nid = "{name}"\n[[rounds.criteria]]\nid = "need"\nmin = -3\nmax = 9\n'
        for name in ("desk", "fund")
    )
    sheets = "proposal,expert,criterion,points,round\np,E1,need,5,desk\np,E1,need,-2,fund\n"
    (fault,) = told(tmp_path, sheets, rule)
    assert fault.startswith("s.csv:2:proposal: Error: Proposal p has -2 points in “fund”;")


def test_too_few_sheets_for_a_trimmed_mean(tmp_path: Path) -> None:
    (fault,) = told(tmp_path, GOOD, TRIMMED + ITEM)
    assert fault.startswith(
        "s.csv:2:proposal: Error: Sheets of proposal p: 2; the rule wants at least 5."
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_how_a_spreadsheet_saves_it_does_not_matter(
    tmp_path: Path, encoding: str, end: str
) -> None:
    sheets = tmp_path / "s.csv"
    rule = write(tmp_path, "r.toml", ITEM)
    plain = GOOD.replace("p,", "社区食堂,")
    sheets.write_bytes(plain.encode())
    expected = run("score", "--sheets", sheets, "--rule", rule).stdout
    sheets.write_bytes(plain.replace("\n", end).encode(encoding))
    assert run("score", "--sheets", sheets, "--rule", rule).stdout == expected


def test_confidence_must_be_told_and_be_the_same_on_a_sheet(tmp_path: Path) -> None:
    rule = 'aggregate = "confidence"\n' + ITEM + '[[criteria]]\nid = "team"\nmax = 100\n'
    head = HEAD.strip() + ",confidence\n"
    (fault,) = told(tmp_path, head + "p,E1,need,90,3\np,E1,team,90,4\n", rule)
    assert fault.startswith("s.csv:3:confidence: Error: One sheet has different confidences: 3, 4.")
    (fault,) = told(tmp_path, head + "p,E1,need,90,\np,E1,team,90,\n", rule)
    assert fault.startswith("s.csv:2:proposal: Error: ")
    (fault,) = told(tmp_path, head + "p,E1,need,90,0\np,E1,team,90,\n", rule)
    assert fault.startswith("s.csv:2:proposal: Error: ")
    (fault,) = told(tmp_path, head + "p,E1,need,90,-1\np,E1,team,90,\n", rule)
    assert fault.startswith("s.csv:2:confidence: Error: -1 is out of range.")


ROUNDS = ITEM + '[[rounds]]\nid = "desk"\nweight = 60\n[[rounds]]\nid = "pitch"\nweight = 40\n'


def test_rows_must_say_of_which_round_they_are(tmp_path: Path) -> None:
    (fault,) = told(tmp_path, GOOD, ROUNDS)
    assert fault.startswith("s.csv:1:round: Error: The column “round” is missing.")
    head = HEAD.strip() + ",round\n"
    (fault,) = told(tmp_path, head + "p,E1,need,90,desk\np,E1,need,90,pich\n", ROUNDS)[:1]
    assert fault.startswith("s.csv:3:round: Error: The rule has no such round: “pich”. What to do")
    assert "pitch" in fault


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("", "r.toml:1: Error: There are no criteria."),
        ("agregate = 1\n" + ITEM, "r.toml:1: Error: “agregate” is unknown. What to do: Did you"),
        ('aggregate = "avg"\n' + ITEM, "r.toml:1: Error: “avg” is not a known word"),
        ("decimals = 21\n" + ITEM, "r.toml:1: Error: "),
        ("drop_high = 2\n" + ITEM, "r.toml:1: Error: drop_high is written, but aggregate is not"),
        (TRIMMED + "min_sheets = 2\n" + ITEM, "r.toml:2: Error: Of 2 sheets nothing is left once"),
        (
            'average = "sheets"\ntrim_over = "criterion"\n' + TRIMMED + ITEM,
            "r.toml:2: Error: Where whole sheets are averaged",
        ),
        (ITEM + ITEM, "r.toml:5: Error: “need” is written twice."),
        ('[[criteria]]\nid = "need"\n', "r.toml:1: Error: The criterion “need” does not tell its"),
        (ITEM + "weight = 3\nfactor = 2\n", "r.toml:5: Error: The criterion “need” has both"),
        (ITEM + "min = 100\n", "r.toml:3: Error: The top of the criterion “need” is too low."),
        (ITEM + "minimum = 101\n", "r.toml:4: Error: The minimum of the criterion “need” lies"),
        (ITEM + "anchors = [{ points = 1 }]\n", "r.toml:4: Error: A criterion of the type"),
        (ITEM + 'type = "knockout"\n', "r.toml:3: Error: The knock-out item “need” has no points"),
        (ITEM + 'type = "bonus"\nmin = 1\n', "r.toml:5: Error: The bonus or deduction “need”"),
        (
            ITEM.replace("max = 100", 'type = "levels"'),
            "r.toml:1: Error: The criterion “need” has no levels to choose from",
        ),
        (
            ITEM + 'type = "ticks"\nanchors = [{ points = 60 }, { points = 50 }]\n',
            "r.toml:5: Error: ",
        ),
        (
            ITEM + 'type = "levels"\nanchors = [{ points = 1 }, { points = 2, label = "1" }]\n',
            "r.toml:5: Error: A level of the criterion “need” has a number as its name",
        ),
        (TRIMMED + ITEM + "optional = true\n", "r.toml:5: Error: “need” may be left open"),
        ('ties = ["criterion:ned"]\n' + ITEM, "r.toml:1: Error: There is no criterion “ned”."),
        ('ties = ["lower_request"]\n' + ITEM, "r.toml:1: Error: The tie rule lower_request"),
        (ROUNDS + '[[groups]]\nid = "x"\n', "r.toml:10: Error: groups and rounds cannot stand"),
        (ROUNDS.replace("60", "0.6").replace("40", "0.4"), "r.toml:6: Error: The weights of the"),
        (ROUNDS.replace("pitch", "desk"), "r.toml:8: Error: “desk” is written twice."),
    ],
)
def test_a_rule_that_contradicts_itself(tmp_path: Path, rule: str, said: str) -> None:
    faults = told(tmp_path, GOOD, rule)
    assert faults[0].startswith(said), faults


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ("proposal,requested\np,\n", "f.csv:2:requested: Error: A tie rule compares this cell"),
        ("proposal,requested\nq,1\n", "f.csv:1:proposal: Error: There are no facts of proposal p."),
        ("proposal,requested\np,3万\n", "f.csv:2:requested: Error: “3万” is not a number."),
        ("proposal,requested\np,1\np,2\n", "f.csv:3:proposal: Error: Repeats line 2"),
    ],
)
def test_facts_a_tie_rule_needs(tmp_path: Path, facts: str, said: str) -> None:
    (fault,) = told(tmp_path, GOOD, 'ties = ["lower_request"]\n' + ITEM, facts)
    assert fault.startswith(said)


def test_twenty_faults_are_told_and_no_more(tmp_path: Path) -> None:
    faults = told(tmp_path, HEAD + "".join(f"p{n},E1,need,101\n" for n in range(50)))
    assert len(faults) == 21


def test_weights_that_do_not_make_a_hundred_are_remarked_on(tmp_path: Path) -> None:
    rule = write(tmp_path, "r.toml", ROUNDS.replace("40", "50"))
    rows = "p,E1,need,90,desk\np,E1,need,80,pitch\n"
    sheets = write(tmp_path, "s.csv", HEAD.strip() + ",round\n" + rows)
    result = run("score", "--sheets", sheets, "--rule", rule)
    assert "add up to 110 %, not 100 %" in result.stderr
    assert summary_of("score", "--sheets", sheets, "--rule", rule)["results"][0]["total"] == "94"
