"""The stand-ins for Java: a program is compiled in one, and runs in the other."""

from collections.abc import Iterator

import pytest

from tests.engine import Engine
from tests.engine.images import provide
from tests.engine.say import Say

pytestmark = pytest.mark.engine
JDK = "eclipse-temurin:21-jdk"
JRE = "eclipse-temurin:21-jre"
DOCKERFILE = f"""\
FROM {JDK} AS build
WORKDIR /src
RUN cat > Hello.java <<'END'
public class Hello {{
    public static void main(String[] words) {{
        var font = new java.awt.Font("Serif", java.awt.Font.PLAIN, 12);
        var frame = new java.awt.font.FontRenderContext(null, false, false);
        System.out.println(words[0] + " " + (font.getStringBounds("wide", frame).getWidth() > 5) + " é");
    }}
}}
END
RUN javac Hello.java && jar --create --file hello.jar --main-class Hello Hello.class
RUN jlink --add-modules java.base --strip-debug --output /small && /small/bin/java --list-modules | grep -c . > /count

FROM {JRE}
COPY --from=build /src/hello.jar /count /
CMD ["java", "-jar", "/hello.jar", "hello"]
"""


@pytest.fixture(scope="module", autouse=True)
def images(engine: Engine, say: Say) -> None:
    provide(engine, [JDK, JRE], say)


@pytest.fixture(scope="module")
def hello(engine: Engine, images: None) -> Iterator[str]:
    image = engine.docker(
        "build", "--quiet", "--network=none", "-", input=DOCKERFILE, timeout=300
    ).stdout.strip()
    yield image
    engine.docker("image", "rm", image)


def sh(engine: Engine, image: str, script: str) -> str:
    return engine.docker("run", "--rm", "--network=none", image, "bash", "-c", script).stdout.strip()


def test_a_program_runs_in_the_other_image(engine: Engine, hello: str) -> None:
    assert engine.docker("run", "--rm", hello).stdout == "hello true é\n"


def test_jlink_makes_a_smaller_java(engine: Engine, hello: str) -> None:
    assert sh(engine, hello, "cat /count") == "1"


@pytest.mark.parametrize("image", [JDK, JRE])
def test_what_both_official_images_have(engine: Engine, image: str) -> None:
    told = sh(
        engine, image, "echo $JAVA_HOME; command -v java; echo $JAVA_VERSION; echo $LANG; java --version"
    ).split()
    assert told[:2] == ["/opt/java/openjdk", "/opt/java/openjdk/bin/java"]
    assert told[2].startswith("jdk-21.0.") and told[3:5] == ["en_US.UTF-8", "openjdk"]
    assert told[2].startswith(f"jdk-{told[5]}+")
    # Without its locale the shell would complain.
    assert engine.docker("run", "--rm", image, "bash", "-c", "locale charmap").stderr == ""
    assert sh(engine, image, "java -Xshare:on --version").startswith("openjdk 21.")


@pytest.mark.parametrize("image", [JDK, JRE])
def test_it_trusts_the_usual_authorities(engine: Engine, image: str) -> None:
    script = (
        "keytool -list -keystore $JRE_CACERTS_PATH -storepass changeit 2>/dev/null | grep -c trustedCertEntry"
    )
    assert int(sh(engine, image, script)) > 100


@pytest.mark.parametrize(("image", "tools"), [(JDK, "javac jar jlink jshell jcmd"), (JRE, "")])
def test_tools_are_in_one_image_only(engine: Engine, image: str, tools: str) -> None:
    assert sh(engine, image, "compgen -c | grep -xE 'javac|jar|jlink|jshell|jcmd' | sort").split() == sorted(
        tools.split()
    )


@pytest.mark.parametrize(("image", "command"), [(JDK, "[jshell]"), (JRE, "[]")])
def test_default_command(engine: Engine, image: str, command: str) -> None:
    wanted = "{{.Config.Cmd}} {{.Config.Entrypoint}}"
    told = engine.docker("image", "inspect", "--format", wanted, image).stdout.strip()
    assert told == f"{command} [/__cacert_entrypoint.sh]"
