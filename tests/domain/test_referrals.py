from hypothesis import given
from hypothesis import strategies as st

from desk.base.ids import SLIP_SIGNS
from desk.domain.referrals import CODE_BODY, check_sign, new_code, read_code

bodies = st.text(SLIP_SIGNS, min_size=CODE_BODY, max_size=CODE_BODY).filter(lambda body: check_sign(body) is not None)


def test_a_new_code_reads_as_itself():
    code = new_code()

    assert read_code(code) == code
    assert len(code) == 6


def test_a_code_is_read_whatever_its_spaces_its_case_and_the_mark_before_it():
    code = new_code()

    assert read_code(f" sm · {code[:3].lower()} {code[3:]} ") == code


@given(bodies, st.integers(0, CODE_BODY), st.sampled_from(SLIP_SIGNS))
def test_one_wrong_sign_always_shows(body, place, sign):
    code = body + (check_sign(body) or "")
    wrong = code[:place] + sign + code[place + 1 :]

    assert (read_code(wrong) is None) == (wrong != code)


@given(bodies, st.integers(0, CODE_BODY - 1))
def test_two_neighbours_swapped_always_show(body, place):
    code = body + (check_sign(body) or "")
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    assert (read_code(swapped) is None) == (swapped != code)


@given(st.text())
def test_any_text_may_be_typed_as_a_code(typed):
    assert read_code(typed) is None or len(read_code(typed) or "") == 6


def test_a_code_has_no_look_alikes():
    assert not set(SLIP_SIGNS) & set("0O1IL U")
