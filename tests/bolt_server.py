"""What else may answer at the address of a Neo4j: a server that speaks just enough Bolt 5.4 to greet, refuse or route.

For what a real Community server cannot be: too old, a member of a cluster that lost its leadership, a router. The
messages are those of https://neo4j.com/docs/bolt/current/.
"""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress

HELLO, GOODBYE, RESET, RUN, BEGIN, COMMIT, ROLLBACK, PULL, ROUTE = (
    *(0x01, 0x02, 0x0F, 0x10, 0x11, 0x12, 0x13, 0x3F, 0x66),
)
SUCCESS, FAILURE, IGNORED = 0x70, 0x7F, 0x7E
BOLT_5_4, BOLT_4_4 = bytes((0, 0, 4, 5)), bytes((0, 0, 4, 4))
NOTHING_IN_COMMON = bytes(4)
Failure = tuple[str, str]
"""Code and message of an error."""
Fails = Callable[[], Failure | None]
"""How does the next statement fail? None: it does not, and gives no rows."""


def packed(value: object) -> bytes:
    """A value in PackStream, as far as a server has to say something."""
    if value is None:
        return b"\xc0"
    if isinstance(value, bool):
        return b"\xc3" if value else b"\xc2"
    if isinstance(value, int):
        return b"\xcb" + struct.pack(">q", value)
    if isinstance(value, str):
        said = value.encode()
        return b"\xd1" + struct.pack(">H", len(said)) + said
    if isinstance(value, Mapping):
        parts = b"".join(packed(name) + packed(part) for name, part in value.items())
        return b"\xd9" + struct.pack(">H", len(value)) + parts
    assert isinstance(value, list)
    return b"\xd5" + struct.pack(">H", len(value)) + b"".join(map(packed, value))


def _message(tag: int, fields: Mapping[str, object] | None) -> bytes:
    body = bytes((0xB0 if fields is None else 0xB1, tag)) + (b"" if fields is None else packed(fields))
    return struct.pack(">H", len(body)) + body + b"\0\0"


def _exactly(client: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        more = client.recv(count - len(found))
        if not more:
            raise ConnectionError
        found += more
    return found


def _tag(client: socket.socket) -> int:
    """The next message. What else it says does not matter."""
    message = b""
    while size := struct.unpack(">H", _exactly(client, 2))[0]:
        message += _exactly(client, size)
    return message[1] if message else GOODBYE


class Answers:
    """What this server says. `version` is what it calls itself, `table` whom it names as readers and writers."""

    def __init__(
        self,
        version: str = "Neo4j/5.26.0",
        fails: Fails = lambda: None,
        table: list[Mapping[str, object]] | None = None,
        shakes: bytes = BOLT_5_4,
    ) -> None:
        self.version, self.fails, self.table, self.shakes = version, fails, table or [], shakes

    def speak(self, client: socket.socket) -> None:
        """Answer one client until it goes."""
        _exactly(client, 20)
        client.sendall(self.shakes)
        failed = False
        while (tag := _tag(client)) != GOODBYE:
            said: Mapping[str, object] | None = {}
            kind = SUCCESS
            failure = self.fails() if tag == RUN else None
            if tag == HELLO:
                said = {"server": self.version, "connection_id": "bolt-1", "hints": {}}
            elif tag == ROUTE:
                said = {"rt": {"ttl": 300, "db": "neo4j", "servers": self.table}}
            elif tag == RUN:
                said = {"fields": [], "t_first": 0}
            elif tag == PULL:
                said = {"has_more": False, "t_last": 0}
            if failure is not None:
                kind, said, failed = FAILURE, {"code": failure[0], "message": failure[1]}, True
            elif tag == RESET:
                failed = False
            elif failed:
                kind, said = IGNORED, None
            client.sendall(_message(kind, said))


@contextmanager
def listening(speak: Callable[[socket.socket], None]) -> Iterator[int]:
    """A port where each client is spoken to like this, in a thread of its own, until the block ends."""
    clients: list[socket.socket] = []

    def serve(client: socket.socket) -> None:
        with client, suppress(OSError):
            speak(client)

    def accept() -> None:
        with suppress(OSError):
            while True:
                client, _ = door.accept()
                clients.append(client)
                threading.Thread(target=serve, args=(client,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=accept, daemon=True).start()
        yield int(door.getsockname()[1])
        with suppress(OSError):
            door.shutdown(socket.SHUT_RDWR)
    for client in clients:
        with suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)


class Cable:
    """What is between a client and a server at `port`. Counts what goes through it; can be cut, or led elsewhere."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._ends: list[socket.socket] = []
        self.used = 0
        self.cut_at_the_answer = False

    def speak(self, client: socket.socket) -> None:
        """Carry what one client and the server say to each other."""
        with socket.create_connection(("127.0.0.1", self.port)) as server:
            self._ends += [client, server]
            back = threading.Thread(target=self._carry, args=(server, client, True), daemon=True)
            back.start()
            self._carry(client, server, False)
            back.join()

    def _carry(self, one: socket.socket, other: socket.socket, answers: bool) -> None:
        with suppress(OSError):
            while said := one.recv(65536):
                if answers and self.cut_at_the_answer:
                    break
                self.used += len(said)
                other.sendall(said)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def cut(self) -> None:
        """End all that goes through it now; new clients get through again."""
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._ends.clear()
