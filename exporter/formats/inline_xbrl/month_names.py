"""How the transformation registries spell the months of each language.

A spelling is the beginning of a name that a rule looks for ("sept" takes "septembre"). Spellings of one month are
separated by a slash, months by a blank; each may also be in capitals, or begin with one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["month_names"]

_NAMES = {
    "bg": "ян фев мар апр май/маи юни юли авг сеп окт ное дек",
    "cs": (
        "ledna/led února/unora/úno/uno března/brezna/bře/bre dubna/dub května/kvetna/kvě/kve června/cervna/čvn/cvn "
        "července/cervence/čvc/cvc srpna/srp září/zari/zář/zar října/rijna/říj/rij listopadu/lis prosince/pro"
    ),
    "cy": "ion chwe maw ebr mai meh gor aws med hyd tach rhag",
    "da": "jan feb mar apr maj jun jul aug sep okt nov dec",
    "de": "jan/jän/jaen feb mär/maer/mar apr mai jun jul aug sep okt nov dez",
    "en": "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug "
    "september/sep october/oct november/nov december/dec",
    "es": "ene feb mar abr may jun jul ago sep oct nov dic",
    "et": "jaan veebr märts/marts apr mai juuni juuli aug sept okt nov dets",
    "fi": "tam hel maa huh tou kes hei elo syy lok mar jou",
    "fr": "janv févr/fevr mars avr mai juin juil août/aout sept oct nov déc/dec",
    "hr": "sij velj ožu/ozu tra svi lip srp kol ruj lis stu pro",
    "hu": "jan feb márc/marc ápr/apr máj/maj jún/jun júl/jul aug szept okt nov dec",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "lt": "sau vas kov bal geg bir lie rugp/rgp rugs/rgs spa/spl lap gru/grd",
    "lv": "janv febr marts apr maijs jūn/jun jūl/jul aug sept okt nov dec",
    "nl": "jan feb maa/mrt apr mei jun jul aug sep okt nov dec",
    "no": "jan feb mar apr mai jun jul aug sep okt nov des",
    "pl": "sty lut mar kwi maj cze lip sie wrz paź/paz lis gru",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
    "ro": "ian feb mar apr mai iun iul aug sep oct noi/nov dec",
    "sk": "jan feb mar apr máj/maj jún/jun júl/jul aug sep okt nov dec",
    "sl": "jan feb mar apr maj jun jul avg sep okt nov dec",
}
#: What a month is called where no day stands beside it: other cases in Czech, mutated consonants in Welsh.
_NAMES_WITHOUT_DAY = {
    "cs": (
        "leden/ledna/lednu/led únor/unor/února/unora/únoru/unoru/úno/uno "
        "březen/brezen/března/brezna/březnu/breznu/bře/bre duben/dubna/dubnu/dub "
        "květen/kveten/května/kvetna/květnu/kvetnu/kvě/kve červen/cerven/června/cervna/červnu/cervnu/čvn/cvn "
        "červenec/cervenec/července/cervence/červenci/cervenci/čvc/cvc srpen/srpna/srpnu/srp září/zari/zář/zar "
        "říjen/rijen/října/rijna/říjnu/rijnu/říj/rij listopad/listopadu/lis prosinec/prosince/prosinci/pro"
    ),
    "cy": "ion chwe maw/faw ebr mai/fai meh/feh gor/ngor aws med/fed hyd tach/dach/nhach/thach rhag/rag",
}
#: Exactly these spellings, with the accents that the registry leaves out in capitals. The first letter may be the Latin
#: one that looks like it (A, I, O).
_GREEK = (
    "ιαν/ίαν/ΙΑΝ/ΊΑΝ/IΑΝ/Ιαν/Ίαν/Iαν φεβ/ΦΕΒ/Φεβ μάρ/μαρ/ΜΆΡ/ΜΑΡ/Μάρ/Μαρ "
    "απρ/άπρ/αρίλ/άρίλ/αριλ/άριλ/ΑΠΡ/ΆΠΡ/AΠΡ/AΡΙΛ/ΆΡΙΛ/ΑΡΙΛ/Απρ/Άπρ/Aπρ/Αρίλ/Άρίλ/Aρίλ/Aριλ/Άριλ/Αριλ "
    "μαΐ/μαι/μάι/μαϊ/μάϊ/ΜΑΙ/ΜΆΙ/ΜΑΪ/ΜΆΪ/Μαΐ/Μαι/Μάι/Μαϊ/Μάϊ "
    "ιούν/ίούν/ίουν/ιουν/ΙΟΎΝ/ΊΟΎΝ/ΊΟΥΝ/IΟΎΝ/IΟΥΝ/ΙΟΥΝ/Ιούν/Ίούν/Ίουν/Iούν/Ιουν/Iουν "
    "ιούλ/ίούλ/ίουλ/ιουλ/ΙΟΎΛ/ΊΟΎΛ/ΊΟΥΛ/IΟΎΛ/ΙΟΥΛ/IΟΥΛ/Ιούλ/Ίούλ/Ίουλ/Iούλ/Ιουλ/Iουλ "
    "αύγ/αυγ/ΑΎΓ/ΑΥΓ/Αύγ/Αυγ σεπ/ΣΕΠ/Σεπ οκτ/όκτ/ΟΚΤ/ΌΚΤ/OΚΤ/Οκτ/Όκτ/Oκτ νοέ/νοε/ΝΟΈ/ΝΟΕ/Νοέ/Νοε δεκ/ΔΕΚ/Δεκ"
)
#: In one spelling, whole.
_HINDI = "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर"
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii"


def month_names(language: str, *, with_day: bool = True) -> dict[str, int]:
    """Give the spellings of the months in a language, or in Roman numbers ("roman"), with the month's number.

    Args:
        language: as the rules name it.
        with_day: whether a day stands beside the month.
    """
    if language == "el":
        return _numbered(_GREEK, str)
    if language == "hi":
        return _numbered(_HINDI, str)
    if language == "roman":
        return _numbered(_ROMAN, str.lower, str.upper)
    names = _NAMES["da" if language == "sv" else language]
    if not with_day:
        names = _NAMES_WITHOUT_DAY.get(language, names)
    cases = (str.upper, str.capitalize) if language == "en" else (str.lower, str.upper, str.capitalize)
    return _numbered(names, *cases)


def _numbered(names: str, *cases: Callable[[str], str]) -> dict[str, int]:
    """Give the number of each month of a table by its spellings, each in each case."""
    return {
        case(spelling): number
        for number, spellings in enumerate(names.split(), start=1)
        for spelling in spellings.split("/")
        for case in cases
    }
