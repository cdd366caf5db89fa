"""Villages and their hub, for the paths that cross several desks."""

from tests.sync.conftest import hub_url, service, village

__all__ = ["hub_url", "service", "village"]
