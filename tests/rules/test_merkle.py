"""Proofs that a leaf is in a tree: the way up leads to the root, from no other leaf."""

import hashlib

import pytest

from creator.rules.merkle import proof, root


def climbed(leaf: bytes, path: list[str]) -> bytes:
    found = hashlib.sha256(b"\x00" + leaf).digest()
    for step in path:
        other = bytes.fromhex(step[1:])
        pair = other + found if step[0] == "L" else found + other
        found = hashlib.sha256(b"\x01" + pair).digest()
    return found


def test_the_roots_of_the_standard() -> None:
    leaves = [bytes.fromhex(one) for one in ("", "00", "10", "2021", "3031", "40414243")]
    assert root([]).hex().startswith("e3b0c44298fc1c14")
    assert root(leaves[:1]).hex().startswith("6e340b9cffb37a98")
    assert root(leaves[:3]).hex().startswith("aeb6bcfe274b70a1")
    assert root(leaves).hex().startswith("76e67dadbcdf1e10")


@pytest.mark.parametrize("count", [1, 2, 3, 7, 8, 13])
def test_every_leaf_has_its_way_to_the_root(count: int) -> None:
    leaves = [f"proposal:{n}:3:head".encode() for n in range(count)]
    for index, leaf in enumerate(leaves):
        assert climbed(leaf, proof(leaves, index)) == root(leaves)
        assert climbed(b"another", proof(leaves, index)) != root(leaves)
