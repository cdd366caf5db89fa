"""Controls that can be found and said: every one passes here, so that tests and screen readers know its name."""

import re
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

W = TypeVar("W", bound=QWidget)

_HELD_TOGETHER = re.compile(r"(?<=\d) (?=\d|h\b|km\b|m\b|%|€)|(?<=\bh) (?=\d)|(?<=«) | (?=[:;!?»])")


_KEEP_TAB = (
    ("QTextEdit", "setTabChangesFocus", True),
    ("QPlainTextEdit", "setTabChangesFocus", True),
    ("QTableView", "setTabKeyNavigation", False),
)
"""Widgets that would keep Tab for themselves, by name: the home is painted before their classes are read."""


def named(widget: W, name: str, spoken: str = "", description: str = "") -> W:
    """Give ``widget`` the name that tests look for and the words that a screen reader says; free Tab from it."""
    widget.setObjectName(name)
    if spoken:
        widget.setAccessibleName(spoken)
    if description:
        widget.setAccessibleDescription(description)
    for kind, way, free in _KEEP_TAB:
        if widget.inherits(kind):
            getattr(widget, way)(free)
    return widget


def announce(widget: QWidget, sentence: str) -> None:
    """Have a screen reader say ``sentence`` at once, wherever the keyboard is."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # noqa: PLC0415 - the home is painted without

    if sentence and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))


def tell(label: QLabel, sentence: str) -> None:
    """Show ``sentence`` in ``label`` and have it said; without a sentence, hide it."""
    label.setText(sentence)
    label.setVisible(bool(sentence))
    announce(label, sentence)


def labelled(text: str, widget: QWidget, *, hint: str = "") -> QWidget:
    """Return ``widget`` under its visible label; ``hint`` is a quieter line below, also said by a screen reader."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setBuddy(widget)
    label.setProperty("role", "strong")
    label.setWordWrap(True)
    whole_lines = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    whole_lines.setHeightForWidth(True)
    label.setSizePolicy(whole_lines)
    widget.setAccessibleName(text.replace("&", ""))
    column.addWidget(label)
    column.addWidget(widget)
    if hint:
        widget.setAccessibleDescription(hint)
        column.addWidget(plain_label(hint, "muted"))
    return whole


def plain_label(text: str, role: str = "body", *, wraps: bool = True) -> QLabel:
    """Return a label that shows ``text`` as it is: what looks like mark-up is only text."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(unbroken(text))
    label.setProperty("role", role)
    label.setWordWrap(wraps)
    if wraps:
        label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
    return label


def unbroken(text: str) -> str:
    """Return ``text`` so that no line ends inside an hour, a number, or before a colon: « 11 h 45 » stays whole."""
    return _HELD_TOGETHER.sub("\N{NO-BREAK SPACE}", text)
