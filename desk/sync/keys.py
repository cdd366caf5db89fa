"""What proves who this desk is: kept in a file of its own, that only its owner can read; never in settings, logs or copies."""

from dataclasses import dataclass

from desk.base.codec import CodecError, from_json, to_pretty_json
from desk.base.errors import Code, UnavailableError
from desk.base.files import settle, write_for_owner_only
from desk.base.paths import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """A desk's place in its network. ``secret`` signs, in hexadecimal; ``first`` is its first change under this number."""

    address: str
    desk: int
    token: str
    secret: str
    network: str
    hub: str
    hub_key: str
    first: int = 1

    @property
    def proof(self) -> str:
        """What goes in the header of every request."""
        return f"Desk {self.desk}.{self.token}"


def load(profile: Profile) -> Keys | None:
    """Return the keys of this desk, None before the first network or when the file cannot be read as keys."""
    try:
        return from_json(profile.keys_file.read_bytes(), Keys)
    except (OSError, CodecError):
        return None


def save(profile: Profile, keys: Keys) -> None:
    """Keep the keys, whole or not at all.

    Raises:
        UnavailableError: ``DISK_FULL``, ``READ_ONLY``.
    """
    path = profile.keys_file
    fresh = path.with_suffix(".tmp")
    try:
        write_for_owner_only(fresh, to_pretty_json(keys))
        fresh.replace(path)
        settle(path.parent)
    except OSError as error:
        code = Code.READ_ONLY if isinstance(error, PermissionError) else Code.DISK_FULL
        raise UnavailableError(code, file=path.name) from error
