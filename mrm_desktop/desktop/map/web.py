"""The walled garden of web views: a scheme served from memory, a filter that blocks and records all else, a page that reports errors.

The web engine is a large library and is not there on every machine: nothing imports this room's module before a map is wanted.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import PurePosixPath

from PySide6.QtCore import QBuffer, QByteArray, QFile, QIODevice, QObject
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineScript,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)

SCHEME = b"app"
_IMAGES = {b"\x89PNG": b"image/png", b"\xff\xd8\xff": b"image/jpeg", b"RIFF": b"image/webp"}
_TYPES = {".html": b"text/html", ".js": b"text/javascript", ".css": b"text/css", ".json": b"application/json", ".ttf": b"font/ttf"}

_log = logging.getLogger(__name__)


def register_scheme() -> None:
    """Make ``app://`` known to the web engine, once.

    It has to be known before the first profile starts the engine; the application may exist by then, provided that it was made to
    share its graphics contexts (``Qt.AA_ShareOpenGLContexts``).
    """
    if QWebEngineUrlScheme.schemeByName(SCHEME).name() == SCHEME:
        return
    scheme = QWebEngineUrlScheme(SCHEME)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    scheme.setFlags(
        QWebEngineUrlScheme.Flag.SecureScheme | QWebEngineUrlScheme.Flag.CorsEnabled | QWebEngineUrlScheme.Flag.FetchApiAllowed
    )
    QWebEngineUrlScheme.registerScheme(scheme)


class Wall(QWebEngineUrlRequestInterceptor):
    """Blocks every request that does not go to our own scheme, and remembers that it was made."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stopped: list[str] = []

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        url = info.requestUrl()
        if url.scheme() not in ("app", "qrc", "data", "blob"):
            self.stopped.append(url.scheme())
            info.block(True)


class Shelf(QWebEngineUrlSchemeHandler):
    """Answers ``app://map/<name>`` from what was put on the shelf; nothing is read from disk on a page's behalf."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, Callable[[], bytes]] = {}
        self._folders: dict[str, Callable[[str], bytes | None]] = {}

    def put(self, name: str, make: Callable[[], bytes]) -> None:
        """Offer ``make()`` under ``name``."""
        self._items[name] = make

    def put_folder(self, name: str, make: Callable[[str], bytes | None]) -> None:
        """Offer ``make(rest)`` under every ``name/rest``; None where there is nothing."""
        self._folders[name] = make

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        name = job.requestUrl().path().lstrip("/")
        content = self._find(name)
        if content is None:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        buffer = QBuffer(job)
        buffer.setData(QByteArray(content))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        job.reply(QByteArray(_type_of(name, content)), buffer)

    def _find(self, name: str) -> bytes | None:
        if name in self._items:
            return self._items[name]()
        folder, _, rest = name.partition("/")
        make = self._folders.get(folder)
        return make(rest) if make is not None else None


def _type_of(name: str, content: bytes) -> bytes:
    image = next((kind for start, kind in _IMAGES.items() if content.startswith(start)), b"application/octet-stream")
    return _TYPES.get(PurePosixPath(name).suffix, image)


class Page(QWebEnginePage):
    """A page whose console is listened to: a message is a defect, and tests fail on it."""

    def __init__(self, profile: QWebEngineProfile, parent: QObject) -> None:
        super().__init__(profile, parent)
        self.console: list[str] = []

    def javaScriptConsoleMessage(
        self, level: QWebEnginePage.JavaScriptConsoleMessageLevel, message: str, line: int, source: str
    ) -> None:
        self.console.append(f"{level.name} line {line}: {message}")
        _log.warning("map page, line %d", line)


def make_profile(parent: QObject, shelf: Shelf, wall: Wall) -> QWebEngineProfile:
    """Make a profile that writes nothing to disk, reaches nothing outside and speaks to Python over the injected channel."""
    register_scheme()
    profile = QWebEngineProfile(parent)
    profile.setHttpCacheType(QWebEngineProfile.HttpCacheType.NoCache)
    profile.setUrlRequestInterceptor(wall)
    profile.installUrlSchemeHandler(SCHEME, shelf)
    settings = profile.settings()
    for attribute in (
        QWebEngineSettings.WebAttribute.LocalStorageEnabled,
        QWebEngineSettings.WebAttribute.PluginsEnabled,
        QWebEngineSettings.WebAttribute.LocalContentCanAccessRemoteUrls,
        QWebEngineSettings.WebAttribute.DnsPrefetchEnabled,
    ):
        settings.setAttribute(attribute, False)
    profile.scripts().insert(_script("no-rtc", "delete window.RTCPeerConnection; delete window.webkitRTCPeerConnection;"))
    return profile


def _script(name: str, source: str) -> QWebEngineScript:
    script = QWebEngineScript()
    script.setName(name)
    script.setSourceCode(source)
    script.setInjectionPoint(QWebEngineScript.InjectionPoint.DocumentCreation)
    script.setWorldId(QWebEngineScript.ScriptWorldId.MainWorld)
    return script


def channel_source() -> bytes:
    """Read Qt's own channel script. The page asks our shelf for it: scripts injected by a profile do not come back after a crash."""
    file = QFile(":/qtwebchannel/qwebchannel.js")
    file.open(QIODevice.OpenModeFlag.ReadOnly)
    try:
        return bytes(file.readAll().data())
    finally:
        file.close()
