"""The people directory: one CSV file, with leavers, a manager for everyone but one, and a service account."""

from __future__ import annotations

import csv
import io

from whoknows.sample.people import BOT, DOMAIN, Employee
from whoknows.sample.plan import SampleWorld

COLUMNS = (
    "id",
    "name",
    "aliases",
    "emails",
    "handles",
    "department",
    "location",
    "title",
    "manager",
    "phone",
    "room",
    "about",
    "languages",
    "joined",
    "left",
    "service",
)


def directory(world: SampleWorld) -> dict[str, bytes]:
    """The people that the directory lists. It does not know every alias: some are for the identity workbench."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for person in world.staff:
        rows.writerow(_row(world, person))
    bot = {"id": "vm-0001", "name": "Veldermark Bot", "handles": BOT, "emails": f"noreply@{DOMAIN}", "service": "yes"}
    rows.writerow([bot.get(column, "") for column in COLUMNS])
    world.register.wrote("people", len(world.staff.people))
    return {"people.csv": out.getvalue().encode()}


def _row(world: SampleWorld, person: Employee) -> list[str]:
    team = person.team
    emails = [person.email]
    if person.old_email and person.listed:
        emails.append(person.old_email)
    return [
        person.id,
        person.name,
        ";".join(person.listed),
        ";".join(emails),
        person.handle if person.listed_handle else "",
        team.department_name if team.key == team.department else f"{team.department_name} / {team.name}",
        f"{team.building.name} / Verdieping {person.floor}",
        person.function,
        world.staff[person.manager].id if person.manager else "",
        person.phone,
        person.room,
        person.about,
        ";".join(person.languages),
        person.joined.isoformat(),
        person.left.isoformat() if person.left else "",
        "",
    ]
