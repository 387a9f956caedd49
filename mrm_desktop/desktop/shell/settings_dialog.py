"""Settings of the window on this computer: language, light or dark, size of text, when it locks itself."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from mrm_desktop.desktop.parts.dialogs import Dialog, form_layout, ok_cancel
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.foundation.preferences import LOCK_MINUTES, LOOKS, MOTIONS, TEXT_SIZES, Preferences
from mrm_desktop.foundation.words import LANGUAGES, Words


class SettingsDialog(Dialog):
    """Offers the choices; they hold as soon as the dialog is accepted, without a restart."""

    def __init__(self, preferences: Preferences, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.say("settings.title"))
        self.setMinimumWidth(440)
        languages = [(code, words.say(f"language.{code}")) for code in LANGUAGES]
        self.language = _choice([("", words.say("settings.language.system")), *languages], preferences.language)
        self.look = _choice([(look, words.say(f"settings.look.{look}")) for look in LOOKS], preferences.look)
        self.text_size = _choice([(n, words.percent(n / 100)) for n in TEXT_SIZES], preferences.text_size)
        self.motion = _choice([(motion, words.say(f"settings.motion.{motion}")) for motion in MOTIONS], preferences.motion)
        self.lock_after = _choice([(n, words.say("settings.minutes", count=n)) for n in LOCK_MINUTES], preferences.lock_after)
        form = form_layout(self)
        for name in ("language", "look", "text_size", "motion", "lock_after"):
            box: QComboBox = getattr(self, name)
            box.setObjectName(f"settings-{name}")
            box.setAccessibleName(words.say(f"settings.{name}"))
            form.addRow(words.say(f"settings.{name}"), box)
        form.addRow(label(words.say("settings.what"), "soft"))
        self.lay_out(form, ok_cancel(self, words, "settings.keep"))

    def preferences(self) -> Preferences:
        """Return what was chosen."""
        return Preferences(
            language=self.language.currentData(),
            look=self.look.currentData(),
            text_size=self.text_size.currentData(),
            motion=self.motion.currentData(),
            lock_after=self.lock_after.currentData(),
        )


def _choice(items: list[tuple[str, str]] | list[tuple[int, str]], chosen: str | int) -> QComboBox:
    box = QComboBox()
    for value, text in items:
        box.addItem(text, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    return box
