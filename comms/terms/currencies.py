"""The ISO 4217 codes of the currencies that were legal tender on one day.

A currency that has ended since stays in the list, because orders of its time are still read. The list is our
own because importing a library that has it (Babel, pycountry) takes longer than linting a file; a test
compares it with Babel's of that day.
"""

from datetime import date

AS_OF = date(2025, 12, 31)
"""The day of the list."""

CURRENCIES = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN
    BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL
    GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF
    KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN
    MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD
    SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX
    USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
    """.split()
)

SHARED_SIGNS = {
    "¥": ("CNY", "JPY"),
    "元": ("CNY", "HKD", "TWD", "SGD"),
    "$": ("USD", "AUD", "CAD", "HKD", "SGD", "NZD", "TWD", "MXN"),
}
"""The currencies that a sign may stand for, the most likely one first."""


def currency_meant(sign: str, expected: str) -> str | None:
    """Return the currency that a shared sign stands for, the expected one if it may; None for other texts."""
    meanings = SHARED_SIGNS.get(sign)
    return None if meanings is None else expected if expected in meanings else meanings[0]
