"""TextParts that say nothing about a subject, whatever the organisation; written by hand from general vocabulary."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


DUTCH_EMPTY = word_set(
    """aandacht aantal aanvulling achtergrond actie actiepunt afbeelding afgelopen afspraak agenda agendapunt
    algemeen alternatief antwoord april artikel aspect augustus auteur avond basis bedoeling begin behoefte
    bekijk belang beperking beschikking beschrijving beste betekenis betrekking bezwaar bijdrage bijlage
    bijvoorbeeld blad blok boek bron collega commentaar conclusie context dag dank datum december deel
    deelnemer detail ding dinsdag document doel dom donderdag duidelijk eens eerste effect einde element
    ervaring etc exemplaar extra februari feit fout functie gang gebied gebruik gedachte geen geheel
    gelegenheid geluid gemak gesprek geval gevolg gisteren goed groep groet groot half hand heer hoeveelheid
    hoofdstuk hulp idee iemand iets informatie ingang inhoud initiatief inleiding inzicht item jaar januari
    juli juni juist kader kans kant keer keuze klein klik kort kwaliteit kwestie laatst lang later leven lid
    lijn lijst link maand maandag maart maal maatregel man manier mei melding mening mens mevrouw middag
    midden minuut moeite mogelijkheid moment morgen naam nacht nadeel niveau niets noot november nummer
    object ochtend oktober onderdeel onderwerp ontwikkeling oog oordeel oorzaak opmerking oplossing optie
    opzet orde overzicht paar pagina paragraaf periode persoon plaats plan plek positie presentatie probleem
    proces product project punt reactie reden regel relatie rest resultaat richting rol ruimte samenvatting
    samenwerking schema seconde september situatie slot soort stap stand start status stuk stukje systeem
    tabel taak tekst term thema tijd tip titel toelichting toepassing toekomst type uitgang uitleg uitwerking
    uitzondering uur vandaag variant verband verhaal verschil versie vervolg verwijzing vergadering verslag
    vertegenwoordiger voorbeeld voordeel voorkeur voorstel voorwaarde voorzitter vorm vraag vrijdag waarde
    wat wat week weekend weg wens werk werkelijkheid wereld wijze wijziging woensdag woord zaak zaken
    zaterdag zekerheid zin zondag zoektocht bedankt groetjes hallo dankjewel dhr mevr blz nr ivm oa mbt tbv
    zie"""
)
"""Dutch nouns that are no subject by themselves."""
DUTCH_EMPTY_MODIFIERS = word_set(
    """aanstaand afgelopen algemeen ander beide belangrijk bepaald bepaalde beschikbaar best betreffend beter
    bestaand bovenstaand deel derde dergelijk dezelfde diverse duidelijk echt een eerste eigen elk enig enkel
    enkele erg extra gehele gelijk genoemd gewoon goed goede groot grote half heel hele hoog huidig ieder
    juist juiste klein kleine komend kort laatst laatste lang lange leuk mooi meer meerdere mogelijk moeilijk
    nader nieuw nieuwe nodig nuttig onderstaand oud overig recent relevant samen slecht snel specifiek tal
    tweede vaak veel verder vele verschillend verschillende vierde vijfde volgend volgende volledig voorgaand
    vorig vorige waar weinig wel zeker zelfde zo zogenaamd zulk"""
)
ENGLISH_EMPTY = word_set(
    """ability access account action advantage afternoon agenda amount answer anybody anyone anything approach
    april area argument article aspect attempt attention august author background bad basis beginning
    behavior behaviour benefit bit block body book bottom bunch case cause chance change chapter choice class
    click clue colleague comment community concern conclusion condition confusion content context copy
    correspondence couple course date day deal december decision default definition description detail
    difference difficulty direction discussion doc document documentation dozen edge effect effort email end
    error evening event everybody everyone everything example exception experience explanation expression
    fact fault favor feature february feedback feeling field figure file folder form format friday friend
    front function future goal good group guess guy half hand head help hint hope hour http idea image impact
    implementation improvement info information input instance instead intent interest introduction issue
    item january july june keep key kind lack language last layer left length letter level life line link
    list location lot man manner march matter meaning meantime mention message method middle mind minute
    mistake moment monday month morning motivation name need news night no note nothing notice november
    number object objection october one operation opinion opportunity option order other others output
    overview page paragraph part party past patch path people period person perspective piece place plan
    point position possibility post practice preference presence problem process product progress project
    proposal purpose question reason recommendation reference regard regards reply report request requirement
    response rest result right role room rule sake saturday scope second section sense sentence september set
    side sign situation size solution somebody someone something sort source start state statement status
    step stuff style suggestion summary sunday support syntax system table task team term test text thank
    thanks thing think thought thread thursday time tip title today tomorrow tool top topic touch trick
    trouble tuesday turn type understanding update usage use user value variety version view way web website
    wednesday week weekend weird whole will word work world worry year yesterday yes hi hello cheers dear
    sincerely mr mrs ms dr etc eg ie ok okay todo fyi imo imho btw lol n/a w/o"""
)
"""English nouns that are no subject by themselves."""
ENGLISH_EMPTY_MODIFIERS = word_set(
    """able actual additional afraid alternative another appropriate available bad basic best better big bigger
    certain clear common complete correct couple current different difficult easy entire equivalent exact
    existing extra few final fine first following former full further general good great half happy hard high
    important individual initial interesting large larger last later latest least less likely little long
    main major many minor more most much necessary new next nice normal obvious old only other our own
    particular past possible potential present previous proper quick real recent relevant right same second
    separate several short similar simple single small some special specific sure such third total true
    typical unable useful usual various very whole wrong"""
)

EMPTY = {"nl": DUTCH_EMPTY, "en": ENGLISH_EMPTY}
EMPTY_MODIFIERS = {"nl": DUTCH_EMPTY_MODIFIERS, "en": ENGLISH_EMPTY_MODIFIERS}
EMPTY_ANYWHERE = word_set("aantal lot bit bunch kind sort soort type paar couple hoeveelheid number manier wijze way")
"""TextParts that make a whole phrase empty: "number of", "soort van"."""
LINKERS = {"nl": frozenset({"van", "voor"}), "en": frozenset({"of"})}
"""Prepositions that hold a term together."""
