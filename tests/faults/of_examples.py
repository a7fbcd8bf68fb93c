"""Faults in examples: their descriptions, transcripts, files; and in truth tables."""

from tests.faults.fault import Fault, append, replace, whole

_SAVED = "snippets/images-and-layers/archive/transcript.console"
_NEW = "snippets/storage/forgotten"
_HEAD = "# recorded: Docker Engine 28.5.2, linux/amd64, stand-in images, 2026-11-24\n"
_TRUTH = "snippets/truth/what-runs"

FAULTS = (
    # descriptions
    Fault(f"{_NEW}/transcript.console", whole(f"{_HEAD}$ true\n"), "The example has no example.yml.", "examples", at=f"{_NEW}/example.yml", also="No page shows", stops=True),
    Fault("snippets/storage/kind-volume/example.yml", replace("lesson: ", "leson: "), "`lesson:` is missing.", "examples", also="leson", stops=True),
    Fault("snippets/storage/kind-bind/example.yml", append("needs: [gpu]"), "This can't be `gpu`. Known: host, private", "examples", "gpu", stops=True),
    Fault("snippets/storage/v-and-mount/example.yml", append("limit: soon"), "`limit` is not a whole number.", "examples links", "limit", stops=True),
    Fault("snippets/storage/kind-tmpfs/example.yml", whole("\n"), "The file is empty.", "examples pages links", stops=True),
    # transcripts
    Fault("snippets/networks/host/transcript.console", whole(""), "The file is empty.", "examples pages links", stops=True),
    Fault(_SAVED, append("$"), "A prompt without a command.", "examples", "\n\n$", stops=True),
    Fault("snippets/networks/drivers/transcript.console", append("[exit 999]"), "`[exit 999]` can't be.", "examples pages", "999", stops=True),
    Fault("snippets/networks/macvlan/transcript.console", append("[exit: 1]"), "`[exit: 1]` looks like a command or an exit status", "examples", "[exit:", stops=True),
    Fault("snippets/logs/forgotten.txt", whole("One\n"), "The file belongs to no example.", "examples"),
    Fault("snippets/cache/forgotten/example.yml", whole("title: One\nlesson: Two.\n"), "The example has no transcript.", "examples", at="snippets/cache/forgotten/transcript.console", also="No page shows", stops=True),
    Fault("snippets/stopping/zombie/transcript.console", replace("# recorded: Docker", "# recorded: Dcker"), "The line that says where it was recorded is malformed", "examples", stops=True),
    Fault("snippets/stopping/ctrl-c/transcript.console", replace("28.5.2", "27.1.0"), "Recorded with Docker Engine 27.1.0", "examples"),
    Fault("snippets/stopping/inside/transcript.console", replace("$ ", "stray\n$ "), "Output, but no command above it.", "examples", "stray", stops=True),
    Fault("snippets/cmd-entrypoint/cmd-only/transcript.console", replace(", 2026-", ", 2126-"), "Recorded on 2126-11-24, which is a day to come.", "examples"),
    Fault("snippets/networks/expose/transcript.console", replace("$ docker port published", "$ docker port 'published"), "bash can't parse the commands: ", "scripts", "'published"),
    # files
    Fault("snippets/compose-basics/scale/compose.yaml", replace("  worker:\n", "  worker:\n    links: [dbx]\n"), "No `services:` declares `dbx`.", "compose", "links: [dbx]"),
    Fault("snippets/start-order/dependency-ended/compose.yaml", replace("    depends_on:\n      db:", "    depends_on:\n      dbs:"), "No `services:` declares `dbs`. Did you mean `db`?", "compose", "      dbs:"),
    Fault("snippets/compose-basics/no-rebuild/unused.txt", whole("One\n"), "No command and no file of the example uses this one.", "orphans"),
    Fault("snippets/compose-basics/no-rebuild/message.txt", lambda text: text.rstrip(), "The last line has no line end.", "texts"),
    Fault("snippets/compose-basics/watch/compose.yaml", replace("services:", "servces:"), "`servces` is not a key that can stand here.", "compose", also="compose-basics/watch"),
    Fault("snippets/compose-basics/config/stack.yaml", whole("services: {}\n"), "This is a Compose file by its content, not by its name.", "compose", also="stack.yaml"),
    Fault("snippets/multi-stage/one-stage/Dockerfile", replace("golang:1.27-trixie", "golang:1.20"), "`golang:1.20` is not on the list of base images.", "images", "golang:1.20"),
    Fault("snippets/multi-stage/two-stages/Dockerfile", replace("\n", "\r\n"), "The file has CRLF line ends.", "texts"),
    Fault("snippets/cmd-entrypoint/cmd-only/Dockerfile", append("MAINTAINER me"), "DL4000: MAINTAINER is deprecated.", "dockerfiles", "MAINTAINER", also="cmd-only"),
    Fault("snippets/cmd-entrypoint/entrypoint-only/Dockerfile", append("COPPY a b"), "Not a Dockerfile: unknown instruction: COPPY.", "dockerfiles", "COPPY", also="entrypoint-only"),
    Fault("snippets/kubernetes/probes/pod.yaml", replace("readinessProbe", "readyProbe"), "`readyProbe` is not a key that can stand here.", "manifests", "readyProbe"),
    Fault("snippets/compose-basics/override/compose.yaml", replace("services:", "# It\u2019s.\nservices:"), "`\u2019` is no quote to a program.", "texts compose", "\u2019"),
    Fault("snippets/cmd-entrypoint/variables-shell-form/Dockerfile", append("RUN true \u2014x"), "`\u2014` starts no option.", "texts dockerfiles", "\u2014"),
    Fault("snippets/storage/v-and-mount/transcript.console", replace("$ docker", "$ \u2018docker"), "`\u2018` is no quote to a program.", "texts images commands", "\u2018"),
    Fault("snippets/truth/what-is-there/table.yml", append("# One\u200d"), "Column 6 holds a sign that nobody sees: U+200D", "texts truth", "One\u200d"),
    Fault("snippets/cmd-entrypoint/stop-handler/Dockerfile", whole(""), "The file is empty.", "texts dockerfiles"),
    Fault("snippets/compose-basics/override-list/compose.yaml", whole("\n"), "The file is empty.", "texts compose"),
    Fault("snippets/start-order/wait-job/compose.yaml", replace("\n  ", "\n\t"), "Not valid YAML: a tab stands where spaces belong.", "compose", "\n\t"),
    Fault("snippets/start-order/profiles/compose.yaml", append("services: {}"), "`services:` stands on line ", "compose", "services: {}"),
    # truth tables
    Fault(f"{_TRUTH}/table.yml", replace("where: {arguments: check}", "where: {argument: check}"), "There is no axis `argument`.", "truth", "argument:", stops=True),
    Fault(f"{_TRUTH}/table.yml", replace("""then: {cmd: '["check"]'}""", """then: {cmd: '["x"]'}"""), "The rule does not hold in 192 cells: in `", "truth", "- says: Words after"),
    Fault("snippets/truth/what-is-there/cells.json", replace("none.write.nothing", "none.write.nothing-x"), "The table has no cell `none.write.nothing-x`.", "truth", "none.write.nothing-x", also="not recorded", stops=True),
    Fault("snippets/truth/who-reaches/table.yml", replace("--publish 8080:80'}}", "--publsh 8080:80'}}"), "`docker run` has no option `--publsh`. Did you mean `--publish`?", "commands", "--publsh", also="`publsh` is misspelled."),
    Fault("snippets/truth/what-now/Dockerfile", whole("FROM busybox:1.37 # \udcff\n"), "The byte 0xFF is not UTF-8.", "truth texts commands", stops=True),
    Fault("snippets/truth/lost/note.txt", whole("One\n"), "The folder holds no table.yml.", "truth", at="snippets/truth/lost"),
)  # fmt: skip
