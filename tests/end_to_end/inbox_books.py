"""Staff lists as people and their programs hand them back: found by their headings, edited with openpyxl, saved by
LibreOffice, or written by hand in the form that Excel and Google Sheets save."""

import pathlib
import subprocess
import zipfile
from xml.sax.saxutils import escape

import openpyxl

HEADINGS = {"khrop_id": "id", "khrop_baseline": "baseline", "สถานะงาน": "status", "หมายเหตุ": "remark",
            "นัดครั้งถัดไป": "next"}
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


class Book:
    """A list: the rows of all its sheets that have an id."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.workbook = openpyxl.load_workbook(path)
        self.places = {}
        for sheet in self.workbook:
            self.look(sheet)

    def look(self, sheet):
        """Finds the headings and rows of a sheet."""
        head, columns = 0, {}
        for row in sheet.iter_rows():
            names = {HEADINGS[cell.value]: cell.column for cell in row if cell.value in HEADINGS}
            if "id" in names:
                head, columns = row[0].row, names
                break
        for row in range(head + 1, sheet.max_row + 1) if head else ():
            identity = sheet.cell(row, columns["id"]).value
            if identity:
                self.places[identity] = (sheet, row, columns)

    @property
    def ids(self):
        """In the order of the list."""
        return list(self.places)

    def cell(self, identity, name):
        """A cell by the exception's id and what it is: id, baseline, status, remark, next."""
        sheet, row, columns = self.places[identity]
        return sheet.cell(row, columns[name])

    def type(self, identity, status=None, remark=None, next_on=None):
        """What a person types into a row."""
        for name, value in (("status", status), ("remark", remark), ("next", next_on)):
            if value is not None:
                self.cell(identity, name).value = value
        return self

    def typed(self, identity):
        """(status, remark, next date as ISO text) of a row; '' for what is empty."""
        values = [self.cell(identity, name).value for name in ("status", "remark", "next")]
        if hasattr(values[2], "strftime"):
            values[2] = values[2].strftime("%Y-%m-%d")
        return tuple("" if value is None else value for value in values)

    def delete(self, identity):
        """Takes a row out."""
        sheet, row, _ = self.places[identity]
        sheet.delete_rows(row)
        self.__init_again()

    def __init_again(self):
        self.places = {}
        for sheet in self.workbook:
            self.look(sheet)

    def insert(self, identity, count=1):
        """Puts empty rows above a row."""
        sheet, row, _ = self.places[identity]
        sheet.insert_rows(row, count)
        self.__init_again()

    def add_columns(self, identity, count=2):
        """Puts columns of one's own in front."""
        sheet, _, _ = self.places[identity]
        sheet.insert_cols(1, count)
        self.__init_again()

    def rows(self, identity):
        """(sheet, first row, last row) of the list that the id is on."""
        sheet, _, _ = self.places[identity]
        rows = [row for other, row, _ in self.places.values() if other is sheet]
        return sheet, min(rows), max(rows)

    def reverse(self, identity):
        """Sorts the rows the other way round, hidden columns included."""
        sheet, first, last = self.rows(identity)
        values = [[cell.value for cell in row] for row in sheet.iter_rows(first, last)]
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        for row, cells in zip(range(first, last + 1), reversed(values)):
            for column, value in enumerate(cells, 1):
                sheet.cell(row, column).value = value
        self.__init_again()

    def save(self, path):
        """As openpyxl saves it."""
        self.workbook.save(path)
        return path


def libreoffice(paths, into, profile):
    """Saves the workbooks anew with LibreOffice, all in one go."""
    subprocess.run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "xlsx",
                    "--outdir", str(into), *map(str, paths)], check=True, capture_output=True, timeout=300)


def zip_of(path, sheets, strings=None, relation_targets="worksheets/sheet{}.xml"):
    """A workbook from the XML of its rows: [(name, rows)]; strings: the `<si>` of the shared ones."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/"
                      "content-types\"/>")
        file.writestr("_rels/.rels", f"<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"rId1\" Type=\"{OFFICE}"
                      "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")
        file.writestr("xl/workbook.xml", f"<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>" + "".join(
            f"<sheet name=\"{escape(name)}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>"
            for number, (name, _) in enumerate(sheets, 1)) + "</sheets></workbook>")
        relations = "".join(
            f"<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/worksheet\""
            f" Target=\"{relation_targets.format(number)}\"/>" for number in range(1, len(sheets) + 1))
        if strings is not None:
            relations += (f"<Relationship Id=\"rId99\" Type=\"{OFFICE}/sharedStrings\""
                          " Target=\"sharedStrings.xml\"/>")
            file.writestr("xl/sharedStrings.xml", f"<sst xmlns=\"{MAIN}\">" + "".join(strings) + "</sst>")
        file.writestr("xl/_rels/workbook.xml.rels", f"<Relationships xmlns=\"{PACKAGE}\">{relations}</Relationships>")
        for number, (_, rows) in enumerate(sheets, 1):
            file.writestr(f"xl/worksheets/sheet{number}.xml",
                          f"<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>")


def about_rows(list_no, business_on):
    """The hidden sheet that says whose list it is."""
    return [("khrop_list", "1"), ("list_no", list_no), ("job", "daily"), ("business_on", business_on)]


def text_xml(text):
    """A text as Excel writes it: CR as an escape."""
    return escape(text).replace("\r", "_x000D_")


def excel(path, rows, about):
    """A list in Excel's form: shared strings, the first of them in two runs with phonetic text, references on every cell."""
    strings = []

    def shared(text):
        if not strings:
            strings.append(f"<si><r><rPr><b/></rPr><t xml:space=\"preserve\">{text_xml(text[:2])}</t></r><r><t"
                           f" xml:space=\"preserve\">{text_xml(text[2:])}</t></r><rPh sb=\"0\" eb=\"1\"><t>x</t></rPh></si>")
        else:
            strings.append(f"<si><t xml:space=\"preserve\">{text_xml(text)}</t></si>")
        return len(strings) - 1

    def sheet(lines):
        return "".join(
            f"<row r=\"{number}\">" + "".join(
                f"<c r=\"{chr(65 + column)}{number}\" t=\"s\"><v>{shared(text)}</v></c>"
                for column, text in enumerate(line) if text) + "</row>" for number, line in enumerate(lines, 1))

    zip_of(path, [("Sheet1", sheet([list(HEADINGS)] + rows)), ("khrop", sheet(about))], strings)


def google(path, rows, about):
    """A list as a small program writes it: inline strings, cells and rows without references, parts by absolute names."""
    def sheet(lines):
        return "".join("<row>" + "".join(
            f"<c t=\"inlineStr\"><is><t>{text_xml(text)}</t></is></c>" if text else "<c/>" for text in line) + "</row>"
            for line in lines)

    zip_of(path, [("ชีต 1", sheet([list(HEADINGS)] + rows)), ("khrop", sheet(about))],
           relation_targets="/xl/worksheets/sheet{}.xml")
