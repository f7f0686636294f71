"""A project with a long file: returned once, screened, judged, decided, published, contested."""

import io
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from creator.models.decision import Decision
from creator.models.proposal import Proposal
from creator.services import minutes, screening
from creator.services.archive import reader
from creator.services.archive.package import Made, write
from creator.services.archive.reader import Reader
from creator.services.transitions import fire
from creator.services.work import Work
from creator.storage import Storage
from tests.services import applicants, copying, deciding, judging
from tests.services.applicants import Applicant
from tests.services.deciding import Deciding
from tests.services.ground import Ground
from tests.services.judging import JUDGING, Judging

T = TypeVar("T")


@dataclass
class Filed:
    """The project of `applicant`, the second of its edition, and the people who handled it."""

    held: Deciding
    applicant: Applicant
    proposal: int
    files: Path

    @property
    def ground(self):
        return self.held.ground

    def read(self, who: str | int | None, what: Callable[[Reader], T]) -> T:
        """`what(reader)` of the project's file, as this role or person reads it."""
        person = self.ground.people[who] if isinstance(who, str) else who

        def look(work: Work) -> T:
            work.storage = self.applicant.storage
            return what(reader.opened(work, self.proposal))

        return self.ground.act_as(person, look)

    def other_organisation(self, work: Work) -> int:
        """The organisation behind the other project of the edition."""
        return work.session.get_one(Proposal, self.held.held.proposals[1]).organisation_id

    def packed(self, who: str | int = "officer") -> bytes:
        return self.made(who)[1]

    def made(self, who: str | int = "officer") -> tuple[Made, bytes]:
        """The archive this reader takes, and what was said of it."""
        stream = io.BytesIO()
        return self.read(who, lambda found: write(found, stream)), stream.getvalue()


def unpacked(raw: bytes, folder: Path) -> Path:
    zipfile.ZipFile(io.BytesIO(raw)).extractall(folder)
    return folder


def filed(database, folder: Path) -> Filed:
    """Up to the public notice, with an objection to the project that was dismissed."""
    ground, edition = applicants.open_call(database)
    applicant = applicants.register(ground, folder / "files")
    proposal = applicant.ready(edition, title="编织课堂")
    applicant.submit(proposal)
    ground.settle()
    held = Judging(ground, edition)
    _screen(held, applicant, proposal)
    other = held.officer(lambda work, _edition: judging.add_proposal(work, held, 6))
    held.proposals = [proposal, other]
    held.experts = [
        held.officer(lambda work, _edition, n=n: judging._expert(work, held, n)) for n in range(5)
    ]
    ground.clock.instant = JUDGING
    ground.settle()
    held.open_round()
    _later(ground)
    held.judge([[70 + n, 90] for n in range(5)])
    _later(ground)
    held.step("close_round")
    _later(ground)
    held.step("start_deciding")
    found = Filed(Deciding(held), applicant, proposal, folder / "files")
    _decide(found)
    return found


_made: list[Filed] = []


def once(copies, folders) -> Filed:
    """The same, made once; not to be changed, see `copied`.

    Takes the fixtures `sqlite_copies` and `tmp_path_factory`.
    """
    if not _made:
        folder = folders.mktemp("filed")
        _made.append(filed(copying.emptied(copies, folder), folder))
    return _made[0]


@contextmanager
def copied(source: Filed, folder: Path) -> Iterator[Filed]:
    """The same over a copy of its database and of its files."""
    files = Path(shutil.copytree(source.files, folder / "files"))
    with deciding.copied(source.held) as held:
        applicant = replace(source.applicant, ground=held.ground, storage=Storage(files))
        yield Filed(held, applicant, source.proposal, files)


def _later(ground: Ground) -> None:
    ground.clock.advance(timedelta(minutes=30))


def _screen(held: Judging, applicant: Applicant, proposal: int) -> None:
    """Returned once, corrected with a file replaced, passed."""

    def on(trigger: str, **more) -> None:
        def step(work: Work) -> None:
            fire(work, work.session.get_one(Proposal, proposal), trigger, **more)

        held.ground.act("officer", step)
        held.ground.settle()

    _later(held.ground)
    on("begin_screening")
    on("return_for_correction", data={"sections": ["project"]}, reason="请把名称写清楚。")
    _later(held.ground)
    applicant.save(proposal, {"title": "老人编织课堂"})
    applicant.submit(proposal)
    held.ground.settle()

    def check(work: Work) -> None:
        found = work.session.get_one(Proposal, proposal)
        items = [one.item.id for one in screening.checklist(work, found)]
        screening.answer(work, found, dict.fromkeys(items, (True, "")))

    held.ground.act("officer", check)
    on("screen_pass")


def _decide(found: Filed) -> None:
    held = found.held
    held.list_all()
    _later(found.ground)

    def scan(work: Work, decision: Decision) -> None:
        work.storage = found.applicant.storage
        minutes.keep(work, decision, io.BytesIO(applicants.PDF + b"minutes"), "会议纪要.pdf")

    held.on("officer", held.decision_id(), scan)
    held.submit()
    held.approve()
    _later(found.ground)
    held.publish()
    held.pass_days(1)
    objection, _ticket = held.object_to(2)
    held.rule(objection, "dismiss")
