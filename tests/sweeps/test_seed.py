"""What ships with the program: every procedure is right, sourced, and says nothing that the desk may not say."""

import json
import re
from pathlib import Path

import pytest

from desk.base.codec import from_json, to_plain
from desk.base.paths import resources
from desk.domain import procedures as domain
from desk.domain.charter import Level
from desk.domain.libraries import EQUIPMENT
from desk.domain.procedures import Confidence, Procedure, StepKind
from desk.store import seed

SEEDS = resources() / "seed"
FILES = sorted((SEEDS / "procedures").glob("*.json"))
PROCEDURES = seed.procedures(SEEDS)
TAXONOMY = seed.taxonomy(SEEDS)
CHARTER = seed.charter(SEEDS)
PHONES = set(json.loads((Path(__file__).parents[1] / "data" / "phones.json").read_text(encoding="utf-8"))["phones"])

PHONE = re.compile(
    r"(?<![\d/.,-])(?:\+33|0)[ .]?[1-9](?:[ .-]?\d){8}(?!\d)"
    r"|(?<![\w/.,-])3\d ?\d{2}(?![\d ]?\d)|(?<!\d)116 ?\d{3}(?!\d)|(?<!\d)33700(?!\d)"
)
ENTITLED = re.compile(r"\bvous (?:avez|aurez|auriez|avez bien) droit\b|\bvous y avez droit\b", re.IGNORECASE)
ALLOWED_LEVELS = {
    StepKind.EXPLAIN: {Level.DO, Level.WITH},
    StepKind.WITH: {Level.DO, Level.WITH},
    StepKind.STOP: {Level.NEVER},
    StepKind.NEVER: {Level.NEVER},
}

EACH = pytest.mark.parametrize("procedure", PROCEDURES, ids=[procedure.id for procedure in PROCEDURES])


def texts(value, name=""):
    """Yield every text meant to be read, with the name of its field; the people's words and addresses are left out."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in {"words", "url", "id", "official_site"}:
                yield from texts(inner, key)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner, name)
    elif isinstance(value, str):
        yield name, value


def test_all_seventy_nine_procedures_ship():
    assert len(PROCEDURES) == 79


def test_each_file_is_called_after_its_procedure():
    assert [file.stem for file in FILES] == [procedure.id for procedure in PROCEDURES]


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_no_file_holds_a_key_that_nobody_reads(file):
    """A misspelt key would be left out in silence."""
    told = json.loads(file.read_text(encoding="utf-8"))
    read = to_plain(from_json(file.read_bytes(), Procedure))

    assert unknown_keys(told, read) == []


def unknown_keys(told, read, path=""):
    if isinstance(told, dict) and isinstance(read, dict):
        lost = [f"{path}.{key}" for key in told if key not in read]
        return lost + [
            one for key in told if key in read for one in unknown_keys(told[key], read[key], f"{path}.{key}")
        ]
    if isinstance(told, list) and isinstance(read, list | tuple):
        return [
            one
            for number, pair in enumerate(zip(told, read, strict=True))
            for one in unknown_keys(*pair, f"{path}[{number}]")
        ]
    return []


@EACH
def test_a_procedure_passes_its_own_check(procedure):
    assert domain.check(procedure) == []


@EACH
def test_its_family_and_domain_are_known_and_go_together(procedure):
    assert procedure.family in TAXONOMY.families
    assert procedure.domain in TAXONOMY.domains


@EACH
def test_its_relay_types_are_known_and_each_stands_in_a_stop(procedure):
    in_stops = {slug for step in procedure.steps for slug in step.relay_types}

    assert set(procedure.relay_types) <= set(TAXONOMY.relay_types)
    assert len(set(procedure.relay_types)) == len(procedure.relay_types)
    assert in_stops == set(procedure.relay_types)


@EACH
def test_its_steps_stand_on_the_charter(procedure):
    for step in procedure.steps:
        act = CHARTER.act(step.act)
        assert act is not None, (step.id, step.act)
        assert act.level in ALLOWED_LEVELS[step.kind], (step.id, step.act)
        assert set(step.needs) <= set(EQUIPMENT), step.id
        assert not step.relay_types or step.kind is StepKind.STOP, step.id


@EACH
def test_its_steps_are_in_the_order_of_the_desk_and_named_once(procedure):
    order = [list(StepKind).index(step.kind) for step in procedure.steps]

    assert order == sorted(order)
    assert len({step.id for step in procedure.steps}) == len(procedure.steps)


@EACH
def test_every_stop_says_why(procedure):
    for step in procedure.steps:
        if step.kind is StepKind.STOP:
            assert CHARTER.act(step.act).stop_sentence, step.id


@EACH
def test_it_never_says_that_someone_is_entitled(procedure):
    assert [text for _, text in texts(to_plain(procedure)) if ENTITLED.search(text)] == []


@EACH
def test_every_number_to_call_is_in_the_reviewed_list(procedure):
    """Numbers enter the seeds only through tests/data/phones.json, which a person reads."""
    plain = to_plain(procedure)
    called = {re.sub(r"\D", "", phone["number"]) for phone in plain["phones"]}
    written = {re.sub(r"\D", "", found) for _, text in texts(plain) for found in PHONE.findall(text)}

    assert called | written <= PHONES


def test_the_emergency_numbers_are_in_the_reviewed_list():
    numbers = {re.sub(r"\D", "", one.number) for one in seed.emergency_numbers(SEEDS)}

    assert numbers <= PHONES
    assert {"17", "15", "18", "112", "114", "119", "3919"} <= numbers


@EACH
def test_no_document_s_date_passes_for_a_check(procedure):
    """Ruling 1: a check is a person's, and there is none yet."""
    assert procedure.checked_on is None
    assert procedure.checked_by == ""
    assert domain.needs_checking(procedure)


@EACH
def test_its_source_date_is_that_of_its_newest_document(procedure):
    dates = [source.date for source in procedure.sources if source.date]

    for told in [*dates, procedure.source_date or "2026"]:
        assert re.fullmatch(r"\d{4}(-\d{2}){0,2}", told), told
    assert procedure.source_date is None or not dates or max(dates)[:4] == procedure.source_date[:4]


@EACH
def test_nothing_is_sure_in_a_procedure_that_is_all_to_verify_and_has_no_source(procedure):
    assert procedure.sources or procedure.confidence is not Confidence.SURE


@EACH
def test_months_are_months(procedure):
    assert all(1 <= month <= 12 for moment in procedure.key_moments for month in moment.months)


@EACH
def test_people_s_words_are_many_and_each_said_once(procedure):
    folded = [words.casefold() for words in procedure.words]

    assert len(procedure.words) >= 45
    assert len(set(folded)) == len(folded)


@EACH
def test_its_texts_are_clean(procedure):
    for name, text in texts(to_plain(procedure)):
        assert text == text.strip(), (name, text)
        assert "  " not in text, (name, text)
        assert not re.search(r"[<>\x00-\x1f\u202a-\u202e]|https?://", text), (name, text)


def test_danger_shows_its_numbers_first_and_waits_for_a_review():
    danger = [procedure for procedure in PROCEDURES if procedure.emergency]

    assert [procedure.id for procedure in danger] == ["danger-violences"]
    assert danger[0].review
    assert danger[0].phones


@EACH
def test_what_is_to_verify_as_a_whole_is_marked_for_review(procedure):
    assert procedure.review or procedure.confidence is not Confidence.TO_VERIFY


def test_no_two_procedures_have_the_same_title():
    titles = [procedure.title.casefold() for procedure in PROCEDURES]

    assert len(set(titles)) == len(titles)


def test_the_charter_has_its_sixteen_articles_and_each_act_once():
    assert [article.number for article in CHARTER.articles] == list(range(1, 17))
    assert len({act.id for act in CHARTER.acts}) == len(CHARTER.acts)
    for act in CHARTER.acts:
        assert set(act.equipment) <= set(EQUIPMENT), act.id
        assert (act.level is Level.NEVER) == bool(act.stop_sentence), act.id
        assert act.level is not Level.NEVER or act.slip_sentence, act.id


def test_the_taxonomies_hold_together():
    assert len(TAXONOMY.families) == 11
    assert len(TAXONOMY.domains) == 22
    assert len(TAXONOMY.relay_types) == 69
    assert {one.family for one in TAXONOMY.domains.values()} <= set(TAXONOMY.families)
    for relay in TAXONOMY.relay_types.values():
        assert set(relay.broader) <= set(TAXONOMY.relay_types) - {relay.slug}, relay.slug
        assert relay.label
        assert relay.english, relay.slug


def test_every_france_services_becomes_a_sheet_that_nobody_has_verified():
    sheets = list(seed.france_services(SEEDS, None, 0))

    assert len(sheets) == 2845
    assert len({sheet.id for sheet in sheets}) == 2845
    assert {sheet.verified_on for sheet in sheets} == {None}
    assert {sheet.source_date for sheet in sheets} == {"2024-08-01"}
    assert all(sheet.name and sheet.commune for sheet in sheets)
