"""Which hosts and addresses may be asked, as tables. Nothing here opens a connection."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.contract import SourceError
from ingest.http.addresses import AllowedHosts, host_name, host_of, is_internal, is_public, read_url, shown

SPECIAL = """
0.0.0.0 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.0 100.127.255.255 127.0.0.1 127.255.255.255 168.63.129.16
169.254.0.0 169.254.169.254 172.16.0.0 172.31.255.255 192.0.0.0 192.0.0.8 192.0.0.9 192.0.0.10 192.0.0.170 192.0.0.192
192.0.0.255 192.0.2.1 192.31.196.1 192.52.193.1 192.88.99.1 192.168.0.0 192.168.255.255 192.175.48.1 198.18.0.0
198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.0 255.255.255.254 255.255.255.255 :: ::1
::7f00:1 ::93.184.216.34 ::ffff:127.0.0.1 ::ffff:93.184.216.34 ::ffff:0:93.184.216.34 64:ff9b::7f00:1
64:ff9b::93.184.216.34 64:ff9b:1::1 64:ff9b:1:ffff::93.184.216.34 100::1 100:0:0:1::1 2001::1 2001:0:5db8:d822::1
2001:0:7f00:1::f5ff:fffe 2001:1::1 2001:1::2 2001:1::3 2001:2::1 2001:3::1 2001:4:112::1 2001:10::1 2001:20::1
2001:30::1 2001:1ff:ffff::1 2001:db8::1 2002:7f00:1:: 2002:5db8:d822:: 2620:4f:8000::1 3fff::1 3fff:fff:ffff::1
4000::1 5f00::1 fc00::1 fd00:ec2::254 fdff::1 fe80::1 febf::1 fec0::1 feff::1 ff02::1 ff0e::1 fe80::1%eth0
2606:4700::1111%eth0 fe80::1%25eth0 127.1 0177.0.0.1 0x7f.0.0.1 2130706433 localhost nothing
"""
PUBLIC = """
1.1.1.1 9.255.255.255 11.0.0.0 93.184.216.34 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 168.63.129.15
169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 191.255.255.255 192.0.1.0 192.167.255.255 192.169.0.0
198.17.255.255 198.20.0.0 223.255.255.255 2001:200::1 2003::1 2606:2800:220:1:248:1893:25c8:1946 2620:4f:7fff::1
2a00:1450:400e::1 2c0f:ffff::1 3ffe:ffff::1
"""
NAMES = [
    ("wiki.example.org", "wiki.example.org"),
    ("Wiki.Example.ORG.", "wiki.example.org"),
    ("wiki", "wiki"),
    ("_under_score", "_under_score"),
    ("bücher.example", "xn--bcher-kva.example"),
    ("xn--bcher-kva.example", "xn--bcher-kva.example"),
    ("127。0。0。1", "127.0.0.1"),
    ("10.0.0.7", "10.0.0.7"),
    ("10.0.0.7.", "10.0.0.7"),
    ("[::1]", "::1"),
    ("::1", "::1"),
    ("0:0:0:0:0:0:0:1", "::1"),
    ("[::FFFF:10.0.0.1]", "::ffff:a00:1"),
    ("a" * 63 + ".example", "a" * 63 + ".example"),
]
NO_NAMES = """
xn-- a.xn--.b xn--.example .example example..org example.org.. . .. 2130706433 127.1 0x7f000001 0x7f.1 0177.0.0.1
01770001 127.0.0.0x1 1.2.3.256 1.2.3.4.5 00.0.0.0 example.1 fe80::1%eth0 [fe80::1%25eth0] [::1 ::1] -a.example
a-.example １２７.0.0.1 ①②⑦.0.0.1 127.0.0.%31 local%68ost a@b a/b a?b a#b a\\b a\\@b host:80 http://host *.example.org
"""
URLS = [
    ("http://example.org", "example.org"),
    ("HTTPS://Example.ORG.:8443/a?b#c", "example.org"),
    ("http://bücher.example/", "xn--bcher-kva.example"),
    ("http://[::1]:8080/", "::1"),
    ("http://10.0.0.7/", "10.0.0.7"),
]
NO_URLS = [
    *("", "nothing", "//example.org", "file:///etc/hostname", "ftp://example.org/", "http://", "http:///a", "http:a"),
    *("http://xn--/", "http://a.xn--.b/", "http://a..b/", "http://.a/", "http://a../", "http://%00/", "http://a%2eb/"),
    *("http://2130706433/", "http://127.1/", "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://[fe80::1%25eth0]/"),
    *("http://[::1/", "http://::1/", "http://a:99999/", "http://a:x/", "http://a b/", "http://a\n.b/"),
    *(f"http://{'a' * 64}.example/", f"http://{'a.' * 130}example/", "http://a/" + "b" * 70_000, "javascript:alert(1)"),
]  # fmt: skip


@pytest.mark.parametrize("address", SPECIAL.split())
def test_an_address_with_a_special_purpose_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC.split())
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)
    assert not is_internal(address)


@given(st.ip_addresses())
def test_what_python_does_not_call_global_is_never_public(address: object) -> None:
    assert not is_public(str(address)) or (address.is_global and not address.is_multicast)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_a_host_has_one_spelling(text: str, name: str) -> None:
    assert host_name(text) == name


@pytest.mark.parametrize("text", NO_NAMES.split())
def test_what_is_no_host_is_refused(text: str) -> None:
    assert host_name(text) is None
    with pytest.raises(SourceError, match="http-host-invalid"):
        AllowedHosts([text])


@given(st.text(max_size=80))
def test_any_text_is_a_host_or_none(text: str) -> None:
    name = host_name(text)
    assert name is None or host_name(name) == name


@pytest.mark.parametrize(("url", "host"), URLS)
def test_the_host_of_a_web_address(url: str, host: str) -> None:
    assert host_of(url) == host
    assert host_of(str(read_url(url))) == host


@pytest.mark.parametrize("url", NO_URLS)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(SourceError, match="http-url-invalid"):
        read_url(url)


@given(st.text(max_size=80), st.sampled_from(["", "http://", "https://a@", "http://xn--", "http://["]))
def test_any_text_is_a_web_address_or_refused(text: str, start: str) -> None:
    with suppress(SourceError):
        assert host_of(start + text)


@pytest.mark.parametrize("url", ["http://ann:secret@example.org/", "http://ann@example.org/", "http://:x@10.0.0.7/"])
def test_a_user_in_an_address_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(SourceError, match="http-url-with-user") as refused:
        read_url(url)
    assert refused.value.params["url"] in ("http://example.org/", "http://10.0.0.7/")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://example.org/feed?token=secret#part", "https://example.org/feed"),
        ("https://ann:se@cret@example.org/", "https://example.org/"),
        ("https://m.example/@ann/feed", "https://m.example/@ann/feed"),
        ("https://ann:se/cret@example.org:/", "example.org:/"),
        ("htp:ann:secret@example.org", "htp:ann:secret@example.org"),
    ],
)
def test_messages_show_no_secret_of_an_address(url: str, told: str) -> None:
    assert shown(url) == told or "secret" not in shown(url)


@pytest.mark.parametrize(
    ("allowed", "host", "addresses", "permitted"),
    [
        ([], "blog.example", ["93.184.216.34"], ["93.184.216.34"]),
        ([], "blog.example", ["10.0.0.7"], []),
        ([], "blog.example", ["93.184.216.34", "10.0.0.7"], []),
        ([], "blog.example", ["93.184.216.34", "64:ff9b::5db8:d822"], []),
        (["Wiki.Intern."], "wiki.intern", ["10.0.0.7"], ["10.0.0.7"]),
        (["wiki.intern"], "wiki.intern", ["192.168.1.1", "fd12::1"], ["192.168.1.1", "fd12::1"]),
        (["wiki.intern"], "wiki.intern", ["100.64.0.1"], ["100.64.0.1"]),
        (["wiki.intern"], "wiki.intern", ["127.0.1.1", "::1"], ["127.0.1.1", "::1"]),
        (["wiki.intern"], "wiki.intern", ["10.0.0.7", "fe80::1%eth0"], ["10.0.0.7"]),
        (["wiki.intern"], "wiki.intern", ["169.254.169.254"], []),
        (["wiki.intern", "169.254.7.7"], "wiki.intern", ["169.254.7.7"], ["169.254.7.7"]),
        (["wiki.intern"], "wiki.intern", ["0.0.0.0", "224.0.0.1", "255.255.255.255", "::", "ff02::1"], []),
        (["wiki.intern"], "wiki.intern", ["64:ff9b::a00:7"], ["64:ff9b::a00:7"]),
        (["wiki.intern"], "wiki.intern", ["64:ff9b::5db8:d822"], ["64:ff9b::5db8:d822"]),
        (["wiki.intern"], "wiki.intern", ["64:ff9b::a9fe:a9fe", "2002:a00:7::", "::ffff:10.0.0.7"], []),
        (["wiki.intern"], "other.intern", ["10.0.0.7"], []),
        (["10.0.0.7"], "10.0.0.7", ["10.0.0.7"], ["10.0.0.7"]),
        (["10.0.0.7"], "evil.example", ["10.0.0.7"], []),
        (["bücher.intern"], "xn--bcher-kva.intern", ["10.0.0.7"], ["10.0.0.7"]),
    ],
)  # fmt: skip
def test_where_a_host_may_be_asked(allowed: list[str], host: str, addresses: list[str], permitted: list[str]) -> None:
    assert AllowedHosts(allowed).permitted(host, addresses) == permitted


@pytest.mark.parametrize(
    "address", ["2a00:1450::5efe:8.8.8.8", "2a00:1450::200:5efe:8.8.8.8", "2a00:1450::5eff:10.0.0.1"]
)
def test_isatap_to_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("inner", ["169.254.169.254", "10.0.0.1", "127.0.0.1", "168.63.129.16", "0.0.0.0"])
@pytest.mark.parametrize("before", ["2a00:1450::5efe", "2a00:1450::200:5efe", "fe80::5efe", "2001:db8::5efe"])
def test_isatap_is_judged_by_what_is_inside(before: str, inner: str) -> None:
    assert not is_public(f"{before}:{inner}")


def test_isatap_within_an_organisation_is_judged_by_what_is_inside() -> None:
    assert is_internal("fd00::5efe:10.0.0.1")
    assert not is_internal("fd00::5efe:169.254.169.254")
    assert not is_internal("fe80::5efe:10.0.0.1")
