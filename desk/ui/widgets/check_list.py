"""A vocabulary as a list to tick: what is chosen in words, and on request a box to search and the whole list."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from desk.base.text import fold
from desk.base.words import Words
from desk.ui.theme import Look
from desk.ui.widgets.access import named, plain_label
from desk.ui.widgets.form_boxes import Box, Fields
from desk.work.sheet_values import Choice

_SHOWN = 6
"""Rows of the list in sight."""


class CheckList(Box):
    """Several values of one vocabulary. The list is made when it is first opened: a form has many of them."""

    def __init__(
        self, say: Words, look: Look, name: str, text: str, *, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(say, name, parent=parent)
        self._look = look
        self._text = text.replace("&", "")
        self._choices: dict[str, Choice] = {}
        self._kept: list[str] = []
        self._panel: QWidget | None = None
        self._before: Qt.CheckState | None = None
        self._prefix, self._where = "", ""
        self._summary = plain_label("")
        self._button = named(QPushButton(say("Choose…")), f"choose-{name}")
        self._button.clicked.connect(self._open_or_close)
        self._control, self._hint = self._button, hint
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._summary, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addWidget(plain_label(self._text, "strong"))
        self.column.addLayout(row)
        if hint:
            self.column.addWidget(plain_label(hint, "muted"))
        self.column.addWidget(self._told)
        self._summarise()

    def offer(self, choices: Sequence[Choice]) -> None:
        """Offer ``choices``, in this order."""
        self._choices = {choice.slug: choice for choice in choices}
        self._summarise()
        if self._panel is not None:
            self._fill()

    @property
    def values(self) -> Fields:
        """The values chosen, those of no list included, in the order that records keep."""
        return {self.names[0]: sorted(self._kept)}

    def put(self, fields: Mapping[str, Any]) -> None:
        """Choose these values and no other."""
        if self.names[0] in fields:
            self._kept = list(fields[self.names[0]] or ())
            self._close()
            self._summarise()

    @property
    def opened(self) -> bool:
        """Whether the list is in sight."""
        return self._panel is not None and not self._panel.isHidden()

    def within(self, prefix: str, spoken: str) -> None:
        """Make names unique, those of the list to come included."""
        self._prefix, self._where = f"{prefix}-", f", {spoken}"
        super().within(prefix, spoken)
        self._summarise()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter ticks, Down goes into the list, Esc closes it and stays in the form."""
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            pressed = self._list.itemAt(event.position().toPoint())
            self._before = pressed.checkState() if pressed is not None else None
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self._close()
            self.take_focus()
            return True
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._turn(self._list.currentItem())
            return True
        if watched is self._search and key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super().eventFilter(watched, event)

    # the list

    def _open_or_close(self) -> None:
        if self.opened:
            self._close()
            return
        if self._panel is None:
            self._panel = self._made()
            self.column.addWidget(self._panel)
            self.grew.emit()
        self._fill()
        self._search.clear()
        self._panel.setVisible(True)
        self._button.setText(self.say("Done"))
        self._search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._summarise()

    def _close(self) -> None:
        if self._panel is not None:
            self._panel.setVisible(False)
            self._button.setText(self.say("Choose…"))

    def _made(self) -> QWidget:
        say = self.say
        panel = QWidget()
        self._search = named(QLineEdit(), f"{self._prefix}search-{self.names[0]}")
        self._search.setAccessibleName(say("Search in: {list}", list=f"{self._text}{self._where}"))
        self._search.setPlaceholderText(say("Type to search, Enter ticks"))
        self._search.textChanged.connect(self._narrow)
        self._search.installEventFilter(self)
        self._list = named(QListWidget(), f"{self._prefix}list-{self.names[0]}", f"{self._text}{self._where}")
        self._list.setWordWrap(True)
        self._list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        height = (self._list.fontMetrics().lineSpacing() + self._look.scale.px(14)) * _SHOWN
        self._list.setMinimumHeight(height)
        self._list.setMaximumHeight(height)
        self._list.itemChanged.connect(self._ticked)
        self._list.viewport().installEventFilter(self)
        self._list.itemClicked.connect(self._clicked)
        self._list.installEventFilter(self)
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._search)
        column.addWidget(self._list)
        return panel

    def _fill(self) -> None:
        """Put the list anew: what is chosen first, then the rest in the order given."""
        others = [slug for slug in self._choices if slug not in self._kept]
        self._list.blockSignals(True)
        self._list.clear()
        for slug in (*self._kept, *others):
            item = QListWidgetItem(self._label(slug))
            item.setData(Qt.ItemDataRole.UserRole, slug)
            item.setCheckState(Qt.CheckState.Checked if slug in self._kept else Qt.CheckState.Unchecked)
            choice = self._choices.get(slug)
            item.setToolTip(choice.hint if choice else "")
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._list.blockSignals(False)

    def _narrow(self, text: str) -> None:
        wanted = fold(text).split()
        shown = []
        for row in range(self._list.count()):
            item = self._list.item(row)
            choice = self._choices.get(str(item.data(Qt.ItemDataRole.UserRole)))
            words = fold(f"{item.text()} {choice.hint if choice else ''}")
            item.setHidden(not all(word in words for word in wanted))
            shown += [] if item.isHidden() else [row]
        if shown and self._list.currentRow() not in shown:
            self._list.setCurrentRow(shown[0])

    def _clicked(self, item: QListWidgetItem) -> None:
        if item.checkState() == self._before:  # the words were clicked, not the square
            self._turn(item)

    def _turn(self, item: QListWidgetItem | None) -> None:
        if item is not None and not item.isHidden():
            checked = item.checkState() == Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked)

    def _ticked(self, item: QListWidgetItem) -> None:
        slug = str(item.data(Qt.ItemDataRole.UserRole))
        self._kept = [one for one in self._kept if one != slug]
        if item.checkState() == Qt.CheckState.Checked:
            self._kept.append(slug)
        self.tell([])
        self._summarise()
        self.changed.emit()

    def _label(self, slug: str) -> str:
        return self._choices[slug].label if slug in self._choices else slug

    def _summarise(self) -> None:
        chosen = " · ".join(self._label(slug) for slug in self._kept)
        self._summary.setText(chosen or self.say("Nothing chosen."))
        spoken = f"{self._text}{self._where} : {chosen or self.say('Nothing chosen.')}"
        self._button.setAccessibleName(f"{spoken} {self._button.text()}")
