"""The slip before the paper: its picture, large letters to copy by hand, the last twenty to print again."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desk.base.words import Words
from desk.ui.widgets.access import named, plain_label


class PreviewDialog(QDialog):
    """Shows the page as it will be printed.

    Signals:
        print_requested: the page is to be printed now.
        pdf_requested: the page is to be kept as a PDF file.
    """

    print_requested = Signal()
    pdf_requested = Signal()

    def __init__(self, say: Words, image: QImage, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("The slip before printing"))
        page = named(QLabel(), "page", say("Picture of the slip"), spoken)
        page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        page.setPixmap(QPixmap.fromImage(image))
        page.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(page)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        printed = named(QPushButton(say("&Print")), "print")
        printed.setProperty("role", "primary")
        printed.setDefault(True)
        printed.clicked.connect(self.print_requested)
        kept = named(QPushButton(say("Keep as P&DF")), "pdf")
        kept.clicked.connect(self.pdf_requested)
        closed = named(QPushButton(say("&Close")), "close")
        closed.clicked.connect(self.reject)

        column = QVBoxLayout(self)
        column.addWidget(area, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(closed)
        buttons.addStretch(1)
        buttons.addWidget(kept)
        buttons.addWidget(printed)
        column.addLayout(buttons)
        self.resize(760, 700)


class LargeTypeDialog(QDialog):
    """Shows lines in very large letters: the slip to copy by hand when the printer is dead, the charter to a visitor."""

    def __init__(self, say: Words, lines: tuple[str, ...], parent: QWidget | None = None, title: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title or say("To copy by hand"))
        inside = QWidget()
        column = QVBoxLayout(inside)
        for line in lines:
            column.addWidget(plain_label(line, "huge"))
        column.addStretch(1)
        area = named(QScrollArea(), "large-type", title or say("The slip in large letters"), "\n".join(lines))
        area.setWidgetResizable(True)
        area.setWidget(inside)
        closed = named(QPushButton(say("&Close")), "close")
        closed.clicked.connect(self.accept)
        whole = QVBoxLayout(self)
        whole.addWidget(area, 1)
        whole.addWidget(closed, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(1000, 680)


class ReprintDialog(QDialog):
    """Offers the last slips, latest first.

    Signals:
        reprint_requested: the slip with this code is to be printed again.
    """

    reprint_requested = Signal(str)

    def __init__(self, say: Words, slips: tuple[tuple[str, str], ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("Print a slip again"))
        self._list = named(QListWidget(), "slips", say("The last slips"))
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for code, words in slips:
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, code)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._list.itemActivated.connect(self._choose)
        again = named(QPushButton(say("&Print again")), "again")
        again.setProperty("role", "primary")
        again.setEnabled(bool(slips))
        again.clicked.connect(self._choose)
        closed = named(QPushButton(say("&Close")), "close")
        closed.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(
            plain_label(say("The last slips of this desk, latest first.") if slips else say("No slip was printed yet."))
        )
        column.addWidget(self._list, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(closed)
        buttons.addStretch(1)
        buttons.addWidget(again)
        column.addLayout(buttons)
        self.resize(620, 520)

    def _choose(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            self.accept()
            self.reprint_requested.emit(str(item.data(Qt.ItemDataRole.UserRole)))
