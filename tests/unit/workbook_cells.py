#!/usr/bin/python3
"""Prints what stands in a workbook, for the unit tests: a line `SHEET!CELL TYPE VALUE` for each cell, with what openpyxl
makes of it (s text, n number, d date, f formula). `--colours` adds number formats, colours and widths."""

import datetime
import sys

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


def main():
    """Prints the workbook named by the last argument."""
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
