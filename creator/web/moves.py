"""From what `explain()` answers to what `parts/steps.html` shows."""

from collections.abc import Callable, Iterable

from creator.services.explaining import Offer
from creator.web.parts import Step


def moves(
    offers: Iterable[Offer], url: Callable[[str], str], *, seq: int, primary: str = ""
) -> list[Step]:
    """Every offer as a step, but for those there is nothing for. `url` gives the address of a
    trigger's page.

    The page has one primary action: `primary`, or else the first open step that is no exception.
    """
    listed = [one for one in offers if not any(refusal.idle for refusal in one.refusals)]
    first = primary or next((o.transition.id for o in listed if o.allowed and not _grave(o)), "")
    return [_move(one, url(one.transition.id), seq, first) for one in listed]


def _grave(offer: Offer) -> bool:
    return offer.transition.exception


def _move(offer: Offer, url: str, seq: int, primary: str) -> Step:
    step = offer.transition
    asks = step.form or step.reason or step.confirm or step.sign
    access = "open" if offer.allowed else ("shut" if offer.mine else "not_yours")
    return Step(
        id=step.id,
        label=step.label,
        url=url,
        access=access,  # type: ignore[arg-type]
        reasons=[refusal.text for refusal in offer.refusals],
        whose=offer.owners or None,
        primary=step.id == primary,
        grave=_grave(offer),
        direct=not asks,
        seq=seq,
    )
