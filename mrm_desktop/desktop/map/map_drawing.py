"""Drawing and measuring at work: the drawing, its panel and the map kept in step; saving, correcting and taking back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand

from mrm_desktop.desktop.canvas.shape_editor import DrawnState
from mrm_desktop.desktop.map.draw_panel import DrawPanel
from mrm_desktop.desktop.map.drawing import Corners, Drawing, Step, Way
from mrm_desktop.desktop.map.map_canvas import MapCanvas
from mrm_desktop.desktop.map.map_session import MapFacts, MapSession
from mrm_desktop.desktop.parts.page_context import PageContext
from mrm_desktop.desktop.parts.task_queue import Urgency
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.guard_passes import PersonInTextError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from mrm_desktop.domain.geography import Presence

EDITABLE_CORNERS = 300  # a copied shape with more corners is kept as it is


LEAST_CORNERS = 2


class _Taken(QUndoCommand):
    """One step that was taken and can be taken back; the first redo, which Qt does at once, has happened already."""

    def __init__(self, text: str, undo: Callable[[], None], redo: Callable[[], None]) -> None:
        super().__init__(text)
        self._undo, self._redo, self._done = undo, redo, True

    def undo(self) -> None:
        self._undo()

    def redo(self) -> None:
        if not self._done:
            self._redo()
        self._done = False


class MapDrawing(QObject):
    """Owns the :class:`Drawing` that is under way. ``panel_wanted`` tells whether its panel is to be shown.

    Parameters
    ----------
    canvas : MapCanvas
        Where the corners are shown.

    Attributes
    ----------
    facts : MapFacts | None
        What is known of the project's missions and days; a drawing that is asked for sooner begins when it is there.
    """

    leg_drawn = Signal(object)
    panel_wanted = Signal(bool)

    def __init__(self, context: PageContext, session: MapSession, panel: DrawPanel, canvas: MapCanvas) -> None:
        super().__init__()
        self._context, self._session, self._panel, self._canvas = context, session, panel, canvas
        self.facts: MapFacts | None = None
        self.drawing: Drawing | None = None
        self._record: Presence | None = None
        self._asked: tuple[Drawing, Presence | None] | None = None  # begins when the facts are there
        self._commands: list[_Taken] = []
        panel.corners_changed.connect(self.take_corners)
        panel.width_changed.connect(self._take_width)
        panel.undo_asked.connect(lambda: self._go(Drawing.undo))
        panel.redo_asked.connect(lambda: self._go(Drawing.redo))
        panel.save_asked.connect(self.save)
        panel.take_back_asked.connect(self.take_back)
        panel.leg_asked.connect(self.take_leg)
        panel.closed.connect(self.end)
        canvas.map.editor.escaped.connect(self.step_back)

    def take_facts(self, facts: MapFacts) -> None:
        """Take over what is known of the project; a drawing that waited for it begins."""
        self.facts = facts
        if self._asked is not None:
            asked, self._asked = self._asked, None
            self._begin(*asked)

    def begin(self, way: Way, picked: str | None = None) -> None:
        """Begin to draw or to measure; a copy takes the shape of the picked area."""
        if way is Way.COPY:
            session = self._session
            self._context.work.read(lambda: session.area_shape(picked or ""), self._begin_copy, self._context.fail)
            return
        self._begin(Drawing(way), None)

    def correct(self, record: Presence) -> None:
        """Begin to correct presence that was drawn by hand."""
        from mrm_desktop.geo.wkb import from_wkb

        if record.base_point is not None and record.radius_km is not None:
            self._begin(Drawing(Way.CIRCLE, Step((record.base_point,), record.radius_km)), record)
        else:
            self._begin(_of_shape(from_wkb(record.geometry), record.geometry), record)

    def take_corners(self, corners: Corners) -> None:
        """Take over corners that were drawn on the map or typed into the table."""
        from mrm_desktop.geo.drawn_shape import check_corners

        if self.drawing is None:
            return
        try:
            check_corners(corners)
        except KnownError as error:
            self._show(refusal=self._context.words.say(error.code, **error.params))
        else:
            self._change(Step(corners, self.drawing.step.width_km))

    def save(self) -> None:
        """Keep what was drawn, or say what is missing."""
        drawing = self.drawing
        if drawing is None:
            return
        circle = drawing.way is Way.CIRCLE and len(drawing.step.corners) == 1
        draft = self._panel.draft(drawing.step.corners[0] if circle else None, drawing.step.width_km if circle else None)
        replaced = self._record.dataset_id if self._record else None
        session = self._session

        def task() -> Presence:
            return session.save_presence(draft, drawing.area(), replaced)

        self._context.work.write(task, lambda record: self._saved(record, task), self._refused)

    def take_leg(self) -> None:
        """Hand the line that was drawn to the trip; ``leg_drawn`` carries its corners."""
        corners = self.drawing.step.corners if self.drawing is not None else ()
        if len(set(corners)) < LEAST_CORNERS:
            self._panel.say_problem(self._context.words.say("draw.leg_too_short"))
            return
        self.end()
        self.leg_drawn.emit(corners)

    def take_back(self) -> None:
        """Take the record that is corrected back altogether."""
        record = self._record
        if record is not None:
            session = self._session
            self._context.work.write(
                lambda: session.take_back(record.dataset_id), lambda _: self._kept("draw.taken_back"), self._refused
            )

    def end(self) -> None:
        """Leave the drawing; nothing that was not saved is kept."""
        self.drawing = self._record = None
        for command in self._commands:
            if shiboken6.isValid(command):  # the stack deletes what was taken back when something else is done
                command.setObsolete(True)
        self._commands.clear()
        self.panel_wanted.emit(False)
        self._canvas.show_drawing(None)

    def step_back(self) -> None:
        """Take the last step back, which can be done again; where nothing is drawn, leave the drawing."""
        if self.drawing is None:
            return
        if self.drawing.step.corners and self.drawing.can_undo:
            self._go(Drawing.undo)
        else:
            self.end()

    # ---- steps ------------------------------------------------------------------------------------------------------------

    def _begin_copy(self, shape: bytes | None) -> None:
        from mrm_desktop.geo.wkb import from_wkb

        if shape is None:
            self._context.fail(KnownError("draw.pick_area"))
        else:
            self._begin(_of_shape(from_wkb(shape), shape), None)

    def _begin(self, drawing: Drawing, record: Presence | None) -> None:
        facts = self.facts
        if facts is None:
            self._asked = drawing, record
            return
        self.end()
        self.drawing, self._record = drawing, record
        self._panel.begin(drawing, facts.missions, facts.mission, facts.today, record)
        self.panel_wanted.emit(True)
        self._show()

    def _take_width(self, kilometres: float) -> None:
        if self.drawing is not None:
            self._change(Step(self.drawing.step.corners, kilometres))

    def _change(self, step: Step) -> None:
        drawing = self.drawing
        if drawing is None or not drawing.change(step):
            return
        command = _Taken(self._context.words.say("draw.step"), lambda: self._go(Drawing.undo), lambda: self._go(Drawing.redo))
        self._commands.append(command)
        self._context.undo.push(command)
        self._show()

    def _go(self, move: Callable[[Drawing], None]) -> None:
        if self.drawing is not None:
            move(self.drawing)
            self._show()

    def _show(self, refusal: str = "") -> None:
        """Bring panel and map in step, then ask the worker for the size and the outline; say what the last step was refused for."""
        drawing = self.drawing
        if drawing is None:
            return
        self._panel.show_step(drawing)
        self._show_on_map(drawing, [])
        step = drawing.step
        self._context.work.read(
            lambda: _sized(drawing),
            lambda measures: self._sized(drawing, step, measures, refusal),
            lambda error: self._unsized(drawing, step, error, refusal),
            view="map.drawing",
            urgency=Urgency.NOW,
        )

    def _show_on_map(self, drawing: Drawing, preview: list[Any]) -> None:
        self._canvas.show_drawing(DrawnState(drawing.way.shape or "none", drawing.step.corners, preview))

    def _sized(self, drawing: Drawing, step: Step, measures: tuple[float | None, float | None, list[Any]], refusal: str) -> None:
        if drawing is not self.drawing or step != drawing.step:
            return
        kilometres, square, preview = measures
        words = self._context.words
        sizes = [words.say("draw.length", km=_readable(kilometres))] if kilometres is not None else []
        sizes += [words.say("draw.area", km2=_readable(square))] if square is not None else []
        self._panel.say_size(" · ".join(sizes))
        self._panel.say_problem(refusal)
        if preview:
            self._show_on_map(drawing, preview)

    def _unsized(self, drawing: Drawing, step: Step, error: Exception, refusal: str) -> None:
        """Say what is wrong with a shape; that it is no area yet is no mistake."""
        if drawing is not self.drawing or step != drawing.step:
            return
        self._panel.say_size("")
        if not isinstance(error, KnownError):
            self._context.fail(error)
        elif error.code != "draw.too_few_corners" and not refusal:
            self._panel.say_problem(self._context.words.say(error.code, **error.params))
        else:
            self._panel.say_problem(refusal)

    # ---- ends -------------------------------------------------------------------------------------------------------------

    def _saved(self, record: Presence, again: Callable[[], Presence]) -> None:
        session, work, refused = self._session, self._context.work, self._refused
        kept = [record]  # a record that is put back is a new one

        def undo() -> None:
            work.write(lambda: session.take_back(kept[0].dataset_id), lambda _: self._kept("draw.taken_back"), refused)

        def put_back(record: Presence) -> None:
            kept[0] = record
            self._kept("draw.saved")

        self._context.undo.push(
            _Taken(self._context.words.say("draw.step.saved"), undo, lambda: work.write(again, put_back, refused))
        )
        self._kept("draw.saved")

    def _kept(self, code: str) -> None:
        """Leave the drawing and say what was done with it."""
        self.end()
        self._context.tell(self._context.words.say(code))

    def _refused(self, error: Exception) -> None:
        if isinstance(error, KnownError) and self.drawing is not None:
            words = self._context.words
            if isinstance(error, PersonInTextError):
                self._panel.notes.show(error)
            self._panel.say_problem(
                f"{words.say(error.code, **error.params)} {words.next_step_in_window(error.code, **error.params)}".strip()
            )
        else:
            self._context.fail(error)


def _of_shape(shape: BaseGeometry, geometry: bytes) -> Drawing:
    """Make a drawing of a shape that is there: with corners to move where it is one ring of not too many, else as it is."""
    import shapely

    whole = shapely.get_parts(shape)
    ring = shapely.get_coordinates(whole[0].exterior)[:-1].tolist() if len(whole) == 1 and not len(whole[0].interiors) else []
    if 3 <= len(ring) <= EDITABLE_CORNERS:
        return Drawing(Way.POLYGON, Step(tuple((x, y) for x, y in ring)))
    return Drawing(Way.COPY, copied=geometry)


def _sized(drawing: Drawing) -> tuple[float | None, float | None, list[Any]]:
    """Return length, area and the outline that a circle, a corridor or a copy makes."""
    from mrm_desktop.geo.drawn_shape import area_km2, length_km
    from mrm_desktop.geo.outline import rings_of

    length = length_km(drawing.step.corners) if drawing.way in (Way.LENGTH, Way.LEG, Way.CORRIDOR) else None
    if drawing.way in (Way.LENGTH, Way.LEG):
        return length, None, []
    area = drawing.area()
    return length, area_km2(area), [] if drawing.way.shape == "polygon" else rings_of(area)


def _readable(value: float) -> float | int:
    """Round to what a drawn line can tell."""
    return round(value, 1) if value < 100 else round(value)
