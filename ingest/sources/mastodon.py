"""Microposts from Mastodon. Reads Mastodon archives: one (folder, tar.gz, zip), or a folder of them.

Public and unlisted posts only, unless the settings say otherwise. Boosts, likes and bookmarks count for posts that are
in one of the archives; of other posts the archive has no text.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

from graph.facts import (
    Act,
    ActKind,
    Cursor,
    DocumentKind,
    GroupKind,
    GroupRecord,
    Item,
    Json,
    Problem,
    Said,
    Same,
    Seconds,
)
from graph.wording import Wording
from ingest.boundary import attempt, told
from ingest.contract import SourceError, SourceKind, SourceSettings
from ingest.options import SourceOptions, Texts
from ingest.sources.archives import is_archive, unpacked
from ingest.sources.chat import ChatFileError, read_json, records
from ingest.sources.json_members import members_of
from ingest.sources.parts import SourcePart, fingerprint_of, pull_parts, version_of

DEFAULT_VISIBILITIES = ("public", "unlisted")


class MastodonOptions(SourceOptions):
    """Options of Mastodon archives."""

    path: Annotated[
        str,
        Wording(
            "an archive as Mastodon gives it, unpacked or not, or a folder of archives",
            "een archief zoals Mastodon het geeft, uitgepakt of niet, of een map met archieven",
        ),
    ]
    visibilities: Annotated[
        Texts,
        Wording("which posts: public, unlisted, private, direct", "welke berichten: public, unlisted, private, direct"),
    ] = DEFAULT_VISIBILITIES


MESSAGES = {
    "mastodon-none-found": Wording(
        en="There is no Mastodon archive in {path}. Request one in Mastodon under Import and export, and give the "
        "file or its folder.",
        nl="Er staat geen Mastodon-archief in {path}. Vraag er een aan in Mastodon onder Importeren en exporteren,"
        " en geef het bestand of de map op.",
    ),
    "mastodon-archive-broken": Wording(
        en="The archive {file} cannot be read: {reason}. Request it again in Mastodon.",
        nl="Het archief {file} is niet te lezen: {reason}. Vraag het opnieuw aan in Mastodon.",
    ),
    "mastodon-posts-elsewhere": Wording(
        en="{count} boosts, likes or bookmarks are of posts that are in none of the archives; they have no text "
        "and were left out.",
        nl="{count} boosts, likes of bladwijzers gaan over berichten die in geen van de archieven staan; ze hebben"
        " geen tekst en zijn overgeslagen.",
    ),
}
FILES = ("actor.json", "outbox.json", "likes.json", "bookmarks.json")
PUBLIC = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})
CONTAINER = "microposts"
SLICE = 200
HANDLE = re.compile(r"https?://([^/]+)/(?:@|users/)([^/?#]+)")


@dataclass(frozen=True, slots=True)
class AccountArchive:
    """What one account wrote. `posts` are its notes, `pointed` what it boosted, liked and bookmarked elsewhere.

    `problems` are those of the packed file.
    """

    account: str
    name: str | None
    posts: tuple[Mapping[str, Json], ...]
    pointed: tuple[tuple[str, ActKind, Seconds | None], ...]
    problems: tuple[Problem, ...] = ()


USED = ("id", "to", "cc", "published", "updated", "inReplyTo", "url", "summary", "content")
USED_WITHIN = {"tag": ("type", "name", "href"), "attachment": ("name",)}
"""What is kept of a post, and of its tags and pictures: an archive holds much more."""


class MastodonArchives:
    """Source over the archives of one or more accounts."""

    def __init__(self, settings: SourceSettings, options: MastodonOptions) -> None:
        self.name = settings.name
        self._settings = settings
        self._path = settings.base / options.path
        self._wanted = frozenset(options.visibilities or DEFAULT_VISIBILITIES)

    def pull(self, cursor: Cursor | None) -> Iterator[Said]:
        """The posts of the archives. As long as none of them changed, a Same of the whole."""
        if not self._path.exists():
            raise SourceError("file-missing", path=str(self._path))
        paths = archives_in(self._path)
        if not paths:
            raise SourceError("mastodon-none-found", path=str(self._path))
        watched = [file for path in paths for file in _files(path)]
        salt = f"{self._settings.access} {sorted(self._wanted)}"
        part = SourcePart(CONTAINER, fingerprint_of(watched, salt), (CONTAINER,), tuple(paths))
        yield from pull_parts([part], cursor, self._read)

    def _read(self, part: SourcePart) -> Iterator[Said]:
        yield GroupRecord(CONTAINER, GroupKind.CHANNEL, self._settings.label or "Mastodon")
        archives: list[AccountArchive] = []
        for path in part.files:
            read = attempt(partial(_archive, path), partial(_broken, path))
            if isinstance(read, Problem):
                yield read
            else:
                archives.append(read)
        for archive in archives:
            yield from archive.problems
        ours = {str(post.get("id")) for archive in archives for post in archive.posts}
        pointed: dict[str, list[Act]] = defaultdict(list)
        for archive in archives:
            foreign = 0
            for target, kind, at in archive.pointed:
                foreign += target not in ours
                pointed[target].append(Act(archive.account, kind, archive.name, at))
            if foreign:
                yield Problem(archive.account, "mastodon-posts-elsewhere", {"count": str(foreign)})
        for archive in archives:
            yield from self._posts(archive, pointed, ours)

    def _posts(self, archive: AccountArchive, pointed: Mapping[str, list[Act]], ours: set[str]) -> Iterator[Said]:
        posts = [post for post in archive.posts if visibility(post) in self._wanted and post.get("id")]
        for start in range(0, len(posts), SLICE):
            batch = posts[start : start + SLICE]
            stored = self._settings.versions([str(post["id"]) for post in batch])
            for post in batch:
                yield from told(partial(self._post, archive, post, pointed, ours, stored), str(post["id"]))

    def _post(
        self,
        archive: AccountArchive,
        post: Mapping[str, Json],
        pointed: Mapping[str, list[Act]],
        ours: set[str],
        stored: Mapping[str, str],
    ) -> Iterator[Said]:
        item = self._item(archive, post, pointed, ours)
        yield Same(item.id) if stored.get(item.id) == item.version else item

    def _item(
        self, archive: AccountArchive, post: Mapping[str, Json], pointed: Mapping[str, list[Act]], ours: set[str]
    ) -> Item:
        identity = str(post["id"])
        at = moment(post.get("published"))
        acts = [Act(archive.account, ActKind.WROTE, archive.name, moment(post.get("updated")) or at)]
        named = {handle_of(tag): tag for tag in records(post.get("tag")) if tag.get("type") == "Mention"}
        acts += [Act(handle, ActKind.NAMED, None, at) for handle in named if handle and handle != archive.account]
        acts += _once(act for act in pointed.get(identity, []) if act.account != archive.account)
        tags = [
            str(tag.get("name", "")).lstrip("#") for tag in records(post.get("tag")) if tag.get("type") == "Hashtag"
        ]
        answered = str(post.get("inReplyTo") or "")
        body = body_of(post)
        url = str(post.get("url") or "")
        return Item(
            id=identity,
            body=body.encode("utf-8", "replace"),
            media_type="text/html",
            kind=DocumentKind.MICROPOST,
            title=None,
            url=url if url.startswith(("http://", "https://")) else None,
            at=at,
            acts=tuple(acts),
            parent=answered if answered in ours else None,
            container=CONTAINER,
            tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
            version=version_of(body, url, at, acts, answered in ours, tags, self._settings.access),
        )


def _archive(path: Path) -> AccountArchive | Problem:
    try:
        return read_archive(path)
    except ChatFileError as error:
        return _broken(path, str(error))
    except SourceError as error:
        return Problem(None, error.message, error.params)


def _broken(path: Path, reason: str) -> Problem:
    return Problem(None, "mastodon-archive-broken", {"file": path.name, "reason": reason})


def archives_in(path: Path) -> list[Path]:
    """The archives at this path. One account's folder or packed file, or all those in a folder."""
    if is_archive(path) or (path / "outbox.json").is_file():
        return [path]
    entries = sorted(path.iterdir()) if path.is_dir() else []
    return [entry for entry in entries if is_archive(entry) or (entry / "outbox.json").is_file()]


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else [path / name for name in FILES if (path / name).is_file()]


def read_archive(path: Path) -> AccountArchive:
    """The content of one archive. Raises ChatFileError when it cannot be read."""
    with ExitStack() as stack:
        try:
            packed = stack.enter_context(unpacked(path))
        except SourceError as error:
            if error.message != "archive-broken":
                raise
            raise ChatFileError(error.params["reason"]) from error
        folder = next((file.parent for file in sorted(packed.folder.rglob("outbox.json"))), packed.folder)
        posts, boosts = _activities(folder / "outbox.json")
        actor = read_json(folder / "actor.json")
        likes = _targets(folder / "likes.json", ActKind.LIKED)
        bookmarks = _targets(folder / "bookmarks.json", ActKind.BOOKMARKED)
    if not isinstance(actor, dict):
        raise ChatFileError("no actor")
    account = _account(actor)
    name = str(actor.get("name") or "").strip() or None
    return AccountArchive(account, name, tuple(posts), (*boosts, *likes, *bookmarks), packed.problems)


def _activities(file: Path) -> tuple[list[Mapping[str, Json]], list[tuple[str, ActKind, Seconds | None]]]:
    """The posts of an outbox, with what is used of them, and what was passed on. Read activity by activity."""
    posts: list[Mapping[str, Json]] = []
    boosts: list[tuple[str, ActKind, Seconds | None]] = []
    for name, activity in members_of(file):
        if name != "orderedItems" or not isinstance(activity, dict):
            continue
        target = activity.get("object")
        if activity.get("type") == "Create" and isinstance(target, dict):
            posts.append({"to": activity.get("to"), "cc": activity.get("cc"), **_used(target)})
        elif activity.get("type") == "Announce":
            identity = target.get("id") if isinstance(target, dict) else target
            boosts.append((str(identity), ActKind.BOOKMARKED, moment(activity.get("published"))))
    return posts, boosts


def _used(post: Mapping[str, Json]) -> dict[str, Json]:
    """The fields of a post that are read."""
    kept: dict[str, Json] = {name: post[name] for name in USED if name in post}
    for name, fields in USED_WITHIN.items():
        kept[name] = [{field: each.get(field) for field in fields} for each in records(post.get(name))]
    return kept


def _targets(file: Path, kind: ActKind) -> list[tuple[str, ActKind, Seconds | None]]:
    if not file.is_file():
        return []
    return [(str(one), kind, None) for name, one in members_of(file) if name == "orderedItems"]


def _account(actor: Mapping[str, Json]) -> str:
    """The @name@host of the archive."""
    found = HANDLE.match(str(actor.get("id") or actor.get("url") or ""))
    user = str(actor.get("preferredUsername") or (found.group(2) if found else "") or actor.get("id") or "")
    return f"{user}@{found.group(1)}".lower() if found else user.lower()


def handle_of(tag: Mapping[str, Json]) -> str | None:
    """The name@host that a mention means. A local mention has no host in its name but in its address."""
    name = str(tag.get("name") or "").lstrip("@").lower()
    found = HANDLE.match(str(tag.get("href") or ""))
    if "@" in name or not found:
        return name or None
    return f"{name or found.group(2)}@{found.group(1)}".lower()


def visibility(post: Mapping[str, Json]) -> str:
    """Visibility of a post in Mastodon: public in `to`, unlisted in `cc`, private to followers, else direct."""
    to, copied = _addresses(post.get("to")), _addresses(post.get("cc"))
    if PUBLIC & to:
        return "public"
    if PUBLIC & copied:
        return "unlisted"
    return "private" if any(address.endswith("/followers") for address in to | copied) else "direct"


def _addresses(value: Json) -> set[str]:
    if isinstance(value, str):
        return {value}
    return {str(one) for one in value} if isinstance(value, list) else set()


def body_of(post: Mapping[str, Json]) -> str:
    """The text of a post, with its content warning above and the descriptions of its pictures below. HTML."""
    warning = str(post.get("summary") or "")
    pictures = [str(media.get("name")) for media in records(post.get("attachment")) if media.get("name")]
    around = [f"<p>{html.escape(text)}</p>" for text in [warning] if text]
    below = [f"<p>{html.escape(text)}</p>" for text in pictures]
    return "".join([*around, str(post.get("content") or ""), *below])


def moment(value: Json) -> Seconds | None:
    """The moment of this ISO date."""
    try:
        parsed = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except ValueError:
        return None
    at = int((parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp())
    return at if 0 < at < 4102444800 else None


def _once(acts: Iterator[Act]) -> list[Act]:
    return list({(act.account, act.kind): act for act in acts}.values())


KIND = SourceKind(
    "mastodon",
    Wording(
        "microposts: an archive that Mastodon gives its users",
        "korte berichten: een archief dat Mastodon zijn gebruikers geeft",
    ),
    MastodonOptions,
    MastodonArchives,
    MESSAGES,
)
