"""Faults in data: tables, claims, the glossary, lists of images, the menu, workflows, the settings of tools."""

from tests.faults.fault import Fault, append, replace, whole

_TABLES = "docs/_data/tables"
_TABLE = "caption: One\ncolumns: [{key: a, title: A}]\nrows:\n  - {a: b, source: {title: C, url: 'https://example.org/'}}\n"
_ROW = "  - {command: One, removes: Two, keeps: Three}\n"
_FULL = "  - {command: One, removes: Two, keeps: Three, source: {title: T, %s}}\n"

FAULTS = (
    # tables
    Fault(f"{_TABLES}/logs-prune.yml", lambda text: text + _ROW, "`source:` is missing.", "tables", "One", stops=True),
    Fault(f"{_TABLES}/storage-kinds.yml", replace("    bind: the path", "    band: the path"), "`bind:` is missing.", "tables", "- what: Its", also="Unknown field `band`", stops=True),
    Fault(f"{_TABLES}/limits-flags.yml", append("rows: []"), "`rows:` stands on line ", "tables", "rows: []", stops=True),
    Fault(f"{_TABLES}/cache-what-counts.yml", replace("caption: ", "capton: "), "`caption:` is missing.", "tables", also="Unknown field `capton`", stops=True),
    Fault(f"{_TABLES}/networks-drivers.yml", replace("https://", "http://"), "`url` can't be `http://", "tables", "http://", stops=True),
    Fault(f"{_TABLES}/logs-drivers.yml", replace("caption: ", "caption: [a: "), "Not valid YAML: a bracket is not closed", "tables links", "caption", stops=True),
    Fault(f"{_TABLES}/cmd-entrypoint-names.yml", whole("\n"), "The file is empty.", "tables pages links", stops=True),
    Fault(f"{_TABLES}/daemon-root.yml", replace("\n  - ", "\n\t- "), "Not valid YAML: a tab stands where spaces belong. Write spaces.", "tables pages", "\t- ", stops=True),
    Fault(f"{_TABLES}/limits-health.yml", replace("caption: ", "caption: One: "), "Not valid YAML: a value holds a colon.", "tables pages", "caption", stops=True),
    Fault(f"{_TABLES}/limits-restart.yml", replace("caption: ", 'caption: "'), "Not valid YAML: a quote is not closed.", "tables pages", stops=True),
    Fault(f"{_TABLES}/forgotten.yml", whole(_TABLE), "No page shows this table.", "tables"),
    # claims and glossary
    Fault("docs/_data/claims/why.yml", replace("verdict: correct", "verdict: right"), "`verdict` can't be `right`.", "claims", "right", stops=True),
    Fault("docs/_data/claims/vol.yml", replace("- id: vol-heading", "- id: vol-headings"), "`vol-headings` is not listed.", "claims", "vol-headings", also="The ledger has no claim `vol-heading`."),
    Fault("docs/_data/claims/net.yml", replace("at: run/networks.md", "at: run/network.md"), "There is no page `run/network.md`.", "claims links", "- id: ", stops=True),
    Fault("docs/_data/claims/life.yml", replace("proof: ", "proof: no-"), "The proof is the example `no-", "claims links", alone=True),
    Fault("docs/_data/claims/base.yml", replace("  truth: ", "  trut: "), "`truth:` is missing.", "claims", also="Unknown field `trut`", stops=True),
    Fault("docs/_data/glossary.yml", replace("at: run/storage.md#an-anon", "at: run/storage.md#no-anon"), "`run/storage.md` has no `#no-anon", "links", "#no-anon"),
    Fault("docs/_data/glossary.yml", append("- term: zeal\n  means: One."), "`at:` is missing.", "glossary", "zeal", stops=True),
    Fault("docs/_data/claims/arch.yml", whole(""), "The file is empty.", "claims links", stops=True),
    Fault(f"{_TABLES}/logs-questions.yml", lambda text: text.replace("\n", "\r\n"), "The file has CRLF line ends.", "texts tables"),
    Fault(f"{_TABLES}/kubernetes-probes.yml", replace("caption: ", "caption:\u00a0"), "Column 9 holds a sign that nobody sees: U+00A0", "texts tables", stops=True),
    Fault(f"{_TABLES}/limits-flags.yml", replace("means: no more", "means: no `more"), "A backtick has no partner.", "leftovers", "no `more"),
    Fault("docs/_data/glossary.yml", replace(".md#", ".md #"), "YAML takes what stands behind ` #` for a comment.", "leftovers", ".md #"),
    Fault("docs/_data/claims/host.yml", replace("proof: borrowed-from-the-host/host-files", "proof: storage/named"), "The proof `storage/named` is shown on run/storage.md, which `how/", "claims", "- id"),
    Fault("docs/_data/tables/seeded.yaml", whole(_TABLE), "Nothing reads this file: data ends in `.yml`.", "orphans"),
    # images
    Fault("snippets/images.yml", replace("ends: 2028-08-09", "ends: 2020-08-09"), "The support of debian:trixie-slim ended on 2020-08-09.", "images", "- ref: debian:trixie-slim"),
    Fault("snippets/images.yml", replace("    why: ", "    because: "), "`why:` is missing.", "images", "- ref", also="Unknown field `because`", stops=True),
    # the rest
    Fault("README.md", replace("Hello World\n", "Hello Word\n"), "The README differs from snippets/", "readme", "```console"),
    Fault(".github/workflows/weekly.yml", replace("timeout-minutes: 60", "timeout-minute: 60"), "`timeout-minute` is not a key that can stand here.", "workflows", "timeout-minute:", also="weekly.yml"),
    Fault(".github/workflows/publish.yml", replace("permissions: {}", "permissions: write-all"), "zizmor, excessive-permissions: ", "workflows", "write-all", also="publish.yml"),
    Fault("CONTRIBUTING.md", replace("$ make serve ", "$ make server "), "There is no `make server`. Did you mean `serve`?", "readme", "make server"),
    Fault("snippets/pipeline/ci-files/.github/workflows/image.yml", replace("runs-on:", "run-on:"), 'actionlint: unexpected key "run-on"', "workflows", "run-on:", also="image.yml"),
    Fault("docs/compose/start-order.md", replace(" {.wrong}", " {wrong}"), "The heading of an error is not drawn as one.", "pages", " {wrong}"),
    Fault("docs/how/inside-a-base-image.md", replace("Fix\n:   ", "Fix\n    "), "Of this error `Fix` is told 0 times.", "pages", "{.wrong}"),
    Fault("docs/seeded.html", whole("<p>One</p>\n"), "It would be published as it is, without the frame", "orphans"),
    Fault("overrides/main.html", lambda text: text.replace("\n", "\r\n", 1), "The file has CRLF line ends.", "texts"),
    Fault("docs/assets/stylesheets/parts.css", append(".seeded { colr: red; }"), "noUnknownProperty: `colr`: ", "web", "colr"),
    Fault("docs/assets/stylesheets/page.css", append(".seeded { color: var(--fn-inc-3); }"), "No sheet defines `--fn-inc-3`. Did you mean `--fn-ink-3`?", "web", "--fn-inc-3)"),
    Fault("docs/assets/stylesheets/offline.css", append(".seeded { color: var(--fn-inc-2, red); fill: var(--fn-inc-2); }"), "No sheet defines `--fn-inc-2`. Did you mean `--fn-ink-2`?", "web", "--fn-inc-2)"),
    Fault("docs/run/seeded.txt", whole("One\n"), "It would be published as it is, without the frame", "orphans"),
    Fault("docs/assets/stylesheets/search.css", append(".seeded { color: red; } }"), "This does not parse: ", "web", "red; } }"),
    Fault("docs/assets/javascripts/frame.js", append("const seeded = ;"), "This does not parse: ", "web", "seeded ="),
    Fault("docs/assets/javascripts/notes.js", append('documnet.title = "x";'), "noUndeclaredVariables: The documnet variable is undeclared.", "web", "documnet", also="`documnet` is misspelled"),
    Fault("overrides/partials/footer.html", append("{% if one %}"), "Jinja can't read this: ", "web", "{% if one", stops=True),
    Fault("docs/assets/forgotten.svg", whole("<svg/>\n"), "Nothing uses this file.", "orphans"),
    Fault("macros/text.py", append("def f(a):\n    return b"), "ANN001: Missing type annotation", "python", "def f", also="macros/text.py"),
    Fault("schemas/example.json", replace("lesson", "lessons"), "The file is not what the checks go by.", "editors"),
    Fault("snippets/reference.yml", append("newer:\n  docker run --rm: https://docs.docker.com/"), "No text has `docker run --rm` any more, or", "commands", "run --rm"),
    Fault("snippets/cli.json", replace("28.5.2", "28.5.1"), "The commands were recorded with docker 28.5.1", "commands"),
)  # fmt: skip
