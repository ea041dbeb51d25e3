"""The command line: parsing, printing and exit codes, nothing else; a module a group of commands."""

from exporter.cli.command_line import build_parser, main

__all__ = ["build_parser", "main"]
