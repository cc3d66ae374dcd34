"""The HTTP client: polite to servers, and never where the operator did not allow."""

from __future__ import annotations

import gzip

import pytest

from ingest.contract import SourceError
from ingest.http import Http
from tests.ingest.web import CannedResponse, WebSite, web_site

__all__ = ["web_site"]

LOCAL = ["127.0.0.1"]


def test_loopback_is_refused_unless_it_was_configured(web_site: WebSite) -> None:
    web_site.pages["/"] = CannedResponse(b"hello")
    with Http() as http, pytest.raises(SourceError, match="http-address-not-allowed"):
        http.get(web_site.url + "/")
    assert web_site.asked == []
    with Http(LOCAL) as http:
        assert http.get(web_site.url + "/").body == b"hello"


def test_a_redirect_is_checked_again(web_site: WebSite) -> None:
    port = web_site.url.rpartition(":")[2]
    web_site.pages["/"] = CannedResponse(status=302, headers={"Location": f"http://localhost:{port}/in"})
    web_site.pages["/in"] = CannedResponse(b"inside")
    with Http(LOCAL) as http, pytest.raises(SourceError, match="http-address-not-allowed"):
        http.get(web_site.url + "/")
    assert [asked.path for asked in web_site.asked] == ["/"]
    with Http([*LOCAL, "localhost"]) as http:
        assert http.get(web_site.url + "/").body == b"inside"


def test_redirects_end(web_site: WebSite) -> None:
    web_site.pages["/"] = CannedResponse(status=302, headers={"Location": "/"})
    with Http(LOCAL) as http, pytest.raises(SourceError, match="http-too-many-redirects"):
        http.get(web_site.url + "/")


@pytest.mark.parametrize("url", ["file:///etc/hostname", "ftp://example.org/", "//example.org", "http://", "nothing"])
def test_only_web_addresses(url: str) -> None:
    with Http() as http, pytest.raises(SourceError, match="http-url-invalid"):
        http.get(url)


def test_a_redirect_to_a_file_is_refused(web_site: WebSite) -> None:
    web_site.pages["/"] = CannedResponse(status=302, headers={"Location": "file:///etc/hostname"})
    with Http(LOCAL) as http, pytest.raises(SourceError, match="http-url-invalid"):
        http.get(web_site.url + "/")


@pytest.mark.parametrize("packed", [False, True])
def test_too_much_is_refused_also_when_packed(web_site: WebSite, packed: bool) -> None:
    body = b"x" * 100_000
    web_site.pages["/"] = (
        CannedResponse(gzip.compress(body), {"Content-Encoding": "gzip"}) if packed else CannedResponse(body)
    )
    with Http(LOCAL, max_bytes=50_000) as http, pytest.raises(SourceError, match="http-too-large"):
        http.get(web_site.url + "/")


@pytest.mark.parametrize(
    ("headers", "waited"),
    [
        ({"Retry-After": "7"}, [7.0]),
        ({"Retry-After": "9999"}, [60.0]),
        ({"Retry-After": "Mon, 03 Nov 2025 10:00:05 GMT"}, None),
        ({}, [1.0]),
        ({"Retry-After": "soon"}, [1.0]),
    ],
)
def test_a_busy_server_is_given_the_time_that_it_asks(
    web_site: WebSite, headers: dict[str, str], waited: list[float] | None
) -> None:
    web_site.first["/"] = [CannedResponse(status=503, headers=headers)]
    web_site.pages["/"] = CannedResponse(b"at last")
    waits: list[float] = []
    with Http(LOCAL, wait=waits.append) as http:
        assert http.get(web_site.url + "/").body == b"at last"
    assert len(waits) == 1
    assert waited is None or waits == waited


def test_a_server_that_stays_busy_is_an_error(web_site: WebSite) -> None:
    web_site.pages["/"] = CannedResponse(status=503)
    with Http(LOCAL, tries=3, wait=lambda seconds: None) as http, pytest.raises(SourceError, match="http-status"):
        http.get(web_site.url + "/")
    assert len(web_site.asked) == 3


def test_a_closed_port_is_unreachable(web_site: WebSite) -> None:
    url = web_site.url
    web_site.close()
    with Http(LOCAL, wait=lambda seconds: None) as http, pytest.raises(SourceError, match="http-unreachable"):
        http.get(url)


def test_it_says_who_it_is(web_site: WebSite) -> None:
    web_site.pages["/"] = CannedResponse(b"hello")
    with Http(LOCAL) as http:
        http.get(web_site.url + "/")
    assert web_site.asked[0].headers["user-agent"].startswith("WhoKnows/")
