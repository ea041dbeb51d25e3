"""Texts for transformation rules: ones that a rule takes, and ones with a slip in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from exporter.formats.inline_xbrl.month_names import month_names

if TYPE_CHECKING:
    from random import Random

#: The shapes of rules whose names do not tell them; D, M and Y are numbers, N is a month's name in English.
_SHAPES = {
    "datedoteu": "D.M.Y",
    "datedotus": "M.D.Y",
    "datelongdaymonthuk": "D N",
    "datelongmonthdayus": "N D",
    "datelongmonthyear": "N Y",
    "datelonguk": "D N Y",
    "datelongus": "N D, Y",
    "datelongyearmonth": "Y N",
    "dateshortdaymonthuk": "D N",
    "dateshortmonthdayus": "N D",
    "dateshortmonthyear": "N Y",
    "dateshortuk": "D N Y",
    "dateshortus": "N D, Y",
    "dateshortyearmonth": "Y N",
    "dateslashdaymontheu": "D/M",
    "dateslasheu": "D/M/Y",
    "dateslashmonthdayus": "M/D",
    "dateslashus": "M/D/Y",
}
_NATIONAL_MONTHS = [
    *("Chaitra", "Vaisakha", "Jyaishtha", "Asadha", "Shravana", "Bhadra", "Asvina", "Kartika", "Agrahayana", "Pausha"),
    *("Magha", "Phalguna", "Margashirsha", "Ashwin", "चैत्र", "वैशाख", "आषाढ़", "श्रावण", "पौष", "माघ", "फाल्गुन"),
]
_ERAS = ["明治", "明", "大正", "大", "昭和", "昭", "平成", "平", "令和", "令"]
_MARKS = " \u00a0.,'`´’′-/年月日元0123456789०१९１９，．－–—aeEsxXiIvVМ月т"


def printed_text(rule: str, random: Random) -> str:
    """Write a text that a rule takes."""
    if rule.startswith(("num", "fixed", "boolean", "nocontent", "zerodash")):
        return _number(random)
    if "era" in rule or "jp" in rule or "cjk" in rule:
        return _east_asian_date(rule, random)
    if shape := _SHAPES.get(rule):
        names = [name for name in month_names("en") if ("long" in rule) == (len(name) > 3) or name == "May"]
        return re.sub("[DMNY]", lambda part: _part(part[0], names, random), shape)
    language = re.fullmatch(r"(?:cal|date).*?(?:-|year|month|day)(dk|in|en|[a-z]{2})", rule)
    code = {"dk": "da", "in": "hi"}.get(language[1], language[1]) if language else "en"
    code = "roman" if "roman" in rule else code
    names = _NATIONAL_MONTHS if "ind" in rule.split("-") or rule.startswith("calin") else _names(code, rule)
    numbers = "name" not in rule and "roman" not in rule and not language and not rule.startswith("calin")
    order = ["M" if part == "month" and numbers else part[0].upper() for part in re.findall("day|month|year", rule)]
    parts = [_part("N" if part == "M" and not numbers else part, names, random) for part in order]
    gaps = [random.choice([" ", ". ", " de ", ", ", "-", "/", "\u00a0"]) for _ in parts]
    text = "".join(part + gap for part, gap in zip(parts, gaps, strict=True))[: -len(gaps[-1])]
    return text + random.choice(["", "", "", ".", " d.", "г.", "ber"])


def with_a_slip(text: str, random: Random) -> str:
    """Insert, leave out or exchange a character."""
    place = random.randrange(len(text) + 1)
    mark = random.choice(_MARKS)
    return random.choice(
        [text[:place] + mark + text[place:], text[:place] + text[place + 1 :], text[:place] + mark + text[place + 1 :]]
    )


def _names(code: str, rule: str) -> list[str]:
    return list(month_names(code, with_day="day" in rule))


def _part(part: str, names: list[str], random: Random) -> str:
    if part == "N":
        return random.choice(names)
    digits = {
        "D": lambda: str(random.choice([1, 9, 28, 29, 30, 31])),
        "M": lambda: str(random.randint(1, 12)),
        "Y": lambda: random.choice(["2003", "1999", "03", "99", "2000", "1945"]),
    }[part]()
    if random.random() < 0.1:
        return digits.zfill(2)
    return digits


def _east_asian_date(rule: str, random: Random) -> str:
    year = (
        random.choice([*_ERAS]) + random.choice(["元", "1", "１５", "64"])
        if "era" in rule
        else random.choice(["2003", "２００３", "15"])
    )
    gap = random.choice(["", "", " ", "\u3000"])
    text = f"{year}{gap}年{gap}{random.choice(['1', '２', '12', '１０'])}{gap}月"
    return text + (f"{gap}{random.choice(['1', '２９', '31'])}日" if "day" in rule else "")


def _number(random: Random) -> str:
    mark, group = random.choice(
        [(".", ","), (",", "."), (".", " "), (",", "\u00a0"), (".", ""), (",", "’"), (".", "'")]
    )
    whole = random.choice(
        [
            "0",
            "7",
            "12",
            "123",
            f"1{group}234",
            f"12{group}345{group}678",
            f"1{group}23{group}456",
            "000",
            "007",
            "1234567",
            "",
        ]
    )
    decimals = random.choice(["", mark + "5", mark + "50", mark + "00", mark + "123456789012345678901234567890"])
    return random.choice(
        [
            whole + decimals,
            f"{whole}円{random.randint(0, 99)}銭",
            f"{whole} rupees {random.randint(0, 99)} paise",
            "-",
            "–",
            "—",
        ]
    )
