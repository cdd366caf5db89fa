"""Réglages: the library, the looks, the paper, the initials, the rules, the copies, and what this software knows."""

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QListWidget,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desk.base.settings import TEXT_SIZES, Language, Settings, SlipFormat, Theme
from desk.base.words import Words
from desk.domain.libraries import Library
from desk.ui.theme import Look
from desk.ui.widgets.access import labelled, named, plain_label
from desk.ui.widgets.copies_out_panel import CopiesOutPanel
from desk.ui.widgets.counting_rules_panel import CountingRulesPanel
from desk.ui.widgets.library_panel import LibraryPanel
from desk.ui.widgets.licences import licences
from desk.ui.widgets.panels import TwoPanels
from desk.ui.widgets.reading import Reading
from desk.ui.widgets.scroll import ScrollingArea
from desk.ui.widgets.training_panel import TrainingPanel
from desk.ui.widgets.updates_panel import UpdatesPanel
from desk.ui.widgets.upkeep_panel import UpkeepPanel
from desk.work.knows import page as knows_page
from desk.work.upkeep import Backup, Report

_LEAST_PX = 260
_SHARES, _LARGE_SHARES = (10, 33), (10, 26)
_ABOVE = 0.5
_WIDE_PX = 760
_LONGEST_INITIALS = 4


class SettingsScreen(QWidget):
    """Sections on the left, one at a time on the right. Each change counts at once: there is nothing to save.

    Signals:
        settings_changed: the settings as they now are.
        library_changed: the library as it now is.
        library_change_requested: this desk belongs to another library.
        other_library_requested: another library of this computer is wanted.
        restore_requested: the desk is to go back to the copy at this path.
        check_requested: everything kept is to be checked.
        journal_requested: what was done here, and the bin, are wanted.
    """

    settings_changed = Signal(object)
    library_changed = Signal(object)
    library_change_requested = Signal()
    other_library_requested = Signal()
    restore_requested = Signal(object)
    check_requested = Signal()
    journal_requested = Signal()

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._look = look
        self._settings = Settings()
        self.setProperty("role", "page")
        self._sections = named(QListWidget(), "sections", say("Settings"))
        self._sections.setWordWrap(True)
        self._sections.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._pages = QStackedWidget()
        self._library = LibraryPanel(say, look)
        self._library.changed.connect(self.library_changed)
        self._library.change_requested.connect(self.library_change_requested)
        self._library.other_requested.connect(self.other_library_requested)
        self.upkeep = UpkeepPanel(say, look)
        self.upkeep.restore_requested.connect(self.restore_requested)
        self.upkeep.check_requested.connect(self.check_requested)
        self.upkeep.journal_requested.connect(self.journal_requested)

        self._add(say("The library"), self._form(say("The library"), self._library))
        self._add(say("The screen"), self._form(say("The screen"), self._screen_part()))
        self._add(say("The slip and the printer"), self._form(say("The slip and the printer"), self._paper_part()))
        self._add(say("Who is at the desk"), self._form(say("Who is at the desk"), self._people_part()))
        self.counting_rules = CountingRulesPanel(say)
        self._add(say("Slips and visits"), self._form(say("Slips and visits"), self.counting_rules))
        self.copies_out = CopiesOutPanel(say)
        self._add(say("Copies and check"), self._form(say("Copies and check"), _column(self.upkeep, self.copies_out)))
        self.updates = UpdatesPanel(say)
        self._add(say("Updates"), self._form(say("Updates"), self.updates))
        self.training = TrainingPanel(say)
        self._add(say("Practise"), self._form(say("Practise"), self.training))
        self._add(
            say("What this software knows"), self._text("knows", say("What this software knows"), knows_page(say))
        )
        self._add(say("Licences"), self._text("licences", say("Licences"), licences(say)))
        self._sections.currentRowChanged.connect(self._pages.setCurrentIndex)
        self._sections.setCurrentRow(0)

        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(10)
        column.addWidget(plain_label(say("Settings"), "title"))
        column.addWidget(plain_label(say("Each change counts at once. There is nothing to save."), "muted"))
        least = round(_LEAST_PX * look.scale.percent / 100)
        panels = TwoPanels(
            self._sections, self._pages, least, shares=_LARGE_SHARES if look.scale.large else _SHARES, above=_ABOVE
        )
        column.addWidget(panels, 1)

    # what comes in

    def present(
        self, settings: Settings, library: Library | None, printers: tuple[str, ...], copies: tuple[Backup, ...]
    ) -> None:
        """Show the settings of this computer, its library, the printers that the system knows and the copies."""
        self._settings = settings
        self._printer.clear()
        self._printer.addItem(self._say("The usual printer of this computer"), "")
        known = printers if settings.printer in {"", *printers} else (settings.printer, *printers)
        for printer in known:
            self._printer.addItem(printer, printer)
        for combo, value in (
            (self._language, settings.language),
            (self._theme, settings.theme),
            (self._size, settings.text_percent),
            (self._format, settings.slip_format),
            (self._slip_language, settings.slip_language),
            (self._printer, settings.printer),
        ):
            combo.setCurrentIndex(combo.findData(value))
        self._no_printer.setVisible(not printers)
        self._on_duty.setText(" ".join(settings.on_duty))
        self._show_initials()
        self._library.present(library)
        self.upkeep.present(copies)

    def take_settings(self, settings: Settings) -> None:
        """Know of settings that were changed beside this screen's own boxes."""
        self._settings = settings

    def present_report(self, report: Report) -> None:
        """Say what the check found."""
        self.upkeep.present_report(report)

    def take_focus(self, name: str = "") -> None:
        """Put the keyboard back on the control called ``name``, on its section; else on the list of sections."""
        found = self.findChild(QWidget, name) if name else None
        for place in range(self._pages.count()):
            page = self._pages.widget(place)
            if found is not None and page is not None and page.isAncestorOf(found):
                self._sections.setCurrentRow(place)
        (found or self._sections).setFocus(Qt.FocusReason.OtherFocusReason)

    # the parts

    def _screen_part(self) -> QWidget:
        say = self._say
        self._language = self._combo("language", (("Français", Language.FRENCH), ("English", Language.ENGLISH)))
        self._theme = self._combo(
            "theme", ((say("Light"), Theme.LIGHT), (say("Dark"), Theme.DARK), (say("High contrast"), Theme.CONTRAST))
        )
        self._size = self._combo("text-size", ((f"{percent} %", percent) for percent in TEXT_SIZES))
        sample = named(plain_label(say("The town hall opens on Thursday from 9 h to 12 h. Bring a photo.")), "sample")
        return _column(
            labelled(say("&Language of the screens"), self._language),
            labelled(say("&Colours"), self._theme),
            labelled(say("&Size of the letters"), self._size, hint=say("Ctrl and + or − change it on any screen.")),
            plain_label(say("It looks like this:"), "muted"),
            sample,
        )

    def _paper_part(self) -> QWidget:
        say = self._say
        self._format = self._combo(
            "slip-format",
            (
                (say("A5, half a page"), SlipFormat.A5),
                (say("A4, large letters"), SlipFormat.A4),
                (say("Receipt 80 mm"), SlipFormat.RECEIPT),
            ),
        )
        self._slip_language = self._combo(
            "slip-language", (("Français", Language.FRENCH), (say("English, for the fixed words"), Language.ENGLISH))
        )
        self._printer = self._combo("printer", ())
        self._no_printer = plain_label(
            say("No printer is known to this computer. A slip can be kept as PDF or copied from the screen."), "warn"
        )
        return _column(
            labelled(say("&Paper of the slip"), self._format),
            labelled(say("&Language of the slip"), self._slip_language),
            labelled(say("P&rinter"), self._printer),
            self._no_printer,
        )

    def _people_part(self) -> QWidget:
        say = self._say
        self._on_duty = named(QLineEdit(), "on-duty")
        self._on_duty.setMaxLength(200)
        self._on_duty.editingFinished.connect(self._initials_typed)
        self._initials = self._combo("initials", ())
        self._wrong = named(plain_label("", "warn"), "initials-wrong")
        self._wrong.setVisible(False)
        return _column(
            labelled(
                say("&Initials of the volunteers"),
                self._on_duty,
                hint=say("Initials only, with a space between them. For example: MB JD PL"),
            ),
            self._wrong,
            labelled(say("Who is at the desk &now"), self._initials, hint=say("Nobody is asked to log in.")),
        )

    def _combo(self, name: str, choices: Iterable[tuple[str, object]]) -> QComboBox:
        combo = named(QComboBox(), name)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(16)
        for words, value in choices:
            combo.addItem(words, value)
        combo.activated.connect(self._chosen)
        return combo

    def _chosen(self) -> None:
        self._tell(
            replace(
                self._settings,
                language=Language(self._language.currentData()),
                theme=Theme(self._theme.currentData()),
                text_percent=int(self._size.currentData()),
                slip_format=SlipFormat(self._format.currentData()),
                slip_language=Language(self._slip_language.currentData()),
                printer=str(self._printer.currentData() or ""),
                initials=str(self._initials.currentData() or ""),
            )
        )

    def _initials_typed(self) -> None:
        typed = self._on_duty.text().replace(",", " ").upper().split()
        long = [one for one in typed if len(one) > _LONGEST_INITIALS or not one.isalpha()]
        self._wrong.setText(
            self._say("Initials only: {n} letters at most, no full name.", n=_LONGEST_INITIALS) if long else ""
        )
        self._wrong.setVisible(bool(long))
        if not long:
            on_duty = tuple(dict.fromkeys(typed))
            initials = self._settings.initials if self._settings.initials in on_duty else ""
            self._tell(replace(self._settings, on_duty=on_duty, initials=initials))
            self._show_initials()

    def _show_initials(self) -> None:
        self._initials.clear()
        self._initials.addItem(self._say("Nobody in particular"), "")
        for one in self._settings.on_duty:
            self._initials.addItem(one, one)
        self._initials.setCurrentIndex(max(0, self._initials.findData(self._settings.initials)))

    def _tell(self, settings: Settings) -> None:
        if settings != self._settings:
            self._settings = settings
            self.settings_changed.emit(settings)

    def _add(self, words: str, page: QWidget) -> None:
        self._sections.addItem(words)
        self._pages.addWidget(page)

    def _form(self, title: str, part: QWidget) -> QWidget:
        inside = QWidget()
        inside.setMaximumWidth(round(_WIDE_PX * self._look.scale.percent / 100))
        column = QVBoxLayout(inside)
        column.setContentsMargins(8, 0, 14, 8)
        column.setSpacing(12)
        column.addWidget(plain_label(title, "subtitle"))
        column.addWidget(part, 1)
        return ScrollingArea(inside)

    def _text(self, name: str, title: str, text: str) -> Reading:
        reading = Reading(self._look, name, title)
        reading.present_marked(text)
        return reading


def _column(*parts: QWidget) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(14)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return whole
