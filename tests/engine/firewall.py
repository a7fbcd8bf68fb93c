"""The machine's firewall before and after an engine: what an engine added can be taken out again, nothing else."""

import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from tests.patience import patient

# What an engine's rules and chains name: its chains, its bridges.
ENGINE_RULE = re.compile(r"\bDOCKER\b|\bdocker0\b|\bdocker_gwbridge\b|\bbr-[0-9a-f]{12}\b")
ENGINE_CHAIN = re.compile(r"DOCKER(-[A-Z0-9-]+)?")
COMMANDS = [f"{ip}tables{suffix}" for ip in ("ip", "ip6") for suffix in ("", "-save", "-restore")]
MULTI = ["xtables-nft-multi", "xtables-legacy-multi"]


@dataclass
class Table:
    """One table of `iptables-save`: chains with their policies ("-" for user-defined), and rules ("-A ...")."""

    chains: dict[str, str] = field(default_factory=dict)
    rules: list[str] = field(default_factory=list)


class Firewall:
    """iptables and ip6tables, found on PATH: the machine's own where it has them."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env = env

    def snapshot(self) -> dict[str, str]:
        """All rules, by the name of the tool, as text."""
        return {ip: self._run(f"{ip}tables-save").stdout for ip in ("ip", "ip6")}

    def undo(self, before: dict[str, str]) -> None:
        """Take out the rules and chains of an engine that weren't there in an earlier snapshot."""
        for ip, now in self.snapshot().items():
            if script := removal(parse(before.get(ip, "")), parse(now)):
                self._run(f"{ip}tables-restore", "--noflush", script=script)

    def _run(self, tool: str, *args: str, script: str | None = None) -> subprocess.CompletedProcess[str]:
        # The program is looked for in our PATH, not in Python's.
        path = shutil.which(tool, path=self.env["PATH"]) or tool
        return subprocess.run(
            [path, *args], env=self.env, input=script, capture_output=True, text=True, timeout=patient(30)
        )


def parse(saved: str) -> dict[str, Table]:
    """Read the output of `iptables-save`."""
    tables: dict[str, Table] = {}
    table = Table()
    for line in saved.splitlines():
        if line.startswith("*"):
            table = tables.setdefault(line[1:].strip(), Table())
        elif line.startswith(":"):
            name, policy = line[1:].split()[:2]
            table.chains[name] = policy
        elif line.startswith("-A "):
            table.rules.append(line.strip())
    return tables


def removal(before: dict[str, Table], now: dict[str, Table]) -> str:
    """Input for `iptables-restore --noflush` that removes what an engine added; "" if it added nothing."""
    script = []
    for name, table in now.items():
        old = before.get(name, Table())
        chains = [
            chain for chain in table.chains if chain not in old.chains and ENGINE_CHAIN.fullmatch(chain)
        ]
        rules = [
            rule
            for rule in table.rules
            if rule not in old.rules and ENGINE_RULE.search(rule) and rule.split()[1] not in chains
        ]
        lines = ["-D" + rule[2:] for rule in rules] + [f"-F {chain}" for chain in chains]
        lines += [f"-X {chain}" for chain in chains]
        if lines:
            script += [f"*{name}", *lines, "COMMIT"]
    return "\n".join(script) + "\n" if script else ""


def link_tools(folder: Path, programs: list[Path], env: dict[str, str]) -> None:
    """Give our iptables its names in `folder`, in the flavor that this kernel knows."""
    folder.mkdir(parents=True, exist_ok=True)
    found = [path / name for name in MULTI for path in programs if (path / name).exists()]
    for multi in found:
        tried = subprocess.run(
            [multi, "iptables", "-t", "nat", "-S"], env=env, capture_output=True, timeout=patient(30)
        )
        if tried.returncode == 0 or multi is found[-1]:
            for name in COMMANDS:
                (folder / name).unlink(missing_ok=True)
                (folder / name).symlink_to(multi)
            return
