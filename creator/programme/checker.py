"""Checks that a programme which could be read can also be run."""

from collections.abc import Collection

from creator.programme.checks import (
    award,
    conditions,
    delivery,
    form,
    money,
    names,
    people,
    process,
    rounds,
    rubrics,
    schedule,
    support,
)
from creator.programme.fault import Fault
from creator.programme.programme import Programme

_CHECKS = (
    support.check,
    names.check,
    money.check,
    people.check,
    form.check,
    conditions.check,
    rounds.check,
    rubrics.check,
    award.check,
    schedule.check,
    delivery.check,
)


def check(
    programme: Programme,
    *,
    lifecycles: Collection[str] | None = None,
    actors: Collection[str] | None = None,
    options: Collection[str] | None = None,
) -> list[Fault]:
    """Everything wrong or worth knowing, in the order of the lines; empty when all is well.

    `lifecycles` are the ids of the lifecycle files there are, `actors` the words for roles,
    `options` the switches of the proposal lifecycle; what is not given is not checked. Only faults
    of severity `error` stop a programme.
    """
    faults = [fault for one in _CHECKS for fault in one(programme)]
    faults += process.check(programme, lifecycles, actors, options)
    return sorted(faults, key=lambda fault: (fault.path != programme.source.name, fault.line))
