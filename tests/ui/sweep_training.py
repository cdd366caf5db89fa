"""The states of the exercise, for the sweeps: a case, its answer, and the frame around a screen."""

from PySide6.QtWidgets import QPushButton

from desk.ui.screens.training import TrainingScreen
from desk.ui.widgets.training_frame import TrainingFrame
from desk.work.training import Answered, CaseView, Good

LONG = "Où l'accueil s'arrête : dossier et empreintes, mairie équipée, anticonstitutionnellement parlant"


def the_training(say, look, part):
    screen = TrainingScreen(say, look)
    case = CaseView(
        id="a", number=1, of=12, title=LONG, visitor=(LONG, "Je vais où ?"),
        asked=(Answered(question="Avez-vous l'ancienne carte ?", answer=LONG),),
        good=(Good(heading="Ce qu'on ne fait jamais", lines=(LONG, LONG)),),
    )  # fmt: skip
    screen.present((case, case))
    screen.present_told("Gardé dans cas.pdf.")
    if part == "answer":
        screen.findChild(QPushButton, "answer").click()
    return TrainingFrame(say, look, screen) if part == "frame" else screen
