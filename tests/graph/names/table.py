"""Names as people write them in Dutch and English, with their parts; all people are invented.

A line: the text | given names | family names (``/`` between those of a double name) | called, titles, generation.
"""

from __future__ import annotations

from dataclasses import dataclass

READ = """
Jan Vos                                  | Jan         | Vos
jan vos                                  | jan         | vos
JAN VOS                                  | JAN         | VOS
Vos, Jan                                 | Jan         | Vos
VOS Jan                                  | Jan         | VOS
Jan van den Berg                         | Jan         | van den Berg
JAN VAN DEN BERG                         | JAN         | van den BERG
Berg, Jan van den                        | Jan         | van den Berg
Berg, J. van den                         | J           | van den Berg
Van den Berg, Jan                        | Jan         | van den Berg
van den Berg, Jan                        | Jan         | van den Berg
van den Berg Jan                         | Jan         | van den Berg
VAN DEN BERG Jan                         | Jan         | van den BERG
van den Berg                             |             | van den Berg
De Boer                                  |             | de Boer
De Boer, Karst                            | Karst        | de Boer
Karst de Boer                             | Karst        | de Boer
Karst De Boer                             | Karst        | de Boer
Jan v.d. Meer                            | Jan         | v d Meer
Jan v.d.Meer                             | Jan         | v d Meer
Jan v/d Meer                             | Jan         | v d Meer
jan vd meer                              | jan         | v d meer
J.P.v.d.Meer                             | J P         | v d Meer
Jan op den Berg                          | Jan         | op den Berg
Op den Berg, Jan                         | Jan         | op den Berg
P. in 't Veld                            | P           | in 't Veld
Veld, Petra in 't                        | Petra       | in 't Veld
Petra in ’t Veld                         | Petra       | in 't Veld
Petra in`t Veld                          | Petra       | in 't Veld
Gerard 't Hooft-Kok                      | Gerard      | 't Hooft / Kok
Hoek, Gerard 't                          | Gerard      | 't Hoek
Jan van ‘t Hof                           | Jan         | van 't Hof
Jan van't Hof                            | Jan         | van 't Hof
hof, jan van 't                          | jan         | van 't hof
Piet uit den Bogaard                     | Piet        | uit den Bogaard
Uit den Bogaard, Piet                    | Piet        | uit den Bogaard
Els ter Horst                            | Els         | ter Horst
Bas ten Dam                              | Bas         | ten Dam
Ruud aan de Stegge                       | Ruud        | aan de Stegge
Kees onder de Linden                     | Kees        | onder de Linden
Jaap Vandermeer                          | Jaap        | Vandermeer
Joke Vanden Broeck                       | Joke        | vanden Broeck
K. zu Falkenberg                         | K           | zu Falkenberg
Karin von und zu Falkenberg              | Karin       | von und zu Falkenberg
Kai-Uwe von Hasselt                      | Kai-Uwe     | von Hasselt
Sophie vom Bruch                         | Sophie      | vom Bruch
M. della Rosa                            | M           | della Rosa
Della Rosa, Maria                        | Maria       | della Rosa
Maria Di Stefano                         | Maria       | di Stefano
Ana de la Cruz                           | Ana         | de la Cruz
Cruz, Ana de la                          | Ana         | de la Cruz
Paulo dos Santos                         | Paulo       | dos Santos
Luc le Grand                             | Luc         | le Grand
Paul de l'Hermite                        | Paul        | de l'Hermite
L'Hermite, Paul                          | Paul        | l'Hermite
Jean-Luc D'Hondt                         | Jean-Luc    | d'Hondt
Jean-Luc d’Hondt                         | Jean-Luc    | d'Hondt
Nino dell'Acqua                          | Nino        | dell'Acqua
Siobhán O’Brien                          | Siobhán     | O'Brien
siobhan o'brien                          | siobhan     | o'brien
O'Brien, Siobhan                         | Siobhan     | O'Brien
Conor Mac Donagh                         | Conor       | Mac Donagh
Conor MacDonagh                          | Conor       | MacDonagh
Ahmed al-Hassan                          | Ahmed       | al-Hassan
Ahmed Al Hassan                          | Ahmed       | al Hassan
Mohamed El-Amrani                        | Mohamed     | el-Amrani
Mohamed el Amrani                        | Mohamed     | el Amrani
El Amrani, Mohamed                       | Mohamed     | el Amrani
Yusuf bin Rashid                         | Yusuf       | bin Rashid
Mohamed Ben Ali                          | Mohamed Ben | Ali
Al Gorman                                | Al          | Gorman
Bin Li                                   | Bin         | Li
Bo Li                                    | Bo          | Li
Li Ma                                    | Li          | Ma
Ma, Li                                   | Li          | Ma
Thi Le                                   | Thi         | Le
Kim Min-jun                              | Kim         | Min / jun
王小明                                   | 小明        | 王
王 小明                                  | 小明        | 王
欧阳娜娜                                 | 娜娜        | 欧阳
김철수                                   | 철수        | 김
Harry S. Trumble                         | Harry S     | Trumble
Harry S Trumble                          | Harry S     | Trumble
J.D. Sallow                              | J D         | Sallow
j d sallow                               | j d         | sallow
J. D. Sallow                             | J D         | Sallow
JW de Vries                              | J W         | de Vries
Jan-Willem ten Dam                       | Jan-Willem  | ten Dam
J.-W. ten Dam                            | J W         | ten Dam
Els van den Berg-Jansen                  | Els         | van den Berg / Jansen
Berg-Jansen, Els van den                 | Els         | van den Berg / Jansen
Els Jansen-van den Berg                  | Els         | Jansen / van den Berg
Anne-Fleur van der Meer-de Vries         | Anne-Fleur  | van der Meer / de Vries
Els Jansen geb. Bos                      | Els         | Jansen / Bos
Els Jansen e/v De Vries                  | Els         | Jansen / de Vries
Jane Smith née Doyle                     | Jane        | Smith / Doyle
José Ortega y Gama                       | José        | Ortega y Gama
Mirthe                                   | Mirthe      |
dr. Jan Vos                              | Jan         | Vos                    | dr
Prof.dr.ir. J.P. (Jan) van den Berg MSc  | J P         | van den Berg           | Jan prof dr ir msc
drs. A. Kok                              | A           | Kok                    | drs
Dr. ir. van Dam                          |             | van Dam                | dr ir
de heer Jansen                           |             | Jansen                 | heer
de heer J. op den Berg                   | J           | op den Berg            | heer
De heer en Vos                           | en          | Vos                    | heer
mevrouw Vos                              |             | Vos                    | mevrouw
Mevr. A. de Boer                         | A           | de Boer                | mevr
Mw. mr. A. de Boer                       | A           | de Boer                | mw mr
Dhr. Vos                                 |             | Vos                    | dhr
Mr. John Smith                           | John        | Smith                  | mr
Mrs Smith                                |             | Smith                  | mrs
Ms. Ada King                             | Ada         | King                   | ms
Jan Vos RA                               | Jan         | Vos                    | ra
Jan Vos, MSc                             | Jan         | Vos                    | msc
Jan Vos M.Sc.                            | Jan         | Vos                    | msc
Jan Vos, PhD, RA                         | Jan         | Vos                    | phd ra
Jan Vos Ph.D.                            | Jan         | Vos                    | phd
ir. J. Kok MBA                           | J           | Kok                    | ir mba
Fred Vos, Jr.                            | Fred        | Vos                    | jr
Fred Vos Jr                              | Fred        | Vos                    | jr
Vos, Fred, Jr.                           | Fred        | Vos                    | jr
Vos, Fred Jr.                            | Fred        | Vos                    | jr
Fred Vos sr.                             | Fred        | Vos                    | sr
John Smith III                           | John        | Smith                  | iii
John Smith, III                          | John        | Smith                  | iii
Wilhelmina (Mina) van der Bos            | Wilhelmina  | van der Bos            | Mina
Jan "Jopie" Smit                         | Jan         | Smit                   | Jopie
W.A. (Mina) van der Bos                  | W A         | van der Bos            | Mina
M.J. (Marie-José) van 't Hof             | M J         | van 't Hof             | Marie-José
J.W. (Jan Willem) Vos                    | J W         | Vos                    | Jan Willem
Bos, W.A. van der (Mina)                 | W A         | van der Bos
Vries, P.J. de (Piet)                    | P J         | de Vries               | Piet
Vos, J.W. (Jan-Willem)                   | J W         | Vos                    | Jan-Willem
P.J. de Vries (Piet)                     | P J         | de Vries               | Piet
Vos, E. (Energie)                        | E           | Vos
Piet de Vries (Jan)                      | Piet        | de Vries
Jan (Acme Energie) Vos                   | Jan         | Vos
Jan Vos (Beheer)                         | Jan         | Vos
Jan Vos [extern]                         | Jan         | Vos
Jürgen Weiß                              | Jürgen      | Weiß
İbrahim Yılmaz                           | İbrahim     | Yılmaz
Søren Łukasz                             | Søren       | Łukasz
Ján Nový                                 | Ján         | Nový
van Dam, prof. dr. J.                    | J           | van Dam                | prof dr
""".strip("\n").splitlines()

NO_NAME = ("", "   ", "x@example.org", "12 34", ",", "Ada Vos, Bram Kok, Cato Mul", "x" * 300)
NO_FULL_NAME = (*NO_NAME, "Mirthe", "van der", "mevrouw Vos", "De Boer", "van den Berg", "Dr. Kok")

COMPARED = """
Jan van den Berg            | Berg, Jan van den         | same
Jan van den Berg            | jan vandenberg            | same
Jan van den Berg            | JAN VAN DEN BERG          | same
Jan v.d. Berg               | Jan van den Berg          | same
Jan vd Berg                 | Berg, Jan van den         | same
Jan van 't Hof              | Jan van t Hof             | same
Siobhán O’Brien             | siobhan obrien            | same
Siobhan O Brien             | Siobhán O'Brien           | same
Jean-Luc D'Hondt            | Jeanluc Dhondt            | same
Jürgen Müller               | Juergen Mueller           | same
Jürgen Müller               | Jurgen Muller             | same
Søren Łukasz                | Soren Lukasz              | same
dr. Jan Vos                 | Jan Vos MSc               | same
Wilhelmina (Mina) Bos       | Mina Bos                  | same
J.W. (Jan-Willem) Bos       | Jan Willem Bos            | same
Bos, P.J. (Piet)            | Piet Bos                  | same
Bos, P.J. (Beheer)          | Piet Bos                  | unsure | initials
Ján Nový                    | Jan Novy                  | same
王小明                      | 王 小明                   | same
JW de Vries                 | J.W. de Vries             | same
J. van den Berg             | Jan van den Berg          | unsure | initials
J.P. van den Berg           | Jan van den Berg          | unsure | initials
J.P. van den Berg           | Jan Pieter van den Berg   | unsure | initials
J. v.d. Berg                | Jan van den Berg          | unsure | initials
J.W. ten Dam                | Jan-Willem ten Dam        | unsure | initials
W.A. Bos                    | Wilhelmina (Mina) Bos     | unsure | initials
M. Bos                      | Wilhelmina (Mina) Bos     | unsure | initials
Jan Berg                    | Jan van den Berg          | unsure | particles left out
Els Jansen                  | Els Jansen-van den Berg   | unsure | double name
Els van den Berg            | Els van den Berg-Jansen   | unsure | double name
Jan Vos                     | Jan Pieter Vos            | unsure | given names left out
Jan Vos                     | Jan P. Vos                | unsure | given names left out
de heer Vos                 | Jan Vos                   | unsure | given name left out
Mirthe                      | Mirthe Bos                | unsure | family name left out
Bo Li                       | Li Bo                     | unsure | order
Fred Vos                    | Fred Vos, Jr.             | unsure | generation
Fred Vos Sr.                | Fred Vos, Jr.             | different | generation
Jan Vos                     | Piet Vos                  | different | given name
J. Vos                      | Piet Vos                  | different | given name
J.P. Vos                    | Jan Karel Vos             | different | given name
Jan Vos                     | Jan Kok                   | different | family name
Jan van den Berg            | Jan van der Berg          | different | family name
Jan de Vries                | Jannie de Vries           | different | given name
Li Ma                       | Li Wei                    | different | family name
""".strip("\n").splitlines()

GONE = {
    "Jan op den Berg": (
        "Jan op den Berg; J. op den Berg; Op den Berg, Jan; Berg, Jan op den; Berg, J. op den; OP DEN BERG, J.; "
        "jan op den berg; Jan Opdenberg; JanOpDenBerg; @janopdenberg; jan-op-den-berg; jan.opdenberg; j.op.den.berg; "
        "Jan o.d. Berg; J. o/d Berg; de heer op den Berg; meneer Op den Berg; Dhr. Berg; J. (Jan) op den Berg; "
        "J.P. op den Berg; Jan P. op den Berg; Jan  op\nden Berg; Jan\u00a0op\u00a0den\u00a0Berg; Jan op den Bergs; "
        "J\u00adan op d\u200ben Berg; #JanOpDenBerg; @janberg; ir. J. op den Berg; de heer J. Berg; Jan Berg"
    ),
    "Maria della Rosa": (
        "M. della Rosa; Maria Della Rosa; Della Rosa, Maria; Rosa, M. della; mevrouw della Rosa; Mw. Rosa; "
        "signora Della Rosa; Maria Dellarosa; María della Rosa; Maria della Rosas"
    ),
    "Karst zu Falkenberg": "K. zu Falkenberg; Falkenberg, Karst zu; Zu Falkenberg, K.; Herr zu Falkenberg; Dr. Falken"
    "berg",
    "Petra in 't Veld": (
        "P. in 't Veld; Petra in ’t Veld; Petra in `t Veld; Veld, Petra in 't; In 't Veld, P.; Mevr. in 't Veld; "
        "Petra in t Veld; Petra Intveld; PetraInTVeld; petra.intveld"
    ),
    "Wilhelmina (Mina) van der Bos": (
        "Mina van der Bos; Wilhelmina van der Bos; W.A. van der Bos; W. van der Bos; M. van der Bos; "
        "Bos, W.A. van der; mevrouw Van der Bos; mevrouw W.A. van der Bos; Wilhelmina (Mina) van der Bos; "
        "Mina vd Bos; M. v.d. Bos; Mina v/d Bos; Wilhelmina A. van der Bos; minavanderbos; "
        "Wilhelmina “Mina” van der Bos; Mrs. van der Bos"
    ),
    "Els van den Berg-Jansen": (
        "Els van den Berg; Els Jansen; Els van den Berg - Jansen; E. Jansen; Berg-Jansen, Els van den; "
        "Els Berg-Jansen; mevrouw Van den Berg; mevrouw Jansen; mevrouw Van den Berg-Jansen; Els vd Berg-Jansen; "
        "elsjansen"
    ),
    "Jürgen Müller": (
        "J. Müller; Jurgen Muller; Juergen Mueller; Müller, Jürgen; Mueller, J.; Herr Müller; "
        "Ju\u0308rgen Mu\u0308ller"
    ),
    "Siobhán O'Brien": "Siobhan OBrien; S. O’Brien; Siobhán O Brien; O'Brien, Siobhan; Ms O'Brien; @obriensiobhan",
    "Jean-Luc D'Hondt": (
        "Jeanluc Dhondt; J.L. D'Hondt; J.-L. d’Hondt; Jean Luc D'Hondt; JL D'Hondt; D’Hondt, Jean-Luc; Jean D'Hondt"
    ),
    "王小明": "王小明; 王小明说; 我问王小明了",
    "Jan Boer": (
        "Jan Boer; Jan Boers boek; Jan Boer's boek; JAN BOER; J. Boer; Boer, J.; Boer Jan; de heer Boer; @jboer; "
        "#JanBoer"
    ),
    "Anna Point": "A. Point; Anna Point; a.point; a-point; Ms Point; Mrs. A. Point",
    "Jan Hans": "Jan Hans; Jan Hans' boek; J. Hans",
}  # fmt: skip
"""Forms that are blanked, of who is forgotten."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line of a table, by its columns."""

    cells: tuple[str, ...]

    def __str__(self) -> str:
        return " | ".join(self.cells)

    def __getitem__(self, at: int) -> str:
        return self.cells[at] if at < len(self.cells) else ""


def rows(table: list[str]) -> list[TableRow]:
    """The rows of a table."""
    return [TableRow(tuple(cell.strip() for cell in line.split("|"))) for line in table]
