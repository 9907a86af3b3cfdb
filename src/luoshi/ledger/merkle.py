"""Merkle trees as RFC 6962 has them: root, proof that an entry is in, proof that a tree grew from a smaller one.

Leaves are already hashed (`leaf`). Nothing is stored: proofs of a journal are asked for seldom, and a million
hashes are a second. The library that fits, pymerkle, is under a licence this project cannot take over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import reduce


def leaf(data: bytes, algorithm: str = "sha256") -> bytes:
    """The hash of an entry; the prefix keeps it apart from a node."""
    return hashlib.new(algorithm, b"\x00" + data).digest()


def root(leaves: Sequence[bytes], algorithm: str = "sha256") -> bytes:
    """The hash of the whole tree (RFC 6962, 2.1). Of nothing: the hash of the empty string."""
    stack: list[tuple[int, bytes]] = []  # roots of full subtrees, with their heights
    for one in leaves:
        height, top = 0, one
        while stack and stack[-1][0] == height:
            top = _node(stack.pop()[1], top, algorithm)
            height += 1
        stack.append((height, top))
    if not stack:
        return hashlib.new(algorithm).digest()
    return reduce(lambda right, left: _node(left, right, algorithm), (t for _, t in reversed(stack)))


def inclusion(leaves: Sequence[bytes], index: int, algorithm: str = "sha256") -> list[bytes]:
    """The hashes that lead from leaf `index` to the root (RFC 6962, 2.1.1)."""
    if len(leaves) == 1:
        return []
    k = _split(len(leaves))
    if index < k:
        return [*inclusion(leaves[:k], index, algorithm), root(leaves[k:], algorithm)]
    return [*inclusion(leaves[k:], index - k, algorithm), root(leaves[:k], algorithm)]


def includes(
    one: bytes, index: int, size: int, path: Sequence[bytes], top: bytes, algorithm: str = "sha256"
) -> bool:
    """Whether `path` proves that leaf `one` stands at `index` of the tree of `size` leaves with this root."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, one
    for step in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = _node(step, found, algorithm)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = _node(found, step, algorithm)
        at, last = at >> 1, last >> 1
    return last == 0 and found == top


def consistency(leaves: Sequence[bytes], old: int, algorithm: str = "sha256") -> list[bytes]:
    """The hashes that prove: the tree of the first `old` leaves is the beginning of this one (RFC 6962, 2.1.2)."""
    if old in (0, len(leaves)):
        return []
    return _grown(leaves, old, True, algorithm)


def grew(
    old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes], algorithm: str = "sha256"
) -> bool:
    """Whether `path` proves that a tree of `new` leaves with `new_root` began as one of `old` with `old_root`."""
    if old == new:
        return old_root == new_root and not path
    if not 0 < old < new:
        return old == 0 and not path
    steps = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not steps:
        return False
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            before, after = _node(step, before, algorithm), _node(step, after, algorithm)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            after = _node(after, step, algorithm)
        at, last = at >> 1, last >> 1
    return last == 0 and before == old_root and after == new_root


def _grown(leaves: Sequence[bytes], old: int, known: bool, algorithm: str) -> list[bytes]:
    if old == len(leaves):
        return [] if known else [root(leaves, algorithm)]
    k = _split(len(leaves))
    if old <= k:
        return [*_grown(leaves[:k], old, known, algorithm), root(leaves[k:], algorithm)]
    return [*_grown(leaves[k:], old - k, False, algorithm), root(leaves[:k], algorithm)]


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def _node(left: bytes, right: bytes, algorithm: str) -> bytes:
    return hashlib.new(algorithm, b"\x01" + left + right).digest()
