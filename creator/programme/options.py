"""Which optional steps the proposal lifecycle takes."""

from creator.programme.keys import key, keyed
from creator.programme.kinds import Flag, Ident, Word


@keyed
class Options:
    """Switches. `names` gives them as the lifecycle file calls them."""

    hearing: bool = key(Flag(), default=False)
    community_hearing: bool = key(Flag(), default=False)
    coaching: bool = key(Flag(), default=False)
    coaching_before: str = key(Word("coaching_before"), default="judging")
    waitlist: bool = key(Flag(), default=True)
    approval: str = key(Word("approval"), default="before")
    optimise: bool = key(Flag(), default=False)
    pledge: bool = key(Flag(), default=False)
    checkpoints: bool = key(Flag(), default=False)
    audit: bool = key(Flag(), default=False)

    @property
    def names(self) -> frozenset[str]:
        """Options that are on; approval becomes `approval_before` or `approval_after`."""
        plain = ("hearing", "community_hearing", "coaching", "waitlist", "optimise", "pledge",
                 "checkpoints", "audit")  # fmt: skip
        on = {name for name in plain if getattr(self, name)}
        if self.coaching and self.coaching_before == "screening":
            on.add("coaching_early")
        if self.approval != "none":
            on.add(f"approval_{self.approval}")
        return frozenset(on)


@keyed
class Lifecycles:
    """Which lifecycle file each kind of subject follows."""

    proposal: str = key(Ident(), default="proposal")
    edition: str = key(Ident(), default="edition")
    review: str = key(Ident(), default="review")
    decision: str = key(Ident(), default="decision")
    notice: str = key(Ident(), default="notice")
    objection: str = key(Ident(), default="objection")
