"""Latin words, numbers and days within a text that reads from right to left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.foundation.reading_order import END, ISOLATE, isolated_in, isolated_latin


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("_uuid", "⟨_uuid⟩"),
        ("الأعمدة _id, _uuid.", "الأعمدة ⟨_id, _uuid⟩."),
        ("المنطقة Hava [XT0101]", "المنطقة ⟨Hava [XT0101]⟩"),
        ("(ACLED) مصدر", "⟨(ACLED)⟩ مصدر"),
        ("مصدر (ACLED).", "مصدر ⟨(ACLED)⟩."),
        ("قال (انظر ACLED)", "قال (انظر ⟨ACLED⟩)"),
        ("12 / 40", "⟨12 / 40⟩"),
        ("12", "12"),
        ("اكتب التواريخ بصيغة 2026-03-31.", "اكتب التواريخ بصيغة ⟨2026-03-31⟩."),
        ("من -2 إلى 2", "من ⟨-2⟩ إلى 2"),
        ("ملف .mrm", "ملف ⟨.mrm⟩"),
        ("4.85, 31.60", "⟨4.85, 31.60⟩"),
        ("4°51\u2032N", "⟨4°51\u2032N⟩"),
        ("60%", "⟨60%⟩"),
        ("90+ %", "⟨90+ %⟩"),
        ("< 10 %", "⟨< 10 %⟩"),
        ("قال: Meet away from the base, by day.", "قال: ⟨Meet away from the base, by day.⟩"),
        ("أخرى. 0.9 ساعة", "أخرى. ⟨0.9⟩ ساعة"),
        ("2 مارس 2026 – 4 مارس 2026", "2 مارس 2026 – 4 مارس 2026"),
        ("A – B", "⟨A⟩ – ⟨B⟩"),
        ("road closed 0 / 1 / 1 (معروف)", "⟨road closed 0 / 1 / 1⟩ (معروف)"),
        ("(انظر) ACLED", "(انظر) ⟨ACLED⟩"),
        ("اتصل بـ: Radio room.", "اتصل بـ: ⟨Radio room⟩."),
        ("+999\u00a020\u00a0555", "⟨+999\u00a020\u00a0555⟩"),
        ("رمز 7K3M-\u200bABCD-\u200b4567", "رمز ⟨7K3M-\u200bABCD-\u200b4567⟩"),
        ("ملف Forêt_Abyéi-2026.mrm", "ملف ⟨Forêt_Abyéi-2026.mrm⟩"),
        ("أمام Nu\u2019er", "أمام ⟨Nu\u2019er⟩"),
        ("", ""),
    ],
)
def test_latin_words_are_set_apart_and_signs_of_the_sentence_are_not(text: str, expected: str) -> None:
    assert isolated_latin(text).replace(ISOLATE, "⟨").replace(END, "⟩") == expected


@given(st.text(alphabet="ab_1[]().,: مصدر\n", max_size=30))
def test_setting_apart_adds_nothing_but_pairs_of_marks(text: str) -> None:
    made = isolated_latin(text)
    assert made.replace(ISOLATE, "").replace(END, "") == text
    assert made.count(ISOLATE) == made.count(END)


def test_every_text_of_a_document_is_set_apart_but_not_what_only_the_layout_reads() -> None:
    document = {"kind": "Table", "rows": [["Hava [XT0101]", "قال Ana"]], "size": 8.8, "under": {"file": "map.svg", "alt": "Hava"}}
    assert isolated_in(document, frozenset({"kind", "file"})) == {
        "kind": "Table",
        "rows": [[f"{ISOLATE}Hava [XT0101]{END}", f"قال {ISOLATE}Ana{END}"]],
        "size": 8.8,
        "under": {"file": "map.svg", "alt": f"{ISOLATE}Hava{END}"},
    }
