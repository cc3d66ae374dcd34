"""What a profile tells besides the knowledge of the person: who carries it on, and what their department knows."""

from __future__ import annotations

from api.asker import Asker
from api.organisation import organisation_of, together
from graph.store import View
from models.alike import describe_alike
from models.answers import AlikePerson, Profile
from models.known_together import SharedKnowledge

CARRIERS, TOPICS = 5, 6
"""People who carry on the work of somebody who left, and topics of a department, that a profile names at most."""


def told_besides(asker: Asker, view: View, found: Profile) -> dict[str, object]:
    """Both, as the page of a person names them."""
    return {"carried_on": carried_on(asker, view, found), "department_knows": department_knows(asker, view, found)}


def carried_on(asker: Asker, view: View, found: Profile) -> tuple[AlikePerson, ...]:
    """Colleagues of now who know about the topics of somebody who left; nobody for who is still here."""
    if found.left is None or not found.topics:
        return ()
    alike = describe_alike(found.person, view, asker.index(), asker.site.now(), limit=CARRIERS, load=asker.site.load)
    return alike.people if alike else ()


def department_knows(asker: Asker, view: View, found: Profile) -> tuple[SharedKnowledge, ...]:
    """What the department of a colleague without topics of their own knows together, by documents for everyone."""
    if found.topics or found.left is not None or found.department_key is None:
        return ()
    return together(asker, view, organisation_of(asker).departments.whole(found.department_key))[:TOPICS]
