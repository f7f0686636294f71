"""Who of a drawn order takes the next seat."""

from creator.reckoning.panel_order import Candidate, Choice, Need, next_of


def seated(order: list[Candidate], need: Need) -> tuple[list[str], dict[str, str]]:
    """Everybody seated, one after the other, and who was passed over on the way."""
    sitting: list[Candidate] = []
    passed: dict[str, str] = {}
    while len(sitting) < need.seats:
        left = [one for one in order if one not in sitting]
        found = next_of(left, sitting, need)
        assert found.taken is not None
        passed |= dict(found.passed)
        sitting.append(found.taken)
    return [one.name for one in sitting], passed


def people(**employers: str) -> list[Candidate]:
    return [Candidate(name, employer) for name, employer in employers.items()]


def test_the_first_drawn_are_seated() -> None:
    assert seated(people(X3="a", X1="b", X2="c"), Need(2)) == (["X3", "X1"], {})


def test_one_of_an_employer() -> None:
    order = people(X1="a", X2="a", X3="b", X4="", X5="")
    assert seated(order, Need(4)) == (["X1", "X3", "X4", "X5"], {"X2": "employer"})
    assert seated(order, Need(2, one_per_employer=False)) == (["X1", "X2"], {})


def test_matched_readers_may_share_an_employer_or_know_an_applicant() -> None:
    order = [Candidate("X1", "a", barred=True), Candidate("X2", "a")]
    assert seated(order, Need(2, whole=False)) == (["X1", "X2"], {})


def test_the_last_seats_are_kept_for_the_fields_asked_for() -> None:
    money = frozenset({"finance"})
    order = [Candidate("X1"), Candidate("X2"), Candidate("X3", fields=money)]
    assert seated(order, Need(2, {"finance": 1})) == (["X1", "X3"], {"X2": "field"})
    assert seated(order, Need(3, {"finance": 1})) == (["X1", "X2", "X3"], {})


def test_whoever_would_step_back_or_has_left_is_passed_over() -> None:
    order = [Candidate("X1", barred=True), Candidate("X2", away=True), Candidate("X3")]
    assert seated(order, Need(1)) == (["X3"], {"X1": "conflict", "X2": "away"})


def test_where_nobody_suits_the_first_who_can_come_is_taken() -> None:
    order = [Candidate("X1", away=True), Candidate("X2", barred=True)]
    assert next_of(order, [], Need(1)) == Choice(order[1], (("X1", "away"),))
    assert next_of(order[:1], [], Need(1)) == Choice(None, (("X1", "away"),))
    assert next_of([], [], Need(1)) == Choice(None)
