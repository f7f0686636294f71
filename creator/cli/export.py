"""`creator export`: what an edition is reckoned from, for whoever wants to repeat it."""

from pathlib import Path

import click

from creator.calc.whole import whole
from creator.cli._instance import opened, say
from creator.cli._office import as_officer, edition_named
from creator.i18n import _
from creator.services import access_log
from creator.services.reckoning_package import package
from creator.services.work import Work


@click.group(help=str(_("导出文件。")))
def export() -> None:
    """Files that leave the house."""


@export.command(help=str(_("导出核算文件（ZIP）：用 creator calc 可重算得分、名次和金额。")))
@click.option("--edition", "slug", required=True, help=str(_("哪一届（网址名）。")))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help=str(_("写到哪里（ZIP）。")),
)
@click.option("--officer", default="", help=str(_("以哪位经办人的名义（手机号码）。")))
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
