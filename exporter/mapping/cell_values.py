"""Reads source cells by the column: what each printed figure says, given its row of the mapping.

Whatever few values tell, such as a unit by the names in column and row, is worked out once for each combination of
them; figures are read by the column. So a cell costs next to nothing, and a million of them take seconds.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from exporter.frames.columns import (
    CODED,
    beside,
    contains,
    each_combination,
    gathered,
    given,
    is_blank,
    rows_where,
    stripped,
    with_constants,
)
from exporter.line_items.cell_columns import EVALUATED_COLUMNS
from exporter.mapping.cell_conventions import CellConventions
from exporter.mapping.cell_findings import DAY_PARSERS, CellFindings
from exporter.mapping.cell_numbers import numbers_in
from exporter.mapping.dimension_places import in_their_place
from exporter.mapping.notes import NOTE, PLAIN_NOTE, Notes
from exporter.project.mapping_csv import REVERSED
from exporter.project.periods import period_of
from exporter.report.dispositions import NOT_REPORTED, Disposition
from exporter.report.names import ILLEGAL
from exporter.report.report import dimensions_of, dimensions_text
from exporter.taxonomy.concepts import UNITS
from exporter.taxonomy.dimensional_validity import dimensional_faults

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from exporter.findings.findings import Finding
    from exporter.project.footnotes_csv import Footnote
    from exporter.project.mapping_csv import MappingRow
    from exporter.project.project import Project
    from exporter.taxonomy.model import Taxonomy

__all__ = ["evaluate_cells"]

#: So many cells are read at a time.
_PART = 1_000_000
#: What a line item says is called so beside what the fact says.
_ITEM = {name: f"item_{name}" for name in ("printed", "unit", "dimensions", "language", "scale", "decimals")}
#: The scale of figures in a column of percentages that are printed without their sign.
_PERCENT = -2
_EXCLUDED = pl.lit(Disposition.EXCLUDED)
#: Units in which a figure may be printed as a percentage.
_TAKES_PERCENTAGES = "^xbrli:pure$"
_LEXICAL_FORMS = {
    "year": (r"^[0-9]{4}$", "a year such as 2003"),
    "boolean": (r"^(?i:true|false)$", "true or false"),
}


def evaluate_cells(
    items: pl.DataFrame,
    rows: Sequence[MappingRow],
    project: Project,
    taxonomy: Taxonomy,
    entity: str,
    footnotes: Mapping[str, Footnote],
) -> tuple[pl.DataFrame, list[Finding]]:
    """Evaluate line items: work out what each says, given its row of the mapping.

    Args:
        items: line items with the columns of `LINE_ITEM_COLUMNS`, and `mapping_index`, the index of each in `rows`.
        rows: the mapping.
        project: what periods, units and tables mean.
        taxonomy: the concepts.
        entity: the prefixed identifier of whoever reports.
        footnotes: the footnotes, whose marks may stand at figures.

    Returns: a row for each line item, with the columns of `EVALUATED_COLUMNS`; and what is wrong.
    """
    findings = CellFindings(rows, CellConventions(project, footnotes))
    notes = Notes(project.folder)
    cells = items.rename(_ITEM).with_row_index("cell").with_columns(pl.col("cell").cast(pl.Int64))
    rows_frame = _rows_frame(rows)
    parts = [
        _evaluate_part(part, rows_frame, project, taxonomy, entity, findings, notes)
        for part in cells.iter_slices(_PART)
    ]
    evaluated = _stacked(parts) if parts else _to_evaluated_columns(cells.clear())
    return _without_faulty(evaluated, findings), [*findings.findings, *notes.findings]


def _stacked(parts: list[pl.DataFrame]) -> pl.DataFrame:
    """Stack tables, column by column, so that memory need not hold them and what they become."""
    if len(parts) == 1:
        return with_constants(parts[0])
    columns = []
    for name in parts[0].columns:
        columns.append(with_constants(pl.concat([part[name] for part in parts], rechunk=True).to_frame()))
        parts[:] = [part.drop(name) for part in parts]
    return pl.concat(columns, how="horizontal")


def _evaluate_part(
    cells: pl.DataFrame,
    rows: pl.DataFrame,
    project: Project,
    taxonomy: Taxonomy,
    entity: str,
    findings: CellFindings,
    notes: Notes,
) -> pl.DataFrame:
    """Evaluate some of the cells.

    What is worked out on the way is dropped with each part, so that memory need not hold it for all cells.
    """
    cells = beside(cells, gathered(rows, cells["mapping_index"])).with_columns(reason=_exclusion())
    is_open = pl.col("reason").is_null()
    is_derived = given("derived").is_not_null() | pl.col("concept").is_null()
    facts = rows_where(cells, is_open & ~is_derived)
    findings.abstract(rows_where(facts, pl.col("abstract")))
    facts = rows_where(facts, ~pl.col("abstract"))
    facts = _with_periods(facts, project, findings)
    facts = _with_fact_dimensions(facts, taxonomy, findings)
    facts = facts.with_columns(
        disposition=pl.lit(Disposition.FACT),
        entity=pl.lit(entity),
        rule=pl.coalesce("row_rule", given("check")),
        column_rule=pl.when(pl.col("row_rule") != given("check")).then("check"),
    )
    groups: list[tuple[pl.DataFrame, Callable[[pl.DataFrame], pl.DataFrame]]] = [
        (rows_where(cells, ~is_open), lambda rows: rows),
        (
            rows_where(cells, is_open & is_derived),
            lambda rows: _evaluate_derived(_with_item_measures(rows, project), findings),
        ),
        (
            rows_where(facts, pl.col("numeric")),
            lambda rows: _evaluate_numbers(_with_units(rows, project, findings), findings),
        ),
        (rows_where(facts, ~pl.col("numeric")), lambda rows: _evaluate_texts(rows, findings, notes)),
    ]
    filled_groups = [_to_evaluated_columns(evaluate(group)) for group, evaluate in groups if group.height]
    evaluated = with_constants(
        pl.concat(filled_groups, rechunk=True) if filled_groups else _to_evaluated_columns(cells.clear())
    )
    evaluated = evaluated if evaluated["cell"].is_sorted() else evaluated.sort("cell")
    if evaluated.height < cells.height:
        # Cells with a fault were dropped on the way. They get an empty row, which `_without_faulty` fills in.
        evaluated = cells.select("cell", "mapping_index").join(
            evaluated.drop("mapping_index"), on="cell", how="left", maintain_order="left"
        )
    return evaluated.select(EVALUATED_COLUMNS.names())


def _to_evaluated_columns(cells: pl.DataFrame) -> pl.DataFrame:
    """Bring cells to the columns of `EVALUATED_COLUMNS`; what they lack is null."""
    present = set(cells.columns)
    return cells.select(
        pl.col(name).cast(kind) if name in present else pl.lit(None, kind).alias(name)
        for name, kind in EVALUATED_COLUMNS.items()
    )


def _without_faulty(evaluated: pl.DataFrame, findings: CellFindings) -> pl.DataFrame:
    """Exclude the cells that have a fault."""
    is_faulty = findings.is_faulty
    return evaluated.with_columns(
        disposition=pl.when(~is_faulty).then("disposition").fill_null(Disposition.EXCLUDED),
        reason=pl.when(is_faulty).then(pl.lit(NOT_REPORTED)).otherwise("reason"),
    )


def _rows_frame(rows: Sequence[MappingRow]) -> pl.DataFrame:
    """Build a table of the mapping: what each row says of its cells.

    Its columns have names that line items do not have.
    """
    columns: dict[str, tuple[pl.DataType | type[pl.DataType], Callable[[MappingRow], Any]]] = {
        "concept": (CODED, lambda row: row.concept and row.concept.name),
        "kind": (CODED, lambda row: row.concept and row.concept.kind),
        "numeric": (pl.Boolean, lambda row: row.concept and row.concept.is_numeric),
        "takes_language": (pl.Boolean, lambda row: row.concept and row.concept.takes_language),
        "text_block": (pl.Boolean, lambda row: row.concept and row.concept.is_text_block),
        "abstract": (pl.Boolean, lambda row: row.concept and row.concept.abstract),
        "instant": (pl.Boolean, lambda row: row.concept and row.concept.period == "instant"),
        "row_period": (CODED, lambda row: row.period),
        "row_unit": (CODED, lambda row: row.unit),
        "row_scale": (pl.Int32, lambda row: row.scale),
        "row_decimals": (CODED, lambda row: _decimals_text(row.decimals)),
        "row_dimensions": (CODED, lambda row: row.dimensions),
        "row_rule": (CODED, lambda row: row.rule and row.rule.text),
        "is_sum": (pl.Boolean, lambda row: row.rule and row.rule.name == "sum"),
        "reversed": (pl.Boolean, lambda row: row.sign == REVERSED),
        "note": (CODED, lambda row: row.note),
        "balance": (CODED, lambda row: row.concept and row.concept.balance),
        "dash": (CODED, lambda row: row.table.dash),
        "table_scale": (pl.Int32, lambda row: row.table.scale),
        "table_decimals": (CODED, lambda row: _decimals_text(row.table.decimals)),
    }
    series = [pl.Series(name, [value(row) for row in rows], kind) for name, (kind, value) in columns.items()]
    return pl.DataFrame(series)


def _decimals_text(number: int | str | None) -> str | None:
    return None if number is None else str(number)


def _exclusion() -> pl.Expr:
    """Say why a cell is left out, if that is decided without looking at its figure."""
    nothing_stands = is_blank("item_printed")
    is_unmapped = pl.col("mapping_index").is_null()
    return (
        pl.when(given("exclude").is_not_null())
        .then("exclude")
        .when(is_unmapped & nothing_stands)
        .then(pl.lit("heading: the row has no figures"))
        .when(is_unmapped)
        .then(pl.lit(NOT_REPORTED))
        .when(pl.col("concept").is_null() & pl.col("row_rule").is_null())
        .then("note")
        .when(nothing_stands)
        .then(pl.lit("blank: nothing is printed"))
    )


def _evaluate_derived(cells: pl.DataFrame, findings: CellFindings) -> pl.DataFrame:
    """Evaluate figures that follow from others and are no facts; they are as accurate as they are printed.

    A row that adds up others of its table is in the table's scale; other rules give figures of another kind.
    """
    own_scale = pl.when(pl.col("concept").is_null()).then("row_scale")
    scale_of_sums = pl.when(pl.col("is_sum") & pl.col("concept").is_null() & given("derived").is_null()).then(
        "table_scale"
    )
    power = pl.coalesce(own_scale, pl.col("item_scale").cast(pl.String).cast(pl.Int32), scale_of_sums, 0)
    cells = cells.with_columns(power=power, decimals=pl.lit(None, pl.Int32))
    cells = _with_printed_numbers(cells, "measure", findings)
    is_number = pl.col("print_kind") == "number"
    is_percentage = _is_percentage() | (pl.col("scale") == _PERCENT)
    return cells.with_columns(
        disposition=pl.when(is_number).then(pl.lit(Disposition.DERIVED)).otherwise(_EXCLUDED),
        reason=pl.when(pl.col("print_kind") == "dash")
        .then(pl.lit("a dash, which says nothing that could be checked"))
        .when(~is_number)
        .then(_says_nothing()),
        percent=is_percentage,
        printed_decimals=pl.col("places") - pl.col("scale"),
        scale=pl.when(is_percentage).then(0).otherwise("scale"),
        rule=pl.coalesce(given("derived"), "row_rule"),
        value=pl.lit(None, pl.String),
    )


def _evaluate_numbers(cells: pl.DataFrame, findings: CellFindings) -> pl.DataFrame:
    """Evaluate figures that are facts; a dash may be zero, nil, or no fact at all."""
    results = {"power": pl.Int32, "accuracy": pl.String, "decimals": pl.Int32}
    cells = each_combination(
        cells,
        ["row_scale", "item_scale", "table_scale", "row_decimals", "item_decimals", "table_decimals"],
        _powers,
        results,
    )
    cells = _with_printed_numbers(cells, "unit", findings)
    cells = each_combination(cells, ["print_kind", "dash"], _meaning, {"meaning": CODED})
    is_unexplained = pl.col("meaning").is_null()
    findings.unexplained_dashes(rows_where(cells, is_unexplained))
    cells = rows_where(cells, ~is_unexplained)
    is_number = pl.col("meaning") == "number"
    for key, column in {"scale": "power", "decimals": "accuracy"}.items():
        findings.missing(rows_where(cells, is_number & pl.col(column).is_null()), key)
    is_known = pl.col("power").is_not_null() & pl.col("accuracy").is_not_null()
    cells = rows_where(cells, is_known | ~is_number)
    is_wrong_percentage = pl.col("percent") & ~contains("unit", _TAKES_PERCENTAGES)
    findings.percentages(rows_where(cells, is_number & is_wrong_percentage))
    has_no_balance = pl.col("side").is_not_null() & (pl.col("balance").fill_null("") == "")
    findings.without_balance(rows_where(cells, is_number & has_no_balance))
    findings.lost_digits(rows_where(cells, is_number & pl.col("has_lost_digits")))
    cells = cells.with_columns(printed_decimals="decimals")
    return cells if cells.select(is_number.all()).item() else _without_numbers(cells, is_number)


def _meaning(print_kind: str, dash: str | None) -> tuple[str | None]:
    """Tell what a print stands for: a `number`, `nil`, `nothing`, or a `word` for nothing; null where that is open."""
    if print_kind == "dash":
        return ("number" if dash == "zero" else dash,)
    return ("number" if print_kind == "number" else "word",)


def _without_numbers(cells: pl.DataFrame, is_number: pl.Expr) -> pl.DataFrame:
    """Make nil or excluded what is no number."""
    is_word = pl.col("meaning") == "word"
    word = _says_nothing() if cells.select(is_word.any()).item() else pl.lit(None, CODED)
    return cells.with_columns(
        pl.when(is_number).then(pl.col("decimals", "printed_decimals")),
        disposition=pl.when(is_number | (pl.col("meaning") == "nil")).then("disposition").otherwise(_EXCLUDED),
        reason=pl.when(pl.col("meaning") == "nothing")
        .then(pl.lit("a dash, which report.toml takes for nothing", CODED))
        .when(is_word)
        .then(word),
    )


def _powers(
    row_scale: int | None,
    item_scale: str | None,
    table_scale: int | None,
    *accuracies: str | None,
) -> tuple[int | None, str | None, int | None]:
    """Find the power of ten in which a figure is printed, and to how many decimals it is accurate."""
    powers = (row_scale, None if item_scale is None else int(item_scale), table_scale)
    accuracy = next((text for text in accuracies if text is not None), None)
    decimals = None if accuracy in {None, "INF"} else int(accuracy)
    return next((power for power in powers if power is not None), None), accuracy, decimals


def _is_percentage() -> pl.Expr:
    return (pl.col("suffix") == "%").fill_null(value=False)


def _says_nothing() -> pl.Expr:
    return pl.format("{}, which report.toml takes for nothing", pl.col("item_printed"))


def _with_item_measures(cells: pl.DataFrame, project: Project) -> pl.DataFrame:
    """Add the `measure` of the unit that column or list row names."""
    names = pl.col("item_unit")
    return cells.with_columns(measure=names.replace_strict(project.units, default=None, return_dtype=CODED))


def _with_printed_numbers(cells: pl.DataFrame, unit: str, findings: CellFindings) -> pl.DataFrame:
    """Add the columns of `NUMBER_COLUMNS`, `percent`, and `side`, on which a figure stands.

    Cells whose print is nothing that could stand for a number are findings, and left out.
    """
    cells = findings.conventions.add_to(cells, unit)
    is_on_other_side = pl.col("side").is_not_null() & (pl.col("side") != pl.col("balance"))
    cells = cells.with_columns(is_negated=pl.col("reversed") ^ is_on_other_side.fill_null(value=False))
    cells = cells.with_columns(numbers_in(cells, findings.conventions)).with_columns(percent=_is_percentage())
    findings.no_numbers(rows_where(cells, pl.col("print_kind").is_null()))
    return rows_where(cells, pl.col("print_kind").is_not_null())


def _print_kinds(cells: pl.DataFrame, conventions: CellConventions) -> pl.Series:
    """Tell of each print whether it is a number, a dash, a word for nothing, or none of them."""
    columns = {"power": pl.lit(0), "decimals": pl.lit(None, pl.Int32), "is_negated": pl.lit(value=False)}
    return numbers_in(cells.with_columns(**columns), conventions)["print_kind"].cast(pl.String)


def _with_periods(cells: pl.DataFrame, project: Project, findings: CellFindings) -> pl.DataFrame:
    """Add start and end of each fact's period; the start of an instant is null."""
    results = {"period_start": CODED, "period_end": CODED}
    cells = each_combination(
        cells, ["period", "row_period"], lambda name, edge: period_of(project.periods[name], edge), results
    )
    instants = [name for name, period in project.periods.items() if period.start is None]
    is_edge_of_instant = pl.col("row_period").ne("") & pl.col("period").is_in(instants)
    findings.edges_of_instants(rows_where(cells, is_edge_of_instant))
    is_other_type = pl.col("instant") != pl.col("period_start").is_null()
    findings.wrong_periods(rows_where(cells, ~is_edge_of_instant & is_other_type))
    return cells


def _with_units(cells: pl.DataFrame, project: Project, findings: CellFindings) -> pl.DataFrame:
    """Add the measure of each fact's unit."""

    def unit(item_unit: str | None, row_unit: str, kind: str) -> tuple[str, bool]:
        measure = project.units.get(item_unit or "", "")
        if row_unit.startswith("per "):
            measure = f"{measure}/{project.units[row_unit.removeprefix('per ')]}"
        elif row_unit:
            measure = project.units[row_unit]
        # Where a kind takes any unit, something must still stand before the `per`.
        return measure, re.fullmatch(UNITS.get(kind, "[^/].*"), measure) is not None

    results = {"unit": CODED, "fits": pl.Boolean()}
    cells = each_combination(cells, ["item_unit", "row_unit", "kind"], unit, results)
    findings.wrong_units(rows_where(cells, ~pl.col("fits")))
    return cells


def _with_fact_dimensions(cells: pl.DataFrame, taxonomy: Taxonomy, findings: CellFindings) -> pl.DataFrame:
    """Add the members that item and row give.

    Some hypercube of the concept must allow them (Dimensions 1.0, 3.1).
    """

    def merged(item_dimensions: str | None, row_dimensions: str | None) -> tuple[str | None, str | None]:
        item, row = dimensions_of(item_dimensions), dimensions_of(row_dimensions)
        clashes = (
            f"the column says {axis}={item[axis]}, the mapping row {axis}={row[axis]}" for axis in item if axis in row
        )
        return dimensions_text({**item, **row}), "; ".join(clashes) or None

    results = {"dimensions": CODED, "clash": CODED}
    cells = each_combination(cells, ["item_dimensions", "row_dimensions"], merged, results)
    findings.clashing_members(rows_where(cells, pl.col("clash").is_not_null()))
    # A taxonomy's tables say all that is broken down; what somebody else's leaves open, facts may have.
    outlined = taxonomy.origin is None
    placed = in_their_place(cells, taxonomy)
    faults = dimensional_faults(placed, taxonomy, taxonomy.typed_domains, in_hypercubes_only=outlined)
    if faults.height:
        words = pl.col("faults").list.eval(pl.element().struct.field("words")).list.join("; ")
        findings.wrong_members(faults.with_columns(reasons=words).drop("faults"))
    return cells


def _evaluate_texts(cells: pl.DataFrame, findings: CellFindings, notes: Notes) -> pl.DataFrame:
    """Evaluate texts: as printed, or in the lexical form that the concept's type needs; a dash is no text."""
    cells = findings.conventions.add_to(cells.with_columns(measure=pl.lit(None, pl.String)), "measure")
    kinds = _print_kinds(cells, findings.conventions)
    dashes, words = cells.filter(kinds == "dash"), cells.filter(kinds == "nothing")
    findings.unexplained_dashes(dashes.filter(pl.col("dash").is_null()))
    is_nil = pl.col("dash") == "nil"
    excluded = pl.when(~is_nil).then(_EXCLUDED).otherwise("disposition")
    reason = pl.when(~is_nil).then(pl.lit("a dash, which is no text"))
    dashes = dashes.with_columns(disposition=excluded, reason=reason, value=pl.lit(None, pl.String))
    words = words.with_columns(disposition=_EXCLUDED, reason=_says_nothing(), value=pl.lit(None, pl.String))
    is_figure = kinds == "number"
    findings.figures_in_texts(
        cells.filter(is_figure).filter(pl.col("kind") == "text").filter(given("item_unit").is_not_null())
    )
    other_cells = cells.filter(~kinds.is_in(["dash", "nothing"]).fill_null(value=False))
    is_block = pl.col("text_block")
    is_note = is_block & pl.col("item_printed").str.contains(NOTE)
    is_plain_note = ~is_block & pl.col("item_printed").str.contains(PLAIN_NOTE)
    blocks = _with_notes(other_cells.filter(is_note), notes.markup, findings)
    named = _with_notes(other_cells.filter(is_plain_note), notes.plain_text, findings)
    is_read = pl.col("value").is_not_null()
    as_printed = named.filter(is_read).with_columns(item_printed="value").select(other_cells.columns)
    printed = pl.concat([other_cells.filter(~is_note & ~is_plain_note), as_printed])
    texts = pl.concat([_evaluate_printed_texts(printed, findings), blocks, named.filter(~is_read)])
    is_text = (pl.col("kind") == "text") & pl.col("takes_language")
    return pl.concat([texts, dashes, words], how="diagonal").with_columns(
        language=pl.when(is_text).then("item_language")
    )


def _evaluate_printed_texts(cells: pl.DataFrame, findings: CellFindings) -> pl.DataFrame:
    text = stripped(pl.col("item_printed"))
    findings.illegal_characters(cells.filter(pl.col("item_printed").str.contains(ILLEGAL)))
    days = [
        each_combination(
            cells.filter(pl.col("kind") == kind), ["item_printed", "item_language"], partial(_day, parse), _DAY_RESULT
        )
        for kind, parse in DAY_PARSERS.items()
    ]
    findings.wrong_days(pl.concat(days).filter(pl.col("value").is_null()))
    other_texts = cells.filter(~pl.col("kind").is_in(list(DAY_PARSERS)))
    for kind, (pattern, legal_form) in _LEXICAL_FORMS.items():
        findings.wrong_texts(other_texts.filter((pl.col("kind") == kind) & ~text.str.contains(pattern)), legal_form)
    has_lexical_form = pl.col("kind").is_in(list(_LEXICAL_FORMS))
    value = pl.when(has_lexical_form).then(text.str.to_lowercase()).otherwise("item_printed")
    other_texts = other_texts.with_columns(value=value)
    return pl.concat([*days, other_texts])


def _with_notes(
    cells: pl.DataFrame, read: Callable[[str], tuple[str | None, str | None]], findings: CellFindings
) -> pl.DataFrame:
    """Give cells as their value what the files that they name have."""
    values, faults = zip(*map(read, cells["item_printed"]), strict=True) if cells.height else ((), ())
    cells = cells.with_columns(value=pl.Series(values, dtype=pl.String), fault=pl.Series(faults, dtype=pl.String))
    findings.unreadable_notes(cells.filter(pl.col("fault").is_not_null()))
    findings.mark(cells.filter(pl.col("value").is_null()))
    return cells.drop("fault")


_DAY_RESULT = {"value": pl.String()}


def _day(parse: Callable[[str, str], object], printed: str, language: str) -> tuple[str | None]:
    try:
        return (str(parse(printed, language)),)
    except ValueError:
        return (None,)
