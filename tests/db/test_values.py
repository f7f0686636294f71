"""What is stored comes back equal, on both databases; what cannot be stored is refused at once."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select, update

from creator.clock import SHANGHAI
from creator.db import Database, UnfitText
from tests.db.shelf import Shelf, books


class TestTexts:
    @pytest.mark.parametrize("mark", ["\0", "\x1b", "\x85", "\u202e", "\ud800", "\u2028", "\n"])
    def test_a_line_refuses_what_no_line_has(self, db: Database, mark: str) -> None:
        with pytest.raises(UnfitText, match="第 2 个字符"):
            Shelf(name=f"书{mark}架")
        with pytest.raises(UnfitText), db.writing() as session:
            session.execute(insert(Shelf).values(name=f"书{mark}架"))

    def test_a_text_is_in_normal_form_as_soon_as_it_is_set(self, db: Database) -> None:
        assert Shelf(name="e\u0301").name == "é"

    def test_a_text_too_long_is_refused_alike_on_both(self, db: Database) -> None:
        with pytest.raises(UnfitText) as refused:
            Shelf(name="书" * 11)
        assert str(refused.value.text) == "最多 10 个字，现在有 11 个字。"

    def test_prose_keeps_its_lines(self) -> None:
        assert Shelf(story="一\r\n二\r\t三").story == "一\n二\n\t三"

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
    @given(story=st.text(), labels=st.recursive(st.text() | st.integers(), st.lists))
    def test_whatever_is_taken_comes_back_equal(
        self, db: Database, story: str, labels: object
    ) -> None:
        try:
            shelf = Shelf(story=story, labels=labels)
        except UnfitText:
            return
        db.write(lambda session: session.add(shelf))
        with db.reading() as session:
            found = session.get_one(Shelf, shelf.id)
            assert (found.story, found.labels) == (shelf.story, shelf.labels)


class TestValues:
    def test_instants_come_back_in_utc(self, db: Database) -> None:
        noon = datetime(2026, 3, 2, 12, 0, 0, 250, tzinfo=SHANGHAI)
        db.write(lambda session: session.add(Shelf(id=2, since=noon)))
        with db.reading() as session:
            since = session.get_one(Shelf, 2).since
            assert since == noon
            assert since.tzinfo is UTC
            assert session.scalars(select(Shelf.id).where(Shelf.since <= noon)).all() == [2]

    def test_an_instant_without_zone_is_refused(self) -> None:
        with pytest.raises(ValueError, match="no time zone"):
            Shelf(since=datetime(2026, 3, 2))  # noqa: DTZ001 - the mistake under test

    def test_numbers_with_decimals_are_exact(self, db: Database) -> None:
        with db.writing() as session:
            session.add_all([Shelf(height=Decimal("88.125")), Shelf(height=Decimal("9.3"))])
        with db.reading() as session:
            heights = select(Shelf.height).where(Shelf.height.is_not(None))
            ordered = session.scalars(heights.order_by(Shelf.height)).all()
            assert ordered == [Decimal("9.3"), Decimal("88.125")]
            assert session.scalar(select(func.sum(Shelf.height))) == Decimal("97.425")

    @pytest.mark.parametrize("unfit", ["0.00001", "NaN", "Infinity"])
    def test_a_number_is_never_rounded_in_passing(self, unfit: str) -> None:
        with pytest.raises(ValueError, match="at most 4 decimals"):
            Shelf(height=Decimal(unfit))

    def test_amounts_may_outgrow_32_bits(self, db: Database) -> None:
        db.write(lambda session: session.execute(update(Shelf).values(books=10**15)))
        assert books(db) == 10**15

    def test_the_order_of_keys_is_kept(self, db: Database) -> None:
        db.write(lambda session: session.add(Shelf(id=2, labels={"b": 1, "a": None})))
        with db.reading() as session:
            assert list(session.get_one(Shelf, 2).labels) == ["b", "a"]

    @pytest.mark.parametrize("odd", [{1: 2}, {"a": float("nan")}, [object()]])
    def test_only_plain_data_is_stored(self, odd: object) -> None:
        with pytest.raises(ValueError, match=r"data|texts|stored"):
            Shelf(labels=odd)
