"""Which engine a run gets, and what is said when there is none."""

import json
import os
from pathlib import Path

import pytest

from tests.engine import EngineError, choose, engine
from tests.engine.choose import users_environment
from tests.engine.private import locked


def test_a_value_that_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENGINE", "podman")
    with (
        pytest.raises(EngineError, match=r"ENGINE=podman is not known\. Use ENGINE=docker or ENGINE=private"),
        engine(print),
    ):
        pass


def test_engine_docker_with_none_that_answers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ENGINE", "docker")
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/none.sock")
    with pytest.raises(EngineError, match=r"no Docker Engine answers\. Start Docker"), engine(print):
        pass


def test_an_engine_that_is_named_must_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ENGINE", raising=False)
    monkeypatch.setenv("DOCKER_HOST", "tcp://127.0.0.1:9")
    says = r"DOCKER_HOST=tcp://127\.0\.0\.1:9, but no Docker Engine answers there\. Start it, or unset DOCKER_HOST"
    with pytest.raises(EngineError, match=says), engine(print):
        pass


def test_no_engine_and_not_root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("ENGINE", "DOCKER_HOST", "DOCKER_CONTEXT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(choose, "answer", lambda _: None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(EngineError, match="Install Docker"), engine(print):
        pass


def test_the_lock_names_its_holder(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with locked(path), pytest.raises(EngineError, match=f"in use by process {os.getpid()}"), locked(path):
        pass
    with locked(path):
        pass


def test_the_users_settings_do_not_change_outputs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    (theirs / "cli-plugins").mkdir(parents=True)
    (theirs / "config.json").write_text('{"psFormat": "{{.ID}}"}')
    (tmp_path / "ours").mkdir()
    monkeypatch.setenv("DOCKER_CONFIG", str(theirs))
    monkeypatch.setenv("DOCKER_HOST", "tcp://127.0.0.1:2376")
    monkeypatch.setenv("DOCKER_TLS_VERIFY", "1")
    env = users_environment(tmp_path / "ours")
    assert env["DOCKER_HOST"] == "tcp://127.0.0.1:2376"
    assert env["DOCKER_TLS_VERIFY"] == "1"
    assert env["DOCKER_CONFIG"] == str(tmp_path / "ours")
    assert [path.name for path in (tmp_path / "ours").iterdir()] == ["cli-plugins"]


def test_plugins_elsewhere_are_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"psFormat": "{{.ID}}", "cliPluginsExtraDirs": ["/opt/plugins"]}')
    (tmp_path / "ours").mkdir()
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    monkeypatch.setenv("DOCKER_HOST", "unix:///x.sock")
    users_environment(tmp_path / "ours")
    written = json.loads((tmp_path / "ours/config.json").read_text())
    assert written == {"cliPluginsExtraDirs": ["/opt/plugins"]}


CONTEXT = {
    "Name": "office",
    "Endpoints": {"docker": {"Host": "tcp://192.0.2.1:2376", "SkipTLSVerify": False}},
    "TLSMaterial": {"docker": ["ca.pem", "cert.pem", "key.pem"]},
    "Storage": {"TLSPath": "/theirs/tls/office"},
}
LOCAL = {
    "Name": "default",
    "Endpoints": {"docker": {"Host": "unix:///var/run/docker.sock"}},
    "TLSMaterial": {},
}


@pytest.mark.parametrize(
    ("context", "host", "verify", "certificates"),
    [
        (CONTEXT, "tcp://192.0.2.1:2376", "1", "/theirs/tls/office/docker"),
        (LOCAL, "unix:///var/run/docker.sock", "", ""),
    ],
)
def test_the_current_context(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    context: dict[str, object],
    host: str,
    verify: str,
    certificates: str,
) -> None:
    (tmp_path / "docker").write_text(f"#!/bin/sh\necho '{json.dumps(context)}'\n")
    (tmp_path / "docker").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    for name in ("DOCKER_HOST", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH", "DOCKER_TLS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DOCKER_CONTEXT", "office")
    monkeypatch.setenv("DOCKER_DEFAULT_PLATFORM", "linux/s390x")
    env = users_environment(tmp_path)
    assert (env["DOCKER_HOST"], env["DOCKER_TLS_VERIFY"], env["DOCKER_CERT_PATH"]) == (
        host,
        verify,
        certificates,
    )
    assert (env["DOCKER_CONTEXT"], env["DOCKER_DEFAULT_PLATFORM"]) == ("", "")
