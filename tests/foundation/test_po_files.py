"""The quick reader of catalogues says the same as a general one."""

from __future__ import annotations

from pathlib import Path

import pytest

from mrm_desktop.foundation.assets import asset
from mrm_desktop.foundation.po_files import Catalogue, read_messages

FILES = sorted(asset("ui", "translations").rglob("*.po"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_shipped_catalogue_reads_as_babel_reads_it(path: Path) -> None:
    from babel.messages.pofile import read_po

    with path.open("rb") as stream:
        general = read_po(stream, locale=path.parent.name)
    quick = Catalogue({**read_messages(path.parent.glob("*.po")), **read_messages([path])})  # one file of a language has the rule
    for message in general:
        if not message.id or message.fuzzy:
            continue
        if isinstance(message.id, tuple):
            for n in (0, 1, 2, 5, 11, 100):
                expected = message.string
                assert quick.sentence(message.id[0], n) in (expected if isinstance(expected, tuple) else (expected,))
        elif message.string:
            assert quick.sentence(str(message.id)) == message.string


def test_several_lines_escapes_comments_and_fuzzy_entries(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        '# a comment\nmsgid "a"\nmsgstr "one "\n"\\"two\\" \\\\ \\n end"\n\n'
        '#, fuzzy\nmsgid "b"\nmsgstr "unsure"\n\n#~ msgid "c"\n#~ msgstr "gone"\n\n'
        'msgid "d"\nmsgid_plural "d"\nmsgstr[0] "one"\nmsgstr[1] "many"\n\nmsgid "e"\nmsgstr ""\n',
        encoding="utf-8",
    )
    other = tmp_path / "b.po"
    other.write_text('msgid "a"\nmsgstr "second"\n\nmsgid "f"\nmsgstr "é"\n', encoding="utf-8")
    found = Catalogue(read_messages([path, other]))
    assert found.sentence("a") == 'one "two" \\ \n end'
    assert [found.sentence(code) for code in "bce"] == [None, None, None]
    assert [found.sentence("d", n) for n in (1, 2)] == ["one", "many"]
    assert found.sentence("f") == "é"


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_plural_forms_follow_the_rule_of_the_language(language: str) -> None:
    from babel import Locale

    form_of = Locale(language).plural_form
    used = {str(form_of(n)) for n in range(120)}
    tags: list[str] = [tag for tag in ("zero", "one", "two", "few", "many", "other") if tag in used]
    messages = read_messages(sorted(asset("ui", "translations", language).glob("*.po")))
    code, forms = next((code, forms) for code, forms in messages.items() if len(forms) == len(tags) == len(set(forms)))
    quick = Catalogue(messages)
    assert [quick.sentence(code, n) for n in range(120)] == [forms[tags.index(str(form_of(n)))] for n in range(120)]
