"""Markdown of note programs and site generators: what people wrote stays, what programs put in goes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats import PassageKind, parse
from ingest.formats.markdown_dialects import plain_markdown, wikilinks_in


def text_of(markup: str) -> str:
    return parse(markup.encode(), "text/markdown").text


OBSIDIAN = [
    ("Zie [[Lager|de lagers]] en [[Pompen/Klep]].", "Zie de lagers en Klep."),
    ("Zie [[Klep#Zitting]], [[#Hier]] en [[a\\|b]].", "Zie Klep, Hier en b."),
    ("Tekst ![[tekening.png|300]] verder ![[Klep#^abc123]].", "Tekst verder ."),
    ("Volgens [[[RFC2119]]] en [[!RFC7231]].", "Volgens RFC2119 en RFC7231."),
    ("De pomp. %%Niet\n\nvoor anderen.%% Meer.", "De pomp. Meer."),
    ("Voor 100%% zeker, en 50%% niet.", "Voor 100%% zeker, en 50%% niet."),
    ("De pomp staat stil. ^ab12cd", "De pomp staat stil."),
    ("x ^2", "x ^2"),
    ("De ==stille== pomp, a == b == c.", "De stille pomp, a == b == c."),
    ("> [!warning]+ Let op\n> De klep **lekt**.", "Let op\n\nDe klep lekt."),
    ("> [!NOTE]\n> De klep lekt.\n>\n> > [!tip]\n> > Bel.", "De klep lekt.\n\nBel."),
    ("Tekst\n\n```dataview\nLIST FROM #pomp\n```\n\nMeer", "Tekst\n\nMeer"),
    ("- [ ] Lagers bestellen\n- [x] Klep dicht", "Lagers bestellen\n\nKlep dicht"),
    ("Dit is zo.[^1]\n\n[^1]: Volgens de norm.", "Dit is zo.\n\nVolgens de norm."),
    ("<% tp.date.now() %> Tekst", "Tekst"),
]
HUGO_AND_JEKYLL = [
    ('{{< figure src="a.png" caption="De pomp in de kelder" >}}', "De pomp in de kelder"),
    ('{% figure "/img/a.gif" "De pomp gaat aan en uit." %}', "De pomp gaat aan en uit."),
    ('{{< tab "Linux" >}}Tekst', "Tekst"),
    ("{{% notice note %}}\nLet **op**.\n{{% /notice %}}", "Let op."),
    ('{{< tab "Linux" >}}\n\nTekst\n\n{{< /tab >}}', "Tekst"),
    ("{{< highlight go >}}\nfunc main() {}\n{{< /highlight >}}", "func main() {}"),
    ("{% highlight ruby %}\nputs 1\n{% endhighlight %}", "puts 1"),
    ("{% include toc.html %}\n\n{% if page.x %}Tekst{% endif %} {{ page.title | upcase }}", "Tekst"),
    ("{% comment %}\nniet\n{% endcomment %}Wel", "Wel"),
    ("* TOC\n{:toc}\n\n## Kop {#kop}\n\nTekst\n{: .note }", "Kop\n\nTekst"),
    ("[[_TOC_]]\n\n[TOC]\n\nTekst", "Tekst"),
    ("Tekst `{{ waarde }}` en `[[ -z x ]]`.", "Tekst {{ waarde }} en [[ -z x ]]."),
    ("<!-- Begin\n``` zo\nen zo -->\nTekst\n\n```\ncode\n```", "Tekst\n\ncode"),
    ("Zie [[A]] en [b](#c) en (#d).", "Zie A en b en (#d)."),
    ("Eén\n\n<!--more-->\n\nTwee", "Eén\n\nTwee"),
]
MDX_AND_DOCUSAURUS = [
    ("import {\n  A,\n  B,\n} from '@x/y';\nimport C from './c';\n\nTekst", "Tekst"),
    ("export const Rood = ({children}) => {\n  return <b>{children}</b>;\n};\n\nTekst", "Tekst"),
    ('import A from "@x/a"; import B from "@x/b";\n\nTekst', "Tekst"),
    ("Gebruik List<String> of a <> b.\n\n    code {x}", "Gebruik List of a <> b.\n\ncode {x}"),
    ("Import duties from 'China' rise.\nexport goes on.", "Import duties from 'China' rise.\nexport goes on."),
    (
        "<Tabs values={[{label: 'a > b'}]}>\n  <TabItem value=\"a\">\n\n    In een tab.\n\n  </TabItem>\n</Tabs>",
        "In een tab.",
    ),
    ("<Card.Title>Pomp</Card.Title> {/* niet */}van {site.naam}", "Pomp van"),
    ("De lijst List<String> is < 3 en > 1.", "De lijst List is < 3 en > 1."),
    (":::tip[Mijn tip]\nDraai dicht.\n:::", "Mijn tip\n\nDraai dicht."),
    (":::note Let op\nDraai [[Klep|dicht]].\n:::", "Let op\n\nDraai dicht."),
    ("<style>{`.a { color: red }`}</style>\n\nTekst <script>alert(1)</script> verder", "Tekst verder"),
    ("<div>\n<style>\n\n.a { color: red }\n\n</style>\n</div>\n\nTekst", "Tekst"),
    ('!!! warning "Heet"\n    Niet *aanraken*.\n\n    Nooit.\n\nVerder', "Heet\n\nNiet aanraken.\n\nNooit.\n\nVerder"),
    ('=== "Linux"\n\n    Tekst', "Linux\n\nTekst"),
]


@pytest.mark.parametrize(("markup", "text"), [*OBSIDIAN, *HUGO_AND_JEKYLL, *MDX_AND_DOCUSAURUS])
def test_what_is_left(markup: str, text: str) -> None:
    found = [" ".join(line.split()) for line in text_of(markup).split("\n")]
    assert "\n".join(found) == text


def test_code_is_not_touched() -> None:
    code = "> [!note]\n[[a]] {{ b }} %%c%% #d\n<Foo/>\nimport x from 'y'\n!!! note\n    z"
    parsed = parse(f"Zie [[x]].\n\n```md\n{code}\n```".encode(), "text/markdown")
    assert parsed.text == f"Zie x.\n\n{code}"
    assert [kind for _, _, kind in parsed.passages] == [PassageKind.CODE]


def test_a_callout_is_no_quote_and_a_quote_in_one_is() -> None:
    parsed = parse(
        b"> [!info]\n> Mijn woorden.\n\n> [!quote] Ada\n> Haar woorden.\n\n> Van een ander.", "text/markdown"
    )
    assert [parsed.text[start:end] for start, end, _ in parsed.passages] == ["Haar woorden.", "Van een ander."]


@pytest.mark.parametrize(
    ("markup", "tags", "text"),
    [
        ("Zie [[Pomp]] bij #water/druk en #2024plan. #stil #pomp", ("stil", "pomp", "water/druk", "2024plan"),
         "Zie Pomp bij water/druk en 2024plan."),
        ("#pomp #stil\n\nTekst", ("pomp", "stil"), "Tekst"),
        ("Vraag het in #algemeen, over #12 en C#.", (), "Vraag het in #algemeen, over #12 en C#."),
        ("Zie [[Pomp]]: kleur #ff00aa, #12.", (), "Zie Pomp: kleur #ff00aa, #12."),
        ("#Kop zonder spatie", (), "#Kop zonder spatie"),
    ],
)  # fmt: skip
def test_tags(markup: str, tags: tuple[str, ...], text: str) -> None:
    parsed = parse(markup.encode(), "text/markdown")
    assert (parsed.tags, parsed.text) == (tags, text)


def test_links_that_a_generator_looks_up() -> None:
    markup = '[a]({{< relref "docs/a.md" >}}) [b]({% post_url 2024-05-03-pomp %}) [c]({{ site.baseurl }}/c.html)'
    assert parse(markup.encode(), "text/markdown").links == ("docs/a.md", "2024-05-03-pomp", "/c.html")


def test_wikilinks() -> None:
    text = "[[A]] ![[B#x|y]] [[A|z]] `[[C]]`\n\n```\n[[D]]\n```\n[[#hier]]"
    assert wikilinks_in(text) == ("A", "B")


@pytest.mark.parametrize(
    ("markup", "title", "text"),
    [
        ("---\ndescription: Over kleppen.\n---\n# Klep\n\nTekst", "Klep", "Over kleppen.\n\nKlep\n\nTekst"),
        ("---\nsummary: Tekst\n---\nTekst en meer", None, "Tekst en meer"),
        ("## Kort\n\n# Klep", "Klep", "Kort\n\nKlep"),
        ("## Kort\n\n## Lang", "Kort", "Kort\n\nLang"),
    ],
)
def test_titles_and_descriptions(markup: str, title: str | None, text: str) -> None:
    parsed = parse(markup.encode(), "text/markdown")
    assert (parsed.title, parsed.text) == (title, text)


@given(st.text("[]{}<>%#^`:!>-=|\"' \nab/.", max_size=120))
def test_any_text_can_be_read(text: str) -> None:
    assert "\ue001" not in plain_markdown(text).text
