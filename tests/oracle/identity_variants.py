"""Names, telephone numbers and tax ids written otherwise: some are the same to whoever reads them, some are not."""

STARTS = ["บริษัท ", "บจก. ", "บจก.", "หจก. ", "ห้างหุ้นส่วนจำกัด ", "ร้าน",
          "คุณ", "นาย", "นางสาว", "นาง ", "น.ส.", "บมจ.", ""]
ENDS = ["", " จำกัด", " จำกัด (มหาชน)", "(มหาชน)"]
ZERO_WIDTH = ["\u200b", "\u200c", "\u200d", "\ufeff"]
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
ABOVE = "\u0e34\u0e35\u0e36\u0e37\u0e31\u0e4d"
TONES = "\u0e48\u0e49\u0e4a\u0e4b"


def with_inside(chance, value, what):
    """Something put in somewhere, at neither end."""
    if len(value) < 2:
        return value
    place = chance.randrange(1, len(value))
    return value[:place] + what + value[place:]


def marks_exchanged(value):
    """Tone and vowel mark typed in the other order."""
    letters = list(value)
    for place in range(len(letters) - 1):
        if letters[place] in ABOVE and letters[place + 1] in TONES:
            letters[place], letters[place + 1] = letters[place + 1], letters[place]
    return "".join(letters)


def renamed(chance, value):
    """A name written otherwise."""
    words = value.split(" ")
    ways = [
        lambda: chance.choice(STARTS) + words[min(1, len(words) - 1)] + chance.choice(ENDS),
        lambda: chance.choice(STARTS) + value + chance.choice(ENDS),
        lambda: with_inside(chance, value, chance.choice(ZERO_WIDTH)),
        lambda: value.replace("\u0e33", "\u0e4d\u0e32"),
        lambda: marks_exchanged(value),
        lambda: value.translate(THAI_DIGITS),
        lambda: with_inside(chance, value, chance.choice([" ", "  ", "\u00a0"])),
        lambda: value + chance.choice([" 2", "สาขา 3", "Group", "GROUP"]),
        # Half a form, "(มหาชน", is neither one nor none: nobody has defined what it is.
        lambda: value if value.endswith(")") else value[:-1] or value,
    ]
    return chance.choice(ways)()


def dialled(chance, value):
    """A telephone number written otherwise."""
    ways = [
        lambda: "+66" + value.removeprefix("0"),
        lambda: "+66 " + "-".join([value[1:3], value[3:6], value[6:]]),
        lambda: "66" + value.removeprefix("0"),
        lambda: "-".join([value[:3], value[3:6], value[6:]]),
        lambda: value.translate(THAI_DIGITS),
        lambda: value + chance.choice([" ต่อ 12", " ext. 4", " #301"]),
        lambda: value + chance.choice([", 0812345678", " / 021234567", " หรือ 0891112222"]),
        lambda: with_inside(chance, value, chance.choice([" ", *ZERO_WIDTH])),
        lambda: value[:-1],
        lambda: value + "1",
        lambda: "1" + value[:3],
    ]
    return chance.choice(ways)()


def numbered(chance, value):
    """A tax id written otherwise."""
    other = str((int(value[-1]) + chance.randint(1, 9)) % 10) if value[-1:].isdecimal() else "0"
    ways = [
        lambda: "-".join([value[:1], value[1:5], value[5:10], value[10:12], value[12:]]),
        lambda: value.translate(THAI_DIGITS),
        lambda: with_inside(chance, value, " "),
        lambda: value[:-1] + other,
        lambda: value[:-1],
    ]
    return chance.choice(ways)()


def addressed(chance, value):
    """An e-mail address that may not be one."""
    ways = [value.replace("@", " at "), value + "@", value.split(".", maxsplit=1)[0], "info@shop.example"]
    return chance.choice(ways)


def located(chance, value):
    """A postcode of elsewhere, or of nowhere."""
    return chance.choice(["10110", "90110", "50200", "00000", "99999", value])
