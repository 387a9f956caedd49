"""The questions of our own perception survey, in the four languages of the program.

They ask what the method needs and nothing about a person: no name, no number, no free text, no device. Whoever refuses is counted.
"""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("English (en)", "Français (fr)", "العربية (ar)", "Español (es)")
FORM_ID = "mrm_perception"
FORM_VERSION = "2026112301"
TITLES = (
    "Perception of peacekeepers",
    "Perception des casques bleus",
    "نظرة المجتمع إلى حفظة السلام",
    "Percepción de los cascos azules",
)

Labels = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Ask:
    """One row of the survey sheet: type, name, labels in the order of :data:`LANGUAGES`, when it is asked, whether it must be."""

    type: str
    name: str
    labels: Labels = ("", "", "", "")
    relevant: str = ""
    required: bool = False


_CONSENTED = "${consent} = 'yes'"

QUESTIONS: tuple[Ask, ...] = (
    Ask("today", "today"),
    Ask(
        "note",
        "intro",
        (
            "Do not write names, phone numbers or anything by which a person could be found. Do not ask children.",
            "N'écrivez ni nom, ni numéro, ni rien qui permette de retrouver une personne. N'interrogez pas les enfants.",
            "لا تكتب أسماء أو أرقام هواتف أو أي شيء قد يدل على شخص. لا تسأل الأطفال.",
            "No escriba nombres, números ni nada que permita encontrar a una persona. No pregunte a niños.",
        ),
    ),
    Ask("begin_group", "where", ("Where", "Où", "المكان", "Dónde")),
    Ask(
        "text",
        "area_code",
        ("Code of the area (P-code)", "Code de la zone (P-code)", "رمز المنطقة (P-code)", "Código de la zona (P-code)"),
        required=True,
    ),
    Ask(
        "text",
        "rated",
        (
            "Which contingent or base do people mean? (code, or leave empty)",
            "De quel contingent ou de quelle base parlent-ils ? (code, ou vide)",
            "أي وحدة أو قاعدة يقصد الناس؟ (الرمز أو اتركه فارغا)",
            "¿De qué contingente o base hablan? (código, o vacío)",
        ),
    ),
    Ask("end_group", ""),
    Ask(
        "select_one consent",
        "consent",
        (
            "Does the person agree to answer?",
            "La personne accepte-t-elle de répondre ?",
            "هل يوافق الشخص على الإجابة؟",
            "¿Acepta la persona responder?",
        ),
        required=True,
    ),
    Ask(
        "select_one stratum",
        "stratum",
        ("Who is answering?", "Qui répond ?", "من الذي يجيب؟", "¿Quién responde?"),
        required=True,
    ),
    Ask("begin_group", "views", ("Views", "Opinions", "الآراء", "Opiniones"), _CONSENTED),
    Ask(
        "select_one effect",
        "pk_effect",
        (
            "For people here, are things better or worse when peacekeepers come?",
            "Pour les gens d'ici, est-ce mieux ou pire quand les casques bleus viennent ?",
            "بالنسبة للناس هنا، هل تصبح الأمور أفضل أم أسوأ عندما يأتي حفظة السلام؟",
            "Para la gente de aquí, ¿las cosas van mejor o peor cuando vienen los cascos azules?",
        ),
    ),
    Ask(
        "select_one yesno",
        "pk_party",
        (
            "Do people here think that the peacekeepers take sides?",
            "Les gens d'ici pensent-ils que les casques bleus prennent parti ?",
            "هل يعتقد الناس هنا أن حفظة السلام ينحازون إلى طرف؟",
            "¿Piensa la gente de aquí que los cascos azules toman partido?",
        ),
    ),
    Ask(
        "select_one yesno",
        "pk_seen_with",
        (
            "Would people here mind being seen with them?",
            "Les gens d'ici seraient-ils gênés d'être vus avec eux ?",
            "هل يتحرج الناس هنا من أن يراهم أحد معهم؟",
            "¿Le importaría a la gente de aquí que la vean con ellos?",
        ),
    ),
    Ask(
        "select_one conduct",
        "pk_conduct",
        (
            "How do they behave towards people here?",
            "Comment se conduisent-ils avec les gens d'ici ?",
            "كيف يتصرفون تجاه الناس هنا؟",
            "¿Cómo se portan con la gente de aquí?",
        ),
    ),
    Ask(
        "select_one frequency",
        "patrol_frequency",
        (
            "How often do patrols come? (never ask on which days or by which road)",
            "À quelle fréquence viennent les patrouilles ? (ne demandez ni le jour ni la route)",
            "كم مرة تأتي الدوريات؟ (لا تسأل عن الأيام أو الطريق)",
            "¿Con qué frecuencia vienen las patrullas? (no pregunte días ni caminos)",
        ),
    ),
    Ask("end_group", ""),
)

_NEITHER_WORD: tuple[tuple[str, Labels], ...] = (
    ("dk", ("Don't know", "Ne sait pas", "لا أعرف", "No sabe")),
    ("pns", ("Prefer not to say", "Préfère ne pas répondre", "أفضل عدم الإجابة", "Prefiere no responder")),
)
_YES_NO: tuple[tuple[str, Labels], ...] = (("yes", ("Yes", "Oui", "نعم", "Sí")), ("no", ("No", "Non", "لا", "No")))

CHOICES: dict[str, tuple[tuple[str, Labels], ...]] = {
    "consent": _YES_NO,
    "stratum": (
        ("women", ("Women", "Femmes", "نساء", "Mujeres")),
        ("men", ("Men", "Hommes", "رجال", "Hombres")),
        ("displaced", ("Displaced people", "Déplacés", "نازحون", "Desplazados")),
        ("host", ("Host community", "Communauté hôte", "المجتمع المضيف", "Comunidad de acogida")),
        ("youth", ("Youth", "Jeunes", "شباب", "Jóvenes")),
        ("all", ("Mixed", "Ensemble", "الكل", "Todos")),
    ),
    "effect": (
        ("much_worse", ("Much worse", "Bien pire", "أسوأ بكثير", "Mucho peor")),
        ("worse", ("Worse", "Pire", "أسوأ", "Peor")),
        ("no_difference", ("No difference", "Aucune différence", "لا فرق", "Sin diferencia")),
        ("better", ("Better", "Mieux", "أفضل", "Mejor")),
        ("much_better", ("Much better", "Bien mieux", "أفضل بكثير", "Mucho mejor")),
        *_NEITHER_WORD,
    ),
    "conduct": (
        ("very_bad", ("Very bad", "Très mauvais", "سلبي جدا", "Muy negativo")),
        ("bad", ("Bad", "Mauvais", "سلبي", "Negativo")),
        ("neutral", ("Neutral", "Neutre", "محايد", "Ni positivo ni negativo")),
        ("good", ("Good", "Bon", "إيجابي", "Positivo")),
        ("very_good", ("Very good", "Très bon", "إيجابي جدا", "Muy positivo")),
        *_NEITHER_WORD,
    ),
    "yesno": (*_YES_NO, *_NEITHER_WORD),
    "frequency": (
        ("weekly", ("Every week or more", "Chaque semaine ou plus", "كل أسبوع أو أكثر", "Cada semana o más")),
        ("fortnightly", ("Every two weeks", "Toutes les deux semaines", "كل أسبوعين", "Cada dos semanas")),
        ("monthly", ("Every month", "Chaque mois", "كل شهر", "Cada mes")),
        ("quarterly", ("Every few months", "Tous les quelques mois", "كل بضعة أشهر", "Cada varios meses")),
        ("none", ("Never", "Jamais", "أبدا", "Nunca")),
        ("unknown", ("Don't know", "Ne sait pas", "لا أعرف", "No sabe")),
    ),
}


def labels_of(name: str) -> tuple[str, ...]:
    """Return the labels of a question in all languages; they are known as headings of exports."""
    return next(ask.labels for ask in QUESTIONS if ask.name == name)
