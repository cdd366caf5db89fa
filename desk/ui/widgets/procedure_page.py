"""A procedure to read: every step and every fact, each with where it comes from and whether it is to verify."""

from collections.abc import Iterator

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.ui.widgets.access import plain_label
from desk.ui.widgets.checklist import phone_words
from desk.ui.widgets.checklist import told as told_fact
from desk.ui.widgets.reading import item, note
from desk.ui.widgets.steps import kind_words
from desk.work.refer_view import Checklist, FactLine, StepLine


def page(say: Words, checklist: Checklist) -> list[QWidget]:
    """Return the parts of the page, in reading order. Emergency numbers come first."""
    parts: list[QWidget] = []
    for number in checklist.emergency:
        hours = f" ({number.hours})" if number.hours else ""
        parts.append(note(f"{number.number}  ·  {number.use}{hours}", "banner-danger"))
    parts.append(plain_label(checklist.title, "title"))
    under = " · ".join(part for part in (checklist.administration, checklist.official_site) if part)
    parts.append(plain_label(under, "muted"))
    parts.append(plain_label(checklist.footer, "warn" if checklist.to_verify else "strong"))
    parts += [note(say("Now: {text}", text=told_fact(moment, say))) for moment in checklist.season]
    parts.append(plain_label(say("At the desk"), "subtitle"))
    parts += [_step(say, step) for step in checklist.steps]
    for heading, facts in _sections(say, checklist):
        parts.append(plain_label(heading, "subtitle"))
        for fact in facts:
            parts.append(item(told_fact(fact, say)))
            parts += [plain_label(source, "small") for source in _sources(say, checklist, fact)]
    if checklist.phones:
        parts.append(plain_label(say("By telephone"), "subtitle"))
        parts += [item(phone_words(phone, say)) for phone in checklist.phones]
    if checklist.points_to_verify:
        parts.append(plain_label(say("Points to verify"), "subtitle"))
        parts += [item(point) for point in checklist.points_to_verify]
    if checklist.sources:
        parts.append(plain_label(say("Sources"), "subtitle"))
        parts += [item(source, f"{number}.", "small") for number, source in enumerate(checklist.sources, start=1)]
    return parts


def told(say: Words, checklist: Checklist) -> str:
    """Return the page in words, for a screen reader."""
    lines = [f"{number.number} {number.use}" for number in checklist.emergency]
    lines += [checklist.administration, checklist.official_site, checklist.footer]
    lines += [f"{kind_words(step.kind, say)} : {step.text}" for step in checklist.steps]
    for heading, facts in _sections(say, checklist):
        lines += [heading, *(told_fact(fact, say) for fact in facts)]
    lines += [phone_words(phone, say) for phone in checklist.phones]
    lines += checklist.points_to_verify
    lines += checklist.sources
    return "\n".join(line for line in lines if line)


def _sections(say: Words, checklist: Checklist) -> Iterator[tuple[str, tuple[FactLine, ...]]]:
    form = (checklist.paper_form,) if checklist.paper_form else ()
    for heading, facts in (
        (say("Before starting"), checklist.prerequisites),
        (say("To bring"), checklist.bring),
        (say("Paper form"), form),
        (say("Without internet"), checklist.offline),
        (say("Take care"), checklist.warnings),
        (say("When"), checklist.moments),
    ):
        if facts:
            yield heading, facts


def _sources(say: Words, checklist: Checklist, fact: FactLine) -> list[str]:
    known = [checklist.sources[place] for place in fact.sources if place < len(checklist.sources)]
    return [say("Source: {source}", source=source) for source in known]


def _step(say: Words, step: StepLine) -> QFrame:
    """Return a step to read: how far the desk goes, what it does, who takes over."""
    frame = QFrame()
    role = f"step-{step.kind.value}"
    frame.setProperty("role", role)
    column = QVBoxLayout(frame)
    column.setContentsMargins(12, 5, 12, 5)
    column.setSpacing(2)
    mark = f" · {say('to verify')}" if step.to_verify else ""
    column.addWidget(plain_label(kind_words(step.kind, say) + mark, role))
    column.addWidget(plain_label(step.text))
    if step.why:
        column.addWidget(plain_label(step.why, "muted"))
    if step.relay_labels:
        column.addWidget(plain_label("→ " + ", ".join(step.relay_labels), "strong"))
    return frame
