"""Names under which experts stand where nobody is to read who they are."""

import hashlib
from collections.abc import Collection


def pseudonyms(
    naming: str, experts: Collection[str], *, letter: str = "E", after: int = 0
) -> dict[str, str]:
    """Expert -> E1, E2 …, always the same for the same `naming` (`Edition.naming_seed`).

    The order follows neither names nor seats, and nobody who only knows the numbers of people and
    edition, which stand in the addresses of pages, can work it out.
    """
    mixed = sorted(experts, key=lambda e: hashlib.sha256(f"{naming}:{e}".encode()).digest())
    return {expert: f"{letter}{number}" for number, expert in enumerate(mixed, start=after + 1)}
