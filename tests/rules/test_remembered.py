"""What is kept is given out only while it is true, and made once for all who ask together."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from creator.rules.remembered import Remembered


def test_a_value_is_kept_while_its_basis_is_equal():
    kept, made = Remembered[str, int](most=2), []

    def ask(basis):
        return kept.get(1, basis, lambda: made.append(basis) or len(made))

    assert [ask("a"), ask("a"), ask("b"), ask("a")] == [1, 1, 2, 3]


def test_threads_that_ask_at_once_get_what_the_first_one_made():
    kept, made, together = Remembered[str, object](most=2), [], Barrier(4)

    def make():
        made.append(1)
        return object()

    def ask(_number):
        together.wait(10)
        return kept.get(1, "same", make)

    with ThreadPoolExecutor(4) as threads:
        found = set(threads.map(ask, range(4)))
    assert (len(found), len(made)) == (1, 1)


def test_no_more_places_than_allowed_are_kept():
    kept, made = Remembered[str, int](most=2), []
    for place in (1, 2, 3, 3, 1):
        kept.get(place, "same", lambda place=place: made.append(place) or place)
    assert made == [1, 2, 3, 1]
