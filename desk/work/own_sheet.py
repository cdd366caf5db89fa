"""The library as its partners see it: its own sheet, made from what it is, what it lends and what its charter says."""

from desk.base.clock import today
from desk.base.ids import id_from
from desk.domain.charter import Level, allows
from desk.domain.services import Service
from desk.domain.sheets import Fee, Reach, Sheet, SheetId
from desk.store.store import Store
from desk.work.charter import charter
from desk.work.sheets import OWN_SOURCE


def own_id(store: Store) -> str:
    """Return the id of the sheet of this library, nothing before the first start: the same wherever it is given out."""
    library = store.library()
    return id_from(f"library:{library.id}") if library else ""


def own_sheet(store: Store) -> Sheet | None:
    """Return the sheet of the library that holds this desk; None before the first start."""
    library = store.library()
    if library is None:
        return None
    ruling, day = charter(store), today(store.clock).isoformat()
    acts = [act for act in ruling.acts if act.level is not Level.NEVER and allows(ruling, act.id, library.equipment)]
    done = [act.label for act in acts if act.level is Level.DO]
    shared = [act.label for act in acts if act.level is Level.WITH]
    parts = [("Nous faisons : ", done), ("Avec vous : ", shared)]
    told = "\n".join(title + " ; ".join(labels) + "." for title, labels in parts if labels)
    equipped = bool({"computer", "internet"} & set(library.equipment))
    return Sheet(
        id=SheetId(own_id(store)),
        name=library.name,
        typologies=("BIB",),
        summary="Bibliothèque : accueil, premières démarches et orientation vers les bons services.",
        description=told[:9000],
        digital_services=("admin-help", *(("access",) if equipped else ())),
        services=(
            Service(
                id=id_from(f"library-desk:{library.id}"),
                name="Accueil et orientation",
                description=(told or "Accueil et orientation vers les services compétents.")[:9000],
                kinds=("information",),
                modes=("en-presentiel",),
            ),
        ),
        address=library.address,
        postcode=library.postcode,
        commune=library.commune,
        insee=library.insee,
        latitude=library.latitude,
        longitude=library.longitude,
        phone=library.phone,
        reach=Reach.WALK_IN,
        ways=("walk-in",),
        fee=Fee.FREE,
        source=OWN_SOURCE,
        source_date=day,
        origin=f"library:{library.id}",
    )
