"""The secret with which this library signs skills cards: in a file of its own that only its owner can read."""

from contextlib import suppress

from desk.base.errors import Code, UnavailableError
from desk.base.files import settle, write_for_owner_only
from desk.base.ids import new_secret
from desk.base.paths import Profile

_BYTES = 32


def card_secret(profile: Profile) -> bytes:
    """Return the secret of this library, made at its first card.

    Raises:
        UnavailableError: ``DISK_FULL``, ``READ_ONLY`` when it cannot be kept.
    """
    path = profile.card_key_file
    with suppress(OSError, ValueError):
        kept = bytes.fromhex(path.read_text(encoding="ascii").strip())
        if len(kept) == _BYTES:
            return kept
    return fresh_card_secret(profile)


def fresh_card_secret(profile: Profile) -> bytes:
    """Return a new secret, put in the place of the one there was: another library, or a key that was withdrawn.

    Raises:
        UnavailableError: ``DISK_FULL``, ``READ_ONLY`` when it cannot be kept.
    """
    path, secret = profile.card_key_file, new_secret()
    fresh = path.with_suffix(".tmp")
    try:
        write_for_owner_only(fresh, secret.hex().encode("ascii"))
        fresh.replace(path)
        settle(path.parent)
    except OSError as error:
        code = Code.READ_ONLY if isinstance(error, PermissionError) else Code.DISK_FULL
        raise UnavailableError(code, file=path.name) from error
    return secret
