"""Usual given names in Dutch, English, German and French speaking countries. All folded.

They only keep a person from being taken for a group; who has another given name needs no entry.
"""

from __future__ import annotations

_DUTCH = """
aad ada aafke aagje aart abdel abel ad adriaan adriana afke agnes ahmed albert alex alexander ali alice alida alie
allard amber amina an anita anja anke ankie ann anna anne anneke annelies annemarie annemiek annet annette anouk ans
anton antoon arend arie arjan arjen arno arnold arthur astrid aukje babette barbara barend bart bas bastiaan beatrijs
ben benno berend bernard bert berta berthe bianca bo bob boris boudewijn bouke bram brecht brigitte britt bruno carel
carla carlijn carlo carolien caroline casper cees celine charlotte chris christa christiaan christien cindy claartje
coen conny cor cora cornelis corrie daan daniel danielle david dennis diana dick diede diederik dimitri dineke dirk
dolf dominique dorien douwe ed eddy edith edwin eef eline elisabeth elise elke ella ellen els elsa elsbeth emiel emma
eric erik erika erna ernst esmee esther eva evelien evert fatima femke fenna ferdinand ferry filip fleur floor floris
fokke folkert fons frank frans fred freek frederik frits gea geert geertje geertruida gerard gerben gerda gerhard
gerrit gert gijs gijsbert ginny greet greta guido guus hanna hannah hanneke hannes hans harm harmen harrie harry
hassan heidi hein helen helena henk hendrik henny herman hester hetty hilde hind hugo huub ida ilona ilse ineke ingrid
iris irma isa isabel ivo jaap jacco jacob jacqueline jan jana janine janneke jannie jantje jasmijn jasper jef jelle
jelmer jenny jeroen jesse jessica jet jip job jochem joep johan johanna john jolanda jolien joost jordy joris jos jose
josephine joyce judith julia jurgen jurre juul kaat karel karen karim karin karlijn kasper katja kees khadija kim
kirsten klaas koen koos kris krista lara lars laura laurens leen leendert lenie lennart leo leon leonie lex lies
liesbeth lieke lien lieve linda lisa lisette loes lotte louis louise luc lucas lucia luuk maaike maarten maartje
machteld mandy manon marc marcel margot margreet margriet maria marianne marieke marijke marijn marina marion marit
mariska marjan marjolein mark marleen marlies marloes martijn martin martine mathijs matthijs maud maurits maxime
meike melanie menno merel michel michiel mieke miep mike mila milan milou mirjam mirthe moniek monique myrthe nadia
nanda nathalie nico nicole niek niels nienke nina noah noor noortje olaf olga onno oscar otto pascal patrick paul
paula paulien pauline peer pepijn peter petra philip piet pieter pim pleun puck quinten rachid ramon rein reinier
rembrandt remco rene renee renske rianne richard rick rik rita rob robbert robert robin roderick roel roelof rogier
roland ron ronald roos rosa rosalie roy ruben rudi ruth ruud saar sabine samir sander sandra sanne sara sarah saskia
sebastiaan selma shirley siebe siem sietske sigrid silvia simon simone sjaak sjoerd sjors sofie sonja sophie stan stef
stefan steven stijn susan susanne suzanne sven sybren sylvia sytse tamara tanja ted teun thea theo thijs thomas tijmen
tijs tim timo tineke titia tjeerd tobias tom ton tonny toon trijntje truus tygo ursula valerie vera victor vincent
wessel wiebe wiebren wiel wil wilco wilfred wilhelmina willem willemijn willy wim wout wouter xander yara yasmin
yasmina yusuf yvette yvonne zoe
"""
_ENGLISH = """
aaron abigail adam adrian aidan alan alison allison amanda amy andrea andrew angela anthony arthur ashley audrey
austin barry becky benjamin beth betty bill billy bradley brandon brenda brian bruce bryan cameron carl carol
catherine chad charles charlie cheryl christina christine christopher claire clara colin connor craig dan danny darren
dave deborah debra derek diane donald donna doris dorothy doug douglas duncan dylan edward eleanor elizabeth emily
eric ethan evan fiona frances gareth gary gavin geoff george gerald gina glen glenn gloria gordon grace graham greg
gregory harold heather henry howard hugh ian isaac jack jackie james jamie jane janet jason jay jean jeff jeffrey
jennifer jeremy jerry jill jim jimmy joan joanna joanne joe joel jonathan jordan joseph josh joshua joy juan judy
julian julie justin karl kate katherine kathleen kathryn kathy katie keith kelly ken kenneth kevin kirk kyle larry
lauren laurie lawrence lee leslie lewis liam logan lucy luke lynn malcolm marcus margaret marie marilyn martha mary
mason matt matthew max megan melissa michael michelle miles miriam molly nancy nathan neil nicholas nick nigel nora
oliver olivia owen pam pamela pat patricia peggy phil philip phillip rachel ralph randy ray raymond rebecca rodney
roger rose ross russell ruth ryan sally sam samantha samuel scott sean seth shane sharon shaun sheila simon sophia
spencer stacy stanley stephanie stephen steve stewart stuart sue tara taylor teresa terry tina todd tony tracy trevor
tyler vanessa vernon veronica victoria virginia walter wanda warren wayne wendy wesley wilma zachary
"""
_GERMAN_AND_FRENCH = """
achim andreas anke annegret antje armin axel bernd bernhard bettina birgit bjorn christian christoph claudia claus
cornelia dagmar detlef dieter dietmar dominik doris elke erich erwin eugen eva felix ferdinand florian friedrich fritz
gabi gabriele georg gerd gisela gudrun gunter gunther hanno harald hartmut heike heiko heinrich heinz helga helmut
herbert holger horst ilse ingo jens joachim jochen jorg josef jurgen karsten katharina katrin klaus konrad kurt lorenz
ludwig lutz manfred manuela margarete margit markus martina matthias monika moritz norbert olaf oliver otto petra
rainer ralf reinhard renate roland rolf rudiger rudolf sabine sebastian siegfried silke steffen stefanie susanne sven
thorsten torsten ulrich ulrike ursula ute uwe volker walter werner wilhelm wolfgang alain amelie andre antoine arnaud
aurelie baptiste benoit bernadette camille cecile cedric chantal christelle christophe clement corinne damien denis
didier dominique elodie emmanuel eric etienne fabien fabrice florence franck francois francoise frederic gael
genevieve gilles guillaume guy helene herve isabelle jacques jerome julien laurence laurent luc lucie marc marion
mathieu maurice michele monique nadine nicolas odile olivier pascale patrice philippe pierre regis remi romain
sandrine sebastien serge severine stephane sylvain sylvie thierry valentin veronique virginie xavier yann yannick yves
yvette
"""
_ELSEWHERE = """
abdul abdullah aisha alejandro ana andrei anil antonio arjun bilal carlos chen dmitri elena emre fatma francisco
giovanni giulia giuseppe hamid hiroshi ibrahim igor ivan javier jing jorge jose karim kenji lakshmi li luca luigi luis
maria marco mario mehmet mei miguel mohamed mohammed muhammad murat mustafa naomi natalia nikolai olga omar pablo
paolo pavel pedro piotr priya rafael rahul raj rajesh ravi sanjay santiago sergei sergio stefano sunil sven tomasz
tunde vijay vladimir wei xin yuki yusuf zeynep
"""
GIVEN = frozenset(f"{_DUTCH}{_ENGLISH}{_GERMAN_AND_FRENCH}{_ELSEWHERE}".split())
