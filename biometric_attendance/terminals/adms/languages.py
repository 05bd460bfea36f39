"""The character set of names, by the language a terminal's menu is set to.

    GET cdata?SN=..&options=all&pushver=2.4.1&language=83
    POST cdata?SN=..&table=options      ~DeviceName=..,Language=83,..

Newer firmware sends UTF-8 whatever its language, so this is a guess for what is not UTF-8,
and no more. Sources: numbers of languages and GB2312 of Chinese terminals, the vendor's
attendance push document 2.4; the code page of each other language is that of Windows
(Microsoft, "Code Page Identifiers"), which the vendor's software runs on.
"""

#: Number of a language to its character set. English (69) and Indonesian (73) are left
#: out: menus are in English where names are not.
_ENCODINGS = {
    "83": "gbk",  # Chinese
    "84": "big5",  # Chinese, traditional
    "66": "cp1256",  # Arabic
    "65": "cp1256",  # Persian
    "82": "cp1251",  # Russian
    "76": "cp874",  # Thai
    "116": "cp1254",  # Turkish
    "72": "cp1255",  # Hebrew
    "103": "cp1253",  # Greek
    "86": "cp1258",  # Vietnamese
    "74": "shift_jis",  # Japanese
    "75": "euc_kr",  # Korean
    **dict.fromkeys(("90", "89", "112"), "cp1250"),  # Czech, Slovak, Polish
    # Spanish, French, Portuguese, German, Dutch, Italian
    **dict.fromkeys(("97", "70", "80", "71", "68", "105"), "cp1252"),
}


def encoding_of_language(number: str) -> str | None:
    """Return the character set that a language suggests, ``None`` where it suggests none."""
    return _ENCODINGS.get(number.strip())
