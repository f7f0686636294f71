"""What a draw tells: everything needed to repeat it, the same on pages and on files."""

from collections.abc import Sequence
from typing import Any

from creator.reckoning.draws import (
    Hash,
    Step,
    bits_needed,
    canonical_source,
    commitment,
    draw,
    key_string,
)


def drawn(names: Sequence[str], sources: Sequence[str], pick: int, how: Hash) -> dict[str, Any]:
    """The whole result; its digest is that of `creator calc draw`. `steps` are in order."""
    steps = draw(names, key_string(sources), pick, how)
    return {
        "count": len(names),
        "list_sha256": commitment(names),
        **_summary(sources, steps),
        "hash": how,
    }


def _summary(sources: Sequence[str], steps: Sequence[Step]) -> dict[str, object]:
    return {
        "bits_needed": bits_needed(steps[0].remaining, len(steps)),
        "chosen": [step.chosen for step in steps],
        "key_string": key_string(sources),
        "pick": len(steps),
        "public_numbers": [
            {"given": source, "canonical": f"{canonical_source(source)}/"} for source in sources
        ],
        "steps": steps,
    }
