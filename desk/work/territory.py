"""Which départements the territory touches: what decides the feeds that this desk follows."""

from desk.store.store import Store


def departements(store: Store) -> tuple[str, ...]:
    """Return the codes of the départements of every commune within the kilometres of this library, its own first."""
    library = store.library()
    if library is None:
        return ()
    around = store.reference.communes_around(library.place, library.radius_km) if library.place else ()
    found = dict.fromkeys([library.departement, *sorted({commune.departement for commune in around})])
    return tuple(code for code in found if code)
