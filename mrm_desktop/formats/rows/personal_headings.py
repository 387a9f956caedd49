"""The headings under which files keep what tells of a person, in the languages in which surveys are made where missions are.

English, French, Spanish and Portuguese; Arabic, Swahili, and the Arabic of Juba as it is written in Latin letters. A heading comes as
:func:`~mrm_desktop.formats.rows.columns.heading_key` returns it: small letters without accents, words joined by underscores.
"""

from __future__ import annotations

import re

_WHO = (
    r"(?:respondents?|interviewees?|interviewers?|enumerators?|participants?|beneficiar(?:y|ies)|victims?|survivors?|child(?:ren)?|child_s"
    r"|caregivers?|parents?|mother|father|household_head|head_of_(?:the_)?household|hh_head|informants?|witness(?:es)?|contacts?"
    r"|focal_points?|staff|interviewer|your|person|patients?|repondante?|enquete|enqueteur|enquetrice|victime|enfant|temoin|personne"
    r"|informateur|(?:chef_(?:de|du)_)?(?:menage|famille)|encuestad[oa]|victima|testigo|nin[oa]|jef[ea]_(?:de_)?(?:hogar|familia))"
)
_LATIN: dict[str, re.Pattern[str]] = {
    "name": re.compile(
        rf"(?:.*_)?{_WHO}(?:_s)?_(?:(?:full_|first_|last_|family_)?names?|nombres?|noms?)|(?:.*_)?(?:nom|nombre|name)s?_(?:(?:of|de|du|del|des|la|le|l|d|the|et"
        rf"|y|complet|prenom)_)*{_WHO}(?:_.*)?|(?:first|last|full|family|given|middle|sur|nick|fore)_?names?|(?:.*_)?prenoms?|apellidos?"
        r"|nom_complet|nombre_completo|nom_et_prenoms?|nombres?_y_apellidos?|nome_completo|noms_et_prenoms?|what_is_your_name|.*_your_(?:full_)?name"
    ),
    "phone": re.compile(
        r"(?:.*_)?(?:tele)?phones?(?:_.*)?|(?:.*_)?mobile(?:_(?:no|number|phone))?|(?:.*_)?cell_?(?:phone|number)|(?:.*_)?whats_?app(?:_.*)?"
        r"|msisdn|(?:.*_)?telefono(?:_.*)?|(?:.*_)?(?:telephone|telefone)(?:_.*)?|tel|tel_no|contact_(?:no|number)"
    ),
    "email": re.compile(r"(?:.*_)?e_?mails?(?:_address)?|courriel|correo(?:_electronico)?"),
    "identity": re.compile(
        r"(?:.*_)?(?:national_id|nin|passports?|passeport|pasaporte|id_card|identity_card|carte_d_identite|cedula|ration_card|dni"
        r"|voter_card|fingerprints?|biometrics?)(?:_.*)?|id_(?:no|number)|(?:.*_)?(?:case|unhcr|progres|proges|beneficiary|patient|registration)"
        r"_(?:id|no|number|code)"
    ),
    "birth": re.compile(
        r"(?:.*_)?(?:date_of_birth|dob|birth_?date|birth_?day|date_de_naissance|date_naissance|fecha_de_nacimiento)"
    ),
    "testimony": re.compile(
        r"(?:.*_)?(?:testimon(?:y|ies|io|ios)|temoignages?|stor(?:y|ies)|histoires?|historias?|narratives?|recits?|relatos?|what_happened|que_s_est_il_passe|que_paso"
        r"|victim_statement|witness_statement|statement)(?:_.*)?|(?:incident|event|abuse|violation)_(?:description|details|narrative)"
        r"|(?:description|details|recit)_(?:of_|de_|du_|the_|l_|d_)*(?:incident|event|evenement|abuse|violation|violence|abus)s?"
        r"|allegation_details"
    ),
    "informant": re.compile(
        r"(?:.*_)?informants?(?:_.*)?|(?:.*_)?informateurs?(?:_.*)?|source_(?:name|contact|person|phone)|reported_by|told_by|given_by"
        r"|(?:.*_)?witness(?:es)?(?:_.*)?|nom_de_la_source|temoin|who_told(?:_.*)?|contact_person"
    ),
}

_WHO_AR = (
    r"(?:ال)?(?:مستجيب|مجيب|مبحوث|مشارك|شخص|طفل|ضحية|ناج[يى]?|شاهد|مخبر|باحث|عداد|مقدم_الرعاية|ام|اب|والد|والدة|زوج|زوجة|مستفيد|مريض)(?:ة|ين|ون|ات)?"
    r"|(?:رب|ربة|رئيس|معيل)_(?:ال)?(?:اسرة|عائلة|بيت)|ولي_(?:ال)?امر"
)
_ARABIC = {
    "name": re.compile(
        rf"(?:.*_)?(?:ال)?اسم_(?:{_WHO_AR})(?:_.*)?|(?:.*_)?(?:ال)?اسم_(?:ال)?(?:كامل|ثلاثي|رباعي|اول|اخير)|(?:.*_)?(?:ال)?لقب|اسمك(?:_.*)?"
    ),
    "phone": re.compile(r"(?:.*_)?(?:ال)?(?:هاتف|تلفون|تليفون|موبايل|جوال|محمول|واتساب|واتس_اب)(?:_.*)?"),
    "identity": re.compile(
        r"(?:.*_)?(?:ال)?(?:هوية|بطاقة|جواز|جواز_السفر|رقم_الوطني|رقم_القومي|بصمة)(?:_.*)?|(?:ال)?رقم_(?:ال)?(?:وطني|قومي|قيد)"
    ),
    "birth": re.compile(r"(?:.*_)?تاريخ_(?:ال)?(?:ميلاد|ولادة)(?:_.*)?"),
    "testimony": re.compile(
        r"(?:.*_)?(?:ال)?(?:شهادة|افادة|رواية|سرد)(?:_.*)?|ماذا_(?:حدث|حصل)(?:_.*)?|(?:وصف|تفاصيل)_(?:ال)?(?:حادث|حادثة|انتهاك)(?:_.*)?"
    ),
    "informant": re.compile(r"(?:.*_)?(?:ال)?(?:مخبر|شاهد|شهود)(?:_.*)?|من_(?:اخبرك|قال|ابلغ)(?:_.*)?"),
}
_WHO_SW = (
    r"(?:mhojiwa|mhojaji|mtu|mtoto|watoto|mama|baba|mzazi|mlezi|mwathirika|manusura|shahidi|mgonjwa|mshiriki|mnufaika|mkuu_wa_(?:kaya|familia)"
    r"|mtoa_(?:taarifa|habari))"
)
_SWAHILI = {
    "name": re.compile(
        rf"(?:.*_)?(?:jina|majina)_(?:la|ya)_{_WHO_SW}(?:_.*)?|(?:.*_)?jina_(?:kamili|lako|la_kwanza|la_mwisho|la_ukoo)|majina_kamili"
    ),
    "phone": re.compile(r"(?:.*_)?(?:namba|nambari|no)_(?:ya_)?(?:simu|whatsapp)(?:_.*)?|(?:.*_)?simu(?:_.*)?"),
    "identity": re.compile(r"(?:.*_)?(?:kitambulisho|pasipoti|alama_za_vidole)(?:_.*)?"),
    "birth": re.compile(r"(?:.*_)?tarehe_ya_kuzaliwa(?:_.*)?"),
    "testimony": re.compile(r"(?:.*_)?(?:ushuhuda|ushahidi)(?:_.*)?|nini_kilitokea(?:_.*)?|maelezo_ya_tukio(?:_.*)?"),
    "informant": re.compile(r"(?:.*_)?(?:mtoa_(?:taarifa|habari)|shahidi|mashahidi)(?:_.*)?"),
}
_JUBA_ARABIC = {
    "name": re.compile(r"(?:.*_)?(?:isim|ism|usum)(?:_(?:ta_)?(?:zol|nas|wele|bit|mara|rajil|jahil|ita|inta|abu|um)(?:_.*)?)?"),
    "phone": re.compile(
        r"(?:.*_)?(?:nimra|nimir|numra)_(?:ta_)?(?:telefon|tilifon|talifon|fon)(?:_.*)?|(?:.*_)?(?:telefon|tilifon|talifon)(?:_.*)?"
    ),
    "testimony": re.compile(r"(?:.*_)?(?:sunu|shunu)_hasil(?:_.*)?"),
}
_BY_LANGUAGE = (_LATIN, _ARABIC, _SWAHILI, _JUBA_ARABIC)
STOPPED: dict[str, tuple[re.Pattern[str], ...]] = {
    reason: tuple(patterns[reason] for patterns in _BY_LANGUAGE if reason in patterns) for reason in _LATIN
}
"""By what a heading tells of, the patterns that find it."""
ADDRESS = re.compile(r"(?:.*_)?(?:home_|street_|postal_)?(?:address|adresse|direccion|endereco|anwani)|(?:ال)?عنوان(?:_.*)?")
# In a table of answers a bare "name" is a person's; in one of places it is the place's.
BARE_NAME = re.compile(r"names?|noms?|nombres?|nomes?|jina|majina|(?:ال)?اسم|(?:ال)?اسماء")
