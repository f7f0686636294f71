"""Changing a programme that stands: the same text with changed keys laid over it, read strictly."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from creator.home import home
from creator.models.edition import Edition, ProgrammeVersion
from creator.programme import checker, reader
from creator.programme.fault import Fault, FaultyFile
from creator.programme.programme import Programme
from creator.rules.actors import ROLES
from creator.rules.pins import load
from creator.rules.step import Step

LIFECYCLES = frozenset(path.stem for path in (home() / "workflows/lifecycles").glob("*.toml"))


def stored_version(step: Step) -> ProgrammeVersion:
    """The programme version in force."""
    found = step.session.get(ProgrammeVersion, (step.edition.id, step.edition.version))
    if found is None:
        raise LookupError(f"edition {step.edition.id} has no programme")
    return found


def amended_since(step: Step, moment: datetime) -> bool:
    """Whether a correction notice has come into force after this moment."""
    return step.edition.version > 1 and stored_version(step).created_at > moment


def open_keys(session: Session, edition: Edition, programme: Programme) -> frozenset[str] | None:
    """Keys a correction may change now; None for all of them.

    While a round is open the rules are frozen: its end may move, and the dates that follow it.
    """
    if not load(session, edition.definition_hash).has(edition.state, "scoring_open"):
        return None
    now, later = edition.round_index, programme.rounds[edition.round_index + 1 :]
    return frozenset(
        [
            f"rounds.{programme.rounds[now].id}.closes",
            *(f"rounds.{one.id}.{end}" for one in later for end in ("opens", "closes")),
            *(f"calendar.{day}" for day in ("decision", "notice", "starts", "ends")),
            *(f"checkpoints.{one.id}.due" for one in programme.checkpoints),
        ]
    )


def amended(stored: ProgrammeVersion, changes: Mapping[str, Any]) -> Programme:
    """The programme with the changed keys. Raises `FaultyFile` if it cannot be read."""
    return reader.parse(stored.text, "programme.toml", {**stored.adjustments, **changes})


def errors_of(programme: Programme) -> list[Fault]:
    """What the checker finds wrong; warnings are left out."""
    return [
        f
        for f in checker.check(programme, lifecycles=LIFECYCLES, actors=ROLES)
        if f.severity == "error"
    ]


def faults_of(stored: ProgrammeVersion, changes: Mapping[str, Any]) -> list[Fault]:
    """What is wrong with the programme once the changes are made."""
    try:
        return errors_of(amended(stored, changes))
    except FaultyFile as faulty:
        return list(faulty.faults)
