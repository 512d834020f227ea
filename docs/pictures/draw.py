#!/usr/bin/python3
"""Draws the pictures of this folder: what a published morning of the demonstration company looks like in LibreOffice
(workbooks), Chromium (pages) and, for mail, in Chromium at the width of a phone. `make picture` runs it.

usage: draw.py PUBLISHED-FOLDER [NAME ..]   (NAME: only these pictures)

A picture more: a row in PICTURES."""

import email
import email.policy
import pathlib
import shutil
import subprocess
import sys
import tempfile

PLACE = pathlib.Path(__file__).resolve().parent
DOTS_PER_INCH = 110
KILOBYTES_MOST = 200

# name, file below the published folder (the first that fits the pattern), how, what of it:
#   sheet  page of the printed workbook, part of that page as fractions (left, top, right, bottom)
#   page   width and height of the window in pixels, light or dark
#   print  page of the printed web page, part of it
#   mail   as page, of a message's HTML part
PICTURES = (
    ("kpi", "kpi.xlsx", "sheet", (1, (0, 0, 1, 1))),
    ("list", "lists/10014.xlsx", "sheet", (1, (0, 0, 1, 1))),
    ("summary", "summary.html", "page", (1280, 1480, "light")),
    ("summary-phone", "summary.html", "page", (390, 1000, "light")),
    ("summary-dark", "audiences/head_office/summary.html", "page", (1280, 900, "dark")),
    ("summary-paper", "summary.html", "print", (1, (0, 0, 1, 1))),
    ("mail", "../../../outbox/*.eml", "mail", (390, 900, "light")),
)


def printed(file, folder):
    """The workbook as LibreOffice prints it."""
    subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf",
                    "--outdir", str(folder), str(file)], check=True, capture_output=True, timeout=300)
    return folder / (file.stem + ".pdf")


def chromium(folder, *options):
    """Runs Chromium without a window."""
    subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                    f"--user-data-dir={folder}/browser", *options], check=True, capture_output=True, timeout=120)


def page_of(pdf, what, picture):
    """Part of a page of a PDF file as a picture."""
    number, (left, top, right, bottom) = what
    size = subprocess.run(["pdfinfo", "-f", str(number), "-l", str(number), str(pdf)], check=True,
                          capture_output=True, text=True, timeout=60).stdout
    points = [float(word) for word in size.split("size:")[1].split("pts")[0].split(" x ")]
    width, height = (int(length * DOTS_PER_INCH / 72) for length in points)
    subprocess.run(["pdftoppm", "-png", "-r", str(DOTS_PER_INCH), "-f", str(number), "-l", str(number), "-singlefile",
                    "-x", str(int(left * width)), "-y", str(int(top * height)),
                    "-W", str(int((right - left) * width)), "-H", str(int((bottom - top) * height)),
                    str(pdf), str(picture.with_suffix(""))], check=True, timeout=120)


def window_of(file, what, picture, folder):
    """A window on a page. A window of Chromium is 500 pixels wide at least: a frame within it may be narrower."""
    width, height, scheme = what
    frame = folder / "frame.html"
    frame.write_text("<!DOCTYPE html><body style='margin:0'><iframe style='border:0;display:block;"
                     f"width:{width}px;height:{height}px' src='file://{file}'></iframe>", encoding="utf-8")
    chromium(folder, f"--window-size={width},{height}", f"--screenshot={picture}",
             *(["--blink-settings=preferredColorScheme=0"] if scheme == "dark" else []), f"file://{frame}")


def draw(file, how, what, picture):
    """Draws one picture."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        if how == "sheet":
            page_of(printed(file, folder), what, picture)
        elif how == "print":
            chromium(folder, "--no-pdf-header-footer", f"--print-to-pdf={folder}/page.pdf", f"file://{file}")
            page_of(folder / "page.pdf", what, picture)
        elif how == "mail":
            message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            part = folder / "mail.html"
            part.write_text(message.get_body(("html",)).get_content(), encoding="utf-8")
            window_of(part, what, picture, folder)
        else:
            window_of(file, what, picture, folder)


def shrink(picture):
    """Few colours are enough for words and charts."""
    if shutil.which("pngquant") is not None:
        subprocess.run(["pngquant", "--force", "--strip", "--speed", "1", "--output", str(picture), "64", str(picture)],
                       check=True, timeout=60)
    size = picture.stat().st_size // 1000
    print(f"{picture.name}: {size} kB")
    return size < KILOBYTES_MOST


def main(published, *names):
    """Draws them all, or those that are named. A file that isn't there has no picture."""
    good = True
    for name, pattern, how, what in PICTURES:
        if names and name not in names:
            continue
        place = pathlib.Path(published).resolve() / pattern
        files = sorted(place.parent.resolve().glob(place.name))
        if not files:
            print(f"{name}: no {pattern} was published")
            continue
        draw(files[0], how, what, PLACE / f"{name}.png")
        good = shrink(PLACE / f"{name}.png") and good
    return 0 if good else 1


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
