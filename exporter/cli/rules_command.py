"""The command that lists the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exporter.cli.exit_codes import CLEAN
from exporter.cli.options import add_command
from exporter.cli.printing import print_json

if TYPE_CHECKING:
    import argparse

__all__ = ["add_commands"]


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401 - argparse does not name it
    """Add `rules`."""
    add_command(commands, common, "rules", _rules, "list what can be wrong, as a Markdown page")


def _rules(options: argparse.Namespace) -> int:
    from exporter.rules import OWN_RULES, RULES, rules_page

    if options.json:
        print_json(
            {
                code: {"severity": rule.severity, "message": rule.message, "clause": rule.clause}
                for code, rule in {**RULES, **OWN_RULES}.items()
            }
        )
    elif not options.quiet:
        print(rules_page(), end="")
    return CLEAN
