"""Roles on the whole site, and who has them: by the identity provider's role claim, or by a group of the directory."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from graph.facts import Key


class Role(StrEnum):
    """A role on the whole site, other than a role towards a person or a group."""

    COLLEAGUE = "colleague"
    CURATOR = "curator"
    """Decides about topics."""
    SOURCE_OWNER = "source-owner"
    """Sees to the sources: has them read."""
    INSIGHT = "insight"
    """Sees numbers about groups of people."""
    PRIVACY_OFFICER = "privacy-officer"
    """Sees to requests of people about themselves, and reads the audit."""
    OPERATOR = "operator"
    """Runs this installation."""


@dataclass(frozen=True, slots=True)
class RoleRules:
    """What gives each role: values of the role claim, and keys of groups of the directory."""

    values: Mapping[Role, frozenset[str]] = field(default_factory=dict)
    groups: Mapping[Role, frozenset[Key]] = field(default_factory=dict)

    def roles(self, claimed: Collection[str], principals: Collection[str]) -> frozenset[Role]:
        """The roles of a colleague with these values of the role claim, who reads by these principals."""
        by_claim = (role for role, values in self.values.items() if not values.isdisjoint(claimed))
        by_group = (role for role, groups in self.groups.items() if not groups.isdisjoint(principals))
        return frozenset((Role.COLLEAGUE, *by_claim, *by_group))
