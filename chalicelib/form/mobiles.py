"""Mobile numbers as people read them."""

FRENCH_MOBILE = "+33"
FRENCH_MOBILE_LENGTH = 12


def show_mobile(number: str) -> str:
    """A French mobile by pairs (`06 12 34 56 78`); others as they are written abroad."""
    if not number.startswith(FRENCH_MOBILE) or len(number) != FRENCH_MOBILE_LENGTH:
        return number
    digits = "0" + number.removeprefix(FRENCH_MOBILE)
    return " ".join(digits[place : place + 2] for place in range(0, len(digits), 2))
