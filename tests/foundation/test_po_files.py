"""The quick reader of catalogues says the same as a general one."""

from __future__ import annotations

from pathlib import Path

import pytest

from mrm_desktop.foundation.assets import asset
from mrm_desktop.foundation.po_files import catalogue_of, read_messages

FILES = sorted(asset("ui", "translations").rglob("*.po"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_shipped_catalogue_reads_as_babel_reads_it(path: Path) -> None:
    from babel.messages.pofile import read_po

    with path.open("rb") as stream:
        general = read_po(stream, locale=path.parent.name)
    quick = catalogue_of(read_messages([path]))
    for message in general:
        if not message.id or message.fuzzy:
            continue
        if isinstance(message.id, tuple):
            for n in (0, 1, 2, 5, 11, 100):
                expected = message.string
                assert quick.ngettext(message.id[0], message.id[1], n) in (expected if isinstance(expected, tuple) else (expected,))
        elif message.string:
            assert quick.gettext(str(message.id)) == message.string


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
    found = catalogue_of(read_messages([path, other]))
    assert found.gettext("a") == 'one "two" \\ \n end'
    assert [found.gettext(code) for code in "bce"] == ["b", "c", "e"]
    assert [found.ngettext("d", "d", n) for n in (1, 2)] == ["one", "many"]
    assert found.gettext("f") == "é"
