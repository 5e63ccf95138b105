"""P.O. boxes of many countries: the one kind of postal address that may stand on a page."""

import re

from policy_gen.addresses.folding import fold

LONGEST_PO_BOX = 200
"""Characters; a longer text is no P.O. box line."""

# Forms are matched against folded text: accents are gone, "№" is "No", other digits are 0 to 9.
_NUMBER = r"(?:[Nn](?:[o°]|r|um)?\.? ?|# ?|: ?)?\d{1,7}(?:-\d{1,6})?[A-Z]?(?![\w/])"
_PAIRS = r"(?:\d{2} \d{2}(?: \d{2})?(?!\d)|" + _NUMBER + ")"

# What is clear in any case of letters.
_CLEAR = (
    r"p\.? ?o\.? ?b(?:ox|\.)?",
    r"post(?:al)? ?(?:office)? box",
    r"post office b(?:ag|ox)",
    r"g\.?p\.?o\.? box",
    r"(?:private|locked|mail|private mail) bag(?: x)?",
    r"boite postale",
    r"case postale",
    r"casella postale",
    r"cas\. ?post\.",
    r"caixa postal",
    r"casilla(?: de correos?)?",
    r"apartado(?: (?:de correos?|postal|aereo))?",
    r"apdo\.?(?: (?:de correos?|postal|aereo))?",
    r"postbus",
    r"antwoordnummer",
    r"postboks",
    r"postboite",
    r"postilokero",
    r"postbox",
    r"(?:skr\.? ?poczt\.?|skrytka pocztowa)",
    r"postovni prihradka",
    r"postov\w{1,3} priecinok",
    r"postni predal",
    r"postanski pretinac",
    r"postafiok",
    r"casuta postala",
    r"posta kutusu",
    r"peti surat",
    r"kotak pos",
    r"hom thu",
    r"postkast",
    r"абонентски[ий] ящик",
    r"абонентська скринька",
    r"пощенска кутия",
    r"поштенски фах",
    r"а/[яс]",
    r"п\. ?к\.",
    r"ταχ\w{0,8}\.? ?θυρ\w{0,4}",
    r"τ\. ?θ\.",
    r"ת\.? ?ד\.?",
    r"תא דואר",
    r"ص ?\. ?ب\.?",
    r"صندوق(?: ال)? ?بريد",
    r"صندوق پستی",
    r"ตู้ ?ป\.?ณ\.?|ตู้ไปรษณีย์",
    r"पो(?:स्ट)?\.? ?बॉक्स",
)

# Short forms: capitals only, and nothing but a separator, a postcode or the end may follow the number.
_SHORT = (
    r"B\.? ?P\.?",
    r"C\.? ?P\.?",
    r"C\.? ?C\.?",
    r"A\.? ?A\.?",
    r"A\.? ?P\.?",
    r"C\.?X\.?P\.?",
    r"OP \d{1,2},? CP",
    r"CS",
    r"TSA",
    r"PF|P[Ff]\.",
    r"PL",
    r"PB",
    r"P\. ?[Kk]\.",
    r"[Pp]\. ?[Pp]\.",
    r"[Bb]oks",
    r"Box",
    r"CMB|RMB",
)

_CJK_BOX = r"(?:私書箱|信箱|사서함) ?第? ?\d{1,7}(?:-\d{1,6})? ?(?:号|號|호)?"
_CJK_NUMBER = r"\d{2,4}-\d{1,5} ?(?:号|號)(?:信箱)|(?:郵政|邮政) ?\d{1,4}-\d{1,5} ?(?:号|號) ?信箱"
_ENDS = r"(?= ?(?:[,;.)\n¶/-]|$| (?:[A-Z]{1,2}-)?\d{2,6}))"

PO_BOX = (
    rf"(?<!\w)(?i:(?:{'|'.join(_CLEAR)})[ .:,]{{0,2}}{_NUMBER})"
    rf"|(?<!\w)(?i:postfach|postf\.|packstation|pf\.) ?{_PAIRS}"
    r"|(?<!\w)(?i:postfach|case postale)(?=,?[ \n](?:[A-Z]{1,2}-)?\d{4,5} )"
    rf"|(?<!\w)(?:{'|'.join(_SHORT)}) ?{_NUMBER}{_ENDS}"
    rf"|{_CJK_BOX}|{_CJK_NUMBER}"
)
"""A pattern that finds the box and its number in folded text."""

_BOX = re.compile(PO_BOX)
# A private mail box stands at the street address of a mail shop, so it is not a post office's box.
_MAIL_SHOP = re.compile(r"(?<!\w)(?i:p\.? ?m\.? ?b\.?|private mail ?box)(?!\w)")


def holds_po_box(text: str) -> bool:
    """Whether some post office's box is named; the text may hold anything else as well."""
    if len(text) > LONGEST_PO_BOX:
        return False
    folded = fold(text).text
    return bool(_BOX.search(folded)) and not _MAIL_SHOP.search(folded)
