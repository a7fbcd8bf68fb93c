"""Emulation: the kernel starts QEMU while a run needs it, and is afterwards as it was."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from macros.problems import ROOT
from tests.engine import Engine, EngineError, sweep
from tests.engine.emulation import KERNEL, Handler, emulation, registered, remove_unused
from tests.engine.images import provide
from tests.engine.say import Say

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(
        sys.platform != "linux" or os.geteuid() != 0 or os.environ.get("ENGINE") == "docker",
        reason="emulation is prepared for the private engine, which needs Linux and root",
    ),
]
ECHO = Path("/bin/echo")


@pytest.fixture
def handler(tmp_path: Path) -> Iterator[Handler]:
    """For programs of a machine that there isn't."""
    found = Handler(f"field-notes-test-{os.getpid()}", 0xFEED, tmp_path / "users")
    yield found
    remove_unused(found)


@pytest.fixture
def foreign(handler: Handler, tmp_path: Path) -> Path:
    """Such a program."""
    path = tmp_path / "foreign"
    path.write_bytes(bytes.fromhex(handler.head) + bytes(200))
    path.chmod(0o755)
    return path


def run(program: Path) -> str:
    return subprocess.run([program, "told"], capture_output=True, text=True, check=True).stdout


def unwanted() -> Path:
    raise AssertionError("nothing was to be registered")


def kernel() -> set[str]:
    """What the machine has registered; nothing where binfmt_misc isn't mounted."""
    return {path.name for path in KERNEL.glob("*")}


@pytest.fixture
def theirs(handler: Handler, foreign: Path) -> Iterator[str]:
    """A registration of the machine's own for the same programs, without its flags; the test is to make it."""
    other = Handler(f"{handler.name}-other", 0xFEEE, foreign.with_name("other"))
    with registered(other, lambda: ECHO):  # so that binfmt_misc is mounted
        name = f"{handler.name}-theirs"
        head = "".join(f"\\x{byte:02x}" for byte in bytes.fromhex(handler.head))
        yield f":{name}:M:0:{head}::{ECHO}:"
        if (KERNEL / name).exists():
            (KERNEL / name).write_text("-1")


def test_programs_run_during_the_block(handler: Handler, foreign: Path) -> None:
    before = kernel()
    with pytest.raises(OSError, match="Exec format error"):
        run(foreign)
    with registered(handler, lambda: ECHO):
        assert run(foreign) == f"{foreign} {foreign} told\n"
        # Nothing of where our cache is; process lists show it.
        shown = foreign.with_name("echo")
        assert f"interpreter {shown}\n" in (KERNEL / handler.name).read_text()
        assert not shown.exists()
    with pytest.raises(OSError, match="Exec format error"):
        run(foreign)
    assert kernel() == before


def test_the_last_run_takes_it_out(handler: Handler) -> None:
    with registered(handler, lambda: ECHO):
        with registered(handler, unwanted):
            assert handler.offered()
        remove_unused(handler)
        assert handler.offered()
    assert not handler.offered()


def test_a_killed_run_s_is_taken_out(handler: Handler) -> None:
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom tests.engine.emulation import Handler, registered\n"
        f"with registered(Handler({handler.name!r}, {handler.machine}, Path({str(handler.users)!r})),"
        f" lambda: Path({str(ECHO)!r})):\n    print('ready', flush=True)\n    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        remove_unused(handler)
        assert handler.offered()
        process.send_signal(signal.SIGKILL)
    assert handler.offered()
    remove_unused(handler)
    assert not handler.offered()


def test_an_engine_s_sweep_takes_it_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    called: list[str] = []
    monkeypatch.setattr(sweep, "remove_unused", lambda: called.append("yes"))
    sweep.sweep(tmp_path / "none", "no-such-mark", "no-such-mark", None, [])  # type: ignore[arg-type]
    assert called == ["yes"]


def test_the_machine_s_own_is_used_and_stays(handler: Handler, theirs: str) -> None:
    (KERNEL / "register").write_text(f"{theirs}F")
    before = kernel()
    with registered(handler, unwanted):
        assert kernel() == before
    assert kernel() == before


def test_one_that_containers_could_not_use_is_not_enough(handler: Handler, theirs: str) -> None:
    (KERNEL / "register").write_text(theirs)
    assert not handler.offered()
    with registered(handler, lambda: ECHO):
        assert (KERNEL / handler.name).exists()
    assert f"{handler.name}-theirs" in kernel() and handler.name not in kernel()


def test_a_failed_fetch_leaves_nothing(handler: Handler) -> None:
    before = kernel()
    with pytest.raises(AssertionError), registered(handler, unwanted):
        pass
    assert kernel() == before


def test_the_users_engine_is_only_asked(engine: Engine, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    users = replace(engine, kind="docker")

    def inspect(platforms: str) -> None:
        done = subprocess.CompletedProcess([], 0, f"Platforms: {platforms}\n", "")
        monkeypatch.setattr(Engine, "docker", lambda *_: done)

    before = kernel()
    inspect("linux/amd64, linux/arm64")
    with emulation(users, say):
        assert kernel() == before
    inspect("linux/386")
    with pytest.raises(EngineError, match="doesn't offer linux/a"), emulation(users, say):
        pass


DOCKERFILE = 'FROM busybox:1.37\nRUN uname -m > /machine\nCMD ["cat", "/machine"]\n'


def test_an_engine_runs_and_builds_for_two_platforms(engine: Engine, say: Say) -> None:
    if engine.kind != "private":
        pytest.skip("your own engine is not changed")
    provide(engine, ["busybox:1.37"], say)
    machines = {"linux/amd64": "x86_64\n", "linux/arm64": "aarch64\n"}

    def run_in(image: str, *command: str) -> dict[str, str]:
        return {
            platform: engine.docker("run", "--rm", "--platform", platform, image, *command).stdout
            for platform in machines
        }

    with emulation(engine, say):
        assert run_in("busybox:1.37", "uname", "-m") == machines
        platforms = f"--platform={','.join(machines)}"
        engine.docker("buildx", "build", "--quiet", platforms, "--tag=two-platforms", "-", input=DOCKERFILE)
        try:
            assert run_in("two-platforms") == machines
        finally:
            engine.docker("image", "rm", "two-platforms")
