"""An edition ready for its judging round: eligible proposals, an expert pool, and short ways."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from creator.clock import SetClock
from creator.home import home
from creator.models.edition import Edition
from creator.models.organisation import Organisation
from creator.models.person import ExpertProfile, Host
from creator.models.proposal import Proposal, ProposalVersion
from creator.models.review import Review
from creator.rules.programmes import programme_of
from creator.services import assignments, children, editions, panels, people, reviews
from creator.services.transitions import fire
from creator.workflow.definition import canonical
from tests.engine.seeding import walk, with_marks
from tests.services.ground import Ground, with_people

JUDGING = datetime(2017, 2, 14, 2, 0, tzinfo=UTC)
IN_TIME = datetime(2017, 1, 20, 2, 0, tzinfo=UTC)
FULL_MARKS = {
    "need": 15, "fit": 10, "design": 20, "feasibility": 15, "team": 15, "budget": 15,
    "innovation": 10,
}  # fmt: skip


@dataclass
class Judging:
    """A ground with an edition being judged; experts and proposals by their short names."""

    ground: Ground
    edition_id: int
    experts: list[int] = field(default_factory=list)
    proposals: list[int] = field(default_factory=list)

    def officer(self, what):
        return self.ground.act("officer", lambda work: what(work, self.edition(work)))

    def expert(self, number: int, what):
        """One unit of work by expert `number`, counted from 0."""
        return self.ground.act_as(self.experts[number], lambda work: what(work, self.edition(work)))

    def edition(self, work) -> Edition:
        return work.session.get_one(Edition, self.edition_id)

    def seat_all(self, count: int = 5) -> None:
        self.officer(lambda work, edition: panels.seat(work, edition, self.experts[:count]))

    def declare_all(self, count: int = 5) -> None:
        for number in range(count):
            self.expert(number, lambda work, edition: panels.declare(work, edition, 0, {}))

    def open_round(self, count: int = 5) -> None:
        """Seat, declare, plan and open, as a quiet edition goes."""
        self.seat_all(count)
        self.declare_all(count)
        self.officer(lambda work, edition: assignments.plan(work, edition))
        self.step("open_round")

    def step(self, trigger: str, role: str = "officer") -> None:
        self.ground.act(role, lambda work: fire(work, self.edition(work), trigger))
        self.ground.settle()

    def score(self, number: int, totals: Sequence[int]) -> None:
        """Expert `number` fills in every own sheet; `totals` (0..100) in order of case number."""

        def fill(work, edition):
            for sheet, total in zip(reviews.mine(work, edition), totals, strict=True):
                saved = reviews.save(work, sheet.review, marks(total), notes=REASONS)
                assert saved.complete, saved.faults

        self.expert(number, fill)

    def seal(self, number: int) -> None:
        self.expert(number, lambda work, edition: reviews.seal_all(work, edition))

    def judge(self, totals: Sequence[Sequence[int]]) -> None:
        """Everybody scores and seals; a row of totals for each expert."""
        for number, row in enumerate(totals):
            self.score(number, row)
            self.seal(number)

    def sheet(self, number: int, which: int = 0) -> int:
        """Id of a sheet of expert `number`."""
        return self.expert(
            number, lambda work, edition: reviews.mine(work, edition)[which].review.id
        )

    def review(self, work, review_id: int) -> Review:
        return work.session.get_one(Review, review_id)


REASONS = dict.fromkeys(FULL_MARKS, "见申报书")


def marks(total: int) -> dict[str, str]:
    """Points that add up to `total`: full marks from the first criterion on."""
    left, given = total, {}
    for criterion, top in FULL_MARKS.items():
        given[criterion] = str(min(left, top))
        left -= min(left, top)
    return given


def judging(
    database, *, proposals: int = 3, experts: int = 6, extra: str = "", **adjust
) -> Judging:
    """An edition whose call is over, with eligible proposals and a pool of experts.

    `extra` is written at the end of the programme file; `adjust` are keys of the programme, with
    `__` for the dots, laid over it before it is published.
    """
    ground = with_people(database, SetClock(datetime(2016, 12, 26, 2, 0, tzinfo=UTC)))
    changes = {key.replace("__", "."): value for key, value in adjust.items()}
    made = ground.act("officer", lambda work: _edition(work, ground, extra, changes))
    held = Judging(ground, made)
    held.step("announce")
    ground.clock.instant = JUDGING - timedelta(days=10)
    ground.settle()
    held.proposals = [
        ground.act("officer", lambda work, n=n: add_proposal(work, held, n))
        for n in range(proposals)
    ]
    held.experts = [
        ground.act("officer", lambda work, n=n: _expert(work, held, n)) for n in range(experts)
    ]
    ground.clock.instant = JUDGING
    return held


SEED = "0" * 32
"""What is drawn from it (names, the order of codes) is the same in every run."""


def _edition(work, ground: Ground, extra: str, changes: dict[str, object]) -> int:
    text = (home() / "workflows/programmes/beilin.toml").read_text("utf-8")
    host = work.session.get_one(Host, ground.host_id)
    made = editions.create(work, host, text + extra, slug="beilin-2017", adjustments=changes)
    made.naming_seed = SEED
    return made.id


def pitch(panel: int, aggregate: str) -> str:
    """A second round for `extra`, after the round that all shipped programmes have."""
    return f"""
[[rounds]]
id = "pitch"
label = {{ zh = "路演", en = "Pitch" }}
kind = "pitch"
panel = {panel}
aggregate = "{aggregate}"
weight = 40
opens = 2017-02-18T09:00:00
closes = 2017-02-19T18:00:00
"""


ELIGIBLE = with_marks("enters_round", without="scored")


def add_proposal(work, held: Judging, number: int, wanted=ELIGIBLE) -> int:
    """An application that has come as far as a state which is `wanted`."""
    edition = held.edition(work)
    applied = programme_of(work.session, edition).tier_choice == "applied"
    organisation = Organisation(
        host_id=edition.host_id,
        name=f"社会组织{number + 1:02d}",
        legal_class="registered",
        responsible=f"负责人{number + 1:02d}",
        mobile=f"1370000{number:04d}",
        created_at=work.now,
    )
    work.session.add(organisation)
    work.session.flush()
    proposal = Proposal(
        organisation_id=organisation.id,
        number=f"BL2017-{number + 1:03d}",
        title=f"项目{number + 1:02d}",
        category="elderly",
        tier_applied="A" if applied else "",
        requested_fen=2_000_000 + number * 100_000,
        answers={},
        version=1,
        submitted_at=IN_TIME,
    )
    children.begin(work, proposal, edition, edition.definitions["proposal"])
    body = canonical({"answers": {"summary": f"简介{number + 1:02d}"}, "attachments": []})
    digest = hashlib.sha256(body.encode()).hexdigest()
    work.session.add(
        ProposalVersion(
            proposal_id=proposal.id,
            version=1,
            body=body,
            digest=digest,
            frozen_at=work.now,
            programme_version=edition.version,
        )
    )
    # Application and screening are not what is tested here.
    walk(
        work,
        proposal,
        wanted,
        {"submit": {"version_digest": digest}},
    )
    return proposal.id


def _expert(work, held: Judging, number: int) -> int:
    person = people.find_or_add(work, f"专家{number + 1:02d}", f"1360000{number:04d}")
    people.appoint(work, person, "expert", host_id=held.edition(work).host_id)
    work.session.add(
        ExpertProfile(
            person_id=person.id,
            host_id=held.edition(work).host_id,
            number=f"Z{number + 1:02d}",
            field="finance" if number % 3 == 0 else "elderly",
            employer=f"单位{number + 1:02d}",
        )
    )
    work.session.flush()
    return person.id
