"""The fallback binder by one key: asked first, kept where there is no printer, then only what changed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton


def test_one_key_makes_the_binder_then_only_what_changed(make_desk, settle, qtbot, when_asked, monkeypatch, tmp_path):
    desk = make_desk()
    file = tmp_path / "classeur.pdf"
    monkeypatch.setattr(desk, "ask_file", lambda *_: str(file))
    said = []

    def answer(name):
        def press(dialog):
            said.append(dialog.findChild(QLabel, "sentence").text())
            when_asked(lambda printer: printer.findChild(QPushButton, "choice-0").click())
            dialog.findChild(QPushButton, name).click()

        return press

    when_asked(answer("choice-1"))
    qtbot.keyClick(desk.window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(file.exists, timeout=5000)
    whole = file.stat().st_size
    file.unlink()
    settle(desk)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None and desk.window.isActiveWindow(), timeout=5000)
    when_asked(answer("choice-1"))
    qtbot.keyClick(desk.window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(file.exists, timeout=5000)
    settle(desk)
    assert said[0].startswith("Le classeur contient tout ce qui sert sans ordinateur")
    assert said[1] == "Le classeur de l'étagère est encore vrai : aucune page n'a changé."
    assert file.stat().st_size < whole / 4
