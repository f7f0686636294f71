"""Reading sealed results back: canonical JSON, as `reckoning` wrote it, becomes values again."""

import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from sqlalchemy.orm import Session

from creator.i18n import Label, Text
from creator.models.review import FrozenRanking, RoundResult
from creator.reckoning.ranking import Place
from creator.reckoning.scoring.results import Result, ResultSet
from creator.reckoning.wording import Sum


def sealed_results(session: Session, edition_id: int, index: int) -> ResultSet | None:
    """The results of a closed round, exactly as they were sealed; None for an open one."""
    row = session.get(RoundResult, (edition_id, index))
    return _results(row.body) if row else None


def frozen_places(session: Session, edition_id: int) -> list[Place] | None:
    """The frozen ranking, place by place; None before it was frozen."""
    row = session.get(FrozenRanking, edition_id)
    return list(_places(row.body)) if row else None


@lru_cache(maxsize=8)
def _results(body: str) -> ResultSet:
    plain = json.loads(body)
    # Taken out one by one, so that what is read makes room for what is made of it.
    return ResultSet({case: thaw(Result, plain.pop(case)) for case in list(plain)})


@lru_cache(maxsize=8)
def _places(body: str) -> tuple[Place, ...]:
    return cast(tuple[Place, ...], thaw(tuple[Place, ...], json.loads(body)))


def thaw(kind: Any, data: Any) -> Any:
    """The value of type `kind` behind plain canonical data."""
    if data is None:
        return None
    if kind is Decimal:
        return Decimal(data)
    if kind is Text:
        return _words(data)
    if is_dataclass(kind):
        return _record(kind, data)
    return _many(kind, data)


def _many(kind: Any, data: Any) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return thaw(next(choice for choice in inner if choice is not type(None)), data)
    if origin in (tuple, frozenset):
        return origin(thaw(inner[0], item) for item in data)
    if origin is not None and origin is not Literal and issubclass(origin, Mapping):
        return {key: thaw(inner[1], item) for key, item in data.items()}
    return data


def _record(kind: Any, data: Mapping[str, Any]) -> Any:
    known = _hints(kind)
    return kind(**{f.name: thaw(known[f.name], data[f.name]) for f in fields(kind)})


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _words(data: Mapping[str, Any]) -> Text:
    return Text(data["msgid"], {name: _word(value) for name, value in data["params"].items()})


def _word(value: Any) -> Any:
    """A parameter of a sentence: words, an amount, a label, or plain as it is."""
    if not isinstance(value, dict):
        return value
    if "msgid" in value:
        return _words(value)
    return Sum(**value) if "fen" in value else Label(**value)
