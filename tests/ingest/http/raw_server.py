"""A server on loopback that answers with the very bytes that a test gives it, over TCP or TLS."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Answer = Callable[[socket.socket, bytes], None]


class RawServer:
    """Reads the head of each request, keeps it, and lets `answer` write what it likes."""

    def __init__(self, answer: Answer, tls: ssl.SSLContext | None = None) -> None:
        self._answer = answer
        self._tls = tls
        self.heads: list[bytes] = []
        self.names: list[str | None] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self._open: list[socket.socket] = []
        if tls is not None:
            tls.sni_callback = lambda _, name, __: self.names.append(name)  # type: ignore[assignment]
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    @property
    def port(self) -> int:
        return int(self._listening.getsockname()[1])

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self._open.append(connection)
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            stream = self._tls.wrap_socket(connection, server_side=True) if self._tls else connection
            with stream:
                head = b""
                while b"\r\n\r\n" not in head and (block := stream.recv(65536)):
                    head += block
                self.heads.append(head)
                self._answer(stream, head)
        except OSError:
            return

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for connection in self._open:
            connection.close()
        for thread in (self._accepting, *self._threads):
            thread.join(5)


@contextmanager
def raw_server(answer: Answer, tls: ssl.SSLContext | None = None) -> Iterator[RawServer]:
    """A server that answers so until the end of the block."""
    server = RawServer(answer, tls)
    try:
        yield server
    finally:
        server.close()


def page(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """A whole answer with its length."""
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers, "", ""]
    return "\r\n".join(head).encode() + body
