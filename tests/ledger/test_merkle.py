"""Merkle trees: the shapes and proofs of RFC 6962."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.ledger import merkle

TREES = st.integers(1, 70).map(lambda n: [merkle.leaf(bytes([i])) for i in range(n)])


def by_definition(leaves: list[bytes]) -> bytes:
    """The root as the RFC writes it down: split at the largest power of two."""
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + by_definition(leaves[:k]) + by_definition(leaves[k:])).digest()


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert merkle.root([]) == hashlib.sha256().digest()


def test_published_roots_hold() -> None:
    # The test vectors of the Certificate Transparency project: leaves of these bytes.
    data = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
    roots = {
        1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    }
    leaves = [merkle.leaf(bytes.fromhex(d)) for d in data]
    for size, root in roots.items():
        assert merkle.root(leaves[:size]).hex() == root


@given(TREES)
def test_the_root_is_that_of_the_definition(leaves: list[bytes]) -> None:
    assert merkle.root(leaves) == by_definition(leaves)


@given(TREES, st.data())
def test_an_entry_proves_that_it_is_in_and_no_other_does(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    path, top = merkle.inclusion(leaves, index), merkle.root(leaves)
    assert merkle.includes(leaves[index], index, len(leaves), path, top)
    assert not merkle.includes(merkle.leaf(b"another"), index, len(leaves), path, top)


@given(TREES, st.data())
def test_a_longer_journal_proves_that_it_began_as_the_shorter(
    leaves: list[bytes], data: st.DataObject
) -> None:
    old = data.draw(st.integers(1, len(leaves)))
    before, after = merkle.root(leaves[:old]), merkle.root(leaves)
    path = merkle.consistency(leaves, old)
    assert merkle.grew(old, len(leaves), before, after, path)
    rewritten = merkle.root([merkle.leaf(b"x"), *leaves[1:old]])
    assert not merkle.grew(old, len(leaves), rewritten, after, path)


@pytest.mark.skipif("sm3" not in hashlib.algorithms_available, reason="this Python's OpenSSL has no SM3")
def test_the_hash_can_be_sm3() -> None:
    leaves = [merkle.leaf(bytes([i]), "sm3") for i in range(5)]
    path = merkle.inclusion(leaves, 3, "sm3")
    assert merkle.includes(leaves[3], 3, 5, path, merkle.root(leaves, "sm3"), "sm3")
