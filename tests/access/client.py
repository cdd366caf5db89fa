"""What somebody who sees nothing does: read the names that the window tells, act on them. Run by the system's Python.

Texts are typed, buttons pressed and boxes ticked through AT-SPI itself. Enter, Escape and the arrows are keys: Qt offers
neither "open" nor "make current" on a line of a list.
"""

import json
import sys
import time
import warnings

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 - its version is chosen first

warnings.simplefilter("ignore", DeprecationWarning)

PATIENCE_S = 15
ENTER, ESCAPE, DOWN, FIRST_LETTERS = 0xFF0D, 0xFF1B, 0xFF54, 60
CONTROLS = ("push button", "check box", "radio button", "text", "combo box", "spin button", "list", "list item")
NEED = "refaire ma carte d'identité"


class Window:
    """The application as an assistive program sees it."""

    def __init__(self):
        Atspi.init()
        desktop = Atspi.get_desktop(0)
        self.root = wait(lambda: next((one for one in children(desktop) if one.get_name() == "Relais"), None), "Relais")

    def listen(self):
        """Hear, from now on, what the window announces."""
        self.heard = []
        self._ear = Atspi.EventListener.new(lambda event: self.heard.append(str(event.any_data)))
        self._ear.register("object:announcement")

    def announced(self, words):
        """Return what was announced with ``words`` in it, once it was."""

        def look():
            while GLib.MainContext.default().iteration(may_block=False):
                pass
            return next((one for one in self.heard if words in one), None)

        return wait(look, f"announced: {words}")

    def all(self, under=None):
        """Give every part that is on screen."""
        for one in children(under or self.root):
            if shown(one):
                yield one
            yield from self.all(one)

    def find(self, role, name):
        """Return the first part on screen of that role whose name begins so."""
        fits = (one for one in self.all() if one.get_role_name() == role and one.get_name().startswith(name))
        return next(fits, None)

    def awaited(self, role, name=""):
        return wait(lambda: self.find(role, name), f"{role} {name}")

    def press(self, name, role="push button"):
        part = self.awaited(role, name)
        actions = [Atspi.Action.get_action_name(part, n) for n in range(Atspi.Action.get_n_actions(part))]
        verb = "Press" if "Press" in actions else "Toggle"
        if not Atspi.Action.do_action(part, actions.index(verb)):
            fail(f"{name} cannot be pressed")

    def type(self, name, text):
        box = self.awaited("text", name)
        Atspi.Component.grab_focus(box)
        if not Atspi.EditableText.set_text_contents(box, text):
            fail(f"nothing can be typed in {name}")

    def lines(self, name):
        """Return the names of the lines of a list, once there are some."""
        whole = self.awaited("list", name)
        return wait(lambda: [one.get_name() for one in children(whole)], f"lines of {name}")


def children(part):
    try:
        found = [part.get_child_at_index(n) for n in range(part.get_child_count())]
    except gi.repository.GLib.GError:
        return []  # it went away while it was being read
    return [one for one in found if one is not None]


def shown(part):
    return part.get_state_set().contains(Atspi.StateType.SHOWING)


def checked(part):
    return part.get_state_set().contains(Atspi.StateType.CHECKED)


def key(sign):
    Atspi.generate_keyboard_event(sign, None, Atspi.KeySynthType.SYM)


def wait(look, what):
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        try:
            if found := look():
                return found
        except gi.repository.GLib.GError:
            continue  # the window was changing
        time.sleep(0.1)
    fail(f"not found: {what}")
    return None


def fail(why):
    say("failed", why=why)
    sys.exit(1)


def say(task, **facts):
    print(json.dumps({"task": task, **facts}, ensure_ascii=False), flush=True)


def need_to_slip(window):
    window.type("De quoi la personne", NEED)
    found = window.lines("Démarches trouvées")
    key(ENTER)
    wait(lambda: window.find("filler", "Carte d'identité"), "checklist")
    relay = window.awaited("radio button").get_name()
    window.press("Imprimer le bon")
    window.press("Grandes lettres")
    spoken = wait(
        lambda: [one.get_name() for dialog in window.all() if dialog.get_role_name() == "dialog" for one in
                 window.all(dialog) if one.get_name()],
        "large letters",
    )  # fmt: skip
    key(ESCAPE)
    wait(lambda: window.find("dialog", "") is None, "the window again")
    say("need to slip", found=found[0][:FIRST_LETTERS], relay=relay[:FIRST_LETTERS], read=len(spoken))


def tick_a_step(window):
    steps = (
        one for one in window.all() if one.get_role_name() == "check box" and one.get_name().startswith("Avec vous")
    )
    step = wait(lambda: next(steps, None), "a step to tick")
    before = checked(step)
    Atspi.Action.do_action(step, 0)
    wait(lambda: checked(step) is not before, "the step ticked")
    say("tick a step", step=step.get_name()[:FIRST_LETTERS])


def find_a_sheet(window):
    window.press("Fiches", "check box")
    window.type("Chercher", "france services pont d'ain")
    wait(lambda: "Pont-d'Ain" in window.lines("Fiches")[0], "the sheet")
    key(ENTER)
    told = wait(lambda: next((one for one in window.all() if "04 37 63 24 95" in words(one)), None), "its telephone")
    say("find a sheet", role=told.get_role_name(), told=words(told)[:FIRST_LETTERS])


def hear_what_was_done(window):
    window.listen()
    window.press("Je viens de vérifier")
    say("hear what was done", heard=window.announced("Vérifiée"))


def words(part):
    return f"{part.get_name()} {part.get_description()}".replace("\xa0", " ")


def read_the_help(window):
    window.press("Aide", "check box")
    pages = window.lines("Pages")
    say("read the help", pages=len(pages), first=pages[0])


def look_at_the_copies(window):
    window.press("Réglages", "check box")
    names = window.lines("Réglages")
    Atspi.Component.grab_focus(window.awaited("list", "Réglages"))
    for _ in range(names.index("Sauvegardes")):
        key(DOWN)
    say("look at the copies", first=window.lines("Copies")[0])


def main():
    window = Window()
    unnamed = []
    for task in (need_to_slip, tick_a_step, find_a_sheet, hear_what_was_done, read_the_help, look_at_the_copies):
        task(window)
        unnamed += [
            one.get_role_name() for one in window.all() if one.get_role_name() in CONTROLS and not one.get_name()
        ]
    say("controls without a name", found=unnamed)
    return int(bool(unnamed))


if __name__ == "__main__":
    sys.exit(main())
