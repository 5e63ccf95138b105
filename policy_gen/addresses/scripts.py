"""Street addresses of Korea, Japan, China, Taiwan and Thailand, whose scripts put no spaces or capitals to go by."""

import re
from collections.abc import Iterator
from functools import cache

# Korean. The ending of a road (로) is a particle as well ("by e-mail"), so a number that counts something is no house
# number, and neither is a telephone number.
_COUNTED = (
    r"(?! ?(?:일|영업|개|회|번째|시간|분|초|년|월|주|달|원|만|천|백|억|명|장|점|가지|단계|배|퍼센트|%|~|:|\d|[.,]\d|"
    r"박스|통|건|번(?!지|길)|조|항|살|세|킬로|그램|미터|cm|mm|kg|g|x|X|부터|까지|이내|차|인|종|벌|켤레|쪽|"
    r"페이지|학년|등|위))"
)
_NUMBER = r"(?!1\d{3}-\d{4})\d{1,4}(?:-\d{1,4})?(?![\d-])"
_REGION = r"[가-힣]{1,7}(?:특별자치시|특별자치도|특별시|광역시|시|도|군|구|읍|면)"
_ROAD = r"[가-힣]{1,10}[가-힣\d]{0,6}(?:대로|로|길|가|거리)"
_KOREAN_ROAD = rf"{_REGION}[ ,\n]{{1,2}}(?:[가-힣\d]{{1,10}}[ ,\n]){{0,3}}{_ROAD} ?(?:지하 ?)?{_NUMBER}{_COUNTED}"
_KOREAN_LOT = (
    rf"{_REGION}[ ,\n]{{1,2}}(?:[가-힣\d]{{1,10}}[ ,\n]){{0,2}}"
    rf"[가-힣]{{1,6}}\d?(?:동|리|가) ?(?:산 ?)?{_NUMBER}{_COUNTED}"
)
_KOREAN_BARE_ROAD = (
    r"(?<![가-힣\d])[가-힣]{1,9}(?:(?<!으)로|대로|길)"
    rf"(?:\d{{1,4}}번?[가-힣]?길)?(?: \d{{1,4}}번?길)? ?(?:지하 ?)?{_NUMBER}"
    r"(?=$|[\n¶)(]|번지| ?,? ?\d{1,5} ?(?:호|층|동)(?![가-힣])|, ?[가-힣]{1,8}(?:동|읍|면|아파트|빌딩|빌라|타워)|"
    r" [가-힣]{1,8}(?:아파트|빌딩|빌라|타워))"
)
_KOREAN_NUMBERED_ROAD = rf"(?<![가-힣])[가-힣]{{1,9}}(?:로|대로) ?\d{{1,4}}번?[가-힣]?길 ?{_NUMBER}{_COUNTED}"
_KOREAN_PLOT = r"[가-힣]{1,6}\d?(?:동|리) ?(?:산 ?)?\d{1,4}(?:-\d{1,4})? ?번지"

# Chinese and Japanese.
_HAN = r"[\u3005\u3040-\u30ff\u3400-\u9fff]"
_COUNT = r"[\d〇一二三四五六七八九十百]{1,6}"
_CHINESE = (
    rf"{_HAN}{{1,12}}(?:路|街|大道|巷|弄|胡同|里|道)(?:{_HAN}{{0,6}}段)?(?:{_COUNT}(?:巷|弄|段|衖)){{0,4}}"
    rf"(?:{_COUNT}(?:-\d{{1,4}})?(?:号|號|弄|栋|幢)|[A-Za-z\d]{{1,4}}座)"
)
_CHINESE_SECTION = rf"(?:路|街|大道){_COUNT}段{_COUNT}(?:-\d{{1,4}})?(?:号|號)"
_JAPANESE_BLOCK = (
    rf"{_HAN}{{1,8}}{_COUNT}(?:丁目|番町)[\d〇一二三四五六七八九十百-]{{1,8}}(?:番地?|号|-|の|(?=$|[ \n、。,]))?"
)
_JAPANESE_TOWN = (
    rf"(?:都|道|府|県|市|区|郡|町|村){_HAN}{{0,12}}"
    r"(?:\d{1,4}-\d{1,4}(?:-\d{1,4})?(?!\d|年|月|日)|\d{1,5}番地?)"
)

# Thai.
_THAI_PART = r"(?:ถนน|ถ\.|ซอย|ซ\.|หมู่|หมู่บ้าน|ม\.|ตำบล|ต\.|แขวง|อำเภอ|อ\.|เขต)"
_THAI = rf"(?<!\d)\d{{1,4}}(?:/\d{{1,4}})?,? ?{_THAI_PART}"
_THAI_NAMED = r"(?:ถนน|ซอย|หมู่บ้าน)[\u0e00-\u0e7f]{2,30} (?:เลขที่ ?)?\d{1,4}(?:/\d{1,4})?"

# For each script how to see it, and its rules by name for folded text.
_SCRIPTS = (
    (
        re.compile("[가-힣]"),
        (
            ("Korean region, road and number", _KOREAN_ROAD),
            ("Korean region, lot and number", _KOREAN_LOT),
            ("Korean road and number", _KOREAN_BARE_ROAD),
            ("Korean numbered road", _KOREAN_NUMBERED_ROAD),
            ("Korean plot", _KOREAN_PLOT),
        ),
    ),
    (
        re.compile(_HAN),
        (
            ("Chinese street and number", _CHINESE),
            ("Chinese street section", _CHINESE_SECTION),
            ("Japanese block", _JAPANESE_BLOCK),
            ("Japanese town and number", _JAPANESE_TOWN),
        ),
    ),
    (
        re.compile("[\u0e00-\u0e7f]"),
        (
            ("Thai number and street", _THAI),
            ("Thai street and number", _THAI_NAMED),
        ),
    ),
)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when the script first turns up, as these take longer to compile than most texts to read."""
    return re.compile(pattern)


def script_rules(text: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The rules by name for the scripts that a folded text is written in."""
    for script, rules in _SCRIPTS:
        if script.search(text):
            yield from ((name, _compiled(pattern)) for name, pattern in rules)
