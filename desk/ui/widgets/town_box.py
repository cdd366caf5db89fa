"""The commune in a form: a name or a postcode, and the communes that it may mean to choose from."""

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QWidget

from desk.base.words import Words
from desk.ui.widgets.form_boxes import LineBox
from desk.work.sheet_form import Town

_LEAST = 2
_SHOWN = 8


class TownBox(LineBox):
    """A line that proposes. What is chosen fills in the postcode and the code too.

    Signals:
        typed: communes that begin so are wanted.
        town_chosen: this one is meant.
    """

    typed = Signal(str)
    town_chosen = Signal(object)

    def __init__(self, say: Words, parent: QWidget | None = None) -> None:
        super().__init__(say, "commune", say("Commune"), hint=say("Type its name or its postcode."), parent=parent)
        self._towns: tuple[Town, ...] = ()
        self._names = QStringListModel(self)
        self._completer = QCompleter(self._names, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setMaxVisibleItems(_SHOWN)
        self._completer.setWidget(self.line)
        self._completer.activated[QModelIndex].connect(self._picked)  # type: ignore[index]
        self.line.textEdited.connect(self._ask)

    def offer_towns(self, towns: tuple[Town, ...]) -> None:
        """Propose these communes, if the keyboard is still here."""
        self._towns = towns
        self._names.setStringList([town.words for town in towns])
        if towns and self.line.hasFocus() and self.line.isModified():
            self._completer.complete()
        else:
            self._hide()

    def _ask(self, text: str) -> None:
        if len(text.strip()) >= _LEAST:
            self.typed.emit(text.strip())
        else:
            self._hide()

    def _hide(self) -> None:
        if (popup := self._completer.popup()) is not None:
            popup.hide()

    def _picked(self, index: QModelIndex) -> None:
        town = self._towns[index.row()]
        self.line.setText(town.commune)
        self.town_chosen.emit(town)
        self.changed.emit()
