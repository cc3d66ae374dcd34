"""Family names that are words of Dutch or English too: "de Boer", "Bakker", "Point". All folded."""

from __future__ import annotations

_TRADES = """
baker bakker barber bishop boer bouwman brewer brouwer butcher carpenter clerk coman cook cooper dekker draaier fisher
gardener herder hunter jager kapper keizer kok koning koper koster kramer kuiper maaier major marshall mason meester
metselaar meijer meyer miller molenaar mulder pachter page parson potter prins ridder ruiter schilder schipper schutter
shepherd singer slager smid smith snijder taylor timmerman tuinman turner verver visser voogd voerman walker weaver
wever zanger kaiser king knight priest abbot archer chandler constable dean draper fletcher forester fowler glover
porter sawyer spencer steward tanner tyler wright koopman kooper dokter ridder bode graaf hertog burger poorter
"""
_LAND = """
akker bank beach beek berg bergen bos bosch bridge broek brook brooks brug bush castle church cliff cross dam dale dijk
dorp duin eiland field fields fleet ford forest gracht grove haven heath heide heuvel hill hills hof hoek holt horst
house huis huizen kade kamp kasteel kerk lake land lane linde linden marsh meadow meer mere mill moer molen moor mount
oever park plein poel point polder pond poort pool post rivers river rock rots shore sluis sloot spring stad steen
stone straat street strand terp toren town tower tuin vaart valley veen veld velde vijver vliet wadden wal wall water
weg weide well wells west wijk wood woods woud zand zee noord oost zuid north south east brink es gouw heem hove kreek
laan lage hoge dal dam dammen eik eiken els elzen ham hagen haag kolk kuil nes oord plas rijn maas ijssel dyke
"""
_LIVING = """
adelaar appel arend beer berk bear bird bloem boom buck bull crane das dove drake duif eagle ekster finch fish fox gans
haan haas hare hart hawk herder hert hond kat kater kraai kuiken lam lamb lark leeuw lion lynx mees merel mol mus
olifant os ooievaar paard pauw peacock perk pike raaf raven rat reiger roos rose roses schaap slang snoek spreeuw
sparrow specht stier swan swift tulp valk vis vlinder vogel vos wolf wolff zwaan zwaluw ash birch elm flower holly ivy
leaf lily moss oak reed root thorn tree bean berry cherry graan gras haver mais noot peer pepper pruim rogge tarwe
"""
_QUALITIES = """
best black blank blauw blind blue bold brave bright broad brown bruin bruine dark dik dood down early eerlijk fair
fijn fine flink free fris geel gold good goede goed goud grand grauw gray great green grey grijs groen groene groot
grote hard helder hoog hope jong jonge jonges joy just klein kleine kort korte kroon krom laat lange lang long loud
love luck mager mild mooi new nieuw nobel noble old oud oude peace plat power price pride pure quick rechte red rich
rijk rijke ronde rood rode round scherp schoon sharp short silver slim small snel soft stark stark sterk stil still
stoute strong sweet trouw true truth vast vet vlug vrede vrij vroom warm welkom wijs white wild wilde wise wit witte
worth young zacht zilver zoet zuur zwaar zwart zwarte
"""
_THINGS = """
anker bal bakels band bed beek bell bier blok boek bol bond book booth boot bot bow box brand bread brood buis cash
chase child coffin coin cord cotton court cup day dag deur dish doorn drum eind feest flint fluit gate geld glas glass
goes green gun haak hall hamer hand hands hark head heart hoed hook horn huik ijzer iron kaars kaas kan kar karel ketel
key keys kist klok knoop knop kogel kool korf kost kuip lamp lid light lijn lock maan maat mark martin mast may mei
melk mes money moon munt naald night nail nacht oven paal page pan pen penning pijl pijp pin plank ploeg pot pound
punt raad rad rice ring roos rust salt schaal schaar schip schoen school schoot schop ship slot snow spar spijker spit
stam star start stock stok stoel storm summer sun table tak tas tijd ton touw trap vaas vat vlag vlam voet vuur wagen
wapen wiel wind wine winter wijn wolk wool work zaal zak zeil zomer zon zout zwaard april august june lente
herfst vandaag maandag vrijdag zondag man mann mens moeder vader broer zoon zuster oom kind buur gast vriend held
baas baron brother cousin friend guest hero boy bride grace faith game gift law lord loos loon maker marks mens
means meaning news note part parts pass plan play post press rand rest rule sale sense share side sign size sort
speed staff stage stand state step stop strange test time tool track trade trial trust turn type unit use view
waard walk ward watch way weight will wish word words works year zorg zaak werk dienst deel stuk lijst kaart
vraag antwoord begin kans keus moed mond naam punt reis rol schuld slag spel sprong stand stap straf taak val wacht
wens wet wil winst woord zin baan bouw bron dak dank druk duur ernst gang geest geluk gevaar gezag grond hulp
"""
ORDINARY = frozenset(f"{_TRADES}{_LAND}{_LIVING}{_QUALITIES}{_THINGS}".split())
