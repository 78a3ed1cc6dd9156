"""List the words people write dates with, in English, Russian, Uzbek Latin and Uzbek Cyrillic.

All are folded as ``written.fold`` folds: lower case, ``'`` for every apostrophe, ``-`` for every dash, е for ё.
"""

from __future__ import annotations

import re

UNKNOWN = frozenset(
    {
        "xxxx", "?", "-", "unknown", "undated", "not dated", "no date", "date not known", "date unknown",
        "unknown date",
        "n.d.", "n.d", "n. d.", "nd", "s.d.", "s.d", "s. d.",
        "без даты", "б.д.", "б.д", "б. д.", "б. д", "б/д", "бд", "не датировано", "недатировано", "дата неизвестна",
        "дата не известна", "неизвестно", "неизвестна", "неизв.", "неизв",
        "sanasi noma'lum", "sana noma'lum", "noma'lum", "nomalum", "sanasi nomalum", "sana nomalum", "sanasiz",
        "sanasi ko'rsatilmagan", "vaqti noma'lum", "yili noma'lum",
        "санаси номаълум", "сана номаълум", "номаълум", "санасиз", "вақти номаълум", "йили номаълум",
    }
)  # fmt: skip

MONTHS: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "january jan январь января январе янв yanvar январ",
        "february feb февраль февраля феврале фев февр fevral феврал",
        "march mar март марта марте мар mart",
        "april apr апрель апреля апреле апр aprel апрел",
        "may май мая мае",
        "june jun июнь июня июне iyun июн",
        "july jul июль июля июле iyul июл",
        "august aug август августа августе авг avgust",
        "september sept sep сентябрь сентября сентябре сент сен sentabr sentyabr сентябр",
        "october oct октябрь октября октябре окт oktabr oktyabr октябр",
        "november nov ноябрь ноября ноябре ноя нояб noyabr ноябр",
        "december dec декабрь декабря декабре дек dekabr декабр",
    ),
    start=1,
):
    MONTHS |= dict.fromkeys(_names.split(), _number)

MONTH = (
    "(?P<month>"
    + "|".join(sorted(MONTHS, key=len, reverse=True))
    + r")(?:da|да|ning|нинг)?\b\.?(?:\s+(?:oyida|ойида|oyi|ойи))?"
)

CIRCA_BEFORE = re.compile(
    r"(?:circa|ca\b\.?|c\b\.?(?=\s*\S)|about|approximately|approx\b\.?|around|"
    r"около|ок\b\.?|примерно|приблизительно|прибл\b\.?|"
    r"taxminan|taxm\b\.?|chamasi|тахминан|тахм\b\.?|чамаси|~)\s*|c\.?(?=\d)"
)
CIRCA_AFTER = re.compile(r"\s*(?:\(?(?:circa|approx\.?|прибл\.?|taxminan|тахминан)\)?|(?:atrofida|атрофида)|~)$")
DOUBT_BEFORE = re.compile(
    r"(?:possibly|probably|perhaps|presumably|возможно|вероятно|предположительно|предп\b\.?|видимо|"
    r"ehtimol|balki|эҳтимол|балки|\?)[,:]?\s*"
)
DOUBT_AFTER = re.compile(r"\s*(?:\(\?\)|\[\?\]|\?|\(probably\)|\(вероятно\)|\(ehtimol\)|\(эҳтимол\))$")

# A year may be followed by the word for year, by an ending, or by nothing.
YEAR_WORD = r"(?:\s*-?\s*(?:yilning|йилнинг|yilda|йилда|yili|йили|yil|йил|года|году|год|г|гг)\b\.?)?"
DECADE_WORD = r"(?:'?s|\s*-?\s*(?:ые|е|e|х|x|yillarda|йилларда|yillar|йиллар))(?:\s*(?:годы|годов|годах|гг|г)\b\.?)?"
CENTURY_WORD = r"\s*(?:century|c|cent\b\.?|века|веке|век|вв|в|centuries|веков|asrlar|асрлар|asrda|asr|асрда|аср)\b\.?"

BEFORE = re.compile(
    r"(?:until|till|before|to|not after|no later than|by|до|не позднее)\s+(?P<a>.+)"
    r"|(?P<b>.+?)(?:\s*-?\s*(?:gacha|гача)|\s+or (?:before|earlier))"
    r"|(?P<c>.+?)\s*-?\s*(?:dan|дан)\s+(?:oldin|олдин|avval|аввал|ilgari|илгари)"
)
AFTER = re.compile(
    r"(?:from|since|after|not before|no earlier than|с|после|не ранее|начиная с)\s+(?P<a>.+?)(?:\s+on(?:wards?)?)?"
    r"|(?P<b>.+?)\s*-?\s*(?:dan|дан)(?:\s+(?:keyin|кейин|so'ng|сўнг|boshlab|бошлаб))?"
    r"|(?P<c>.+?)\s+(?:or after|or later|onwards?)"
)
BOTH = re.compile(r"\s+(?:and|и|va|ва)\s+|,\s*")
EITHER = re.compile(r"\s+(?:or|или|либо|yoki|ёки|еки)\s+")
BETWEEN = re.compile(
    r"(?:from|between|с|между)\s+(?P<a>.+?)\s+(?:to|and|until|по|до|и)\s+(?P<b>.+)"
    r"|(?P<c>.+?)\s*-?\s*(?:dan|дан)\s+(?P<d>.+?)\s*-?\s*(?:gacha|гача)"
)
RANGE_WORD = re.compile(r"\s+(?:to|по|until)\s+")
RANGE_SUFFIX = re.compile(r"\s*-?\s*(?:yillar|йиллар|годы|годов|гг)\b\.?$")
