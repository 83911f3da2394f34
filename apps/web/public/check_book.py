#!/usr/bin/env python3
"""Checks a book exported as JSON with nothing of Folkmoot: hash chain, commitments to texts, sums, and that what is shown is what was hashed.

usage: check_book.py BOOK.json

Prints how many entries hold and the head. Exit 1 at the first entry that does not, and says what. Withheld entries only have their place.
"""
import hashlib, json, sys
from collections import defaultdict


def shown(book, entry):
    """What an entry shows, in the order in which it was hashed."""
    lines = [[p["accountId"], p["currency"], p["amount"], p.get("category"), p.get("lineId")] for p in entry["postings"]]
    by = [entry["authority"]["kind"], entry["authority"]["id"]]
    first = [entry[name] for name in ("seq", "id", "date", "postedAt", "kind")]
    ids = [entry[name] for name in ("actorId", "eventId", "reversesId", "textCommit")]
    return [1, book, *first, by, *ids, sorted(map(list, entry["refs"].items())), lines]


def fault(book, entry, seq, head, balances):
    if entry["seq"] != seq or entry["prev"] != head:
        return "its place in the chain"
    if "canonical" not in entry:
        return None
    if hashlib.sha256(bytes.fromhex(head) + entry["canonical"].encode()).hexdigest() != entry["hash"]:
        return "its hash"
    if json.loads(entry["canonical"]) != shown(book, entry):
        return "what it shows"
    if entry["text"] is not None:
        if hashlib.sha256(bytes.fromhex(entry["salt"]) + entry["text"].encode()).hexdigest() != entry["textCommit"]:
            return "its text"
    sums = defaultdict(int)
    for posting in entry["postings"]:
        sums[posting["currency"]] += int(posting["amount"])
        balances[posting["accountId"]] += int(posting["amount"])
    return "its sum" if any(sums.values()) else None


journal = json.load(open(sys.argv[1], encoding="utf-8"))
head, balances = "00" * 32, defaultdict(int)
for seq, entry in enumerate(sorted(journal["entries"] + journal.get("withheld", []), key=lambda one: one["seq"]), 1):
    if wrong := fault(journal["book"], entry, seq, head, balances):
        sys.exit(f"entry {seq}: {wrong} does not hold")
    head = entry["hash"]
if head != journal["head"]:
    sys.exit("the head does not hold")
if any(int(a.get("balance", balances[a["id"]])) != balances[a["id"]] for a in journal["accounts"]):
    sys.exit("the balances do not hold")
print(f"{len(journal['entries'])} entries hold, head {head}")
