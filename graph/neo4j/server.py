"""Access to a Neo4j server: the driver, one transaction at a time, what its errors mean, and which are retried."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias, TypeVar

from neo4j import Driver, GraphDatabase, Session, Transaction
from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    ConnectionAcquisitionTimeoutError,
    DriverError,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from graph.store import StoreError

Row: TypeAlias = tuple[Any, ...]
Secret: TypeAlias = Callable[[str], str | None]
"""Gives the secret of this name; None when there is none."""
T = TypeVar("T")
OLDEST = 5
"""The oldest major version of the server that is spoken to."""
POOL = 20
_TRIES = 6
_FIRST_PAUSE = 0.05
RETRIED = (
    "Neo.TransientError.Transaction.DeadlockDetected",
    "Neo.ClientError.Cluster.NotALeader",
    "Neo.TransientError.General.DatabaseUnavailable",
)
"""The errors of the server after which the same transaction is tried again: a deadlock, and a change of leader."""
_MESSAGES = {
    "Neo.ClientError.Security.Unauthorized": "store-wrong-password",
    "Neo.ClientError.Security.CredentialsExpired": "store-wrong-password",
    "Neo.ClientError.Security.AuthenticationRateLimit": "store-wrong-password",
    "Neo.ClientError.Security.Forbidden": "store-server-forbids",
    "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase": "store-server-read-only",
    "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase": "store-server-read-only",
    "Neo.DatabaseError.Transaction.TransactionLogError": "store-server-full",
    "Neo.DatabaseError.Transaction.TransactionCommitFailed": "store-server-full",
    "Neo.DatabaseError.Transaction.TransactionStartFailed": "store-server-full",
    "Neo.TransientError.General.MemoryPoolOutOfMemoryError": "store-server-memory",
    "Neo.TransientError.General.OutOfMemoryError": "store-server-memory",
}
_WEB_SERVER = "looks like HTTP"
"""What the driver says of the port of the browser, 7474, which is easily taken for that of Bolt, 7687."""


class Rows(list[Any]):
    """Values of a statement that do not spell themselves out.

    The driver makes the text of every statement with all that it sends, whether or not somebody logs it; that took as
    long as sending it. And no text of a colleague gets into a log.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{len(self)} rows>"


class Cypher:
    """One open transaction, in which statements run."""

    def __init__(self, transaction: Transaction) -> None:
        self.transaction = transaction

    def stream(self, text: str, **values: object) -> Iterator[Row]:
        """The rows of this statement, one at a time."""
        # Statements are made from the schema; values that come from outside are always parameters.
        for record in self.transaction.run(text, values):
            yield tuple(record.values())

    def rows(self, text: str, **values: object) -> list[Row]:
        """The rows of this statement."""
        return list(self.stream(text, **values))

    def each(self, text: str, rows: list[Any], size: int = 2_000, **values: object) -> list[Row]:
        """The rows of this statement for these `$rows`, some at a time; nothing for none."""
        found: list[Row] = []
        for at in range(0, len(rows), size):
            found += self.rows(text, rows=Rows(rows[at : at + size]), **values)
        return found


class Server:
    """A Neo4j server: sessions, with errors that say what to do."""

    def __init__(self, url: str, secret: Secret | None = None) -> None:
        scheme, _, rest = url.partition("://")
        self.url = f"{scheme}://{rest.rpartition('@')[2]}"
        password = secret("NEO4J_PASSWORD") if secret else None
        user = (secret("NEO4J_USER") if secret else None) or "neo4j"
        try:
            self.driver: Driver = GraphDatabase.driver(
                self.url,
                auth=(user, password) if password else None,
                max_connection_pool_size=POOL,
                connection_acquisition_timeout=30,
                connection_timeout=10,
                notifications_min_severity="OFF",
                user_agent="WhoKnows",
            )
        except (ConfigurationError, ValueError) as error:
            raise StoreError("store-unknown-url", url=self.url) from error
        self._bookmarks = GraphDatabase.bookmark_manager()
        _hush()

    def check(self) -> None:
        """Check that a server answers, lets us in and is not too old. StoreError when not."""
        with self.translated():
            agent = self.driver.get_server_info().agent
        found = agent.partition("/")[2]
        if not found.split(".")[0].isdigit() or int(found.split(".")[0]) < OLDEST:
            raise StoreError("store-wrong-server", url=self.url, found=found, known=str(OLDEST))

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Say what an error means for who runs the store; what is a bug of ours stays what it is."""
        try:
            yield
        except AuthError as error:
            raise StoreError("store-wrong-password", url=self.url) from error
        except Neo4jError as error:
            message = _message_of(error.code or "")
            if message is None:
                raise
            raise StoreError(message, url=self.url, why=error.message or "") from error
        except ConfigurationError as error:  # of the driver: it does not know the product, or not such an old Bolt
            raise StoreError("store-no-neo4j", url=self.url) from error
        except ConnectionAcquisitionTimeoutError as error:
            raise StoreError("store-server-busy", url=self.url) from error
        except (ServiceUnavailable, SessionExpired) as error:
            web = _WEB_SERVER in str(error)
            raise StoreError("store-no-neo4j" if web else "store-unreachable", url=self.url) from error

    def session(self, *, write: bool) -> Session:
        """A session of its own. Reads go to readers of a cluster and see what this process wrote before."""
        access = "WRITE" if write else "READ"
        return self.driver.session(default_access_mode=access, bookmark_manager=self._bookmarks)

    @contextmanager
    def transaction(self, *, write: bool) -> Iterator[Cypher]:
        """One transaction: a writing one is committed when the block ends well, a reading one is rolled back."""
        with self.session(write=write) as session, session.begin_transaction() as transaction:
            yield Cypher(transaction)
            if write:
                transaction.commit()
            else:  # the driver would commit it, and calls a commit that is not answered one in doubt
                transaction.rollback()

    def again(self, work: Callable[[], T]) -> T:
        """The result of this work, tried again when only the moment was wrong. A commit in doubt is not repeated."""
        pause = _FIRST_PAUSE
        with self.translated():
            for _ in range(_TRIES - 1):
                try:
                    return work()
                except (Neo4jError, DriverError) as error:
                    if not _passing(error):
                        raise
                time.sleep(pause)
                pause *= 2
            return work()

    def read(self, text: str, **values: object) -> list[Row]:
        """The rows of this reading statement."""

        def once() -> list[Row]:
            # A transaction that the server begins and ends by itself: one journey, not three.
            with self.session(write=False) as session:
                return [tuple(record.values()) for record in session.run(text, values)]

        return self.again(once)

    def close(self) -> None:
        """Close every connection."""
        self.driver.close()


def _hush() -> None:
    """What the driver logs of lost connections is said by our errors; only who sets logging up wants to read it."""
    logger = logging.getLogger("neo4j")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())


def _message_of(code: str) -> str | None:
    """The message that says what this error of the server means for who runs it; None for a bug of ours."""
    if code in RETRIED or code.startswith("Neo.TransientError"):
        return _MESSAGES.get(code, "store-server-busy")
    return _MESSAGES.get(code, "store-server-failed" if code.startswith("Neo.DatabaseError") else None)


def _passing(error: Exception) -> bool:
    if isinstance(error, Neo4jError):
        return error.code in RETRIED
    return isinstance(error, ServiceUnavailable | SessionExpired) and not isinstance(error, IncompleteCommit)
