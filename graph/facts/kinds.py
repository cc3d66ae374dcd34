"""Kinds of acts, documents and groups."""

from __future__ import annotations

from enum import StrEnum


class ActKind(StrEnum):
    """What an account did to an item, the strongest first."""

    WROTE = "wrote"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    EDITED = "edited"
    COMMENTED = "commented"
    ATTENDED = "attended"
    BOOKMARKED = "bookmarked"
    LIKED = "liked"
    NAMED = "named"


class DocumentKind(StrEnum):
    """Kind of writing that a document is."""

    POST = "post"
    PAGE = "page"
    REPLY = "reply"
    FILE = "file"
    MICROPOST = "micropost"
    BOOKMARK = "bookmark"
    EPISODE = "episode"
    MINUTES = "minutes"
    COMMIT = "commit"


class GroupKind(StrEnum):
    """Kind of group. The last four are containers of documents."""

    DEPARTMENT = "department"
    TEAM = "team"
    COMMUNITY = "community"
    PROJECT = "project"
    CHANNEL = "channel"
    SPACE = "space"
    FOLDER = "folder"
    THREAD = "thread"
