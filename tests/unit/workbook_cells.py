#!/usr/bin/python3
"""Prints what stands in a workbook, for the unit tests: a line `SHEET!CELL TYPE VALUE` for each cell, with what openpyxl
makes of it (s text, n number, d date, f formula). `--forms` prints what cells take, and which are unlocked, instead. `--colours` adds number formats, colours and widths. `--charts`
prints charts with the numbers they carry, names of cells and what is drawn on top of cells instead."""

import datetime
import sys
import xml.etree.ElementTree
import zipfile

import openpyxl


def describe(cell):
    """Type and value of a cell, on one line."""
    value = cell.value
    if isinstance(value, datetime.datetime):
        return "d " + value.isoformat(sep=" ", timespec="minutes")
    if cell.data_type == "f":
        return "f " + value
    if isinstance(value, (int, float)):
        return "n " + repr(value)
    return "s " + str(value).replace("\n", "\\n")


CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PLACE = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


def describe_range(part):
    """A series' range, and the values that the chart carries along."""
    return part.findtext(f".//{CHART}f") + " " + ",".join(value.text for value in part.iter(f"{CHART}v"))


def print_charts(path):
    """Charts, what their alternative texts say, and the names of cells."""
    with zipfile.ZipFile(path) as parts:
        for name in sorted(name for name in parts.namelist() if name.startswith("xl/charts/chart")):
            chart = xml.etree.ElementTree.fromstring(parts.read(name))
            plot = chart.find(f".//{CHART}plotArea")
            kinds = [child.tag.replace(CHART, "") for child in plot if child.tag.endswith("Chart")]
            print("chart", " ".join(kinds), "".join(text.text for text in chart.iter(f"{DRAWING}t")))
            for series in chart.iter(f"{CHART}ser"):
                print("series", series.find(f"{CHART}tx").findtext(f".//{CHART}v"),
                      describe_range(series.find(f"{CHART}cat")), describe_range(series.find(f"{CHART}val")))
        for name in sorted(name for name in parts.namelist() if name.startswith("xl/drawings/drawing")):
            for place in xml.etree.ElementTree.fromstring(parts.read(name)).iter(f"{PLACE}cNvPr"):
                print("alternative", place.get("descr"))
    workbook = openpyxl.load_workbook(path)
    for name, target in workbook.defined_names.items() if hasattr(workbook.defined_names, "items") else [
            (one.name, one) for one in workbook.defined_names.definedName]:
        print("name", name, target.attr_text)
    for sheet in workbook.worksheets:
        print("sheet", sheet.title, sheet.sheet_state)
        for cells in sheet.conditional_formatting:
            print("condition", sheet.title, cells.sqref, " ".join(rule.type for rule in cells.rules))


def print_forms(path):
    """What cells take, which may be typed into, what is hidden."""
    for sheet in openpyxl.load_workbook(path).worksheets:
        print("sheet", sheet.title, sheet.sheet_state)
        for rule in sheet.data_validations.dataValidation:
            print("takes", sheet.title, rule.sqref, rule.type, rule.formula1, rule.formula2, rule.error)
        for cells in sheet.conditional_formatting:
            print("marks", sheet.title, cells.sqref, " ".join(formula for rule in cells.rules for formula in rule.formula))
        for name, column in sheet.column_dimensions.items():
            if column.hidden:
                print("hidden", sheet.title, name, column.min, column.max)
        for cell in (cell for row in sheet.iter_rows() for cell in row if not cell.protection.locked):
            print("unlocked", sheet.title, cell.coordinate, describe(cell))


def main():
    """Prints the workbook named by the last argument."""
    if "--forms" in sys.argv:
        print_forms(sys.argv[-1])
        return
    if "--charts" in sys.argv:
        print_charts(sys.argv[-1])
        return
    workbook = openpyxl.load_workbook(sys.argv[-1])
    for sheet in workbook.worksheets:
        print(f"sheet {sheet.title} frozen {sheet.freeze_panes} filter {sheet.auto_filter.ref}")
        if "--colours" in sys.argv:
            for name, column in sheet.column_dimensions.items():
                print(f"{sheet.title}!{name} width {column.width:g}")
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None:
                    continue
                line = f"{sheet.title}!{cell.coordinate} {describe(cell)}"
                if "--colours" in sys.argv:
                    line += f" {cell.number_format} {cell.fill.fill_type} {cell.fill.fgColor.rgb}"
                print(line)


if __name__ == "__main__":
    main()
