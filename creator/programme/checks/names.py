"""Ids are unique, and every id that is named somewhere exists."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import fields, is_dataclass

from creator.i18n import Text, _
from creator.programme.checks.blame import blame, walk
from creator.programme.fault import Fault
from creator.programme.fields import Field
from creator.programme.place import nearest
from creator.programme.presets import rubric_ids
from creator.programme.programme import Programme


def check(programme: Programme) -> Iterator[Fault]:
    """Doubled ids and dangling references inside the file."""
    yield from _doubled(programme)
    for path, id, known, what in _references(programme):
        if id not in known:
            text = _("“{path}”提到的{what}“{id}”不存在。", path=path, what=what, id=id)
            yield blame(programme, path, text, nearest(id, known))


def _doubled(programme: Programme) -> Iterator[Fault]:
    """The form's field ids are unique in the whole form, other ids in their own list."""
    form_fields = (
        (field.id, f"form.sections.{i}.fields.{j}.id")
        for i, section in enumerate(programme.form.sections)
        for j, field in enumerate(section.fields)
    )
    yield from _repeated(programme, form_fields)
    for path, items in walk(programme):
        if isinstance(items, tuple) and _has_id(items[0]) and not isinstance(items[0], Field):
            places = ((item.id, f"{path}.{i}.id") for i, item in enumerate(items))
            yield from _repeated(programme, places)


def _has_id(item: object) -> bool:
    return is_dataclass(item) and any(field.name == "id" for field in fields(item))


def _repeated(programme: Programme, places: Iterable[tuple[str, str]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for id, path in places:
        if id in seen:
            text = _("“{path}”的 id“{id}”已经用过。", path=path, id=id)
            yield blame(programme, path, text, _("请换一个 id。"))
        seen.add(id)


Reference = tuple[str, str, Collection[str], Text]


def _references(programme: Programme) -> Iterator[Reference]:
    yield from _of_people(programme)
    yield from _of_rubrics(programme)
    yield from _of_money(programme)
    form_classes = {item.id for item in programme.form_classes}
    for group in ("tiers", "categories", "tracks"):
        for i, item in enumerate(getattr(programme, group)):
            if item.form_class is not None:
                path = f"{group}.{i}.form_class"
                yield path, item.form_class, form_classes, _("报告表类别")


def _of_people(programme: Programme) -> Iterator[Reference]:
    classes = {item.id for item in programme.applicants.classes}
    filing = {item.id for item in programme.filing_classes}
    for i, id in enumerate(programme.hearing.classes):
        yield f"hearing.classes.{i}", id, classes, _("申报主体类别")
    for i, item in enumerate(programme.screening.items):
        for j, id in enumerate(item.classes):
            yield f"screening.items.{i}.classes.{j}", id, classes, _("申报主体类别")
    for i, applicant in enumerate(programme.applicants.classes):
        for j, id in enumerate(applicant.filing_classes):
            yield f"applicants.classes.{i}.filing_classes.{j}", id, filing, _("备案类别")
    sections = {section.id for section in programme.form.sections}
    for i, id in enumerate(programme.correction.sections):
        yield f"correction.sections.{i}", id, sections, _("申报表部分")


def _of_rubrics(programme: Programme) -> Iterator[Reference]:
    rubrics = sorted({rubric.id for rubric in programme.rubrics} | set(rubric_ids()))
    experts = {field.id for field in programme.experts.fields}
    for i, round_ in enumerate(programme.rounds):
        yield f"rounds.{i}.rubric", round_.rubric, rubrics, _("评分表")
        for j, mix in enumerate(round_.mix):
            yield f"rounds.{i}.mix.{j}.field", mix.field, experts, _("专业领域")
    for i, checkpoint in enumerate(programme.checkpoints):
        yield f"checkpoints.{i}.rubric", checkpoint.rubric, rubrics, _("评分表")
    yield "evaluation.rubric", programme.evaluation.rubric, rubrics, _("评分表")
    judged = [programme.rubric(round_.rubric) for round_ in programme.rounds]
    criteria = {item.id for rubric in judged if rubric for item in rubric.criteria}
    for i, tie in enumerate(programme.ranking.ties):
        word, _colon, id = tie.partition(":")
        if word == "criterion":
            yield f"ranking.ties.{i}", id, criteria, _("评分指标")


def _of_money(programme: Programme) -> Iterator[Reference]:
    checkpoints = {checkpoint.id for checkpoint in programme.checkpoints}
    for i, tranche in enumerate(programme.tranches):
        if tranche.checkpoint is not None:
            yield f"tranches.{i}.checkpoint", tranche.checkpoint, checkpoints, _("中期评估")
    for i, rule in enumerate(programme.budget.rules):
        for j, tag in enumerate(rule.tags):
            yield f"budget.rules.{i}.tags.{j}", tag, programme.budget.tags, _("预算科目标签")
