"""Who may do what: each permission is a predicate over asker and resource. A route without a permission is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from http import HTTPStatus
from typing import TypeAlias, TypeVar

from starlette.requests import Request

from api.asker import Asker
from api.problems import Refused
from api.roles import Role
from graph.facts import EdgeKind, Key, kind_of

Predicate: TypeAlias = Callable[[Asker, Key | None], bool]
Endpoint = TypeVar("Endpoint", bound=Callable[..., object])
OWNER_ROLES = frozenset({"owner", "eigenaar"})
MANAGER_ROLES = frozenset({"manager", "lead", "head", "chair", "leider", "hoofd", "voorzitter"})
"""Roles of a membership, as sources write them."""


def anyone(asker: Asker, resource: Key | None) -> bool:
    """Whoever reached the site."""
    del asker, resource
    return True


def colleague(asker: Asker, resource: Key | None) -> bool:
    """A reader. The View decides what a reader gets to see, never the policy."""
    del resource
    return Role.COLLEAGUE in asker.roles


def operator(asker: Asker, resource: Key | None) -> bool:
    """Somebody who runs this installation."""
    del resource
    return Role.OPERATOR in asker.roles


def curator(asker: Asker, resource: Key | None) -> bool:
    """Somebody who decides about topics."""
    del resource
    return Role.CURATOR in asker.roles


def source_owner(asker: Asker, resource: Key | None) -> bool:
    """Somebody who sees to the sources."""
    del resource
    return Role.SOURCE_OWNER in asker.roles


def owner_of_source(asker: Asker, resource: Key | None) -> bool:
    """Somebody whom the settings name as an owner of this source."""
    return resource is not None and asker.site.owns_source(asker.viewer, resource)


def insight(asker: Asker, resource: Key | None) -> bool:
    """Somebody who sees numbers about groups of people."""
    del resource
    return Role.INSIGHT in asker.roles


def privacy_officer(asker: Asker, resource: Key | None) -> bool:
    """Somebody who sees to requests of people about themselves."""
    del resource
    return Role.PRIVACY_OFFICER in asker.roles


def service(asker: Asker, resource: Key | None) -> bool:
    """A program with a token of its own."""
    del resource
    return asker.service is not None


def in_person(asker: Asker, resource: Key | None) -> bool:
    """A colleague themselves, and no program with a token of theirs."""
    return colleague(asker, resource) and asker.viewer.person is not None and asker.scopes is None


def self_only(asker: Asker, resource: Key | None) -> bool:
    """The person whom the resource is about."""
    return resource is not None and resource == asker.viewer.person


def owner_of_group(asker: Asker, resource: Key | None) -> bool:
    """A member of the group with the role of owner."""
    return not OWNER_ROLES.isdisjoint(roles_in(asker, resource))


def manager_of_group(asker: Asker, resource: Key | None) -> bool:
    """A member of the group with the role of manager."""
    return not MANAGER_ROLES.isdisjoint(roles_in(asker, resource))


def any_of(*predicates: Predicate) -> Predicate:
    """True when one of these is."""
    return lambda asker, resource: any(holds(asker, resource) for holds in predicates)


class Permission(StrEnum):
    """What a route lets somebody do."""

    LOOK = "look"
    """Open what says nothing about people, documents or topics."""
    READ = "read"
    """Ask questions. Answers hold only what the asker's View gives."""
    EDIT_PROFILE = "edit-profile"
    EDIT_GROUP = "edit-group"
    SAY = "say"
    """Like, follow, bookmark, thank, endorse, claim, hide: in one's own name, about what one may read."""
    AGREE = "agree"
    """Say that one may be named, which no program says for anybody."""
    CURATE = "curate"
    """See how topics were decided about, and decide about them."""
    ASK_AS = "ask-as"
    OPERATE = "operate"
    """See how the machinery does, with numbers that hidden documents move."""
    SYNC = "sync"
    ERASE = "erase"
    """See who was erased, and erase somebody."""
    AUDIT = "audit"
    """Read who changed rights, roles and tokens, and who asked for an erasure."""
    INSIGHT = "insight"
    """See numbers about groups of people."""
    OVERSEE = "oversee"
    """See which figures about groups there are, what each computes, and who opened them."""
    TOKENS = "tokens"
    """Make, see and revoke one's own tokens for programs."""
    PUSH = "push"
    """Give items to a source."""


POLICY: Mapping[Permission, Predicate] = {
    Permission.LOOK: anyone,
    Permission.READ: colleague,
    Permission.EDIT_PROFILE: self_only,
    Permission.EDIT_GROUP: any_of(owner_of_group, manager_of_group),
    Permission.SAY: self_only,
    Permission.AGREE: in_person,
    Permission.CURATE: curator,
    Permission.ASK_AS: operator,
    Permission.OPERATE: operator,
    Permission.SYNC: any_of(operator, source_owner, owner_of_source),
    Permission.ERASE: any_of(self_only, operator, privacy_officer),
    Permission.AUDIT: any_of(operator, privacy_officer),
    Permission.INSIGHT: insight,
    Permission.OVERSEE: any_of(insight, privacy_officer, operator),
    Permission.TOKENS: in_person,
    Permission.PUSH: service,
}
SCOPES = (Permission.READ, Permission.SAY, Permission.CURATE, Permission.SYNC, Permission.OPERATE, Permission.AUDIT)
"""What a token of a person can be for, as far as its owner may do it. Never: making tokens, erasing somebody."""
SERVICE_SCOPES = (Permission.PUSH,)
"""What a token of a program itself can be for."""


def needs(permission: Permission) -> Callable[[Endpoint], Endpoint]:
    """Names the permission of an endpoint. The endpoint itself asks `allow`, once it knows who asks for what."""

    def named(endpoint: Endpoint) -> Endpoint:
        endpoint.permission = permission  # type: ignore[attr-defined]
        return endpoint

    return named


def permission_of(endpoint: object) -> Permission | None:
    """The permission that an endpoint names."""
    found = getattr(endpoint, "permission", None)
    return found if isinstance(found, Permission) else None


def allow(permission: Permission, asker: Asker, resource: Key | None = None) -> None:
    """Raises Refused when the asker may not do this with the resource. May read the store."""
    if not POLICY[permission](asker, resource):
        raise Refused(HTTPStatus.FORBIDDEN, "not-allowed")
    if asker.scopes is not None and permission is not Permission.LOOK and not _in_scope(permission, asker, resource):
        raise Refused(HTTPStatus.FORBIDDEN, "token-without-scope", scope=permission.value)


def _in_scope(permission: Permission, asker: Asker, resource: Key | None) -> bool:
    """Whether a token is for this: a scope is a permission, or one for a single source, such as `push:forum`."""
    return asker.scopes is not None and not asker.scopes.isdisjoint((permission, f"{permission}:{resource}"))


TOOLS: Mapping[str, Permission] = {"audit": Permission.AUDIT, "erasures": Permission.ERASE}
"""Pages for some roles only, by the word of their address."""


def tools_of(asker: Asker) -> tuple[str, ...]:
    """The pages for some roles only that are for this asker."""
    return tuple(name for name, permission in TOOLS.items() if POLICY[permission](asker, None))


async def refuse_unnamed(request: Request) -> None:
    """Refuses a route that names no permission, and tells the log which route it is."""
    request.state.route = request.scope["route"].path
    if permission_of(request.scope["endpoint"]) is None:
        raise Refused(HTTPStatus.FORBIDDEN, "not-allowed")


def roles_in(asker: Asker, group: Key | None) -> frozenset[str]:
    """Roles of the asker in a group, in lower case, by the accounts that a strong key binds to them."""
    accounts = [key for key in asker.viewer.principals if kind_of(key) == "account"]
    if group is None or kind_of(group) != "group" or not accounts:
        return frozenset()
    with asker.site.store.view(asker.viewer) as view:
        edges = view.edges((EdgeKind.MEMBER_OF,), accounts)
    return frozenset((edge.role or "").casefold() for edge in edges if edge.end == group)
