"""`creator export`: what leaves the house as a file, noted like the download from its page."""

from pathlib import Path

import click
from sqlalchemy import select

from creator.calc.whole import whole
from creator.cli._instance import opened, say
from creator.cli._office import as_officer, edition_named
from creator.i18n import _
from creator.models.proposal import Proposal
from creator.services import access_log
from creator.services.archive import reader
from creator.services.archive.package import Made, write
from creator.services.reckoning_package import package
from creator.services.refused import Invalid
from creator.services.transitions import edition_of
from creator.services.work import Work

_OUTPUT = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help=str(_("写到哪里（ZIP）。")),
)
_OFFICER = click.option("--officer", default="", help=str(_("以哪位经办人的名义（手机号码）。")))


@click.group(help=str(_("导出文件。")))
def export() -> None:
    """Files that leave the house."""


@export.command(help=str(_("导出核算文件（ZIP）：用 creator calc 可重算得分、名次和金额。")))
@click.option("--edition", "slug", required=True, help=str(_("哪一届（网址名）。")))
@_OUTPUT
@_OFFICER
def reckoning(slug: str, output: Path, officer: str) -> None:
    """What the officer may see on the ranking board; noted as the download from there is."""

    def take(work: Work) -> bytes:
        edition = edition_named(work, slug)
        acting = as_officer(work, edition, officer)
        content = package(acting, edition)
        access_log.note(acting, edition, "export.reckoning")
        return content

    with opened() as place:
        content = place.act(take)
    with whole(output, "wb") as file:
        file.write(content)
    say(_("核算文件已写入 {path}。", path=output))


@export.command(help=str(_("导出一个项目的档案（ZIP）：全部文件、审计链和独立的核对程序。")))
@click.option("--proposal", "number", required=True, help=str(_("项目编号。")))
@_OUTPUT
@_OFFICER
def archive(number: str, output: Path, officer: str) -> None:
    """What the officer may see of the project. The file takes its name when it is complete and
    noted; before, nothing is there."""

    def pack(work: Work) -> Made:
        return write(_file_of(work, number, officer), stream)

    def note(work: Work) -> None:
        found = _file_of(work, number, officer)
        access_log.note(found.work, found.proposal, f"export.archive:{made.digest[:32]}")

    with opened() as place, whole(output, "wb") as stream:
        made = place.look(pack)
        place.act(note)
    say(_("项目档案已写入 {path}，{n} 个文件。", path=output, n=made.files))
    say(_("档案摘要：{digest}", digest=made.digest))
    for name in made.damaged:
        say(_("注意：“{name}”与收到时不同或已丢失，核对时会指出。", name=name))


def _file_of(work: Work, number: str, officer: str) -> reader.Reader:
    """The file of the project with this case number, as an officer reads it. Raises `Invalid`."""
    found = work.session.scalars(select(Proposal).where(Proposal.number == number)).one_or_none()
    if found is None:
        raise Invalid("proposal", _("没有编号为“{number}”的项目。", number=number))
    return reader.opened(as_officer(work, edition_of(work, found), officer), found.id)
