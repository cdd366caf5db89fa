"""What can be wrong with what another machine says."""


class WireError(ValueError):
    """The bytes or the message are not what the protocol says. Its text says what is wrong, never a value."""
