from desk.base.paths import resources
from desk.domain.territory import Place
from desk.store.reference import build, open_reference

SEEDS = resources() / "seed"


def test_communes_are_found_by_name_postcode_and_code(reference):
    assert reference.communes("ambronay")[0].insee == "01007"
    assert reference.communes("01007")[0].name == "Ambronay"
    assert reference.communes("38000")[0].name == "Grenoble"
    assert reference.communes("st martin de re")[0].name == "Saint-Martin-de-Ré"


def test_a_former_commune_has_the_place_of_the_one_it_joined(reference):
    former = next(commune for commune in reference.communes("arbignieu") if commune.attached_to)

    assert former.place == reference.commune(former.attached_to).place


def test_only_open_libraries_are_offered(reference):
    assert all(library.is_open for library in reference.libraries("bibliotheque", 20))
    assert any(not library.is_open for library in reference.libraries("bibliotheque valserhone", 20, closed_too=True))


def test_a_library_is_found_by_its_code(reference):
    assert reference.libraries("2")[0].commune == "Ambronay"


def test_communes_around_are_nearest_first(reference):
    around = reference.communes_around(Place(latitude=46.005888, longitude=5.36273), 10)

    assert around[0].name == "Ambronay"
    assert 10 < len(around) < 40


def test_a_damaged_cache_is_built_again(tmp_path, reference_file):
    broken = tmp_path / "reference.sqlite"
    broken.write_bytes(b"not a database at all" * 100)

    mended = open_reference(broken, SEEDS)

    assert mended.communes("ambronay")
    mended.close()


def test_every_row_of_the_official_files_is_there(reference):
    counted = dict(
        reference._connection.execute(
            "SELECT 'communes', count(*) FROM communes UNION ALL SELECT 'libraries', count(*) FROM libraries"
        )
    )

    assert counted == {"communes": 37_590, "libraries": 15_882}


def test_building_leaves_no_half_file(tmp_path):
    build(tmp_path / "cache" / "reference.sqlite", SEEDS)

    assert [file.name for file in (tmp_path / "cache").iterdir()] == ["reference.sqlite"]
