"""A small truth table for tests: four cells, of which one can't exist and one is refused."""

from pathlib import Path

from macros.truth import TruthTable, read_truth_table

TEXT = r"""
title: What is said?
lesson: A container says what its command says.
start: hello.plain
at_once: 2
names: [small-talk]
axes:
  - key: word
    title: Word
    values:
      - {key: none, title: None}
      - {key: hello, title: '`hello`', fills: {word: echo hello}}
  - key: flag
    title: Flag
    values:
      - {key: plain, title: Not used}
      - {key: wrong, title: '`--network nowhere`', fills: {flag: --network nowhere}}
left_out:
  - {when: {word: none, flag: wrong}, why: A wrong flag is tried once.}
steps:
  - {key: volume, run: docker volume create small-talk, once: true}
  - {key: run, run: 'docker run --name small-talk {@ flag @} busybox:1.37 {@ word @}', needed: true}
  - {key: file, run: 'cat note.txt; docker ps --all --quiet --filter name=small-talk | wc -l', hidden: true}
observed:
  - key: said
    title: Said
    summary: true
    cases:
      - {step: run, match: '^hello$'}
      - {step: run, match: '^\[exit 0\]$', says: nothing}
      - {says: refused}
  - key: error
    title: Error
    kind: code
    cases:
      - {step: run, match: '^docker: (.*)$'}
rules:
  - {says: A word is said., where: {word: hello, flag: plain}, then: {said: hello, error: ''}, show: [hello.plain]}
  - {says: Without one nothing is., where: {word: none}, then: {said: '/^no/'}, show: [none.plain]}
  - says: A network that is not there is refused.
    where: {flag: [wrong]}
    then: {said: [refused, nothing]}
    show: [hello.wrong]
"""


def small_table(snippets: Path, text: str = TEXT) -> TruthTable:
    """Write the table below a folder for snippets, and read it. Raises ProblemError for a text that is wrong."""
    folder = snippets / "truth" / "small"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "table.yml").write_text(text, encoding="utf-8")
    (folder / "note.txt").write_text("{@ word @}\nabout a word\n", encoding="utf-8")
    return read_truth_table(folder)
