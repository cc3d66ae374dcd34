"""The ground truth of the sample: who knows what (TREC), whose account is whose, and what tests may count on."""

from __future__ import annotations

import json
from typing import Any

from whoknows.sample.people import BOT, ORGANISATION, Employee
from whoknows.sample.plan import STRANGERS, SampleWorld
from whoknows.sample.topics import SampleTopic

NOBODY_KNOWS = (
    ("zeppelinonderhoud", "nl"),
    ("Byzantijnse muntslag", "nl"),
    ("medieval falconry", "en"),
    ("coral reef snorkelling", "en"),
    ("qwxzv blorptang", "en"),
)


def truth(world: SampleWorld) -> dict[str, bytes]:
    """The answers that are right. For each topic a Dutch and an English question, and one for each synonym."""
    topics, qrels = [], []
    for topic in world.open_topics():
        for number, (question, language) in enumerate(_questions(topic), 1):
            name = f"{topic.id}-{number}"
            topics.append(f"{name}\t{question}\t{language}")
            qrels += [f"{name} 0 {person} {rank}" for person, rank in sorted(_relevant(world, topic).items())]
    accounts = [f"{source}\t{account}\t{person}" for source, account, person in sorted(world.register.accounts)]
    return {
        "truth/topics.tsv": ("\n".join(topics) + "\n").encode(),
        "truth/qrels.txt": ("\n".join(qrels) + "\n").encode(),
        "truth/accounts.tsv": ("\n".join(accounts) + "\n").encode(),
        "truth/facts.json": (json.dumps(_facts(world), ensure_ascii=False, indent=1) + "\n").encode(),
    }


def _questions(topic: SampleTopic) -> list[tuple[str, str]]:
    labels = [(topic.labels[language], language) for language in ("nl", "en")]
    return labels + [(name, language) for language in ("nl", "en") for name in topic.synonyms[language]]


def _relevant(world: SampleWorld, topic: SampleTopic) -> dict[str, int]:
    """The people who should be found: 2 for experts, 1 for others who know it; all of a joint subject, no leavers."""
    found: dict[str, int] = {}
    for one in world.open_topics():
        if one.subject != topic.subject:
            continue
        for key in one.people:
            person = world.staff[key]
            if person.left is None and key in world.register.traces.get(one.id, set()):
                found[person.id] = max(found.get(person.id, 0), 2 if key in one.experts else 1)
    return found


def _facts(world: SampleWorld) -> dict[str, Any]:
    staff = world.staff
    people = list(staff)
    names = [person.name for person in people]
    return {
        "organisation": ORGANISATION,
        "seed": world.seed,
        "items": dict(sorted(world.register.items.items())),
        "departments": staff.departments,
        "namesakes": [_brief(person) for person in people if names.count(person.name) > 1],
        "leavers": [_brief(p) | {"left": str(p.left), "knew": _known(world, p)} for p in people if p.left],
        "nicknames": [_brief(person) | {"nick": person.nick} for person in people if person.nick],
        "maiden_names": [_brief(person) | {"maiden": person.maiden} for person in people if person.maiden],
        "changed_addresses": [
            _brief(p) | {"old": p.old_email, "new": p.email, "until": p.renamed} for p in people if p.old_email
        ],
        "service_accounts": [BOT, "VeldermarkBot"],
        "single_person_topics": [
            {"topic": topic.id, "labels": topic.labels, "person": staff[topic.experts[0]].id}
            for topic in world.open_topics()
            if topic.alone
        ],
        "untied_departments": _untied(world),
        "private": world.register.private,
        "private_topics": [
            {"topic": t.id, "labels": t.labels, "readers": [staff[k].id for k in t.people]}
            for t in world.topics
            if t.private
        ],
        "synonyms": [
            {"topic": t.id, "nl": [t.labels["nl"], *t.synonyms["nl"]], "en": [t.labels["en"], *t.synonyms["en"]]}
            for t in world.open_topics()
        ],
        "nobody_knows": [{"question": question, "language": language} for question, language in NOBODY_KNOWS],
        "busy_writers": [staff[key].id for key in ("joris", "abigail", "eline")],
    }


def _brief(person: Employee) -> dict[str, Any]:
    return {"id": person.id, "name": person.name, "department": person.team.department_name, "email": person.email}


def _known(world: SampleWorld, person: Employee) -> list[str]:
    return [topic.id for topic in world.topics if person.key in topic.people]


def _untied(world: SampleWorld) -> list[dict[str, Any]]:
    """The subject that two departments work on without any tie: no thread, document, channel, list, folder or link."""
    joint = [topic for topic in world.open_topics() if topic.department in STRANGERS and topic.subject != topic.id]
    return [
        {
            "subject": subject,
            "departments": [world.staff.departments[name] for name in STRANGERS],
            "topics": [topic.id for topic in joint if topic.subject == subject],
        }
        for subject in sorted({topic.subject for topic in joint})
    ]
