"""Short forms of given names in Dutch and English that are not simply their beginning. All folded.

They say that two names may be one person's where the family name, or the people around a text, say the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

_FORMS = """
adriaan adrianus: aad ad arie janus
albert: bert bertus ab
alexander: alex sander xander lex sandy sasha
andrew: andy drew
anthony antonius antoon: ton toon tony teun
antonia: tonia toos
bernard: bert ben bernie
catharina: trijntje toos rina karin kaatje
charles: charlie chuck
christiaan christian: chris
christina: chris tina stien
christopher: chris kit topher
cornelia: corrie cor nel nelly
cornelis: kees cor cees nelis
daniel: dan danny daan
david: dave
deborah: debbie
dirk diederik: dick
donald: don
edward: ed eddie ted
elisabeth elizabeth: liz beth lisa bets betsy els elly liesbeth lies ellie
everardus everhardus: evert
frederik frederick: fred frits freek
geertruida: truus geertje trudy
gerardus gerard: gerrit ger
gregory: greg
gilbert: gijs bert
hendrik hendrikus: henk rik hein henny
hendrika: rika riek henny
henry: harry hank
hubertus: huub bert bart
jacobus jacob: jaap jacco koos sjaak cobus jack
james: jim jimmy jamie
jeffrey geoffrey: jeff geoff
jennifer: jenny jen
johannes johan: hans jan joop jo joep
johanna: hanna hanneke annie jo janneke
john: jack johnny
jonathan: jon
joseph josephus: joe jos jef joop
joshua: josh
katherine catherine kathleen: kate kathy cathy katie
kenneth: ken
lambertus: bert bertus
laurentius laurens: laurens lau
lawrence: larry
leonardus leonard: leo leen len
lodewijk: lode
margaret: maggie peggy meg
margaretha: greet gré margriet greta
maria: ria mia marieke miep mieke
martinus: martin tinus
matthew: matt
mattheus matthijs: thijs ties mat
michael: mike mick micky misha
nathaniel nathan: nate nat
nicholas nicolas: nick niek klaas nico
nicolaas: klaas nico niek
patricia: pat patty tricia
patrick: pat paddy
paulus: paul
petronella: nel nelly pietje
petrus pieter peter: piet pete peer
philip philippus: phil flip
raymond: ray
rebecca: becky becca
richard: dick rick rich
robert: rob bob bobby robbie bert
ronald: ron
rudolf: ruud rudi dolf
samuel: sam
stephen steven: steve
susan susanna: sue suzy
theodorus theodore: theo dorus ted
thomas: tom tommy
timothy: tim
victoria: vicky
wilhelmina: mina willy mien minnie wil
wilhelmus willem william: wim wil bill billy will willy
"""


def _formal() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for line in _FORMS.split("\n"):
        names, _, short = line.partition(":")
        for form in short.split():
            found[form].update(names.split())
    return {form: frozenset(names) for form, names in found.items()}


FORMAL = _formal()
"""The given names for which each short form may stand."""
SHORTEST = 3


def may_be_short(short: str, given: str) -> bool:
    """True when a folded word may be a short form of a folded given name: "syb" of "sybren", "kees" of "cornelis"."""
    return given in FORMAL.get(short, ()) or (SHORTEST <= len(short) < len(given) and given.startswith(short))
