"""Deciding about topics on the command line: one function for each command of `whoknows topics`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from graph.curated_acts import CuratedAct, rejection_of
from graph.curation import LONGEST, Curator
from graph.facts import Key, kind_of
from graph.labelled_topics import LANGUAGES, LabelledTopic, find_topics
from graph.store import View
from graph.terms import norm_of
from whoknows.commands.deciding import ByOption, deciding
from whoknows.commands.options import JsonOption, SettingsOption
from whoknows.commands.topic_text import TopicText, called, names_of
from whoknows.console import out, print_json
from whoknows.errors import SettingsError
from whoknows.wiring import SYSTEM, Installation, now

TopicArgument = Annotated[str, typer.Argument(help="A label of the topic, or its id.")]
LabelArgument = Annotated[str, typer.Argument(help="The label, as people write it.")]
LanguageOption = Annotated[
    str | None, typer.Option("--language", "-l", help="Language of the label: nl or en. Default: where it is clear.")
]


def confirm(
    topic: TopicArgument, settings: SettingsOption = None, by: ByOption = None, as_json: JsonOption = False
) -> None:
    """Confirm that this is a topic, with all of its labels: no rule leaves it out while texts use it.

    Example: whoknows topics confirm waterstofopslag
    """
    with curating(settings, by, as_json) as work:
        work.tell(work.curator.confirm(work.topic(topic)))


def reject(
    topic: TopicArgument, settings: SettingsOption = None, by: ByOption = None, as_json: JsonOption = False
) -> None:
    """Say that this is no topic: none of its labels ever makes one again.

    Example: whoknows topics reject "graduation criteria"
    """
    with curating(settings, by, as_json) as work:
        work.tell(work.curator.reject(work.topic(topic)))


def pin(
    topic: TopicArgument,
    settings: SettingsOption = None,
    language: LanguageOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say that this is always a topic, also when hardly a text uses it. A label that is none yet becomes one.

    Examples: whoknows topics pin waterstofopslag · whoknows topics pin kwantumnetwerk --language nl
    """
    with curating(settings, by, as_json) as work:
        if language is not None and kind_of(topic) != "topic":
            work.tell(work.curator.add(topic, language))
        elif work.topics(topic) or kind_of(topic) == "topic" or not norm_of(topic):
            work.tell(work.curator.pin(work.topic(topic)))
        else:
            raise SettingsError("topic-new-language", label=topic, known=_known())


def rename(
    topic: TopicArgument,
    label: LabelArgument,
    settings: SettingsOption = None,
    language: LanguageOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Call a topic by another label, which may be one that no text uses. The old one is still found.

    Example: whoknows topics rename "h2 storage" "hydrogen storage" --language en
    """
    with curating(settings, by, as_json) as work:
        known = work.find(topic)
        spoken = [code for code in LANGUAGES if code in known.node.labels]
        work.tell(work.curator.rename(known.key, label, language or _only(spoken, topic)))


def translate(
    topic: TopicArgument,
    label: LabelArgument,
    settings: SettingsOption = None,
    language: LanguageOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give the label of a topic in the other language.

    Example: whoknows topics translate waterstofopslag "hydrogen storage"
    """
    with curating(settings, by, as_json) as work:
        known = work.find(topic)
        missing = [code for code in LANGUAGES if code not in known.node.labels]
        work.tell(work.curator.translate(known.key, label, language or _only(missing, topic)))


def merge(
    topic: TopicArgument,
    into: Annotated[str, typer.Argument(help="A label or id of the topic that it becomes a part of.")],
    settings: SettingsOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make two topics one: all labels of the first become labels of the second.

    Example: whoknows topics merge "hydrogen storage" waterstofopslag
    """
    with curating(settings, by, as_json) as work:
        work.tell(work.curator.merge(work.topic(topic), work.topic(into)))


def split(
    topic: TopicArgument,
    label: Annotated[str, typer.Argument(help="The label that means something else.")],
    settings: SettingsOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a label out of a topic; it becomes a topic of its own.

    Example: whoknows topics split inkoop wso
    """
    with curating(settings, by, as_json) as work:
        work.tell(work.curator.split(work.topic(topic), label))


def broader(
    topic: TopicArgument,
    than: Annotated[str, typer.Argument(metavar="BROADER", help="A label or id of the broader topic.")],
    settings: SettingsOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say which topic is broader than this one.

    Example: whoknows topics broader waterstofopslag energieopslag
    """
    with curating(settings, by, as_json) as work:
        work.tell(work.curator.broaden(work.topic(topic), work.topic(than)))


def undo(
    act: Annotated[str, typer.Argument(help="The id of what was decided, as `history` shows it in brackets.")],
    settings: SettingsOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take back what was decided, the newest or an older one: what holds is what would hold without it.

    Example: whoknows topics undo 12-3fa9
    """
    with curating(settings, by, as_json) as work:
        work.tell(work.curator.undo(act))


COMMANDS: tuple[Callable[..., None], ...] = (
    confirm, reject, rename, merge, split, translate, pin, broader, undo,
)  # fmt: skip


class CuratingWork:
    """One command on its way: who decides, and how what was decided is told."""

    def __init__(self, installation: Installation, curator: Curator, *, as_json: bool) -> None:
        self.curator = curator
        self._installation = installation
        self._as_json = as_json

    def view(self) -> View:
        """All that is stored."""
        return self._installation.store.view(SYSTEM)

    def topics(self, text: str) -> list[LabelledTopic]:
        """The topics that may be meant."""
        with self.view() as view:
            return find_topics(view, text)

    def find(self, text: str) -> LabelledTopic:
        """The topic that is meant. SettingsError when none or several are."""
        with self.view() as view:
            return named_topic(view, text)

    def topic(self, text: str) -> Key:
        """The key of the topic that is meant. SettingsError when none or several are."""
        return self.find(text).key

    def tell(self, act: CuratedAct) -> None:
        """Say what was decided, and how to take it back."""
        if self._as_json:
            print_json(act)
            return
        with self.view() as view:
            text = TopicText(names_of(view, [act]), self._installation.settings.zone)
        for line in text.told(act):
            out.print(line, markup=False)


@contextmanager
def curating(settings: SettingsOption, by: str | None, as_json: bool) -> Iterator[CuratingWork]:
    """Decide about topics in the installation of these settings."""
    with deciding(settings, by) as (installation, named):
        yield CuratingWork(installation, Curator(installation.store, SYSTEM, named, now()), as_json=as_json)


def named_topic(view: View, text: str) -> LabelledTopic:
    """The topic with this label or id. SettingsError when none or several have it."""
    found = find_topics(view, text)
    if not found:
        raise _unfound(view, text)
    if len(found) > 1:
        topics = ", ".join(f"{called(each.node.labels)} ({each.key})" for each in found)
        raise SettingsError("topic-ambiguous", topic=text, topics=topics)
    return found[0]


def named_key(view: View, text: str) -> Key:
    """The key of the topic with this label, or that was rejected with it; an id is itself."""
    if kind_of(text) == "topic":
        return text
    rejected = None if find_topics(view, text) else rejection_of(text, view.judgements())
    return rejected.topic if rejected else named_topic(view, text).key


def _unfound(view: View, text: str) -> SettingsError:
    """What to say of a label that no topic has."""
    if not norm_of(text):
        return SettingsError("topic-label-length", high=str(LONGEST))
    rejected = rejection_of(text, view.judgements())
    if rejected:
        return SettingsError("topic-rejected", topic=text, id=rejected.id)
    return SettingsError("topic-unknown", topic=text)


def _only(languages: list[str], topic: str) -> str:
    """The one language that may be meant."""
    if len(languages) != 1:
        raise SettingsError("topic-language-needed", topic=topic, known=_known())
    return languages[0]


def _known() -> str:
    return ", ".join(LANGUAGES)
