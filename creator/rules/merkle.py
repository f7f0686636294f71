"""Merkle tree over audit heads, as RFC 6962 §2.1 defines it (sha256, 0x00 leaves, 0x01 nodes)."""

import hashlib
from collections.abc import Sequence


def _hash(prefix: bytes, content: bytes) -> bytes:
    return hashlib.sha256(prefix + content).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The tree's root; of no leaves, the hash of nothing."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return _hash(b"\x00", leaves[0])
    split = _split(len(leaves))
    return _hash(b"\x01", root(leaves[:split]) + root(leaves[split:]))


def _split(count: int) -> int:
    """The largest power of two smaller than `count`."""
    return 1 << (count - 1).bit_length() - 1


def proof(leaves: Sequence[bytes], index: int) -> list[str]:
    """The way from a leaf up to the root: at each step the side of the other half (`L` or `R`) and
    its hash in hex."""
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*proof(leaves[:split], index), f"R{root(leaves[split:]).hex()}"]
    return [*proof(leaves[split:], index - split), f"L{root(leaves[:split]).hex()}"]
