"""Words of MediaWiki's markup in the languages of its wikis: namespaces, redirects, pictures, other languages."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CATEGORY = _words(
    "category categorie kategorie catégorie categoria categoría categorias kategori kategoria kategory kategória "
    "luokka категория"
)
FILE = _words(
    "file image media bestand afbeelding beeld ofbyld lêer datei bild fichier archivo imagen immagine arquivo ficheiro "
    "imagem plik grafika fil bilde billede kuva tiedosto soubor fájl kép fișier imagine resim dosya файл média"
)
USER = _words(
    "user gebruiker benutzer benutzerin utilisateur utilisatrice usuario usuaria utente usuário usuária bruker bruger "
    "användare käyttäjä meidogger uživatel użytkownik wikipedysta"
)
USER_TALK = frozenset(
    {
        "user talk", "overleg gebruiker", "gebruikerbespreking", "benutzer diskussion", "benutzerin diskussion",
        "discussion utilisateur", "discussion utilisatrice", "usuario discusión", "discussioni utente",
        "usuário discussão", "brukerdiskusjon", "brugerdiskussion", "användardiskussion", "keskustelu käyttäjästä",
        "meidogger oerlis", "dyskusja użytkownika", "diskuse s uživatelem",
    }
)  # fmt: skip
REDIRECT = _words(
    "REDIRECT DOORVERWIJZING WEITERLEITUNG REDIRECTION REDIRECCIÓN REDIRECCION RINVIA RINVIO RIMANDO REDIRECIONAMENTO "
    "PATRZ PRZEKIERUJ OMDIRIGERING OMDIRIGER OHJAUS UUDELLEENOHJAUS PŘESMĚRUJ ÁTIRÁNYÍTÁS ПЕРЕНАПРАВЛЕНИЕ ПЕРЕНАПР "
    "AANSTUUR REDIRECTEAZA REDIRECCIÓ BIRZUZENDU YÖNLENDİRME YÖNLENDİR 転送 重定向 넘겨주기"
)
NAMESPACES = {
    "talk": 1, "overleg": 1, "diskussion": 1, "discussion": 1,
    "project": 4, "project talk": 5, "overleg project": 5,
    "file talk": 7, "overleg bestand": 7, "overleg afbeelding": 7, "datei diskussion": 7, "discussion fichier": 7,
    "mediawiki": 8, "mediawiki talk": 9, "overleg mediawiki": 9,
    "template": 10, "sjabloon": 10, "vorlage": 10, "modèle": 10,
    "template talk": 11, "overleg sjabloon": 11, "vorlage diskussion": 11, "discussion modèle": 11,
    "help": 12, "hilfe": 12, "aide": 12, "help talk": 13, "overleg help": 13,
    "category talk": 15, "overleg categorie": 15, "kategorie diskussion": 15, "discussion catégorie": 15,
    "module": 828, "modul": 828,
    **dict.fromkeys(USER, 2), **dict.fromkeys(USER_TALK, 3), **dict.fromkeys(FILE, 6), **dict.fromkeys(CATEGORY, 14),
}  # fmt: skip
"""Numbers of namespaces, for dumps that do not state them."""
PICTURE = _words(
    "thumb thumbnail frame framed enframed frameless border left right center centre none upright baseline sub "
    "super sup  top text-top middle bottom text-bottom miniatuur omkaderd kaderloos rand links rechts gecentreerd "
    "geen rechtop  grondlijn boven tekst-boven midden beneden tekst-beneden mini miniatur gerahmt rahmenlos "
    "zentriert ohne hochkant  grundlinie tief tiefgestellt hoch hochgestellt oben text-oben mitte unten text- "
    "unten vignette cadre encadré encadre  sans_cadre non_encadré bordure gauche droite centré néant neant "
    "redresse ligne-de-base haut haut-texte milieu bas  bas-texte"
)
"""How a picture is shown, where its caption could stand."""
LANGUAGES = _words(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en "
    "eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv "
    "ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne "
    "ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss "
    "st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu simple als ast "
    "arz ceb ckb nds nds-nl pap pms scn vls zea war zh-yue zh-min-nan be-tarask bat-smg fiu-vro map-bms roa-rup"
)
"""Prefixes of links to the same page in another language, which are no part of the text."""
_REDIRECT = re.compile(
    rf"\A\s*[#＃](?:{'|'.join(sorted(REDIRECT))})[\s:]{{0,5}}\[\[[^\[\]\n]{{1,500}}\]\]", re.IGNORECASE
)


def is_redirect(source: str) -> bool:
    """Whether this page only leads to another one."""
    return bool(_REDIRECT.match(source[:1000]))


def is_picture_word(text: str) -> bool:
    """Whether this part of a picture says how it is shown, and is no caption."""
    word, is_set, _ = text.strip().casefold().partition("=")
    word = word.strip()
    if word.endswith("px") and word[:-2].strip().replace("x", "").isdigit():
        return True
    return (
        word in PICTURE or (bool(is_set) and word.isalpha()) or (len(word.split()) == 2 and word.split()[1].isdigit())
    )


def prefix_of(title: str) -> str:
    """What stands before the first colon of a link or title, as a namespace is compared."""
    return title.partition(":")[0].replace("_", " ").strip().casefold() if ":" in title else ""
