"""The states of the screens where things come in and go out, for the sweeps: import, differences, export, exchange."""

from desk.ui.screens.exchange import ExchangeScreen
from desk.ui.screens.export import ExportScreen
from desk.ui.screens.import_file import ColumnLine, FileView, ImportScreen
from desk.ui.screens.suggestions import SuggestionsScreen
from desk.work.exchanging import Card, Line, Told, View
from desk.work.suggestions import Question

LONG = "Maison départementale des solidarités de Saint-Rambert-en-Bugey-et-Villebois"
FIELDS = {
    "": "rien",
    "name": "Nom",
    "commune": "Commune",
    "phone": "Téléphone",
    "opening_hours": "Horaires d'ouverture",
}


def the_import(say, look, part):
    screen = ImportScreen(say, look, FIELDS)
    if part == "choose":
        return screen
    columns = tuple(
        ColumnLine(name=name, sample=sample, field=field)
        for name, sample, field in (
            ("Nom de la structure", LONG, "name"),
            ("Ville", "Saint-Rambert-en-Bugey", "commune"),
            ("Truc", "lundi-mardi 9h-12h, mercredi 14h-17h sur rendez-vous", ""),
        )
    )
    screen.present(FileView(name="liste.csv", layout="un tableau", columns=columns, first=(f"{LONG}, 04 74 00 00 00",)))
    if part == "running":
        screen.present_progress(1500)
    elif part == "done":
        told = ("1 500 lignes lues.", "12 lignes refusées : elles sont dans liste-refusees.csv, avec la raison.")
        screen.present_done(told, differences=3)
    elif part == "refused":
        screen.present_refusal("Ce fichier est fait pour nuire. Il n'a pas été ouvert davantage.")
    return screen


def the_suggestions(say, look):
    screen = SuggestionsScreen(say, look)
    question = Question(
        sheet="aaaaaaaaaaaa", name=LONG, field="opening_hours", title="Horaires d'ouverture",
        ours="lundi au vendredi 9 h – 12 h et 14 h – 17 h, samedi matin sur rendez-vous",
        theirs="lundi et mardi 9 h – 12 h", source="Liste officielle des France services (ANCT), août 2024",
    )  # fmt: skip
    screen.present((question, question))
    return screen


def the_export(say, look, part):
    screen = ExportScreen(say, look)
    if part == "done":
        screen.present_done(("120 lieux écrits : /home/bibliotheque/Documents/fiches.csv", f"{LONG} · Siret · manque"))
    return screen


def the_exchange(say, look, part):
    screen = ExchangeScreen(say, look, "MB")
    if part == "alone":
        screen.present(
            View(
                network="", state="Ce poste travaille seul.", more="Il peut entrer dans un réseau.", cards=(), lines=()
            )
        )
        return screen
    cards = tuple(
        Card(
            id=name, record="s", title=f"{LONG} · Horaires",
            ours=Told(who="Ce poste", when="26 novembre 2026", value="lundi 14 h – 17 h, mardi 9 h – 12 h"),
            theirs=Told(who="Bibliothèque de Maurupt-le-Montois", when="25 novembre 2026", value="jeudi 9 h – 12 h"),
            before="lundi et mardi 9 h – 12 h", to_check=name == "b",
        )
        for name in ("a", "b")
    )  # fmt: skip
    line = Line(when="26 novembre 2026, 10 h 12", what=f"{LONG} · Téléphone, Horaires", way="reçu", more="Maurupt")
    told = "Dernier échange : aujourd'hui, 10 h 12. Pas de connexion pour le moment. Tout est gardé ici et partira tout seul."
    screen.present(
        View(network="marne", state="4 modifications attendent une connexion", more=told, cards=cards, lines=(line,))
    )
    screen.present_said("Ce poste est dans le réseau marne. Il a le numéro 12.")
    if part == "charge":
        screen.take_charge()
    return screen
