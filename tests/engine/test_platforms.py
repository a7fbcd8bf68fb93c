"""Images of more than one platform: one name, an index, and each platform's own program."""

import json

import pytest

from tests.engine import Engine
from tests.engine.images import image_id, provide
from tests.engine.say import Say

pytestmark = pytest.mark.engine
BUSYBOX = ["busybox:1.37", "busybox:1.37-musl"]
# The number of the machine in the head of a program.
MACHINES = {"linux/amd64": "3e 00", "linux/arm64": "b7 00"}


@pytest.fixture(autouse=True)
def images(engine: Engine, say: Say) -> None:
    if engine.kind != "private":
        pytest.skip("your own engine may have the official image, of which one platform was pulled")
    provide(engine, BUSYBOX, say)


@pytest.mark.parametrize("image", BUSYBOX)
def test_busybox_is_there_for_two_platforms(engine: Engine, image: str) -> None:
    for platform in MACHINES:
        told = engine.docker("image", "inspect", "--platform", platform, image).stdout
        (found,) = json.loads(told)
        assert f"{found['Os']}/{found['Architecture']}" == platform
        assert found["Config"]["Cmd"] == ["sh"]


def test_each_platform_has_its_own_program(engine: Engine) -> None:
    # Nothing of the other platform runs here, so no emulation is needed.
    dockerfile = (
        "FROM --platform=linux/OTHER busybox:1.37 AS other\nFROM busybox:1.37\n"
        "COPY --from=other /bin/busybox /other\nCOPY --from=other /bin/sed /sed\n"
        "CMD for file in /bin/busybox /other; do od -A n -t x1 -j 18 -N 2 $file; done; cmp /other /sed\n"
    )
    own = engine.environment.platform
    (other,) = MACHINES.keys() - {own}
    image = engine.docker(
        "build", "--quiet", "-", input=dockerfile.replace("linux/OTHER", other)
    ).stdout.strip()
    try:
        told = engine.docker("run", "--rm", image).stdout.splitlines()
        assert [line.strip() for line in told] == [MACHINES[own], MACHINES[other]]
    finally:
        engine.docker("image", "rm", image)


def test_the_machine_s_own_platform_is_the_default(engine: Engine) -> None:
    told = engine.docker(
        "image", "inspect", "--format", "{{.Os}}/{{.Architecture}}", "busybox:1.37"
    ).stdout.strip()
    assert told == engine.environment.platform
    assert image_id(engine, "busybox:1.37").startswith("sha256:")
