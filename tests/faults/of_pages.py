"""Faults in pages."""

from tests.faults.fault import ANY_PAGE, Fault, append, replace, whole

_FIGURE = '<figure class="dg"><svg viewBox="0 0 9 9" role="img" aria-labelledby="f-t f-d">{}</svg></figure>'
_TOLD = '<title id="f-t">One</title><desc id="f-d">Two</desc>'
# The page, the edit behind its text, the message, the checks, a word on the line, and whether the build ends.
_APPENDED = (
    # links
    ("[One](nowhere.md).", "There is no page `", "links", "nowhere.md", False),
    ("[One](no/where.png).", "There is no file `", "links", "where.png", False),
    ("![One](../assets/no.svg)", "There is no file `assets/no.svg`. ", "links", "no.svg", False),
    ("[One](../downloads/no/where.zip).", "There is no file `downloads/no/where.zip`.", "links", "no/where.zip", False),
    ("[One](no where.md).", "There is no page `", "links", "no where.md", False),
    ("[One](storag.md 'Two').", "There is no page `", "links", "storag.md", False),
    ("[One](<no where.md>).", "There is no page `", "links", "no where.md", False),
    ("[One](#nowhere).", "`(page)` has no `#nowhere`.", "links", "#nowhere", False),
    ("[One](../build/cache.md#nowhere).", "`build/cache.md` has no `#nowhere`.", "links", "#nowhere", False),
    ("[One](#example-no-example).", "`(page)` has no `#example-no-example`.", "links", "#example-no", False),
    ("[One](../build/).", "`../build/` leads to a folder. Link to the page's file", "links", "../build/", False),
    ("[One](/build/cache/).", "`/build/cache/` starts at the root of the host", "links", "/build/cache/", False),
    ("[One](http://example.org/).", "`http://example.org/` is not an https address. Use https.", "links", "http://example.org", False),
    ("[One][two].", "No line defines the link `[two]`. Add a line `[two]: address`.", "links", "[two]", False),
    ("[One][two].\n\n[two]: nowhere.md", "There is no page `", "links", "[two]: ", False),
    ('<a href="../nowhere/">One</a>', "There is no file `", "links", "nowhere", False),
    ('<img src="nowhere.png" alt="One">', "There is no file `", "links", "nowhere.png", False),
    ('<a href="#nowhere">One</a>', "`(page)` has no `#nowhere`.", "links", "#nowhere", False),
    ("## Twice\n\n## Twice", "The heading `Twice` stands on line ", "links", "## Twice\n\n## Twice", False),
    ("## One more {#example-a}\n\n### Two more {#example-a}", "The id `example-a` stands 2 times", "links", "#example-a", False),
    # markup
    ("One.[^1]", "There is no footnote `1`. Add a line `[^1]: its text`.", "markup", "[^1]", False),
    ("[^1]: One.", "Nothing leads to the footnote `1`.", "markup", "[^1]", False),
    ("*[ZZZZ]: One", "Nothing uses the abbreviation `ZZZZ`.", "markup", "ZZZZ", False),
    ("One :material-whale: two.", "`:material-whale:` would stand on the page as it is", "markup", ":material", False),
    ("```dockrfile\nFROM scratch\n```", "There is no language `dockrfile`. Did you mean `dockerfile`?", "markup", "```d", False),
    ("```console\n$ docker ps\n```", "`console` that was typed into a page: nobody has run it. Make it an example", "markup", "```c", False),
    ("```\nOne\n```", "The block of code does not say what it is.", "markup", "```", False),
    ("```text\nOne", "The block of code has no end.", "markup", "```text", False),
    ("!!! nte\n\n    One.", "There is no box of the type `nte`. Did you mean `note`?", "markup", "!!! nte", False),
    ("??? question What?\n\n    One.", "`???` is not followed by a type and a title in quotes.", "markup", "question What", False),
    ("!!! danger\n\nOne.", "The box `!!! danger` is empty.", "markup", "!!! danger", False),
    ("=== One\n\n    Two.", "A tab has no title in quotes.", "markup", "=== One", False),
    ('=== "One"\n\nTwo.', "The tab is empty.", "markup", '=== "One"', False),
    ("## Odd one\n\n#### Lost", "`#### Lost` skips a level below ##. Write `### `.", "markup", "#### Lost", False),
    ("# Again", "A second title.", "markup", "# Again", False),
    ('<div class="seeded">\n\nOne.', "`<div>` is not closed. Write `</div>` where it ends.", "markup", "seeded", False),
    ("One.</span>", "`</span>` closes nothing.", "markup", "One.</span>", False),
    ("<b><i>One</b>", "`<i>` is not closed before `</b>`.", "markup", "<b><i>", False),
    ("Replace <name> by yours.", "A browser takes `<name>` for HTML and shows nothing. Put it into backticks", "markup", "<name>", False),
    ("> [!NOTE]\n> One.", "A box of this kind is GitHub's own. Write `!!! note", "markup", "[!NOTE]", False),
    ('{{ example("storage/named") }}', "`{{` calls no macro here. Write `{@ example(", "markup", "{{", False),
    ("See [the cache] (../build/cache.md).", "A blank stands between the text and the address of a link.", "markup", "[the cache] (", False),
    ('{% example("storage/named") %}', "This calls no macro here. Write `{@ example(", "markup", "{%", False),
    ("![One](https://example.org/one.png)", "An image from another host is not shown", "markup", "https://example.org/one.png", False),
    ("See [](../build/cache.md).", "A link without a text can't be seen.", "markup", "[](", False),
    ("See [the cache]{../build/cache.md}.", "The address of a link stands in braces.", "markup", "]{", False),
    ("One:\n\n- [ ] One", "A task list would show its brackets.", "markup", "- [ ]", False),
    ("See [[cache]].", "`[[...]]` is no link here. Write `[text](page.md)`.", "markup", "[[cache", False),
    # commands
    ("Run `docker volume creat x`.", "`docker volume` has no command `creat`. Did you mean `create`?", "commands", "creat x", False),
    ("Run `docker run --detached x`.", "`docker run` has no option `--detached`. Did you mean `--detach`?", "commands", "--detached", False),
    ("Run `docker\nps --al`.", "`docker ps` has no option `--al`. Did you mean `--all`?", "commands", "ps --al", False),
    ("## Then `docker commits`", "`docker` has no command `commits`. Did you mean `commit`?", "commands", "docker commits", False),
    ("Run `docker-compose up`.", "`docker-compose` is the first Compose, which is no longer supported. Write `docker compose up`.", "commands", "docker-compose up", False),
    ("Run `docker run --gpux all x`.", "`docker run` has no option `--gpux`. Did you mean `--gpus`?", "commands", "--gpux", False),
    ("Run `docker run --networking x`.", "`docker run` has no option `--networking`. Did you mean `--network", "commands", "--networking", False),
    ("Run `docker run --quick x`.", "`docker run` has no option `--quick`. It has `", "commands", "--quick", False),
    # drawings
    (_FIGURE.format('<title id="f-t">One</title>'), "A drawing has no title or no description.", "figures", '"f-t f-d"', False),
    (_FIGURE.replace("f-t f-d", "f-t").format(_TOLD), "A drawing does not name its title and its description.", "figures", '="f-t"', False),
    (_FIGURE.format(f'{_TOLD}\n<path fill="#fff" d="M0 0"/>'), "The color `#fff` is fixed. Give it a class", "figures", "#fff", False),
    (_FIGURE.format(f'{_TOLD}\n<path stroke="red" d="M0 0"/>'), "The color `red` is fixed.", "figures", 'stroke="red"', False),
    (_FIGURE.format(f'{_TOLD}\n<path style="x" d="M0 0"/>'), "A drawing has a style of its own.", "figures", "style=", False),
    # words
    ("One fils system.", "`fils` is misspelled. Write `file`", "prose", "fils", False),
    ("* One\n- Two", "MD004: ", "prose", "* One", False),
    ("One\n## Two", "MD022: ", "prose", "One\n## Two", False),
    # signs
    ("One `two.", "A backtick has no partner.", "leftovers", "One `two", False),
    ("One **two.", "`**` has no partner", "leftovers prose", "One **two", False),
    ("One ~~two~~.", "`~~` strikes nothing out here.", "leftovers", "~~two", False),
    ("One.^[Two.]", "`^[` makes no footnote here.", "leftovers markup", "One.^[", False),
    (":::note\nOne.\n:::", "`:::` makes no box here.", "leftovers", ":::note", False),
    ("<details>\n<summary>One</summary>\n\nTwo `three`.\n</details>", "Markdown inside of `<details>` stays as it is. Write `<details markdown>`", "leftovers markup", "Two `", False),
    # characters
    ("One\u00a0two.", "Column 4 holds a sign that nobody sees: U+00A0, NO-BREAK SPACE. Write a space.", "texts", "One\u00a0", False),
    ("One\u200btwo.", "Column 4 holds a sign that nobody sees: U+200B, ZERO WIDTH SPACE. Remove it.", "texts", "One\u200b", False),
    ("One\u00ad.", "Column 4 holds a sign that nobody sees: U+00AD, SOFT HYPHEN. Remove it.", "texts", "One\u00ad", False),
    ("## One\ufeff", "Column 7 holds a sign that nobody sees: U+FEFF", "texts markup links", "One\ufeff", False),
    ("Run `docker run \u2013rm x`.", "`\u2013` starts no option. Write `-` or `--`.", "texts commands", "\u2013rm", False),
    ("Run `docker ps --format \u201cx\u201d`.", "`\u201c` is no quote to a program.", "texts commands", "\u201c", False),
    ("<<<<<<< HEAD\nOne.", "Git has left both sides of a conflict.", "texts", "<<<<<<<", False),
    # macros
    ('{@ exmple("a/b") @}', "There is no macro `exmple`. Did you mean `example`?", "pages", "exmple", True),
    ('{@ example("storage/nmed") @}', "There is no example `storage/nmed`. Did you mean `storage/named`?", "pages", "nmed", True),
    ('{@ table("storage-kind") @}', "There is no table `storage-kind`. Did you mean `storage-kinds`?", "pages", '-kind"', True),
    ('    {@ example("storage/named") @}', "`example()` does not start the line", "pages", "    {@", True),
    ('- {@ example("storage/named") @}', "`example()` does not start the line", "pages", "- {@", True),
    ("{@ example(storage/named) @}", "`example(storage/named)` has an argument that is not a quoted name.", "pages", "(storage", True),
    ('{@ example("storage/named") ', "The macro call has no end, or nothing in it.", "pages", 'example("storage/named") ', True),
    ("{@ example() @}", "`example()` names no example.", "pages", "example()", True),
    ('{@ count("whales") @}', "There is no count of `whales`.", "pages", "whales", True),
    ("{@ storage @}", "`storage` is not a macro call.", "pages", "{@ storage @}", True),
    ("{@% if true %@}", "`% if true %` is not a macro call.", "pages", "{@%", True),
    ('{@ example("storage/volume-named") @}', "There is no example `storage/volume-named`. See snippets/.", "pages", "volume-named", True),
    ("{@# One #@}", "`# One #` is not a macro call.", "pages", "{@#", True),
)  # fmt: skip
_FRONT = "The description has "

FAULTS = (
    *(
        Fault(ANY_PAGE, append(text), says, checks, word, stops=stops)
        for text, says, checks, word, stops in _APPENDED
    ),
    Fault(
        ANY_PAGE, lambda text: text.replace("\n", "\r\n"), "The file has CRLF line ends.", "pages prose texts"
    ),
    Fault(
        ANY_PAGE,
        lambda text: "\ufeff" + text,
        "The file starts with a byte order mark.",
        "pages markup",
        alone=True,
    ),
    Fault(ANY_PAGE, replace("---\n", ""), "The page has no front matter.", "pages", also=": MD0"),
    Fault(
        ANY_PAGE,
        replace("title: ", "title: [a: "),
        "Not valid YAML: a bracket is not closed",
        "pages links",
        "title: [a",
        stops=True,
    ),
    Fault(ANY_PAGE, replace("title: ", "name: "), "The page has no title.", "pages"),
    Fault(
        ANY_PAGE, replace("after: ", "before: "), "The page does not say what one can do after it.", "pages"
    ),
    Fault(ANY_PAGE, replace("description: ", "text: "), f"{_FRONT}0 characters. Say in 50 to 160", "pages"),
    Fault(ANY_PAGE, replace("description: ", f"description: {'x' * 160}"), _FRONT, "pages", "description:"),
    Fault(
        "docs/run/forgotten.md",
        whole(
            f"---\ntitle: Lost\ndescription: {'A page that nobody has put into the menu. ' * 2}\nafter: Find it.\n"
            "---\n\n# Lost\n"
        ),
        "`run/forgotten.md` is in no menu. Add `- Its title: run/forgotten.md` below `nav:`.",
        "menu",
        "\nnav:",
        at="mkdocs.yml",
    ),
    Fault(
        "mkdocs.yml",
        replace("run/networks.md", "run/networks.md\n      - Networks: run/networks.md"),
        "`run/networks.md` is in the menu already, on line ",
        "menu links",
        "run/networks.md\n      - Networks: run/networks.md",
        alone=True,
    ),
    Fault(
        "mkdocs.yml",
        replace("run/storage.md", "run/storages.md"),
        "There is no page `run/storages.md`.",
        "menu",
        "run/storages.md",
        also=": `run/storage.md` is in no menu.",
        stops=True,
    ),
    Fault(
        "docs/run/storage.md",
        append('Again.\n\n{@ example("storage/named") @}'),
        "Line ",
        "pages",
        'Again.\n\n{@ example("storage/named")',
        stops=True,
    ),
)
