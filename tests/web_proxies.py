"""Real reverse proxies on loopback for tests, with TLS, from the Debian packages that ``make ci-parts`` installs."""

from __future__ import annotations

import os
import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.conftest import ROOT

PATIENCE = 60
CADDY = """{
	admin off
	skip_install_trust
	auto_https disable_redirects
	https_port %d
}
"""
"""Before the file that ships: a test changes no certificates of the machine and takes no port of the system."""
NGINX = """daemon off; pid %(folder)s/pid; error_log %(folder)s/errors.log;
events {}
http {
  access_log off;
  client_body_temp_path %(folder)s/body; proxy_temp_path %(folder)s/proxy; fastcgi_temp_path %(folder)s/fastcgi;
  uwsgi_temp_path %(folder)s/uwsgi; scgi_temp_path %(folder)s/scgi;
  server {
    listen 127.0.0.1:%(port)d ssl;
    ssl_certificate %(folder)s/certificate.pem; ssl_certificate_key %(folder)s/key.pem;
%(location)s
  }
}
"""


@contextmanager
def caddy(folder: Path, port: int, site: str) -> Iterator[ssl.SSLContext]:
    """Caddy with the file that ships, at https://localhost:PORT, before the site at HOST:PORT; whom to trust."""
    settings = folder / "Caddyfile"
    settings.write_text(CADDY % port + (ROOT / "deploy" / "Caddyfile").read_text())
    said = {
        **os.environ, "WHOKNOWS_NAME": f"localhost:{port}", "WHOKNOWS_SITE": site, "HOME": str(folder),
        "XDG_DATA_HOME": str(folder / "data"), "XDG_CONFIG_HOME": str(folder / "config"),
    }  # fmt: skip
    root = folder / "data" / "caddy" / "pki" / "authorities" / "local" / "root.crt"
    command = ["caddy", "run", "--config", str(settings), "--adapter", "caddyfile"]
    with _running(command, folder, said, lambda: _trusting(root, port)) as trust:
        yield trust


@contextmanager
def nginx(folder: Path, port: int, site: str) -> Iterator[ssl.SSLContext]:
    """nginx with the lines of docs/deploying.md, at https://localhost:PORT; whom to trust."""
    found = re.search(r"```nginx\n(.*?)```", (ROOT / "docs" / "deploying.md").read_text(), re.DOTALL)
    assert found is not None, "docs/deploying.md has no example of nginx"
    location = found[1].replace("http://127.0.0.1:8000", f"http://{site}")
    _make_certificate(folder)
    settings = folder / "nginx.conf"
    settings.write_text(NGINX % {"folder": folder, "port": port, "location": location})
    command = ["nginx", "-e", str(folder / "errors.log"), "-c", str(settings), "-p", str(folder)]
    with _running(command, folder, dict(os.environ), lambda: _trusting(folder / "certificate.pem", port)) as trust:
        yield trust


PROXIES: dict[str, Callable[[Path, int, str], AbstractContextManager[ssl.SSLContext]]] = {
    "caddy": caddy,
    "nginx": nginx,
}


def path_of(name: str) -> str | None:
    """Where this program is; None when it is not installed."""
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@contextmanager
def _running(
    command: list[str], folder: Path, environment: dict[str, str], ready: Callable[[], ssl.SSLContext | None]
) -> Iterator[ssl.SSLContext]:
    program = path_of(command[0])
    assert program is not None
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen([program, *command[1:]], stdout=said, stderr=said, env=environment)
    try:
        until = time.monotonic() + PATIENCE
        while (trust := ready()) is None:
            alive = process.poll() is None and time.monotonic() < until
            assert alive, (folder / "said").read_text()
            time.sleep(0.05)
        yield trust
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _trusting(certificate: Path, port: int) -> ssl.SSLContext | None:
    """Whom to trust, once the proxy answers by a certificate of this authority."""
    try:
        trust = ssl.create_default_context(cafile=str(certificate))
        httpx.get(f"https://localhost:{port}/health", verify=trust)
    except (OSError, httpx.HTTPError):
        return None
    return trust


def _make_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(made.public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
