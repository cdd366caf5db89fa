"""The charter on paper, as values: leaflet, poster, plain French, the texts it rests on, an agreement with a partner."""

from enum import StrEnum

from desk.base.clock import today
from desk.base.dates import plain_day
from desk.base.errors import Code, RefusedError
from desk.base.words import Words
from desk.domain.agreements import Agreement
from desk.domain.charter import Level
from desk.domain.libraries import full_name
from desk.domain.sheets import Sheet as ReferralSheet
from desk.slips.compose import spaced
from desk.slips.sheets_of_text import A3, A4, Passage, Sheet
from desk.store.store import Store
from desk.work import charter
from desk.work.charter import ActLine, CharterView


class CharterPaper(StrEnum):
    """What the charter can be printed as."""

    LEAFLET = "leaflet"
    POSTER = "poster"
    PLAIN = "plain"
    TEXTS = "texts"


_LEAFLET_SIZES = (11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5)
_POSTER_SIZES = (32.0, 30.0, 28.0, 26.0, 24.0, 22.0, 20.0, 18.0, 16.0)
_PLAIN_SIZES = (18.0, 17.0, 16.0, 15.0, 14.0)
_TEXT_SIZES = (13.0, 12.0, 11.0, 10.0)
_MARGIN = 40.0


def compose_charter(store: Store, paper: CharterPaper, say: Words, version_id: str = "") -> Sheet:
    """Return the charter in force, or a version of it, as one of its papers.

    Raises:
        RefusedError: ``NO_LIBRARY``, ``UNKNOWN_CHARTER``.
    """
    library = store.library()
    if library is None:
        raise RefusedError(Code.NO_LIBRARY)
    view = charter.view(store, say, version_id)
    maker = {
        CharterPaper.LEAFLET: _leaflet,
        CharterPaper.POSTER: _poster,
        CharterPaper.PLAIN: _plain,
        CharterPaper.TEXTS: _texts,
    }[paper]
    return maker(store, full_name(library), view, say, version_id)


def compose_agreement(store: Store, agreement: Agreement, say: Words) -> Sheet:
    """Return an agreement as one page for both partners.

    Raises:
        RefusedError: ``NO_LIBRARY``, ``UNKNOWN_SHEET``.
    """
    library, partner = store.library(), store.records.one(ReferralSheet, agreement.sheet)
    if library is None:
        raise RefusedError(Code.NO_LIBRARY)
    if partner is None:
        raise RefusedError(Code.UNKNOWN_SHEET, id=agreement.sheet[:40])
    phone = spaced(partner.phone)
    ours = full_name(library)
    dates = (
        say("Agreed on {day}.", day=plain_day(agreement.agreed_on, say.language)) if agreement.agreed_on else "",
        say("To review on {day}.", day=plain_day(agreement.review_on, say.language)) if agreement.review_on else "",
    )
    labels = [store.seeds.taxonomy.relay_label(slug, say.language) for slug in agreement.relay_types]
    parts = (
        (say("What the library sends"), agreement.we_send),
        (say("What the partner sends"), agreement.they_send),
        (say("When"), agreement.when),
        (say("How"), agreement.how),
        (say("For"), ", ".join(labels)),
        (say("To reach the partner"), phone),
        (say("Dates"), " ".join(filter(None, dates))),
    )
    passages = [Passage(title=title, lines=(text,)) for title, text in parts if text]
    passages.append(Passage(signs=(say("For the library"), say("For the partner"))))
    return Sheet(
        size=A4,
        margin=_MARGIN,
        library=ours,
        title=say("Cooperation with {partner}", partner=partner.name),
        under=say("Who sends what to whom, so that nobody is sent from desk to desk."),
        passages=tuple(passages),
        footer=(_printed(store, ours, say),),
        sizes=(16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0),
    )


def _leaflet(store: Store, library: str, view: CharterView, say: Words, _: str) -> Sheet:
    """Two pages: the articles, then what is done, done with you, never done, each with its reason."""
    articles = [Passage(title=f"{article.number}. {article.title}", lines=(article.text,)) for article in view.articles]
    acts = [
        Passage(
            title=title,
            lines=tuple(f"{act.label}. {act.reason}" for act in acts),
            dashed=True,
            apart=number == 0,
        )
        for number, (title, acts) in enumerate(_by_level(view, say))
    ]
    signed = Passage(title=say("Signed by"), signs=view.signatories or (say("The person in charge of the library"),))
    return Sheet(
        size=A4,
        margin=_MARGIN,
        library=library,
        title=view.title,
        under=view.standing,
        passages=(*articles, *acts, signed),
        footer=(
            say("Texts: {titles}", titles=" ; ".join(text.title for text in view.texts)),
            _printed(store, library, say),
        ),
        sizes=_LEAFLET_SIZES,
        columns=2,
        pages=2,
        lead=1.25,
    )


def _poster(store: Store, library: str, view: CharterView, say: Words, _: str) -> Sheet:
    """One large page: the acts in three groups, without their reasons."""
    passages = [
        Passage(title=title, lines=tuple(act.label for act in acts), dashed=True)
        for title, acts in _by_level(view, say)
    ]
    return Sheet(
        size=A3,
        margin=60.0,
        library=library,
        title=view.title,
        under=view.standing,
        passages=tuple(passages),
        footer=(_printed(store, library, say),),
        sizes=_POSTER_SIZES,
        title_size=44.0,
        lead=1.25,
    )


def _plain(store: Store, library: str, view: CharterView, say: Words, version_id: str) -> Sheet:
    """One idea a line, at least 14 points. Not reread by the persons concerned: it is never called « FALC »."""
    model = store.seeds.charter
    passages = tuple(
        Passage(
            title=one.title,
            lines=tuple(charter.filled_for(store, line, say, version_id) for line in one.lines),
        )
        for one in model.plain
    )
    return Sheet(
        size=A4,
        margin=56.0,
        library=library,
        title=say("Our help, in plain French"),
        under=view.standing,
        passages=passages,
        footer=(_printed(store, library, say),),
        sizes=_PLAIN_SIZES,
        pages=2,
        lead=1.45,
        title_size=28.0,
    )


def _texts(store: Store, library: str, view: CharterView, say: Words, _: str) -> Sheet:
    """The texts that the charter rests on, with their dates and where they are read."""
    passages = tuple(Passage(title=text.title, lines=charter.text_lines(text, say)) for text in view.texts)
    acts = tuple(f"{act.label} : {act.reference}" for act in view.acts if act.reference)
    return Sheet(
        size=A4,
        margin=_MARGIN,
        library=library,
        title=say("The texts of the charter"),
        under=view.standing,
        passages=(*passages, Passage(title=say("Where each act comes from"), lines=acts, dashed=True)),
        footer=(say("Model: {source}", source=store.seeds.charter.source), _printed(store, library, say)),
        sizes=_TEXT_SIZES,
        pages=2,
    )


def _by_level(view: CharterView, say: Words) -> tuple[tuple[str, tuple[ActLine, ...]], ...]:
    """Return the acts in three groups; what the equipment does not allow is not promised."""
    told = (
        (say("What we do"), Level.DO),
        (say("What we do with you"), Level.WITH),
        (say("What we never do"), Level.NEVER),
    )
    groups = (
        (title, tuple(act for act in view.acts if act.level is level and not act.lacking)) for title, level in told
    )
    return tuple((title, acts) for title, acts in groups if acts)


def _printed(store: Store, library: str, say: Words) -> str:
    day = plain_day(today(store.clock), say.language)
    return say("{library} · printed on {day}", library=library, day=day)
