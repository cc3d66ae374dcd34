"""Ten thousand damaged and extreme records, in rounds of a process each: `python -m bench.fuzz records`."""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from bench.hostile.rounds import PlayedPart, lay_out, play_in

EACH = 30
"""Damaged records in each source of a round."""
FORK = multiprocessing.get_context("fork")
PATIENCE = 900
"""Seconds on the clock after which a round hangs."""
MOST_MEMORY = 700
"""MiB of the largest process of a round: 500 for the records, and 200 for the code and pipelines that are loaded."""


def records(number: int, seed: int) -> list[PlayedPart]:
    """Rounds of damaged records until there were this many, each in a process of its own."""
    total: dict[str, PlayedPart] = {}
    done, at = 0, seed
    while done < number:
        for finding in apart(at, EACH):
            done += finding.records
            _add(total, finding)
            for wrong in finding.wrong:
                print(f"! {finding.name}: {wrong}", file=sys.stderr, flush=True)
        at += 1
        print(f"  {done} records, {sum(len(each.wrong) for each in total.values())} wrong", file=sys.stderr, flush=True)
    return list(total.values())


def apart(seed: int, each: int) -> list[PlayedPart]:
    """One round in a process of its own, which may crash or hang. Its files are made by another one."""
    with tempfile.TemporaryDirectory(prefix="whoknows-fuzz-") as place:
        making = FORK.Process(target=lay_out, args=(Path(place), Random(seed), each))
        making.start()
        making.join()
        return _played(Path(place), seed, each)


def _played(folder: Path, seed: int, each: int) -> list[PlayedPart]:
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = FORK.Process(target=_round, args=(theirs, folder, each))
    process.start()
    theirs.close()
    try:
        if not ours.poll(PATIENCE):
            return [PlayedPart("round", wrong=[f"hang: seed {seed}"])]
        found: list[PlayedPart] = ours.recv()
    except EOFError:
        return [PlayedPart("round", wrong=[f"crash: seed {seed}"])]
    finally:
        process.kill()
        process.join()
    for finding in found:
        finding.wrong = [f"seed {seed}: {wrong}" for wrong in finding.wrong]
    return found


def _round(answer: Connection, folder: Path, each: int) -> None:
    found = play_in(folder, each)
    added = _most_resident()
    memory = PlayedPart("memory, MiB", seconds=added)
    if added > MOST_MEMORY:
        memory.wrong.append(f"{added} MiB")
    answer.send([*found, memory])


def _most_resident() -> int:
    """The most MiB that this process or one of its children had."""
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024


def _add(total: dict[str, PlayedPart], finding: PlayedPart) -> None:
    name = finding.name.rstrip("0123456789")
    whole = total.setdefault(name, PlayedPart(name))
    whole.records += finding.records
    whole.problems += finding.problems
    whole.refused += finding.refused
    whole.seconds = max(whole.seconds, finding.seconds)
    whole.wrong += finding.wrong


def play_records(number: int, seed: int) -> bool:
    """Play this many, and print a table; true when nothing was wrong."""
    began = time.monotonic()
    found = records(number, seed)
    print(f"records, seed {seed}, {os.cpu_count()} cores, {time.monotonic() - began:.0f} s")
    _show(found)
    return not any(each.wrong for each in found)


def _show(found: Sequence[PlayedPart]) -> None:
    print(f"{'':28}{'records':>9}{'problems':>10}{'refused':>9}{'most':>8}{'wrong':>7}")
    for each in found:
        print(f"{each.name:28}{each.records:9}{each.problems:10}{each.refused:9}{each.seconds:8.1f}{len(each.wrong):7}")
    records = sum(each.records for each in found)
    print(f"{'all':28}{records:9}{sum(each.problems for each in found):10}")
    for each in found:
        for wrong in each.wrong[:20]:
            print(f"! {each.name}: {wrong}")
