"""Gives the tests a Docker Engine: the user's own, or a private one."""

from tests.engine.choose import brings_own, engine
from tests.engine.model import Engine, EngineError

__all__ = ["Engine", "EngineError", "brings_own", "engine"]
