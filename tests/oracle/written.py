"""Values as khrop writes them into keys, signatures and published files."""

from oracle.workdays import iso_of


def decimal_text(value, is_scaled):
    """A number as it is published: no more decimals than it needs."""
    if value is None:
        return ""
    if not is_scaled:
        return str(value)
    whole, rest = divmod(abs(value), 10000)
    return ("-" if value < 0 else "") + f"{whole}.{rest:04d}".rstrip("0").rstrip(".")


def amount_text(value):
    """A quantity or an amount as a signature has it."""
    return None if value is None else decimal_text(value, True)


def day_text(day):
    """A day as a signature has it."""
    return None if day is None else iso_of(day)


def joined(values):
    """Values as khrop writes a key or a signature: text, joined by colons."""
    return ":".join("" if value is None else str(value).replace("\\", "\\\\").replace(":", "\\:") for value in values)
