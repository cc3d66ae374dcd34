"""The blog (RSS) and the podcast (Atom), each as the file that their site would serve, with every post in it."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from whoknows.sample.dice import Dice, iso
from whoknows.sample.people import DOMAIN, ORGANISATION, Employee
from whoknows.sample.plan import SampleWorld
from whoknows.sample.prose import ProseBlock, as_html, incident, lessons, paragraph, update, week
from whoknows.sample.topics import SampleTopic
from whoknows.sample.write_handbook import slug

BLOG, PODCAST = "blog", "podcast"
EDITORS = ("joris", "abigail", "eline")
"""The editors write about everything, and so are nobody's experts: the busy writers of this organisation."""


def blog(world: SampleWorld) -> dict[str, bytes]:
    """What was published on the intranet: news, looks back, and week notes."""
    posts = []
    for topic in world.open_topics():
        dice = world.dice("blog", topic.id)
        for number in range(dice.number(1, 2)):
            posts.append(_post(world, topic, dice.branch(number)))
    items = "".join(body for _, body in sorted(posts, reverse=True))
    world.register.wrote(BLOG, len(posts))
    feed = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/">\n<channel>\n'
        f"<title>Intranet {escape(ORGANISATION)}</title>\n<link>https://intranet.{DOMAIN}/</link>\n"
        f"<description>Nieuws en weblogs van medewerkers</description>\n{items}</channel>\n</rss>\n"
    )
    return {"feeds/blog.xml": feed.encode()}


def _post(world: SampleWorld, topic: SampleTopic, dice: Dice) -> tuple[int, str]:
    at = dice.moment()
    language = world.language(topic, dice)
    voice = world.voice(topic, language, dice)
    genre = dice.one(("update", "update", "lessons", "week", "incident"))
    editors = [world.staff[key] for key in EDITORS if language in world.staff[key].languages]
    author = world.author(topic, language, at, dice) if dice.chance(0.7) else dice.one(editors)
    near = [t for t in world.open_topics(topic.department) if t is not topic and language in t.packs]
    if genre == "week":
        blocks = week([voice, *(world.voice(other, language, dice) for other in dice.some(near, 1))])
    else:
        blocks = {"update": update, "lessons": lessons, "incident": incident}[genre](voice)
    day = datetime.fromtimestamp(at, UTC)
    title = voice.title(genre, week=f"{day.isocalendar().week} ({day.isocalendar().year})")
    if author.key not in EDITORS:
        world.register.acted(topic, author.key)
    url = f"https://intranet.{DOMAIN}/{day:%Y/%m}/{slug(title)}-{at % 1000}"
    return at, _item(world, title, url, author, at, blocks, topic.labels[language])


def _item(
    world: SampleWorld, title: str, url: str, author: Employee, at: int, blocks: list[ProseBlock], tag: str
) -> str:
    name = world.register.account(BLOG, author.name_at(at), author.id)
    html = as_html(blocks)
    return (
        f'<item>\n<title>{escape(title)}</title>\n<link>{url}</link>\n<guid isPermaLink="true">{url}</guid>\n'
        f"<dc:creator>{escape(name)}</dc:creator>\n"
        f"<pubDate>{format_datetime(datetime.fromtimestamp(at, UTC))}</pubDate>\n<category>{escape(tag)}</category>\n"
        f"<description>{escape(blocks[0].text)}</description>\n"
        f"<content:encoded><![CDATA[{html}]]></content:encoded>\n</item>\n"
    )


def podcast(world: SampleWorld) -> dict[str, bytes]:
    """The episodes of the podcast. Show notes; the host is always the same, the guest knows the subject."""
    host = world.staff["abigail"]
    entries = []
    for topic in world.open_topics()[::3]:
        dice = world.dice("podcast", topic.id)
        at = dice.moment()
        language = world.language(topic, dice)
        guest = world.author(topic, language, at, dice)
        voice = world.voice(topic, language, dice)
        opening = voice.frame("podcast", who=guest.name, host=host.name)
        blocks = [paragraph(opening, *voice.several("facts", 2)), *(paragraph(q, a) for q, a in voice.qa(1))]
        entries.append((at, _entry(world, voice.title("podcast"), topic, (guest, host), at, blocks, language)))
        world.register.acted(topic, guest.key)
    world.register.wrote(PODCAST, len(entries))
    newest = max(at for at, _ in entries)
    body = "".join(entry for _, entry in sorted(entries, reverse=True))
    feed = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<title>Onder de streep</title>\n<id>https://podcast.{DOMAIN}/</id>\n<updated>{iso(newest)}</updated>\n"
        f'<link href="https://podcast.{DOMAIN}/"/>\n{body}</feed>\n'
    )
    return {"feeds/podcast.atom": feed.encode()}


def _entry(
    world: SampleWorld,
    title: str,
    topic: SampleTopic,
    people: tuple[Employee, Employee],
    at: int,
    blocks: list[ProseBlock],
    language: str,
) -> str:
    url = f"https://podcast.{DOMAIN}/{slug(topic.id)}"
    authors = "".join(
        f"<author><name>{escape(p.name)}</name>"
        f"<email>{world.register.account(PODCAST, p.email, p.id)}</email></author>\n"
        for p in people
    )
    return (
        f'<entry>\n<title>{escape(title)}</title>\n<id>{url}</id>\n<link href="{url}"/>\n'
        f'<link rel="enclosure" type="audio/mpeg" length="0" href="{url}.mp3"/>\n{authors}'
        f"<published>{iso(at)}</published>\n<updated>{iso(at)}</updated>\n"
        f'<content type="html" xml:lang="{language}">{escape(as_html(blocks))}</content>\n</entry>\n'
    )
