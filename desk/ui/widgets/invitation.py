"""The two boxes of an invitation: the address and the code, or the whole line pasted in the first."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QWidget

from desk.base.words import Words
from desk.ui.widgets.access import labelled, named

_CODE_SIGNS = 8


class InvitationBoxes(QWidget):
    """Asks for the address and the code of an invitation.

    Signals:
        entered: Enter was pressed after the code.
    """

    entered = Signal()

    def __init__(self, say: Words, *, across: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._address = named(QLineEdit(), "hub-address")
        self._address.setPlaceholderText("https://")
        self._address.textEdited.connect(self._pasted)
        self._code = named(QLineEdit(), "hub-code")
        self._code.setMaxLength(40)
        self._code.returnPressed.connect(self.entered)
        ways = QBoxLayout.Direction
        fields = QBoxLayout(ways.LeftToRight if across else ways.TopToBottom, self)
        fields.setContentsMargins(0, 0, 0, 0)
        hint = say("You can paste the whole line of the invitation here.")
        fields.addWidget(labelled(say("&Address on the invitation"), self._address, hint=hint), 3)
        fields.addWidget(labelled(say("&Code"), self._code, hint=say("Eight letters and figures")), 1)

    @property
    def value(self) -> tuple[str, str]:
        """The address and the code, both empty unless both are there."""
        address, code = self._address.text().strip(), self._code.text().strip()
        return (address, code) if address and code else ("", "")

    def take_focus(self) -> None:
        """Put the keyboard in the first box."""
        self._address.setFocus()

    def _pasted(self, text: str) -> None:
        """Take the whole line of an invitation: the address and the code are in it."""
        words = text.split()
        if "--hub" not in words[:-1] or "--code" not in words[:-1]:
            return
        code = words[words.index("--code") + 1]
        if len(code.replace("-", "")) >= _CODE_SIGNS:
            self._address.setText(words[words.index("--hub") + 1])
            self._code.setText(code)
