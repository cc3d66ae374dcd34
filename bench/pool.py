"""Reads a second from Neo4j, by number of threads, size of the pool and kind of driver: `python -m bench.pool`.

A read is one transaction with three statements, as of a page. Threads share one driver, as in the site, with pools of
several sizes; the asynchronous driver does the same in one event loop.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from neo4j import AsyncDriver, AsyncGraphDatabase, Driver, GraphDatabase

from tests.neo4j_server import serving

NODES = 2_000
READS = 600
AT_ONCE = (1, 4, 12, 40)
POOLS = (1, 5, 20, 100)
ROUNDS = 2
TEXT = "UNWIND $keys AS key MATCH (n:Page {key: key}) RETURN n.key, n.name"
STATEMENTS = 3


def keys(number: int) -> list[int]:
    """The nodes of this read, ten of them."""
    return [(number * 7 + each) % NODES for each in range(10)]


def read(driver: Driver, number: int) -> None:
    """One page's reading, in this thread."""
    with driver.session(default_access_mode="READ") as session, session.begin_transaction() as transaction:
        for _ in range(STATEMENTS):
            list(transaction.run(TEXT, keys=keys(number)))


async def read_later(driver: AsyncDriver, number: int) -> None:
    """The same in an event loop."""
    async with driver.session(default_access_mode="READ") as session:
        transaction = await session.begin_transaction()
        async with transaction:
            for _ in range(STATEMENTS):
                result = await transaction.run(TEXT, keys=keys(number))
                [record async for record in result]


def in_threads(url: str, at_once: int, pool: int, reads: int) -> float:
    """Reads a second by threads that share one driver."""
    with (
        GraphDatabase.driver(url, max_connection_pool_size=pool) as driver,
        ThreadPoolExecutor(at_once) as threads,
    ):
        list(threads.map(lambda number: read(driver, number), range(at_once * 2)))
        began = time.perf_counter()
        list(threads.map(lambda number: read(driver, number), range(reads)))
        return reads / (time.perf_counter() - began)


async def in_a_loop(url: str, at_once: int, pool: int, reads: int) -> float:
    """Reads a second by the asynchronous driver in one event loop."""
    async with AsyncGraphDatabase.driver(url, max_connection_pool_size=pool) as driver:
        left = iter(range(reads))

        async def work() -> None:
            for number in left:
                await read_later(driver, number)

        await asyncio.gather(*(read_later(driver, number) for number in range(at_once)))
        began = time.perf_counter()
        await asyncio.gather(*(work() for _ in range(at_once)))
        return reads / (time.perf_counter() - began)


def best(measure: Callable[[], float], rounds: int) -> float:
    """The best of some rounds: others work on the same cores."""
    return max(measure() for _ in range(rounds))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reads", type=int, default=READS, help=f"reads in each measurement (default: {READS})")
    parser.add_argument(
        "--rounds", type=int, default=ROUNDS, help=f"the best of this many is shown (default: {ROUNDS})"
    )
    asked = parser.parse_args(arguments)
    compare(asked.reads, asked.rounds)
    return 0


def compare(reads: int, rounds: int) -> None:
    """Print a table: a row for each number of reads at once, a column for each size of the pool, then the loop."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        with GraphDatabase.driver(server.uri) as driver:
            driver.execute_query("MATCH (n) DETACH DELETE n")
            driver.execute_query("CREATE CONSTRAINT page IF NOT EXISTS FOR (n:Page) REQUIRE n.key IS UNIQUE")
            driver.execute_query(f"UNWIND range(0, {NODES}) AS key CREATE (:Page {{key: key, name: 'page ' + key}})")
        print("reads/s   " + "".join(f"pool {pool:<6}" for pool in POOLS) + "asynchronous")
        for at_once in AT_ONCE:
            found = [
                best(lambda size=pool, many=at_once: in_threads(server.uri, many, size, reads), rounds)
                for pool in POOLS
            ]
            later = best(lambda many=at_once: asyncio.run(in_a_loop(server.uri, many, 100, reads)), rounds)
            print(f"{at_once:3} at once" + "".join(f"{rate:8,.0f}   " for rate in found) + f"{later:8,.0f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
