"""The reckoning of an edition in one ZIP with a README: the same state gives the same bytes."""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from creator.i18n import LANGUAGES, Text, _, speaking
from creator.models.edition import Edition
from creator.rules.times import At
from creator.services.assignment_files import Run
from creator.services.draws import Draw
from creator.services.reckoning_files import Reckoning, reckoning
from creator.services.work import Work

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16
_SCORE = (
    "creator calc score --sheets sheets.csv --rule score.toml --facts facts.csv"
    " --ranking-digest -o scored.csv"
)
_ALLOCATE = "creator calc allocate --ranking ranking.csv --rule allocate.toml -o awards.csv"


def package(work: Work, edition: Edition) -> bytes:
    """Everything the ranking board is reckoned from, for whoever may see the board."""
    made = reckoning(work, edition)
    stream = BytesIO()
    with ZipFile(stream, "w") as zipped:
        for name, text in {"README.txt": _readme(edition, made), **made.files}.items():
            zipped.writestr(_entry(name), text)
    return stream.getvalue()


def _entry(name: str) -> ZipInfo:
    """The same on every machine, at any time."""
    entry = ZipInfo(name, _LONG_AGO)
    entry.compress_type, entry.create_system = ZIP_DEFLATED, 3
    entry.external_attr = _READABLE
    return entry


def _readme(edition: Edition, made: Reckoning) -> str:
    parts = []
    for language in LANGUAGES:
        with speaking(language):
            parts.append("\n".join(str(line) for line in _lines(edition, made)))
    return "\n\n\n".join(parts) + "\n"


def _lines(edition: Edition, made: Reckoning) -> Iterator[Text | str]:
    yield _("{edition}：核算文件", edition=edition.title)
    yield ""
    yield _("用这些文件可以重算排名页上的得分、名次和拟资助金额，结果逐字节相同。")
    yield _("项目用编号；专家用排名页上的代号，各轮相同；金额单位元。")
    yield ""
    yield _("1. 得分和名次：")
    yield f"   {_SCORE}"
    yield _("   应得到：")
    yield f"   digest          {made.scores}"
    yield f"   ranking_digest  {made.ranking}"
    yield _("   ranking_digest 就是排名封存时的摘要，封存后排名页显示其前 16 位。")
    yield ""
    yield _("2. 档次和金额：")
    yield f"   {_ALLOCATE}"
    yield _("   应得到：")
    yield f"   digest          {made.allocation}"
    yield ""
    for step, draw in enumerate(made.draws, start=3):
        yield from _draw_lines(step, draw)
    for step, run in enumerate(made.assignments, start=3 + len(made.draws)):
        yield from _assignment_lines(step, run)
    yield _("各轮封存的评分摘要含专家的内部编号，不能由这些文件得到。")
    yield _("格式见 docs/calc.md。")


def _draw_lines(step: int, draw: Draw) -> Iterator[Text | str]:
    """What is known of a draw so far, and what its command must give."""
    yield _("{step}. 第 {n} 次抽签：", step=step, n=draw.number)
    yield _(
        "   名单确定于 {at}，由“{source}”决定，{day} 起首次公布的为准。",
        at=At(draw.list.committed_at),
        source=draw.list.source,
        day=draw.list.known_on.isoformat(),
    )
    if draw.list.experts:
        yield _(
            "   抽取第 {round} 轮的专家，先请 {n} 位；名单用代号（X1……）。",
            round=draw.list.round + 1,
            n=draw.list.seats,
        )
    if draw.replaced:
        yield _("   这份名单未抽签，由下一份代替。")
    if draw.result:
        number, where = draw.result.number, draw.result.found_at
        yield _("   公开数字：{number}（{where}）", number=number, where=where)
    yield f"   {draw.command}"
    yield _("   应得到：")
    yield f"   list_sha256     {draw.list.digest}"
    if draw.result:
        yield f"   digest          {draw.result.digest}"
    yield ""


def _assignment_lines(step: int, run: Run) -> Iterator[Text | str]:
    """What one planning was made of, and what its command must give."""
    yield _(
        "{step}. 第 {n} 次分配专家（第 {round} 轮）：",
        step=step,
        n=run.ordinal,
        round=run.round + 1,
    )
    yield _("   分配于 {at}。专家代号（A1……）只用于这一次。", at=At(run.planned_at))
    if run.fixed:
        yield _("   {file} 里的是此前由经办人指定的，不参加计算。", file=run.fixed)
    yield f"   {run.command}"
    yield _("   应得到：")
    yield f"   digest          {run.digest}"
    yield _("   此后个别增派或更换的专家不在其中。")
    yield ""
