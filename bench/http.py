"""Expert questions a second over HTTP, and their times, with the load generator on the same cores."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

import aiohttp


@dataclass(frozen=True, slots=True)
class Load:
    """Results of a number of requests. Times in milliseconds."""

    requests: int
    failed: int
    rate: float
    p50: float
    p95: float
    p99: float


def percentile(times: Sequence[float], share: float) -> float:
    """The time that is not exceeded by this share of the requests. `times` need not be sorted."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def load(url: str, paths: Sequence[str], requests: int, at_once: int) -> Load:
    """Ask `requests` times, `at_once` at the same time, going round the paths."""
    times: list[float] = []
    failed = 0
    left = iter(range(requests))

    async def ask(session: aiohttp.ClientSession) -> None:
        nonlocal failed
        for number in left:
            began = time.perf_counter()
            async with session.get(paths[number % len(paths)]) as answer:
                await answer.read()
            times.append((time.perf_counter() - began) * 1000)
            failed += answer.status != 200

    async with aiohttp.ClientSession(url, timeout=aiohttp.ClientTimeout(total=30)) as session:
        began = time.perf_counter()
        await asyncio.gather(*(ask(session) for _ in range(at_once)))
    spent = time.perf_counter() - began
    return Load(
        len(times), failed, len(times) / spent, percentile(times, 0.5), percentile(times, 0.95), percentile(times, 0.99)
    )


def load_questions(url: str, questions: Sequence[str], requests: int = 2000, at_once: int = 8) -> Load:
    """Ask these questions as JSON."""
    return asyncio.run(load(url, [f"/api/experts?q={quote(text)}" for text in questions], requests, at_once))
