"""What people type, and what a form makes of it."""

from datetime import date
from decimal import Decimal

import pytest
from werkzeug.datastructures import MultiDict

from creator.i18n import speaking
from creator.web.forms.base import PlainForm
from creator.web.forms.fields import (
    ChoiceField,
    DateField,
    LongTextField,
    MoneyField,
    PhoneField,
    ScoreField,
    SeveralField,
    TextField,
    TickField,
    WholeNumberField,
)


class Paper(PlainForm):
    title = TextField("项目名称", limit=10, needed=False)
    story = LongTextField("背景", limit=20, needed=False)
    amount = MoneyField("金额", needed=False)
    phone = PhoneField("电话", needed=False)
    people = WholeNumberField("人数", least=1, most=500, needed=False)
    points = ScoreField("得分", most=Decimal(20), places=1, needed=False)
    day = DateField("日期", needed=False)
    area = ChoiceField("领域", choices={"old": "为老", "child": "儿童"}, needed=False)
    groups = SeveralField("对象", choices={"old": "老人", "child": "儿童"}, needed=False)


class Promise(PlainForm):
    name = TextField("姓名")
    agreed = TickField("属实", needed=True)


@pytest.fixture(autouse=True)
def request_context(site):
    with site.test_request_context():
        yield


def typed(form: type[PlainForm] = Paper, **values) -> PlainForm:
    return form(formdata=MultiDict(values or {"none": ""}))


@pytest.mark.parametrize(
    ("name", "written", "kept"),
    [
        ("title", "  银龄食堂 ", "银龄食堂"),
        ("title", "e\u0301", "é"),
        ("story", "一\r\n二", "一\n二"),
        ("amount", "30000", 30_000_00),
        ("amount", "３０，０００．５", 30_000_50),
        ("amount", "", None),
        ("phone", "+86 139-0000-0001", "13900000001"),
        ("people", "12", 12),
        ("points", "17.5", Decimal("17.5")),
        ("day", "2026-11-28", date(2026, 11, 28)),
        ("area", "old", "old"),
        ("area", "", None),
        ("groups", ["old", "child"], ["old", "child"]),
    ],
)
def test_what_is_understood(name, written, kept):
    form = typed(**{name: written})
    assert form.validate(), form.errors
    assert form[name].data == kept


@pytest.mark.parametrize(
    ("name", "written", "said"),
    [
        ("title", "一二三四五六七八九十百", "最多 10 个字，现在有 11 个字。"),
        ("title", "a\x00b", "第 2 个字符（U+0000）不能使用。请删去后再试。"),
        ("story", "a\u202eb", "第 2 个字符（U+202E）不能使用。请删去后再试。"),
        ("amount", "-5", None),
        ("amount", "1e3", None),
        ("amount", "1_000", None),
        ("phone", "876543", "“876543”不是电话号码。手机写 11 位，座机连区号写，如 029-12345678。"),
        ("people", "５", "“５”不是整数。"),
        ("people", "0", "请填 1 到 500 之间的整数。"),
        ("people", "1_0", "“1_0”不是整数。"),
        ("points", "20.5", "请填 0 到 20 之间的分数，步长 0.1。"),
        ("points", "NaN", "请填 0 到 20 之间的分数，步长 0.1。"),
        ("points", "1.25", "请填 0 到 20 之间的分数，步长 0.1。"),
        ("day", "28/11/2026", "请填日期，例如 2026-11-28。"),
        ("area", "secret", "请从列出的选项中选择。"),
        ("groups", ["old", "secret"], "请从列出的选项中选择。"),
    ],
)
def test_what_is_not_understood_is_explained_and_kept_on_the_page(name, written, said):
    form = typed(**{name: written})
    assert not form.validate()
    if said:
        assert str(form[name].errors[0]) == said
    if isinstance(written, str) and name in ("amount", "people", "points", "day"):
        assert written in str(form[name]())


def test_what_is_needed_is_asked_for():
    form = typed(Promise, name="  ")
    assert not form.validate()
    said = {name: list(map(str, errors)) for name, errors in form.errors.items()}
    assert said == {"name": ["还没有填写。"], "agreed": ["请勾选后再继续。"]}


def test_the_wording_of_wtforms_follows_our_language():
    assert (
        str(typed().meta.get_translations(None).gettext("Not a valid choice."))
        == "不是有效的选择。"
    )
    with speaking("en"):
        english = typed().meta.get_translations(None).gettext("Not a valid choice.")
        assert english == "Not a valid choice."


def test_a_field_names_its_explanations_for_screen_readers():
    form = typed(story="字" * 21)
    form.validate()
    assert form.story.spoken_by() == "story-limit story-error"
    assert 'aria-invalid="true"' in str(form.story(**form.story.spoken()))
