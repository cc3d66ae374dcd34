"""The passive rules of ZAP about headers, cookies and pages, as far as they are about what this site answers.

Each has ZAP's number. Rules about products that are not here (ASP.NET, Java, PHP, Flash) are left out; 10202 (a token
in each form) is answered by `Origin`, `Sec-Fetch-Site` and `SameSite`, which `tests/api/test_forgeries.py` tries.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from http.cookies import SimpleCookie

import httpx

Rule = Callable[[httpx.Response, bool], str | None]
RULES: dict[str, Rule] = {}
PRIVATE = re.compile(r"\b(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}\b")
DISCLOSED = re.compile(r"Traceback \(most recent|File \"/|site-packages|sqlite3\.|neo4j\.exceptions|/home/|/tmp/")
TALK = re.compile(r"\b(?:todo|fixme|hack|xxx|bug|password|passwd|secret|debug|workaround)\b", re.IGNORECASE)
DANGEROUS = re.compile(r"\beval\(|\.innerHTML\s*=|document\.write\(|new Function\(|insertAdjacentHTML\(")
REMARK = re.compile(r"/\*(.*?)\*/|(?:^|\s)//([^\n]*)", re.DOTALL)
NEVER = ("x-powered-by", "x-aspnet-version", "x-debug-token", "x-chromelogger-data", "x-backend-server", "etag-server")


def rule(number: str) -> Callable[[Rule], Rule]:
    """Adds a rule under ZAP's number."""

    def added(found: Rule) -> Rule:
        RULES[number] = found
        return found

    return added


class Tags(HTMLParser):
    """The start tags of a page with their attributes, and its comments."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.comments: list[str] = []
        if "text/html" in answer.headers.get("content-type", ""):
            self.feed(answer.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def directives(answer: httpx.Response) -> dict[str, list[str]]:
    """The content security policy, by directive."""
    parts = (each.split() for each in answer.headers.get("content-security-policy", "").split(";") if each.strip())
    return {name: values for name, *values in parts}


def broken(answer: httpx.Response, https: bool) -> Iterator[str]:
    """Each rule that this answer breaks."""
    for number, check in RULES.items():
        if (wrong := check(answer, https)) is not None:
            yield f"{number} {answer.request.method} {answer.request.url.path} {answer.status_code}: {wrong}"


@rule("10038 10055")
def policy(answer: httpx.Response, https: bool) -> str | None:
    found = directives(answer)
    if found.get("default-src") != ["'none'"]:
        return "no default of 'none'"
    for name in ("base-uri", "form-action", "frame-ancestors", "script-src", "style-src"):
        if name not in found:
            return f"no {name}"
    loose = [
        value
        for values in found.values()
        for value in values
        if "unsafe" in value or "*" in value or value in ("data:", "http:", "https:")
    ]
    return f"loose: {loose}" if loose else None


@rule("10020")
def framing(answer: httpx.Response, https: bool) -> str | None:
    ok = directives(answer).get("frame-ancestors") == ["'none'"] and answer.headers.get("x-frame-options") == "DENY"
    return None if ok else "may be framed"


@rule("10021")
def sniffing(answer: httpx.Response, https: bool) -> str | None:
    return None if answer.headers.get("x-content-type-options") == "nosniff" else "may be sniffed"


@rule("10019 90011")
def media_type(answer: httpx.Response, https: bool) -> str | None:
    told = answer.headers.get("content-type", "")
    if answer.content and not told:
        return "no content-type"
    return "no charset" if told.startswith("text/") and "charset=utf-8" not in told.lower() else None


@rule("10015 10049")
def keeping(answer: httpx.Response, https: bool) -> str | None:
    told = answer.headers.get("cache-control", "")
    public = answer.request.url.path.startswith(("/static/", "/favicon.ico"))
    if public and answer.status_code == 200:
        return None if "set-cookie" not in answer.headers else "a cookie with what everybody gets"
    return None if "no-store" in told and "public" not in told else f"may be kept: {told!r}"


@rule("10035")
def only_https(answer: httpx.Response, https: bool) -> str | None:
    told = answer.headers.get("strict-transport-security", "")
    if not https:
        return "HSTS without https" if told else None
    age = re.search(r"max-age=(\d+)", told)
    return None if age and int(age[1]) >= 15_552_000 else f"no HSTS: {told!r}"


@rule("10036 10037 10061 10052 10056")
def versions(answer: httpx.Response, https: bool) -> str | None:
    told = [name for name in (*NEVER, "server") if name in answer.headers]
    return f"tells {told}" if told else None


@rule("10010 10011 10054 90033")
def cookies(answer: httpx.Response, https: bool) -> str | None:
    for line in answer.headers.get_list("set-cookie"):
        (cookie,) = SimpleCookie(line).values()
        if not cookie["httponly"] or cookie["samesite"].lower() not in ("lax", "strict") or cookie["domain"]:
            return line
        if https and not cookie["secure"]:
            return line
        if https and cookie.key != "lang" and not cookie.key.startswith("__Host-"):
            return line
    return None


@rule("10063")
def abilities(answer: httpx.Response, https: bool) -> str | None:
    told = answer.headers.get("permissions-policy", "")
    missing = [each for each in ("camera", "microphone", "geolocation") if f"{each}=()" not in told]
    return f"allows {missing}" if missing else None


@rule("90004")
def isolation(answer: httpx.Response, https: bool) -> str | None:
    wanted = {
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "cross-origin-embedder-policy": "require-corp",
    }
    wrong = [name for name, value in wanted.items() if answer.headers.get(name) != value]
    return f"not isolated: {wrong}" if wrong else None


@rule("10098")
def others(answer: httpx.Response, https: bool) -> str | None:
    return "lets other sites read" if "access-control-allow-origin" in answer.headers else None


@rule("10025 10024")
def referrers(answer: httpx.Response, https: bool) -> str | None:
    known = ("same-origin", "no-referrer", "strict-origin")
    return None if answer.headers.get("referrer-policy") in known else "tells its addresses to others"


@rule("10017 10040 90003")
def foreign_files(answer: httpx.Response, https: bool) -> str | None:
    loaded = ("src", "href", "action", "srcset")
    tags = (each for each in Tags(answer).tags if each[0] in ("script", "link", "img", "iframe", "form"))
    addresses = (attrs[name] for _, attrs in tags for name in loaded if name in attrs)
    return next((each for each in addresses if re.match(r"(?:[a-z]+:)?//", each)), None)


@rule("10055 inline")
def inline(answer: httpx.Response, https: bool) -> str | None:
    for tag, attrs in Tags(answer).tags:
        handlers = [name for name in attrs if name.startswith("on") or name == "style"]
        if handlers or tag == "style" or (tag == "script" and "src" not in attrs):
            return f"{tag} {handlers}"
        if attrs.get("href", "").strip().lower().startswith(("javascript:", "data:")):
            return attrs["href"]
    return None


@rule("10108")
def tabs(answer: httpx.Response, https: bool) -> str | None:
    told = (attrs for _, attrs in Tags(answer).tags if attrs.get("target") == "_blank")
    return next((str(attrs) for attrs in told if "noopener" not in attrs.get("rel", "")), None)


@rule("2 10023 90022 10099")
def innards(answer: httpx.Response, https: bool) -> str | None:
    told = answer.headers.get("content-type", "")
    found = (
        DISCLOSED.search(answer.text) or PRIVATE.search(answer.text)
        if told.startswith(("text/", "application/"))
        else None
    )
    return found[0] if found else None


@rule("10027")
def remarks(answer: httpx.Response, https: bool) -> str | None:
    if found := next(iter(Tags(answer).comments), None):
        return found
    told = answer.headers.get("content-type", "")
    said = REMARK.findall(answer.text) if "javascript" in told or told.startswith("text/css") else []
    return next((text for pair in said for text in pair if TALK.search(text)), None)


@rule("10110")
def dangerous(answer: httpx.Response, https: bool) -> str | None:
    found = DANGEROUS.search(answer.text) if "javascript" in answer.headers.get("content-type", "") else None
    return found[0] if found else None


@rule("3 10024")
def told_in_addresses(answer: httpx.Response, https: bool) -> str | None:
    names = re.compile(r"[?&;](?:jsessionid|phpsessid|sid|session|token|password|access_token)=", re.IGNORECASE)
    addresses = [attrs[name] for _, attrs in Tags(answer).tags for name in ("href", "src", "action") if name in attrs]
    return next((each for each in (*addresses, answer.headers.get("location", "")) if names.search(each)), None)


@rule("10026 10031")
def form_addresses(answer: httpx.Response, https: bool) -> str | None:
    """A form says where it goes and how, so that no parameter of the address decides it."""
    forms = [attrs for tag, attrs in Tags(answer).tags if tag == "form"]
    return next(
        (str(each) for each in forms if not each.get("action", "").startswith("/") or "method" not in each), None
    )


@rule("10033")
def listing(answer: httpx.Response, https: bool) -> str | None:
    found = re.search(r"<title>(?:Index of|Directory listing)", answer.text) if Tags(answer).tags else None
    return found[0] if found else None


@rule("10044 10028")
def redirects(answer: httpx.Response, https: bool) -> str | None:
    """A redirect holds no page, and leads to this site, or to the provider on the way in and out."""
    if not answer.is_redirect:
        return None
    path, target = answer.request.url.path, answer.headers.get("location", "")
    away = re.match(r"(?:[a-z]+:)?//", target) and not path.startswith(("/sign-in", "/sign-out"))
    return f"{len(answer.content)} bytes, to {target}" if len(answer.content) > 200 or away else None


@rule("10105 10101")
def plain_passwords(answer: httpx.Response, https: bool) -> str | None:
    told = answer.headers.get("www-authenticate", "").casefold()
    return told if told.startswith(("basic", "digest", "ntlm", "negotiate")) else None
