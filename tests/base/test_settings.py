"""Settings of this machine: kept whole, never a reason not to start."""

from dataclasses import fields

import pytest

from desk.base import settings
from desk.base.settings import Language, Settings, SlipFormat, Theme


def test_settings_come_back_as_they_were_kept(tmp_path):
    kept = Settings(language=Language.ENGLISH, theme=Theme.DARK, text_percent=150, on_duty=("ML", "JP"), initials="ML")

    settings.save(tmp_path / "new" / "settings.json", kept)

    assert settings.load(tmp_path / "new" / "settings.json") == kept
    assert [file.name for file in (tmp_path / "new").iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    "content",
    [None, b"", b"{", b'{"theme": "pink"}', b'{"text_percent": "big"}', b"\xff\xfe", b"[]", b'{"on_duty": 3}'],
)
def test_a_file_that_cannot_be_read_gives_the_defaults(tmp_path, content):
    if content is not None:
        (tmp_path / "settings.json").write_bytes(content)

    assert settings.load(tmp_path / "settings.json") == Settings()


@pytest.mark.parametrize(("told", "taken"), [(0, 100), (115, 110), (1000, 200), (-5, 100)])
def test_a_size_of_text_that_is_not_offered_becomes_the_nearest(tmp_path, told, taken):
    (tmp_path / "settings.json").write_text(f'{{"text_percent": {told}}}')

    assert settings.load(tmp_path / "settings.json").text_percent == taken


def test_settings_of_a_later_version_are_read_as_far_as_known(tmp_path):
    (tmp_path / "settings.json").write_text('{"slip_format": "a4", "later": true}')

    assert settings.load(tmp_path / "settings.json") == Settings(slip_format=SlipFormat.A4)


def test_settings_that_cannot_be_kept_leave_no_half_file(tmp_path):
    (tmp_path / "settings.json").mkdir()

    with pytest.raises(OSError, match="settings"):
        settings.save(tmp_path / "settings.json", Settings())

    assert [file.name for file in tmp_path.iterdir()] == ["settings.json"]


def test_every_setting_is_read_again():
    assert set(settings._READERS) == {field.name for field in fields(Settings)}
