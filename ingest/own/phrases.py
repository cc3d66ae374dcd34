"""What mail programs and habit write around a message, in the languages that mail programs speak; patterns of `re`."""

from __future__ import annotations

import re

ACCENTED = re.compile(r"[à-öø-ÿłńśşı]")


def either(lines: str) -> str:
    """A pattern for any of these lines, also where an archive lost the accents."""
    return "(?:" + _unaccented("|".join(line.strip() for line in lines.strip().splitlines())) + ")"


def _unaccented(pattern: str) -> str:
    return ACCENTED.sub(lambda letter: f"(?:{letter[0]}|[?\ufffd]{{1,2}})", pattern)


SAYS = either(
    """
    wrote|writes|said|says
    schreef|schrijft|zei|geschreven
    schrieb|schreibt|sagte
    écrit|ecrit|a dit
    escribió|escribio|dijo
    ha scritto|scrisse
    escreveu|disse
    skrev|kirjoitti|napisał[a-z]{0,3}|napsala?|yazdı|írta|a scris
    написала?|пишет|写道|のメッセージ
    """
)
FIELDS = {
    "from": "from|van|von|de|da|från|fra|od|lähettäjä|expéditeur|afzender|remitente|mittente|От",
    "sent": "sent|date|verzonden|datum|gesendet|envoyé|enviad[oa](?: em)?|inviato|data|fecha|skickat|sendt|Дата",
    "to": "to|aan|an|à|para|a|per|till|til|do|pour|Кому",
    "cc": "cc|kopie|copie|copia|kopia|kopi|reply-to|antwoord aan|importance|urgentie|bijlagen|attachments",
    "subject": "subject|onderwerp|betreff|objet|asunto|oggetto|assunto|ämne|emne|temat|Тема",
}
"""Names of the headers of a copied message."""
ORIGINAL = either(
    """
    original (?:message|appointment)
    oorspronkelijke? bericht
    ursprüngliche nachricht
    message (?:original|d'origine)
    mensaje original|messaggio originale|mensagem original
    ursprungligt meddelande|oprindelig meddelelse
    """
)
FORWARDED = either(
    """
    (?:(?:start|begin(?:ning)?) of )?forwarded (?:message|by)
    (?:doorgestuurd|doorgezonden) (?:bericht|door)
    weitergeleitete nachricht|weitergeleitet von
    message (?:transféré|transmis)|(?:transféré|réacheminé|faire suivre) par
    mensaje reenviado|messaggio inoltrato|mensagem encaminhada
    vidarebefordrat meddelande|videresendt
    """
)
BEGIN_FORWARDED = either(
    """
    begin forwarded message
    begin (?:van het )?doorgestuurd(?:e)? bericht
    anfang der weitergeleiteten nachricht
    début du message (?:transféré|réexpédié)
    inicio del mensaje reenviado
    inizio (?:del )?messaggio inoltrato
    início da mensagem (?:reencaminhada|encaminhada)
    """
)
MESSAGE_OF = either(
    """
    (?:original )?message from|(?:oorspronkelijk )?bericht van|(?:ursprüngliche )?nachricht von|message de
    """
)
END_OF = either(
    """
    end (?:of )?(?:the )?(?:forwarded |original )?message
    einde? (?:van )?(?:het )?(?:doorgestuurde? |oorspronkelijke? )?bericht
    ende (?:der )?(?:weitergeleiteten? |ursprünglichen? )?nachricht
    fin d[ue] message(?: transféré)?
    fin de(?:l)? mensaje(?: reenviado)?|fine (?:del )?messaggio(?: inoltrato)?|fim d[ae] mensagem(?: encaminhada)?
    """
)
"""What Horde, mutt and Gnus put below a message that they pass on or copy."""
MEMBER = either(
    """
    you received this message because you are subscribed to
    to unsubscribe from this group
    je hebt dit bericht ontvangen omdat je je hebt (?:aangemeld|geabonneerd)
    u hebt dit bericht ontvangen omdat
    sie erhalten diese nachricht, weil
    vous recevez ce message car
    """
)
SENT_FROM = either(
    """
    sent (?:from|via|with|using) \\S
    sent on the go|get outlook for|download outlook
    outlook (?:voor|for|für|pour|para) (?:ios|android)
    (?:verstuurd|verzonden) (?:vanaf|vanuit|via|met|van mijn)\\s
    von mein(?:em|er) [^\\n]{1,40} gesendet|gesendet (?:von|mit)\\s
    envoyé (?:de|depuis|à partir de)\\s
    enviado (?:desde|do|de|a partir)\\s
    inviato (?:da|dal|con)\\s
    skickat från|sendt fra|lähetetty|wysłane z
    """
)
CLOSING = either(
    """
    (?:met )?(?:vriendelijke|hartelijke?|beste) groet(?:en|jes)?
    (?:hartelijke |veel |lieve )?groet(?:en|jes)?|mvg|m\\.v\\.g|hoogachtend
    (?:kind|best|warm|warmest|many)(?:est)? regards|regards|best wishes|all the best|best|cheers
    yours (?:sincerely|faithfully|truly)|sincerely(?: yours)?|yours|respectfully|hth|hope (?:this|that|it) helps
    (?:many )?thanks(?: (?:a lot|again|so much|very much|in advance))*
    thank you(?: (?:again|so much|very much|in advance))*
    (?:alvast |hartelijk )?(?:bedankt|dank)(?: u| je)?|danke|merci(?: d'avance)?|gracias|grazie|obrigad[oa]
    mit freundlichen grüßen|mit freundlichem gruß|(?:viele|beste|liebe) grüße|mfg
    (?:bien )?cordialement|saludos|un saludo|cordiali saluti|atenciosamente|abraços
    """
)
ABOUT = either(
    """
    about|over|über|à propos d[eu]|sobre|acerca de|su|om
    """
)
AUTHOR = either(
    """
    the authors?|de auteurs?|de schrijf?ster|de schrijver|den autor|die autorin|l'auteure?|el autor|la autora
    l'autore|l'autrice|o autor|a autora|författaren|forfatteren
    """
)
LEGAL = either(
    """
    disclaimer|confidential|vertrouwelijk|vertraulich|confidentiel|riservat
    intended (?:only |solely )?(?:recipient|for the)|unintended recipient
    uitsluitend (?:bestemd|bedoeld)|niet (?:de )?(?:bedoelde|geadresseerde)|geadresseerde
    abusievelijk|ten onrechte|in error|privileged|virus(?:sen)?
    aansprakelijk|no liability|not liable|print(?:ing)? this e-?mail
    dit e-?mailbericht|this e-?mail (?:message )?(?:and|is|may|contains)
    diese e-?mail|ce (?:message|courriel)|destinataire
    """
)
PAPER = either(
    """
    (?:please )?(?:consider|think (?:of|about)) (?:the|your|our) (?:environment|environmental responsibility|trees)
    think (?:green|twice|before you print)|(?:do|don['’]t) (?:you )?(?:really )?(?:need to )?print this
    (?:denk|denkt u) (?:aan|om) (?:het|ons|uw) milieu|spaar (?:het milieu|papier|een boom)|bespaar papier
    bitte (?:denken sie an|prüfen sie)[^\n]{0,40}(?:umwelt|druck)|pensez (?:à l'environnement|vert)
    (?:antes de imprimir|prima di stampare)
    """
)
"""What stands below a message so that nobody prints it."""
OUTSIDE = either(
    """
    \\bextern(?:al|e|er|es)?\\b|outside (?:of )?(?:the|your|our) (?:organi[sz]ation|company|network)
    (?:van )?buiten (?:de|uw|onze|jouw|het) (?:organisatie|bedrijf|netwerk)|onbekende afzender|unknown sender
    außerhalb (?:der|ihrer|unserer) organisation|(?:l')?extérieur de (?:l'organisation|votre organisation)
    don't often get email from|ontvangt niet vaak e-?mail van|erhalten nicht oft e-?mails von
    """
)
CAREFUL = either(
    """
    do not (?:click|open|reply)|don't click|links|bijlagen?|attachments?|anhänge|pièces jointes|liens
    recogni[sz]e the sender|de afzender (?:her|ver)kent|(?:de )?afzender (?:herkent|vertrouwt)|absender kennen
    be (?:cautious|careful)|wees (?:voorzichtig|alert)|vorsicht|learn why this is important|leer waarom
    """
)
"""What mail servers put above mail from elsewhere: where it came from, and what not to click."""
OUT_OF_OFFICE = either(
    """
    out of (?:the )?office|auto(?:matic)?[ -]?reply|automatic reply|auto response|on (?:vacation|holiday)
    automatisch (?:antwoord|bericht)|afwezig(?:heid)?(?:sbericht|sassistent)?|niet aanwezig
    automatische antwort|abwesenheits(?:notiz|nachricht)|abwesend
    réponse automatique|absence du bureau
    respuesta automática|fuera de (?:la )?oficina
    risposta automatica|fuori sede
    resposta automática
    autosvar|automatiskt svar
    """
)
FAILED = either(
    """
    undeliver(?:able|ed)|delivery status notification|delivery (?:failure|has failed)
    mail delivery (?:failed|system)|returned mail
    onbestelbaar|niet bezorgd|unzustellbar|non remis|no se puede entregar
    read: |gelezen: |not read: |niet gelezen: |leesbevestiging|lesebestätigung
    """
)
SYNDICATED = (
    r"(?:(?:the post|het bericht|(?:der )?beitrag|(?:cet )?article|l[’']article|la entrada|l[’']articolo|o post)\s"
    r"[^\n]{1,300}?\s(?:appeared first on|(?:verscheen|is verschenen|werd) (?:eerst|als eerste) op|erschien zuerst auf|"
    r"est apparu en premier sur|se publicó primero en|proviene da|apareceu primeiro em)\s[^\n]{1,200})$"
)
