#!/usr/bin/env python3
"""Checks a published board of secret ballots, and a receipt against it, with nothing of Folkmoot: the standard library alone.

usage: check_board.py BOARD.json [RECEIPT.json]…

Prints one line of JSON: what was counted, and how many of the receipts stand on the board. Exit 1 where something does not hold, and says what.
"""
import hashlib
import json
import sys
from collections import Counter


def canonical(value):
    """RFC 8785 for what a choice holds: strings of plain letters, whole numbers, lists and objects."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def commitment(proposal, rules_hash, choice, nonce):
    parts = [b"ballot/1", proposal.encode(), bytes.fromhex(rules_hash), canonical(choice), bytes.fromhex(nonce)]
    return hashlib.sha256(b"".join(parts)).digest()


def merkle_root(leaves):
    """RFC 6962, section 2.1."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + merkle_root(leaves[:split]) + merkle_root(leaves[split:])).digest()


def is_signed(key, message, signature):
    """RSASSA-PSS-VERIFY of RFC 8017, 8.1.2, with SHA-384, MGF1 and a salt of 48 bytes; the public exponent is 65537."""
    n = int(key, 16)
    s = int(signature, 16)
    bits = n.bit_length() - 1
    length = (bits + 7) // 8
    m = pow(s, 65537, n)
    if s >= n or len(signature) != len(key) or m.bit_length() > 8 * length:
        return False
    encoded = m.to_bytes(length, "big")
    masked, digest, trailer = encoded[:-49], encoded[-49:-1], encoded[-1]
    mask = b"".join(hashlib.sha384(digest + i.to_bytes(4, "big")).digest() for i in range(len(masked) // 48 + 1))
    free = 8 * length - bits
    if trailer != 0xBC or masked[0] >> (8 - free):
        return False
    block = bytearray(a ^ b for a, b in zip(masked, mask))
    block[0] &= 0xFF >> free
    padding, salt = block[:-48], block[-48:]
    if any(padding[:-1]) or padding[-1] != 1:
        return False
    return hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest() == digest


def check_papers(board):
    """Of a blind vote: each ballot has a paper of its own, signed with the key of the vote (RFC 9474, RSABSSA-SHA384-PSS-Randomized)."""
    words = f"folkmoot/ballot-paper/1 {board['proposal']}".encode()
    tokens = [ballot["nonce"] for ballot in board["ballots"]]
    if len(set(tokens)) != len(tokens):
        refuse("a ballot paper stands on the board twice")
    for ballot in board["ballots"]:
        if not is_signed(board["paperKey"], bytes.fromhex(ballot["nonce"]) + words, ballot.get("signature", "") or "0"):
            refuse(f"ballot {ballot['commitment']} has no paper that the key of the vote signed")


def refuse(why):
    print(why, file=sys.stderr)
    sys.exit(1)


def main(board_path, *receipt_paths):
    board = json.load(open(board_path, encoding="utf-8"))
    leaves = []
    for ballot in board["ballots"]:
        sealed = commitment(board["proposal"], board["rulesHash"], ballot["choice"], ballot["nonce"])
        if sealed.hex() != ballot["commitment"]:
            refuse(f"ballot {ballot['commitment']} does not fit its commitment")
        leaves.append(sealed)
    if len(set(leaves)) != len(leaves):
        refuse("a ballot stands on the board twice")
    if merkle_root(sorted(leaves)).hex() != board["root"]:
        refuse("the root is not that of the board")
    if len(leaves) > board["turnout"]:
        refuse(f"{board['turnout']} took part, and {len(leaves)} ballots are on the board")
    if "paperKey" in board:
        check_papers(board)
    for receipt_path in receipt_paths:
        receipt = json.load(open(receipt_path, encoding="utf-8"))
        sealed = commitment(board["proposal"], board["rulesHash"], receipt["choice"], receipt["nonce"])
        if sealed.hex() != receipt["commitment"] or sealed not in leaves:
            refuse(f"{receipt_path} does not stand on the board")
    counts = Counter(canonical(ballot["choice"]).decode() for ballot in board["ballots"])
    print(json.dumps({"ballots": len(leaves), "root": board["root"], "counts": counts, "receipts": len(receipt_paths)}, sort_keys=True))


main(*sys.argv[1:])
