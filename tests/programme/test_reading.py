"""A programme file is read strictly, and every slip is named with its line and a remedy."""

import re
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from creator.clock import SHANGHAI
from creator.home import home
from creator.i18n import Label
from creator.programme import reader
from creator.programme.duration import Duration
from creator.programme.fault import FaultyFile
from tests.programme.minimal import TEXT, faults_of, line_of, programme

BEILIN = home() / "workflows" / "programmes" / "beilin.toml"


def sole_fault(text: str) -> tuple[int, str, str]:
    """Line, text and remedy of the only fault."""
    (fault,) = faults_of(text)
    return fault.line, str(fault.text), str(fault.remedy)


class TestValues:
    def test_amounts_become_fen(self) -> None:
        assert programme().tiers[0].cap == 10_000_00
        assert programme(tiers__S__cap="10000.50").tiers[0].cap == 10_000_50

    def test_times_are_chinese(self) -> None:
        opens = programme().calendar.call_opens
        assert opens == datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)

    def test_a_bare_date_closes_at_midnight(self) -> None:
        closes = programme(calendar__call_closes="2026-03-20").calendar.call_closes
        assert closes == datetime(2026, 3, 21, tzinfo=SHANGHAI)

    def test_durations_and_numbers_are_exact(self) -> None:
        changed = programme(notice__period="7d", ranking__min_score="59.95")
        assert changed.notice.period == Duration(7, "d")
        assert changed.ranking.min_score == Decimal("59.95")

    def test_the_pool_is_stated_or_the_sum_of_the_funds(self) -> None:
        assert programme().pool == 100_000_00
        funds = """
            [[funds]]
            id = "households"
            label = { zh = "按户数", en = "By households" }
            rule = "formula"
            yuan = 1000
            households = 9000
            [[funds]]
            id = "special"
            label = { zh = "专项", en = "Special" }
            amount = 200000
        """
        text = TEXT.replace("pool = 100000", "") + funds
        assert reader.parse(text, "x").pool == 290_000_00

    def test_windows_line_ends_and_a_byte_order_mark_do_not_matter(self) -> None:
        text = "\ufeff" + TEXT.replace("\n", "\r\n")
        assert reader.parse(text, "x") == programme()


class TestSlips:
    def test_a_misspelt_key(self) -> None:
        text = TEXT.replace("slots = 10", "solts = 10")
        line = line_of(text, "solts")
        assert sole_fault(text) == (line, "不认识“tiers.0.solts”。", "是不是想写“slots”？")

    def test_a_misspelt_word(self) -> None:
        text = TEXT.replace('"final_passed"', '"final_pased"')
        assert sole_fault(text) == (
            line_of(text, "final_pased"),
            "“tranches.1.trigger”不认识“final_pased”。",
            "是不是想写“final_passed”？",
        )

    def test_a_language_left_out(self) -> None:
        text = TEXT.replace(', en = "Expert review"', "")
        assert sole_fault(text) == (
            line_of(text, "专家评审"),
            "“rounds.0.label”缺少 en 的写法。",
            '请两种语言都写：{ zh = "中文", en = "English" }。',
        )

    def test_a_key_left_out(self) -> None:
        text = TEXT.replace('tier_choice = "assigned"', "")
        assert sole_fault(text) == (
            1,
            "缺少“tier_choice”。",
            "请补上“tier_choice = …”；写法见 docs/programme.md。",
        )

    def test_a_key_written_twice(self) -> None:
        text = TEXT.replace("slots = 10", "slots = 10\nslots = 11")
        line = line_of(text, "slots = 11")
        assert sole_fault(text) == (line, "同一个键或表写了两次。", "请只留一个。")

    @pytest.mark.parametrize(
        ("right", "wrong", "said"),
        [
            ("cap = 10000", 'cap = "一万"', "“tiers.0.cap”的值不对：一万。"),
            ("cap = 10000", "cap = -1", "“tiers.0.cap”的值不对：-1。"),
            ("cap = 10000", "cap = 1.005", "“tiers.0.cap”的值不对：1.005。"),
            ("slots = 10", 'slots = "10"', "“tiers.0.slots”的值不对：10。"),
            ("slots = 10", "slots = true", "“tiers.0.slots”的值不对：True。"),
            ("percent = 70", "percent = 170", "“tranches.0.percent”的值不对：170。"),
            ('id = "S"', 'id = "一档"', "“tiers.0.id”的值不对：一档。"),
            ("2026-05-06", '"2026-05-06"', "“calendar.starts”的值不对：2026-05-06。"),
            (
                "2026-03-02T09:00:00",
                "2026-03-02T09:00:00Z",
                "“calendar.call_opens”的值不对：2026-03-02 09:00:00+00:00。",
            ),
            ("[calendar]", "[[calendar]]", "“calendar”应当是表，不是 list。"),
            ("[[rounds]]", "[rounds]", "“rounds”的值不对：table。"),
        ],
    )
    def test_a_wrong_value(self, right: str, wrong: str, said: str) -> None:
        text = TEXT.replace(right, wrong)
        line, found, _remedy = sole_fault(text)
        assert (line, found) == (line_of(text, wrong), said)

    def test_all_faults_are_named_at_once_in_order(self) -> None:
        text = TEXT.replace("slots = 10", "slots = 0").replace('kind = "registered"', "")
        text = text.replace("2026-05-06", "5")
        assert [str(fault.text) for fault in faults_of(text)] == [
            "“tiers.0.slots”的值不对：0。",
            "[applicants.classes.0] 缺少“kind”。",
            "“calendar.starts”的值不对：5。",
        ]

    def test_a_file_that_is_not_text(self, tmp_path: Path) -> None:
        file = tmp_path / "x.toml"
        file.write_bytes("标题".encode("gb18030"))
        with pytest.raises(FaultyFile) as caught:
            reader.read(file)
        assert [str(fault.text) for fault in caught.value.faults] == ["文件不是 UTF-8 编码。"]

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(FaultyFile) as caught:
            reader.read(tmp_path / "no.toml")
        assert [str(fault.text) for fault in caught.value.faults] == ["文件打不开。"]

    def test_any_misspelt_key_of_a_real_programme_is_found_on_its_line(self) -> None:
        """Every key that begins a line of the Beilin file, one after the other."""
        lines = BEILIN.read_text("utf-8").splitlines()
        keys = [i for i, line in enumerate(lines) if re.match(r"[a-z_]+ = ", line)]
        assert len(keys) > 90
        missed = []
        for i in keys:
            wrong = lines.copy()
            wrong[i] = re.sub(r"^[a-z_]+", r"\g<0>_x", wrong[i])
            with pytest.raises(FaultyFile) as caught:
                reader.parse("\n".join(wrong), "x")
            if i + 1 not in [fault.line for fault in caught.value.faults]:
                missed.append(lines[i])
        assert missed == []


class TestCanonicalForm:
    def test_it_can_be_read_back_without_the_file(self) -> None:
        original = reader.read(BEILIN)
        again = type(original).from_canonical(original.canonical())
        assert again == original
        assert again.canonical() == original.canonical()

    def test_comments_and_order_do_not_change_the_digest(self) -> None:
        moved = TEXT.replace("slots = 10\ncap = 10000", "cap = 10000 # 元\n\nslots = 10")
        assert reader.parse(moved, "y").digest == programme().digest

    def test_writing_a_default_does_not_change_it(self) -> None:
        assert programme(rounds__0__panel=5, notice__period="5wd").digest == programme().digest

    def test_any_other_value_does(self) -> None:
        assert programme(rounds__0__panel=7).digest != programme().digest


class TestLabels:
    def test_they_keep_both_languages(self) -> None:
        assert programme().title == Label("街道微创投", "Street competition")
