"""When two texts name the same person, firm or telephone: names without forms and titles, telephone numbers by their
digits, tax ids with their check digit, postcodes with their provinces.

How the definitions are read: forms and titles go until none is left ("บริษัท ร้าน..." loses both), spaces do not count,
and a letter is anything that Unicode calls one (consonants and the vowels that stand on the line). A tax id may be
written with spaces or hyphens. A field that is too short cuts the bracket of "(มหาชน)": it is that form all the same.
A number is the first of several; +66, 0066 and 66 before eight or nine digits, with or without a 0 of their own, stand
for the leading 0; what follows "ต่อ", "ext", "x" or "#" is an extension."""

import csv
import re
import unicodedata

AT_START = sorted(["นางสาว", "นาง", "ห้างหุ้นส่วนจำกัด", "หจก.", "ห้างหุ้นส่วนสามัญ", "หสน.", "บริษัท", "บจก.",
                   "บจ.", "บมจ.", "ร้าน", "คุณ", "นาย", "น.ส."], key=len, reverse=True)
AT_END = ["จำกัด", "(มหาชน)", "(มหาชน"]
SARA_AA, SARA_AM, NIKHAHIT = "\u0e32", "\u0e33", "\u0e4d"
# What stands above or below a consonant; in which order it was typed does not show.
MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
DEPENDENT = re.compile(f"[\u0e30\u0e32\u0e33\u0e45{MARKS}]")
THAI_DIGITS = {ord("๐") + digit: str(digit) for digit in range(10)}
BANGKOK, BANGKOK_SHORT = "กรุงเทพมหานคร", ("กรุงเทพฯ", "กรุงเทพ", "กทม.", "กทม")
PHONE = re.compile(r"0[2-7]\d{7}|0[689]\d{8}|1\d{3}")
EXTENSION = re.compile(r"ต่อ|ext|x|#", re.I)
NEXT_NUMBER = re.compile(r"[,;/|\n]|หรือ|และ")


def plain(value):
    """Arabic digits, one way to write each syllable, nothing invisible."""
    value = unicodedata.normalize("NFC", value).translate(THAI_DIGITS).replace(SARA_AM, NIKHAHIT + SARA_AA)
    value = "".join(character for character in value if unicodedata.category(character) not in ("Cf", "Cc"))
    return re.sub(f"[{MARKS}]{{2,}}", lambda run: "".join(sorted(run.group())), value)


FORMS = [plain(form) for form in AT_START]
ENDINGS = [plain(form) for form in AT_END]


def may_lose(rest):
    """Whether what is left is still a name: two letters, and no vowel or tone without its consonant."""
    letters = sum(unicodedata.category(character).startswith("L") for character in rest)
    return letters >= 2 and not DEPENDENT.match(rest)


def name(value):
    """A name as names are compared; None of nothing."""
    if value is None:
        return None
    value = re.sub(r"\s+", "", plain(value)).casefold()
    while True:
        shorter = [value.removeprefix(form) for form in FORMS if value.startswith(form)]
        shorter += [value.removesuffix(form) for form in ENDINGS if value.endswith(form)]
        shorter = [rest for rest in shorter if may_lose(rest)]
        if not shorter:
            return value or None
        value = shorter[0]


def phone(value):
    """The digits of the first number, with its leading 0; None of nothing."""
    if value is None:
        return None
    value = NEXT_NUMBER.split(plain(value).strip())[0]
    value = EXTENSION.split(value)[0]
    digits = re.sub(r"\D", "", value)
    abroad = re.fullmatch(r"(?:00)?66(?:0?)([1-9]\d{7,8})", digits)
    return ("0" + abroad.group(1) if abroad else digits) or None


def is_phone(number):
    """Whether a number, normalised, is one that Thailand gives out."""
    return PHONE.fullmatch(number or "") is not None


def tax_id(value):
    """A tax id's digits, however they were grouped; None of nothing."""
    return None if value is None else re.sub(r"[\s-]", "", plain(value)) or None


def is_tax_id(number):
    """Thirteen digits of which the last is right: 11 less the weighted sum (13 .. 2) modulo 11, of that the last
    digit."""
    if number is None or not re.fullmatch("[0-9]{13}", number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, range(13, 1, -1)))
    return (11 - total % 11) % 10 == int(number[12])


def tax_branch(value):
    """A tax branch; nothing is the head office."""
    return "00000" if value is None else plain(value)


def is_email(value):
    """One @, and a dot somewhere behind it."""
    return value.count("@") == 1 and "." in value.split("@")[1]


def place(value):
    """A province as provinces are compared; Bangkok has short names."""
    value = re.sub(r"\s+", "", plain(value)).casefold()
    value = value.removeprefix("จังหวัด").removeprefix("จ.")
    return BANGKOK if value in BANGKOK_SHORT else value


class Postcodes:
    """Which provinces a postcode belongs to; a province has a Thai name and an English one."""

    def __init__(self, path):
        self.provinces = {}
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                names = {place(row["province_th"]), place(row["province_en"])}
                self.provinces.setdefault(row["postcode"], set()).update(names)

    def knows(self, postcode):
        """Whether there is such a postcode."""
        return plain(postcode).strip() in self.provinces

    def is_of(self, postcode, province):
        """Whether it is one of the province's."""
        return place(province) in self.provinces.get(plain(postcode).strip(), ())
