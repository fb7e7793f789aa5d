"""Writes yuan amounts in Chinese capital figures (大写), as invoices and contracts require."""

from decimal import Decimal

from comms.terms.money import round_money

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_SECTIONS = {4: "万", 8: "亿", 12: "万"}
_LIMIT = Decimal("9999999999999999.995")
"""The lowest amount that rounds to 10^16 yuan (壹亿亿), for which there is no established unit."""


def capital_yuan(amount: Decimal) -> str:
    """Return an amount in yuan in capital figures: 263900 is 贰拾陆万叁仟玖佰元整.

    The amount is rounded half-up to the fen first. A negative amount begins with 负; 人民币 is not written.
    Raises ValueError for an absolute amount that rounds to 10^16 yuan or more, and for NaN and infinities.

    Follows the People's Bank of China's 正确填写票据和结算凭证的基本规定 (支付结算办法, annex 1): 整 follows
    元 and 角, but not 分; a run of zeros between two digits is a single 零. Where the rules make 零 optional
    (article 4.3), it is written after 万 and omitted between 元 and 角, as in the rules' own examples
    107,000.53 壹拾万零柒仟元伍角叁分 and 1,680.32 壹仟陆佰捌拾元叁角贰分.
    """
    if not (amount.is_finite() and amount.copy_abs() < _LIMIT):
        raise ValueError(f"no capital figures for {amount}: the limit is 10^16 yuan")
    rounded = round_money(amount, "CNY")
    yuan, decimals = f"{rounded.copy_abs():f}".split(".")
    return ("负" if rounded < 0 else "") + _figures(yuan, *map(int, decimals))


def _figures(yuan: str, jiao: int, fen: int) -> str:
    whole = f"{_whole(yuan)}元" if yuan != "0" else ""
    if not jiao and not fen:
        return f"{whole or '零元'}整"
    if not jiao:
        return f"{whole}{'零' if whole else ''}{_DIGITS[fen]}分"
    return f"{whole}{_DIGITS[jiao]}角" + (f"{_DIGITS[fen]}分" if fen else "整")


def _whole(digits: str) -> str:
    """Return the capital figures of a whole number from 1 to 10^16 − 1, given as decimal digits."""
    written, zeros = "", False
    for place, digit in zip(reversed(range(len(digits))), digits, strict=True):
        if digit != "0":
            written += ("零" if zeros else "") + _DIGITS[int(digit)] + _PLACES[place % 4]
        zeros = digit == "0"
        # a section of four zeros gets no 万; 亿 stays, since it scales the 万 before it too (壹万亿)
        if place in _SECTIONS and (place != 4 or int(digits[-8:-4])):
            written += _SECTIONS[place]
    return written
