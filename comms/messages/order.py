"""Finds what a customer orders and on which terms: lines, delivery, payment and who orders."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from comms.messages.candidates import NOT_MEANT
from comms.messages.changes import block_signature
from comms.messages.clauses import Clause
from comms.messages.cues import cue
from comms.messages.patterns import Pattern
from comms.messages.people import signature
from comms.messages.reading import Turn, Value
from comms.messages.talk import Talk
from comms.messages.values.codes import codes_in
from comms.messages.values.figures import DIGITS, as_plain, figures_in, plain
from comms.messages.values.money import sums_in
from comms.messages.values.spans import Figure, Sum, Written

_ZH = Pattern(r"[\u4e00-\u9fff]")
_UNIT = Pattern(
    r"(?i)[ ]?(pcs|pc|pieces?|units?|boxes|box|cases?|cartons?|ctns?|bags?|packs?|pairs?|bottles?"
    r"|rolls?|cans?|jars?|sacks?|sets?|crates?|pallets?|drums?|bundles?|dozen|kgs?|tons?|tonnes?|mt"
    r"|metres?|meters?|yards?|sheets?|m2|sqm|litres?|liters?)(?![a-z\d])"
)
_ZH_UNIT = Pattern(
    r"[ ]?(件套|公斤|千克|平方米"
    r"|个(?!月|工作日|小时|星期|点)|块(?!钱)|[只件台套箱包袋瓶条双张把支根卷米吨匹打副盒罐桶片本床对辆份斤])(?![\u4e00-\u9fff]{0,1}[/每])"
)
_PACKED = Pattern(
    r"(?i)[ ]?(?:[只个件台套包袋瓶条双张把支根卷盒罐片本]|pcs|pieces|pairs|units|bottles|packs|bags"
    r"|boxes|sets|cans|jars"
    r"|rolls|cups|pc)?\s?(?:/|per |each |一)\s?(?:export |master |outer |inner )?(?:箱|盒|ctn|carton|box"
    r"|case|包|袋|托|pallet)"
)
_PACK_BEFORE = Pattern(r"(?i)(?:每[箱盒包袋托]|一[箱盒包]|x|×|\*|per carton|packed in|cartons of|of)\s?\Z")
_PRICE_BEFORE = Pattern(
    r"(?i)(?:就?按|单价|价格|价|每[只个件台套箱包袋瓶条双张把支根卷米吨匹]|@|(?<![a-z])(?:at|for"
    r"|price(?: of| is)?|unit price))[ :是为]*\Z"
)
_PRICE_BEHIND = Pattern(
    r"(?i)[ ]?(?:元|块|美元|美金|USD|EUR|GBP|€|\$|£)?[ ]?(?:/|一|per |each|a piece|apiece"
    r"|an? )[ ]?(?:[只个件台套箱包袋瓶条双张把支根卷米吨匹盒]|pc|pcs|piece|ctn|carton|unit|pair|set"
    r"|box|kg|bag|bottle|roll"
    r"|case|\Z|[,.;\s]|$)"
)
_AGREED_PRICE = Pattern(
    rf"(?i)^(?:hmm+,? |well,? |ah,? )?(?:ok|okay|deal|fine|agreed|行|好|成)[吧, –:-]*(?:at )?(?:EUR|USD|GBP"
    rf"|[$€£¥])?\s?({DIGITS})(?= then|,|$| it is| works)"
)
_SAME_PRICE = Pattern(rf"({DIGITS})\s?就\s?\1|({DIGITS})\s?(?:可以|行|成交|定了|没问题)")
_TERM = Pattern(
    r"(?<![A-Za-z])(EXW|FCA|FAS|FOB|CFR|CIF|CPT|CIP|DAP|DPU|DDP|C&F"
    r"|CNF)(?![A-Za-z])\s?(?:\(?incoterms[^)]*\)?)?\s?(?:port of "
    r"|to )?((?:[A-Z][\w'-]+)(?: [A-Z][\w'-]+){0,2}|[\u4e00-\u9fff]{2,8}?(?=[,。;\s]|$|港|价|交))?"
)
_SHIP = Pattern(
    r"(?i)装运|装船|发货|出货|船期|出运|出厂|(?<![a-z])(?:ship\w*|etd|dispatch\w*|latest shipment"
    r"|load\w*)(?![a-z])"
)
_DELIVER = Pattern(
    r"(?i)交到|送到|送达|到货|交货|交付|前到(?![\u4e00-\u9fff])|到仓|入仓|送货"
    r"|(?<![a-z])(?:deliver\w*|arriv\w*|eta|in (?:our"
    r"|the) (?:warehouse"
    r"|store|dc))(?![a-z])"
)
_RULED_OUT = Pattern(
    r"(?i)\s?(?:is |was |'s )?(?:not |no(?:pe)?(?![a-z])|im?possible|doesn't|does not|won't|can't|不行"
    r"|不能|不可|不接受|做不了)"
)
_AS_BEFORE = Pattern(
    r"(?i)照旧|同上次|跟上次|和以前|(?<![a-z])(?:as (?:usual|before|last time|always)|same as)(?![a-z])"
)
_NO_DATE = Pattern(
    r"(?i)合同|签|开证|付款|打款|回复|确认(?!交)|报价|样品|寄样|(?<![a-z])(?:reply|confirm by|sign\w*"
    r"|pay\w*|open\w*"
    r"|issue\w*|sample\w*|valid\w*)(?![a-z])"
)
_MODES = (
    ("sea", r"海运|走海|船运|(?<![a-z])(?:by sea|sea freight|ocean freight|by vessel)(?![a-z])"),
    ("air", r"空运|(?<![a-z])(?:by air|air ?freight)(?![a-z])"),
    ("rail", r"铁路|班列|(?<![a-z])(?:by rail|by train)(?![a-z])"),
    ("road", r"汽运|陆运|卡车|货车|专车|(?<![a-z])(?:by (?:road|truck|lorry))(?![a-z])"),
    ("courier", r"快递|顺丰|(?<![a-z])(?:by courier|courier|by dhl|by express|dhl|ups|fedex)(?![a-z])"),
)
_NO_PARTIAL = Pattern(
    r"(?i)(?:不(?:允许|可|能|得|接受)?分批|分批不(?:可|允许|行)|一次(?:性)?(?:发|出|交)(?:清|完|货)"
    r"|(?<![a-z])(?:no partial"
    r"|partial (?:shipments?|deliver(?:y|ies)) (?:is |are )?(?:not allowed|prohibited|not permitted"
    r"|forbidden)|without partial|one shipment))"
)
_PARTIAL = Pattern(
    r"(?i)(?:(?:允许|可以?|能|接受)分批|分批(?:可以|发货|也行|都行)|(?<![a-z])partial(?: is)? (?:ok"
    r"|okay|fine)(?![a-z])"
    r"|(?<![a-z])partial (?:shipments?|deliver(?:y|ies)) (?:is |are )?(?:ok|okay|allowed|permitted|fine"
    r"|acceptable))"
)
_INSPECTS = Pattern(r"(?i)inspect|AQL|验货|检验")
_BUYER_FORWARDER = Pattern(
    r"(?i)货代(?:由)?(?:我们?|我方|我司)|(?:我们?|我方|我司)(?:来)?(?:指定|安排|找)?(?:的)?货代"
    r"|(?<![a-z])our (?:own "
    r"|nominated )?(?:forwarder|freight forwarder|agent)(?! in)"
)
_SELLER_FORWARDER = Pattern(
    r"(?i)货代(?:由)?(?:你们?|贵|你方)|(?:你们?|贵司|你方)(?:来)?(?:指定|安排|找)?(?:的)?货代"
    r"|(?<![a-z])your (?:forwarder"
    r"|freight forwarder)"
)
_FORWARDER = Pattern(r"(?i)forwarder|货代")
_METHODS = (
    ("L/C", r"(?<![A-Za-z])L/?C(?![A-Za-z])|信用证|letter of credit"),
    ("T/T", r"(?<![A-Za-z])T/?T(?![A-Za-z])|电汇|(?:bank|wire|telegraphic) transfer|银行转账|对公转账"),
    ("D/P", r"(?<![A-Za-z])D/P(?![A-Za-z])|付款交单"),
    ("D/A", r"(?<![A-Za-z])D/A(?![A-Za-z])|承兑交单"),
    ("O/A", r"(?<![A-Za-z])O/A(?![A-Za-z])|赊销|open account"),
)
_PERCENT = Pattern(rf"(?<![\d.±])({DIGITS})\s?%")
_ADVANCE = Pattern(
    r"(?i)定金|订金|预付款?|首付款?|头款|(?<![a-z])(?:in advance|deposit|down ?payment|advance"
    r"|upfront|up front"
    r"|prepay\w*|prepaid|now|with (?:the )?order|on order)(?![a-z])"
)
_REST = Pattern(r"(?i)尾款|余款|剩余|货款|(?<![a-z])(?:balance|remaining|rest|remainder)(?![a-z])")
_PAID_AFTER = (
    (
        "bill_of_lading",
        r"提单|(?<![a-z])(?:b/l|bl|bill of lading|copy (?:of )?(?:docs|documents)|copy docs"
        r"|shipping documents)(?![a-z])",
    ),
    ("acceptance", r"验收|(?<![a-z])acceptance(?![a-z])"),
    ("delivery", r"(?:收货|到货|货到|签收|交货)(?!前)|(?<![a-z])(?:delivery|receipt|arrival)(?![a-z])"),
    ("invoice", r"开票|发票|(?<![a-z])invoice(?![a-z])"),
)
_WITHIN = Pattern(
    r"(?i)(?<![\d.])(\d{1,3})\s?(?:个)?(?:工作日|自然日|天|日|working days|business days"
    r"|calendar days|days?)(?![a-z])"
)
_PENALTY = Pattern(
    r"(?i)延期|迟交|逾期|晚交|违约|延误|迟延|罚|(?<![a-z])(?:late|delay\w*|penalty|liquidated)(?![a-z])"
)
_COMPANY = Pattern(
    r"([\u4e00-\u9fff()]{2,24}?(?:有限责任公司|股份有限公司|有限公司|集团|商行|贸易行|经营部|公司))"
    r"|((?:[A-ZÀ-Ž&][\w&.'’À-ž-]*[ ]){1,5}(?:GmbH(?: & Co\.? KG)?|Ltd\.?|Limited|LLC|Inc\.?|d\.o\.o\."
    r"|S\.?A\.?(?:S|R\.?L)?\.?|B\.?V\.?|AB|Oy|ApS|A/S|Co\.,? ?Ltd\.?|PLC|AG|S\.?p\.?A\.?|S\.?r\.?l\.?"
    r"|s\.r\.o\.|Sp\. z o\.o\.|Pty(?: Ltd)?|Corp\.?|& (?:Fils|Sons|Co\.?|Söhne)|Kft\.?|e\.K\.|OÜ|KG"
    r"|SARL|SAS|Trading|Imports?|Group))(?![A-Za-z])"
)
_EMAIL = Pattern(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+")
_REFERENCE = Pattern(
    r"(?i)(?:我方 ?(?:订单|合同|采购|PO )?(?:单)?号?|我们的?(?:订单|合同|采购单)号?|我司(?:订单|采购单"
    r"|合同)号?|(?:采购)?(?:订单|合同)(?:编)?号"
    r"|(?<![a-z])(?:our (?:ref(?:erence)?|order|po)(?: no\.?| number)?(?: is)?"
    r"|(?:purchase )?order (?:no\.?|number)|p\.?o\.?(?: no\.?| number)?"
    r"|ref(?:erence)?\.?))\s?[:#是为]?\s*((?=[A-Z\d/_-]*\d)[A-Z\d][A-Z\d/_-]{2,20})(?![A-Za-z\d])"
)
_BARE_PO = Pattern(r"(?<![A-Za-z\d-])P[O.]+[- ]?(?=\d)[\d][\d/-]{2,14}(?![A-Za-z\d-])")
_NAME_END = Pattern(
    r"(?i)\s*(?:[,，;]|(?<![a-z])(?:at|for|each|per|to|by|in|from|please|pls|and|with|deliver\w*|ship\w*"
    r"|fob|cif|cfr|fca|exw|dap|ddp|cpt|cip|our|@)(?![a-z])|[@$€£¥(+]|USD|EUR|GBP|单价|价格|每|含税"
    r"|不含税|交|送|发|元"
    r"|\d+(?:\.\d+)?\s?(?:元|块|/)|,).*$"
)
_SPEC = Pattern(r"(?i)^(?:\d+(?:\.\d+)?\s?(?:ml|l|g|kg|cm|mm|m|oz|inch|寸|升|克|毫升|米)(?![a-z])\s?)")


@dataclass(slots=True)
class Line:
    """An article that is ordered and what is said of it."""

    turn: Turn
    values: dict[str, tuple[Any, int, int]] = field(default_factory=dict)
    replaced: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return str(self.values["name"][0]) if "name" in self.values else ""


def order_confirmation(talk: Talk) -> Iterator[Value]:
    """Yield the values of an order as the customer places it."""
    yield from _buyer(talk)
    yield from _reference(talk)
    reader = _Lines(talk)
    lines = reader.read()
    for number, line in enumerate(lines):
        for name, (value, start, end) in line.values.items():
            yield Value(
                f"lines[{number}].{name}", value, start, end, line.turn, True, line.replaced.get(name)
            )
    yield from _currency(talk, reader)
    yield from _last_of_each(_delivery(talk))
    yield from _last_of_each(_terms(talk))
    yield from _payment(talk)


def _last_of_each(values: Iterator[Value]) -> Iterator[Value]:
    """Yield the last value of each field, as what is said later holds."""
    yield from {value.path: value for value in values}.values()


# --- who orders --------------------------------------------------------------------------------------


def _buyer(talk: Talk) -> Iterator[Value]:
    turns = [turn for turn in talk.own_turns if not re.search(r"(?i)colleague|我方|我司|同事", turn.sender)]
    if not turns:
        return
    turn = turns[0]
    sender = re.sub(r"^(?:客户|买家|buyer|client)[ :]*", "", turn.sender).strip()
    if sender and not _COMPANY.search(sender):
        yield Value("buyer.contact.name", sender, turn.start, turn.start, turn)
    elif named := _NAMED_CUSTOMER.search(talk.text):
        yield Value("buyer.contact.name", named[1], named.start(1), named.end(1), turn)
    elif signed := signature(talk) or block_signature(talk):
        yield Value("buyer.contact.name", signed[0], signed[1], signed[2], turn)
    if match := re.search(
        r"(?:^|\n)(?:买方|需方|客户|采购方|Buyer|Company|公司)[ :]+([^\n,，]{2,40})", talk.text
    ):
        if _COMPANY.search(match[1]):
            yield Value(
                "buyer.name",
                talk.message[match.start(1) : match.end(1)].strip(),
                match.start(1),
                match.end(1),
                turn,
            )
    elif match := _company(talk, turns):
        yield Value("buyer.name", match[0].strip(), match.start(), match.end(), turn)
    own = [match for match in _EMAIL.finditer(talk.message) if _is_of_sender(talk, match.start(), sender)]
    if own:
        yield Value("buyer.contact.email", own[-1][0], own[-1].start(), own[-1].end(), turn)
    if match := re.search(r"(?:^|\n)[ \t]*(?:地址|收货地址|公司地址|Address)[ :]+([^\n]{6,80})", talk.text):
        yield Value(
            "buyer.address",
            talk.message[match.start(1) : match.end(1)].strip(),
            match.start(1),
            match.end(1),
            turn,
        )


def _company(talk: Talk, turns: list[Turn]) -> re.Match[str] | None:
    """Return the company of a signature: the last one in what the customer wrote."""
    found = [
        match
        for turn in turns
        for match in _COMPANY.finditer(talk.text, turn.start, turn.end)
        if match.start() > turn.start + (turn.end - turn.start) // 2
    ]
    return found[-1] if found else None


def _is_of_sender(talk: Talk, start: int, sender: str) -> bool:
    """Return whether an address is in the sender's header or signature."""
    line = talk.message[talk.message.rfind("\n", 0, start) + 1 : start].strip()
    if re.match(r"(?i)(?:from|发件人)\s?[:：]", line):
        return True
    if re.match(r"(?i)(?:to|cc|收件人|抄送|bcc)\s?[:：]", line):
        return False
    return not line or bool(re.match(r"(?i)(?:e-?mail|邮箱|mail|E)\s?[:：]?|.{0,40}\|\s*$", line))


def _reference(talk: Talk) -> Iterator[Value]:
    for clause in talk.clauses:
        if clause.status in ("quoted", "past", "condition"):
            continue
        match = _BARE_PO.search(talk.text, clause.first, clause.end) or None
        if match is None and (labelled := _REFERENCE.search(talk.text, clause.first, clause.end)):
            yield Value("order_reference", labelled[1], labelled.start(1), labelled.end(1), clause.turn)
            return
        if match:
            yield Value("order_reference", match[0], match.start(), match.end(), clause.turn)
            return
    for turn in talk.own_turns:
        if labelled := _REFERENCE.search(talk.text, turn.start, turn.end):
            yield Value("order_reference", labelled[1], labelled.start(1), labelled.end(1), turn)
            return
    subject = next((turn.subject for turn in talk.own_turns if turn.subject), "")
    if match := _BARE_PO.search(subject):
        at = max(talk.message.find(match[0]), 0)
        yield Value("order_reference", match[0], at, at + len(match[0]), talk.own_turns[0])


# --- lines -------------------------------------------------------------------------------------------


_GIVEN_FREE = Pattern(
    r"(?i)赠品|赠送|白送|搭送|搭(?=\s?[\d一二两])|免费送|样品|寄样|(?<![a-z])(?:samples?|free of charge"
    r"|for free|as a gift)(?![a-z])"
)
"""What is not bought, so that it is no line of an order."""
_NO_GOODS = Pattern(r"(?i)(?:packing|packaging|包装|箱规|质保|保修|warranty|payment|付款|交货|delivery)$")
"""Labels of terms whose figures count no goods."""
_PRICE_OF_ONE = Pattern(r"(?:元|块|角|毛|\d)\s?\Z")
_SHORT = 24
"""The most characters of a clause that only takes back a figure."""
_NO_THING = Pattern(r"[先再来拿给发就那这都还要做补加]+")
"""Verbs and particles before a quantity: 先来1200个."""
_TITLE = Pattern(
    r"\s*(?:(?:[-*•]|\d{1,2}[.)])\s*)?([A-Za-z][A-Za-z' -]{2,38}[a-z]|[\u4e00-\u9fff]{2,12})(?=[,( ])"
)
_TIMES = Pattern(
    r"(?i)\s?(?:kg|g|ml|l|pcs|克|公斤|千克|斤|升|毫升|[只个件瓶条片包])\s?[x×*]\s?\d+\s?(?:[箱盒包袋件桶罐瓶]|ctns?|cartons?|boxes|bags|cases)"
)
"""What a pack holds, and the number of packs: 25kg x 10箱."""
_DOCUMENT_BEFORE = Pattern(
    r"(?i)(?:proforma|invoice|quotation|quote|offer|order|contract|(?<![a-z])(?:p\.?o|pi|ref)|报价单?|合同|订单|发票)"
    r"(?: no\.?| number|号|编号)?[ :#.]*\Z"
)
_DIFFERENCE = Pattern(r"(?:[少减扣]|多|再加)[印做要发订给装]?\s?\Z")
_NUMBERED = Pattern(r"(?i)(?<![a-z])(?:item|line|position|pos\.?) \d{1,2}(?![\d-])|第[一二三四五\d]项")
"""Names a line by its number in another document."""
_NO_NAME = Pattern(r"的$|先$|每|^那")
_SHARE = Pattern(r"每[\u4e00-\u9fff]{1,3}\s?\Z")
"""Stands before what goes with each piece: 每台配1个."""
_PRICE_AS_NAME = Pattern(r"\d+(?:\.\d+)?\s?(?:[一/元块]|$)")
_MEASURE = Pattern(r"^(?:寸|厘米|毫升|cm|mm|ml|kg|g|l|oz)(?![a-z])\s?")
"""What is left of a measure before a name: 28cm plate."""
_IN_YUAN = Pattern(r"\d\s?元")
_PRICE_ALONE = Pattern(r"块\s?(?:钱)?\s?(?:$|[,。;]|可以|行|成交)")
_OTHER_SUM = Pattern(
    r"(?i)\s*(?:(?:sub|grand )?total|sum|amount"
    r"|freight|shipping|postage|insurance|vat|tax|discount|deposit|balance"
    r")(?![a-z])|\s*(?:总|合计|小计|共计|运费|邮费|保险费|税|优惠|折扣)"
)
"""What a sum is that no line costs: a total, a charge, a share."""
_PER_MANY = Pattern(
    r"(?i)(?:/|(?<![a-z])per |每)\s?(?:1?00(?!\d)|1,?000(?!\d)|hundred|thousand|dozen|gross|[百千万打])"
)
"""Behind a price for more than one piece, which is not the price of one."""


class _Lines:
    """Gathers the lines of an order clause by clause."""

    def __init__(self, talk: Talk) -> None:
        self.talk, self.text = talk, talk.text
        self.lines: list[Line] = []
        self.last: Line | None = None
        self.prices: list[Sum] = []
        self.pending: tuple[int, Line] | None = None

    def read(self) -> list[Line]:
        for clause in self.talk.clauses:
            if clause.status == "cancelled":
                self._cancel(clause)
            if clause.is_asked and not _is_of_others(self.talk, clause) and not _PENALTY.search(clause.words):
                self._clause(clause)
        self._tolerance()
        counted = [line for line in self.lines if "quantity" in line.values]
        told = [line for line in counted if line.name or "sku" in line.values]
        return told or counted[:1]

    def _clause(self, clause: Clause) -> None:
        quantities = list(self._quantities(clause))
        if not quantities:
            self._article(clause)
            self._corrected(clause)
        for place, (figure, unit_start, unit_end) in enumerate(quantities):
            limit = quantities[place + 1][0].start if place + 1 < len(quantities) else clause.end
            is_headed = ":" in self.text[clause.start : figure.start]
            labelled = clause.first if clause.opens_label or is_headed else clause.start
            since = quantities[place - 1][2] if place else labelled
            self._quantity(clause, figure, (unit_start, unit_end), since, limit)
        self._price(clause)

    def _cancel(self, clause: Clause) -> None:
        """Drop the lines that a clause names, or else the one of its sentence: 要一套，经费不够，不要了."""
        named = [line for line in self.lines if line.name and line.name in clause.words]
        if not named and self.last and not any(_articles_in(self.text, clause.start, clause.end)):
            quantity = self.last.values.get("quantity")
            named = [self.last] if quantity and clause.first <= quantity[1] < clause.start else []
        self.lines = [line for line in self.lines if line not in named]
        self.last = None if self.last in named else self.last

    def _corrected(self, clause: Clause) -> None:
        """Take a figure alone that takes back the last quantity: make it 1.8k."""
        figures = [
            each for each in figures_in(self.text, clause.start, clause.end)
            if not NOT_MEANT.search(self.text[clause.start : each.start])
        ]  # fmt: skip
        if code := next(_articles_in(self.text, clause.start, clause.end), None):
            self.last = self._known("", code.value) or self.last
        if self.last and len(figures) == 1 and len(clause.words) < _SHORT and self.talk.corrects(clause):
            figure, values = figures[0], self.last.values
            if (
                figure.is_exact
                and "quantity" in values
                and figure.value == int(figure.value)
                and not any(sums_in(self.text, clause.start, clause.end))
            ):
                self.last.replaced["quantity"] = values["quantity"][0]
                values["quantity"] = (as_plain(figure.value), figure.start, figure.end)

    def _article(self, clause: Clause) -> None:
        """Keep the code and the name that stand in a clause before the one with the quantity."""
        code = next(_articles_in(self.text, clause.start, clause.end), None)
        if code is None:
            return
        line = Line(clause.turn, {"sku": (code.value, code.start, code.end)})
        head = re.search(
            r"([A-Za-z][A-Za-z' -]{2,30}|[\u4e00-\u9fff]{2,12})\s?\Z", self.text[clause.start : code.start]
        )
        if head and cue("codes").fullmatch(head[1].strip().lower()):
            head = None
            self._titled(line, clause)
        if head and self._is_name(head[1].strip()):
            start = clause.start + head.start(1)
            line.values["name"] = (
                self.talk.message[start : start + len(head[1].strip())],
                start,
                start + len(head[1].strip()),
            )
        match = re.match(
            r"[ :]*([A-Za-z][A-Za-z' -]{2,30}|[\u4e00-\u9fff]{2,12})", self.text[code.end : clause.end]
        )
        if match and self._is_name(match[1].strip()):
            start = code.end + match.start(1)
            line.values["name"] = (
                self.talk.message[start : start + len(match[1].strip())],
                start,
                start + len(match[1].strip()),
            )
        self.pending = (clause.first, line)

    def _titled(self, line: Line, clause: Clause) -> None:
        """Take the name with which an item of a list begins: 1. Shape sorter, item WT-SS1, 1,200 pcs."""
        match = _TITLE.match(self.text, clause.first, clause.start)
        if match and self._is_name(match[1].strip()):
            start, end = match.span(1)
            line.values["name"] = (self.talk.message[start:end], start, end)

    def _quantities(self, clause: Clause) -> Iterator[tuple[Figure, int, int]]:
        """Yield the figures with a unit of goods, or behind 数量, that are not the contents of a pack."""
        text = self.text
        hidden = [(day.start, day.end) for day in self.talk.days(clause)]
        hidden += [(each.start, each.end) for each in _articles_in(text, clause.start, clause.end)]
        if _GIVEN_FREE.search(clause.words) or _NO_GOODS.fullmatch(clause.label):
            return
        for figure in figures_in(text, clause.start, clause.end):
            if any(one < figure.end and figure.start < other for one, other in hidden) or not figure.is_exact:
                continue
            before = text[clause.start : figure.start]
            if (
                _SHARE.search(before)
                or NOT_MEANT.search(before)
                or _DIFFERENCE.search(before)
                or _NUMBERED.search(before)
            ):
                continue
            if _is_price_in_kuai(clause, figure, before) or _TIMES.match(text, figure.end, clause.end):
                continue
            if (
                _PACKED.match(text, figure.end, clause.end)
                or _PACK_BEFORE.search(before)
                or re.search(r"(?:单价|价格|@|\$|€|£|¥|每)\s?\Z", before)
            ):
                continue
            unit = _UNIT.match(text, figure.end, clause.end) if not _is_pack(before) else None
            unit = unit or _ZH_UNIT.match(text, figure.end, clause.end)
            if unit:
                yield figure, unit.start(1), unit.end(1)
            elif re.search(r"(?i)(?:数量|qty|quantity)[ :是为]*\Z", text[clause.first : figure.start]):
                yield figure, figure.end, figure.end

    def _quantity(
        self, clause: Clause, figure: Figure, unit: tuple[int, int], since: int, limit: int
    ) -> None:
        named = self._name(clause, figure, unit[1], since, limit)
        code = next((each for each in _articles_in(self.text, since, limit)), None)
        line = self._known(named[0] if named else "", code.value if code else "")
        if line and code and self._is_another(line, clause):
            line = None
        if (
            line is None
            and code is None
            and self.pending
            and "\n" not in self.text[self.pending[0] : clause.start]
        ):
            line, self.pending = self.pending[1], None
            named = named if "name" not in line.values else None
            self.lines.append(line)
        if (
            line is None
            and self.last is not None
            and "quantity" not in self.last.values
            and not self.last.name
        ):
            line = self.last
        if (
            line is None
            and self.last is not None
            and not named
            and not code
            and ("quantity" not in self.last.values or self.talk.corrects(clause))
        ):
            line = self.last
        if line is None:
            line = Line(clause.turn)
            self.lines.append(line)
            if not named and not code and clause.start > clause.first:
                self._titled(line, clause)
        if named and "name" not in line.values:
            line.values["name"] = named
        if code and "sku" not in line.values:
            line.values["sku"] = (code.value, code.start, code.end)
        if "quantity" in line.values and line.values["quantity"][0] != as_plain(figure.value):
            line.replaced["quantity"] = line.values["quantity"][0]
        line.values["quantity"] = (as_plain(figure.value), figure.start, figure.end)
        if unit[1] > unit[0]:
            line.values["unit"] = (self.talk.message[unit[0] : unit[1]], *unit)
        line.turn = clause.turn
        self.last = line

    def _is_another(self, line: Line, clause: Clause) -> bool:
        """Return whether one list states a code again, as for another colour, and takes nothing back."""
        quantity = line.values.get("quantity")
        is_below = quantity is not None and "\n" in self.text[quantity[1] : clause.start]
        return is_below and line.turn == clause.turn and not self.talk.corrects(clause)

    def _known(self, name: str, code: str) -> Line | None:
        for line in self.lines:
            if code and "sku" in line.values and line.values["sku"][0] == code:
                return line
            if name and not code and line.name and _is_same_thing(line.name, name):
                return line
        return None

    def _name(
        self, clause: Clause, figure: Figure, end: int, since: int, limit: int
    ) -> tuple[str, int, int] | None:
        """Return the name behind a quantity, or before it."""
        rest = self.text[end:limit]
        rest_start = end
        for code in _articles_in(self.text, end, limit):
            if not self.text[end : code.start].strip(" of") or len(self.text[end : code.start].strip()) < 3:
                rest, rest_start = self.text[code.end : limit], code.end
            else:
                rest = self.text[end : code.start]
            break
        lead = re.match(r"\s*(?:of |的)?\s*", rest)
        shift = lead.end() if lead else 0
        body = rest[shift:]
        if spec := _SPEC.match(body):
            shift += spec.end()
            body = rest[shift:]
        name = re.sub(
            r"\s+\d+(?:\.\d+)?\s?(?:g|kg|ml|l|oz|cm|mm)?\s?[x×*].*$|\s+\d.*$", "", _NAME_END.sub("", body)
        ).strip(" .:-–+、和")
        if self._is_name(name):
            start = rest_start + shift + body.index(name)
            return self.talk.message[start : start + len(name)], start, start + len(name)
        before = re.sub(r"\([^()]*\)\s*\Z", "", self.text[since : figure.start])
        if re.search(r":\s?\Z", before) and "," in before:  # 28cm plate, speckled: 360 pcs
            before = before.partition(",")[0]
        before = re.sub(
            r"(?:改成|改为|变成|改|make it|make that|数量|qty|quantity|订|要|共|各|下单|order|x|×|:|\s)+\Z",
            "",
            before,
            flags=re.IGNORECASE,
        )
        for code in _articles_in(self.text, since, figure.start):
            if code.end - since <= len(before):
                head = before[: code.start - since]
                before = (
                    head if re.search(r"[\u4e00-\u9fff]{2}|[A-Za-z]{3}", head) else before[code.end - since :]
                )
        match = re.search(
            r"((?:[A-Z](?=款))?[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z\d ]{1,14}|[A-Za-z][A-Za-z' -]{2,30})\s*\Z",
            before,
        )
        if match:
            name = re.sub(
                r"^(?:确认|订单|请|帮|先|来|拿|我们?|要|订|下单|再|另外|还有|和|加|我司|采购|需要"
                r"|but(?= )|order|please"
                r"|we|confirm|and|the|our|for"
                r"|of|need|would like|want|take)+\s*",
                "",
                match[1].strip(),
                flags=re.IGNORECASE,
            )
            name = _MEASURE.sub("", name)
            if self._is_name(name):
                start = self.text.rindex(name, since, figure.start)
                return self.talk.message[start : start + len(name)], start, start + len(name)
        return self._product(clause)

    def _is_name(self, name: str) -> bool:
        if (
            not 2 <= len(name) <= 40
            or _NO_NAME.search(name)
            or _PRICE_AS_NAME.match(name)
            or _NO_THING.fullmatch(name)
            or re.search(
                r"(?i)(?<![a-z])(?:deal|ok|sorry|actually|wait|make that|correction|scratch|no|total|price"
                r"|pcs|usd|eur|minimum|moq|balance|deposit|we|you|if|payment)(?![a-z])|定金|尾款|预付"
                r"|单价|总|合计|如果"
                r"|我们|你们|就|行|一共|左右|[吧吗呢了]|不含|含税",
                name,
            )
        ):
            return False
        return bool(re.search(r"[\u4e00-\u9fff]{2}|[A-Za-z]{3}", name))

    def _product(self, clause: Clause) -> tuple[str, int, int] | None:
        """Return the product that is named for the whole order: Confirm 红茶杯 order."""
        if any(line.name for line in self.lines):
            return None
        match = re.search(
            r"(?i)(?:confirm|go ahead with|we take|we accept|order for|book|订购?|品名|产品|商品|product|item"
            r"|货物)[ :是]*(?:of |the |our )?([\u4e00-\u9fff]{2,12}?"
            r"|[A-Za-z][A-Za-z -]{2,30}?)(?:\s(?:order|订单)|[,。\n]|的订单|$)",
            self.text[: clause.end],
        )
        if (
            match is None
            or not self._is_name(match[1].strip())
            or re.fullmatch(r"(?i)(?:our|the|your|purchase|order|this)[\w ]*", match[1])
        ):
            return None
        return self.talk.message[match.start(1) : match.end(1)].strip(), match.start(1), match.end(1)

    # --- prices ----------------------------------------------------------------------------------------

    def _price(self, clause: Clause) -> None:
        if _OTHER_SUM.match(clause.label or clause.words) or _PER_MANY.search(clause.words):
            return
        if re.search(
            r"(?i)总价|总额|合计|总计|(?<![a-z])(?:total|altogether)(?![a-z])|预算", clause.words
        ) or _NO_PRICE.search(clause.words):
            return
        text = self.text
        if agreed := _AGREED_PRICE.search(clause.words):
            start = clause.start + agreed.start(1)
            self._put_price(clause, plain_number(agreed[1]), start, start + len(agreed[1]), after_lines=True)
            return
        if same := _SAME_PRICE.search(text, clause.start, clause.end):
            group = 1 if same[1] else 2
            self._put_price(
                clause, plain_number(same[group]), same.start(group), same.end(group), after_lines=True
            )
            self._named_prices(clause, same.end())
            return
        sums = [each for each in sums_in(text, clause.start, clause.end) if each.is_exact]
        for each in sums:
            before = text[clause.start : each.start]
            if (
                each.is_apiece
                or _PRICE_BEFORE.search(before)
                or _PRICE_BEHIND.match(text, each.end, clause.end)
                or (self.last and len(sums) == 1 and not _PERCENT.search(clause.words))
            ):
                self.prices.append(each)
                self._put_price(clause, each.amount, each.start, each.end)
        if sums:
            return
        for figure in figures_in(text, clause.start, clause.end):
            before = text[clause.start : figure.start]
            has_unit = (
                _UNIT.match(text, figure.end, clause.end)
                or _ZH_UNIT.match(text, figure.end, clause.end)
                or text[figure.end : figure.end + 2].strip().startswith("%")
            )
            if (
                figure.is_exact
                and not has_unit
                and (
                    re.search(r"(?i)(?:单价|价格|价|@|(?<![a-z])(?:at|unit price|price))[ :是为]*\Z", before)
                    or _PRICE_BEHIND.match(text, figure.end, clause.end)
                )
            ):
                self._put_price(clause, figure.value, figure.start, figure.end)
                return
        self._named_prices(clause, clause.start)

    def _named_prices(self, clause: Clause, since: int) -> None:
        """Take the price right behind a name that is known: 竹盖 1.2."""
        for line in self.lines:
            if line.name and (
                match := re.search(
                    rf"{re.escape(line.name)}\s?(?:是|就|按"
                    rf"|:)?\s?(\d+\.\d{{1,4}})(?![\d%])\s?(?!\s?(?:{_ZH_UNIT.pattern}))",
                    self.text[since : clause.end],
                )
            ):
                start = since + match.start(1)
                line.values["unit_price"] = (as_plain(plain_number(match[1])), start, start + len(match[1]))

    def _offered_at(self, amount: Any, start: int) -> Line | None:
        """Return the line for which somebody has named a price before, by its code."""
        for clause in self.talk.clauses:
            if clause.start < start and any(
                each.amount == amount for each in sums_in(self.text, clause.start, clause.end)
            ):
                for code in _articles_in(self.text, clause.start, clause.end):
                    if line := self._known("", code.value):
                        return line
        return None

    def _put_price(
        self, clause: Clause, amount: Any, start: int, end: int, after_lines: bool = False
    ) -> None:
        named = [line for line in self.lines if line.name and line.name in self.text[clause.start : start]]
        unpriced = [line for line in self.lines if "unit_price" not in line.values]
        in_sentence = [
            line
            for line in self.lines
            if "quantity" in line.values and clause.first <= line.values["quantity"][1] < start
        ]
        offered = self._offered_at(amount, start) if after_lines else None
        line = (
            offered
            if offered
            else named[-1]
            if named
            else in_sentence[-1]
            if in_sentence
            else unpriced[0]
            if after_lines and unpriced
            else self.last
        )
        if (
            not named
            and not in_sentence
            and self.pending
            and "\n" not in self.text[self.pending[0] : clause.start]
        ):
            line = self.pending[1]
        if line is None and not self.lines:
            line = Line(clause.turn)
            self.lines.append(line)
            self.last = line
        if line is None:
            return
        if "unit_price" in line.values and line.values["unit_price"][0] != as_plain(amount):
            line.replaced["unit_price"] = line.values["unit_price"][0]
        line.values["unit_price"] = (as_plain(amount), start, end)

    def _tolerance(self) -> None:
        for clause in self.talk.asked:
            match = re.search(
                r"(?i)(?:±|\+/-|正负|溢短装|溢短|(?:quantity )?tolerance(?: of)?|more or less)\s?(?:±"
                r"|\+/-)?\s?(\d+(?:\.\d+)?)\s?%|(\d+(?:\.\d+)?)\s?%\s?(?:溢短装|more or less|tolerance)",
                clause.words,
            )
            if match and not _PENALTY.search(clause.words):
                group = 1 if match[1] else 2
                for line in self.lines:
                    line.values.setdefault(
                        "tolerance_percent",
                        (
                            as_plain(plain_number(match[group])),
                            clause.start + match.start(group),
                            clause.start + match.end(group),
                        ),
                    )


def _is_of_others(talk: Talk, clause: Clause) -> bool:
    """Return whether a clause is the other side's, who only offers."""
    buyer = next((sender for sender in talk.senders if not _OWN_SIDE.search(sender)), "")
    return bool(clause.turn.sender and buyer and clause.turn.sender != buyer)


_OWN_SIDE = Pattern(r"(?i)colleague|我方|我司|同事|^(?:我|me|you)$|业务")


def _is_pack(before: str) -> bool:
    """Return whether a measure behind a quantity tells the contents of a pack: 800 bags cumin 1kg."""
    return bool(
        re.search(
            r"(?i)\d\s?(?:pcs|bags?|boxes|cartons?|ctns?|bottles?|cans?|jars?|packs?"
            r"|sacks?)(?:\s[a-z][a-z' -]*)? ?\Z",
            before,
        )
    )


_NAMED_CUSTOMER = Pattern(
    r"(?:^|\n)[ \t]*(?:客户|买家|[Bb]uyer|[Cc]lient)[ :]*([A-Z][\w-]+(?: [A-Z][\w-]+)?"
    r"|[\u4e00-\u9fff]{2,4})\s?:"
)
_NO_PRICE = Pattern(r"(?i)运费|定金|预付|尾款|(?<![a-z])(?:freight cost|deposit|voucher|sample fee)(?![a-z])")


def _articles_in(text: str, start: int, end: int) -> Iterator[Written]:
    """Yield the codes of articles; the numbers of offers and orders are none."""
    for code in codes_in(text, start, end):
        if not _DOCUMENT_BEFORE.search(text[max(start, code.start - 24) : code.start]):
            yield code


def _is_price_in_kuai(clause: Clause, figure: Figure, before: str) -> bool:
    """Return whether 块 is money (11块，8000袋; 2块8), or 一个 what a price is for (85元一个)."""
    text = clause.text
    if text[figure.start : figure.end] == "一":
        return bool(_PRICE_OF_ONE.search(before))
    if text[figure.end : figure.end + 1] != "块":
        return False
    if text[figure.end + 1 : figure.end + 2].isdigit():
        return True
    is_priced = _IN_YUAN.search(clause.sentence)  # 40块，85元一块: 块 counts pieces
    return not before.strip() and not is_priced and bool(_PRICE_ALONE.match(text, figure.end))


def _is_same_thing(one: str, other: str) -> bool:
    """Return whether two names mean the same: one within the other, in the singular or the plural."""
    one, other = one.casefold().rstrip("s"), other.casefold().rstrip("s")
    return one in other or other in one


def plain_number(written: str) -> Decimal:
    """Return the number that digits with commas spell."""
    return plain(Decimal(written.replace(",", "")))


def _currency(talk: Talk, reader: _Lines) -> Iterator[Value]:
    found = {each.currency for each in reader.prices}
    if not found:
        named = [each for clause in talk.asked for each in sums_in(talk.text, clause.start, clause.end)]
        found = {each.currency for each in named}
        reader.prices = named
    if len(found) == 1:
        first = reader.prices[0]
        turn = next((turn for turn in talk.turns if turn.start <= first.start < turn.end), talk.turns[0])
        yield Value("currency", found.pop(), first.start, first.end, turn)


# --- delivery ----------------------------------------------------------------------------------------


def _delivery(talk: Talk) -> Iterator[Value]:
    text = talk.text
    for clause in talk.asked:
        match = _TERM.search(text, clause.start, clause.end)
        if match and not _RULED_OUT.match(text, match.end(1), clause.end):
            rule = {"C&F": "CFR", "CNF": "CFR"}.get(match[1], match[1])
            yield _at(talk, clause, "delivery.incoterm", rule, match.start(1), match.end(1))
            if match[2]:
                yield _at(talk, clause, "delivery.place", match[2], match.start(2), match.end(2))
        yield from _days(talk, clause)
        yield from _modes(talk, clause)
        no_partial, partial = _NO_PARTIAL.search(clause.words), _PARTIAL.search(clause.words)
        if said := no_partial or partial:
            yield _at(
                talk,
                clause,
                "delivery.partial_shipment",
                no_partial is None,
                clause.start + said.start(),
                clause.start + said.end(),
            )
        for side, forwarder in (("buyer", _BUYER_FORWARDER), ("seller", _SELLER_FORWARDER)):
            if (match := forwarder.search(clause.words)) and not _INSPECTS.search(clause.words):
                yield _at(
                    talk,
                    clause,
                    "delivery.forwarder_nominated_by",
                    side,
                    clause.start + match.start(),
                    clause.start + match.end(),
                )
        if match := re.search(
            r"(?i)(?:唛头|shipping marks?|marks)[ :为是]*(?=\S)", text[clause.first : clause.end]
        ):
            start = clause.first + match.end()
            if cue("vague").search(text, start, clause.last) or _AS_BEFORE.search(text, start, clause.last):
                continue
            if start >= clause.start - 1 and start < clause.last:
                yield _at(
                    talk,
                    clause,
                    "delivery.marks",
                    talk.message[start : clause.last].strip(),
                    start,
                    clause.last,
                )
        if (_PACKED.search(clause.words) and re.search(r"\d", clause.words)) or re.search(
            r"(?i)包装[ :为]|packed in|packing:|每箱\d", clause.words
        ):
            yield from _packaging(talk, clause)
        match = re.search(
            r"(?:送到|交到|发到|送至|交至|送达|运到|运至|运抵|发往|交货(?:地点|到)[ :]*)(?:我们|我方|我司"
            r"|咱们?)?\s?((?:[\u4e00-\u9fff]{2,10}(?:仓库?|店|工厂|库房|园区|港))"
            r"|[\u4e00-\u9fff]{2,6}?(?=[,。\s]"
            r"|$))",
            clause.words,
        )
        if match and not _TERM.search(text, clause.first, clause.last):
            yield _at(
                talk,
                clause,
                "delivery.place",
                match[1],
                clause.start + match.start(1),
                clause.start + match.end(1),
            )


def _modes(talk: Talk, clause: Clause) -> Iterator[Value]:
    """Yield the way of transport; who forwards the goods is none."""
    for mode, pattern in _MODES:
        if mode == "courier" and _FORWARDER.search(clause.words):
            continue
        if match := re.search(pattern, clause.words, re.IGNORECASE):
            start, end = clause.start + match.start(), clause.start + match.end()
            yield _at(talk, clause, "delivery.mode", mode, start, end)


def _packaging(talk: Talk, clause: Clause) -> Iterator[Value]:
    has_price = _PRICE_BEFORE.search(clause.words) or any(sums_in(talk.text, clause.start, clause.end))
    if not has_price:
        words = talk.message[clause.start : clause.end]
        yield _at(talk, clause, "delivery.packaging", words, clause.start, clause.end)


def _days(talk: Talk, clause: Clause) -> Iterator[Value]:
    days = talk.days(clause)
    for day in days:
        words = f"{clause.label}: {clause.words}" if clause.label else clause.words
        if not day.is_sure or len(days) > 1 or _NO_DATE.search(words):
            continue
        if _SHIP.search(words):
            yield _at(talk, clause, "delivery.ship_by", day.day.isoformat(), day.start, day.end)
        elif _DELIVER.search(words):
            yield _at(talk, clause, "delivery.deliver_by", day.day.isoformat(), day.start, day.end)


def _at(talk: Talk, clause: Clause, path: str, value: Any, start: int, end: int) -> Value:
    return Value(path, value, start, end, clause.turn)


# --- payment and other terms ---------------------------------------------------------------------------


def _payment(talk: Talk) -> Iterator[Value]:
    instalments: list[dict[str, tuple[Any, int, int, Clause]]] = []
    for clause in talk.asked:
        for method, pattern in _METHODS:
            if match := re.search(pattern, clause.words, re.IGNORECASE):
                yield _at(
                    talk,
                    clause,
                    "payment.method",
                    method,
                    clause.start + match.start(),
                    clause.start + match.end(),
                )
                break
        if match := re.search(
            r"(?i)(?:L/?C|信用证|letter of credit)[^,。\n]{0,12}?(即期|at sight"
            r"|(?:at )?\d+ days(?: after (?:sight|B/L(?: date)?))?|见单后?\d+天|远期\d+天)|(即期|at sight)",
            clause.words,
        ):
            group = 1 if match[1] else 2
            yield _at(
                talk,
                clause,
                "payment.availability",
                match[group],
                clause.start + match.start(group),
                clause.start + match.end(group),
            )
        if match := re.search(r"(?i)UCP ?600", clause.words):
            yield _at(
                talk,
                clause,
                "payment.rules",
                "UCP 600",
                clause.start + match.start(),
                clause.start + match.end(),
            )
        if _PENALTY.search(clause.sentence) or re.search(
            r"(?i)tolerance|溢短|±|\+/-|折扣|discount|税|vat|tax|佣金|commission|上限|max|cap|涨|降",
            clause.words,
        ):
            continue
        found = list(_PERCENT.finditer(talk.text, clause.start, clause.end))
        if not found and (entry := _rest(clause)) and instalments:
            instalments.append(entry)
        for place, match in enumerate(found):
            end = found[place + 1].start() if place + 1 < len(found) else clause.end
            start = clause.start if place == 0 else match.start()
            if entry := _instalment(
                talk, clause, match, talk.text[start:end] if len(found) > 1 else clause.words
            ):
                instalments.append(entry)
    total = sum(int(entry["percent"][0]) for entry in instalments if "percent" in entry)
    if total > 100:
        return
    for number, entry in enumerate(instalments):
        for key, (value, start, end, clause) in entry.items():
            yield _at(talk, clause, f"payment.instalments[{number}].{key}", value, start, end)


def _instalment(
    talk: Talk, clause: Clause, match: re.Match[str], words: str
) -> dict[str, tuple[Any, int, int, Clause]] | None:
    """Return an instalment: its share, what it is called, and after what it is due."""
    percent = plain_number(match[1])
    if percent != int(percent) or not 0 < percent <= 100:
        return None
    context = words + " " + clause.sentence
    advance, rest = _ADVANCE.search(words), _REST.search(words)
    after = next((name for name, pattern in _PAID_AFTER if re.search(pattern, words, re.IGNORECASE)), "")
    if not (
        advance
        or rest
        or after
        or re.search(r"(?i)付|款|pay|against|before|shipment|t/?t|l/?c|电汇|见", context)
    ):
        return None
    entry: dict[str, tuple[Any, int, int, Clause]] = {
        "percent": (int(percent), match.start(1), match.end(1), clause)
    }
    said = advance or rest
    if said and _ZH.search(said[0]):
        at = clause.words.find(said[0])
        if at >= 0:
            entry["name"] = (said[0], clause.start + at, clause.start + at + len(said[0]), clause)
    if after and not re.search(r"(?i)(?:before|前)", words):
        days = _WITHIN.search(words)
        entry["after"] = (after, clause.start, clause.end, clause)
        if days:
            entry["days"] = (int(days[1]), clause.start, clause.end, clause)
    return entry


def _rest(clause: Clause) -> dict[str, tuple[Any, int, int, Clause]] | None:
    """Return when the rest is due where no share is said: 尾款验收后7天付."""
    rest = _REST.search(clause.words)
    after = next(
        (name for name, pattern in _PAID_AFTER if re.search(pattern, clause.words, re.IGNORECASE)), ""
    )
    if rest is None or not after or re.search(r"(?i)before|前", clause.words):
        return None
    entry: dict[str, tuple[Any, int, int, Clause]] = {"after": (after, clause.start, clause.end, clause)}
    if days := _WITHIN.search(clause.words):
        entry["days"] = (int(days[1]), clause.start, clause.end, clause)
    return entry


def _terms(talk: Talk) -> Iterator[Value]:
    for clause in talk.clauses:
        if clause.status and not (clause.status == "condition" and _PENALTY.search(clause.sentence)):
            continue
        words = clause.words
        if _PENALTY.search(clause.sentence):
            if match := re.search(
                r"(?i)(?:每天|每日|每延期一天|per day|a day|daily|/day)[^%\d]{0,6}(\d+(?:\.\d+)?)\s?%"
                r"|(\d+(?:\.\d+)?)\s?%\s?(?:per day|a day|/ ?day|每天|/天|一天)",
                words,
            ):
                group = 1 if match[1] else 2
                yield _at(
                    talk,
                    clause,
                    "late_delivery.percent_per_day",
                    as_plain(plain_number(match[group])),
                    clause.start + match.start(group),
                    clause.start + match.end(group),
                )
            if match := re.search(
                r"(?i)(?:每周|每星期)[^%\d]{0,6}(\d+(?:\.\d+)?)\s?%|(\d+(?:\.\d+)?)\s?%\s?(?:per week|a week"
                r"|/ ?week|每周|/周|一周)",
                words,
            ):
                group = 1 if match[1] else 2
                yield _at(
                    talk,
                    clause,
                    "late_delivery.percent_per_week",
                    as_plain(plain_number(match[group])),
                    clause.start + match.start(group),
                    clause.start + match.end(group),
                )
            if match := re.search(
                r"(?i)(?:上限|封顶|最多|不超过|最高|max(?:imum)?\.?(?: of)?|capped at|cap(?: of)?|up to"
                r"|not exceeding)\s?(\d+(?:\.\d+)?)\s?%|(\d+(?:\.\d+)?)\s?%\s?(?:封顶|max|cap)",
                words,
            ):
                group = 1 if match[1] else 2
                yield _at(
                    talk,
                    clause,
                    "late_delivery.cap_percent",
                    as_plain(plain_number(match[group])),
                    clause.start + match.start(group),
                    clause.start + match.end(group),
                )
        if match := re.search(
            r"(?i)(?:质保期?|保修期?|warranty(?: of| period)?)[ :为是]*(\d{1,2})\s?(个月|年|months?|years?)"
            r"|(\d{1,2})[ -]?(个月|年|months?|years?)\s?(?:的)?(?:质保|保修|warranty)",
            words,
        ):
            count, unit = (match[1], match[2]) if match[1] else (match[3], match[4])
            months = int(count) * (12 if unit[0] in "年yY" else 1)
            yield _at(
                talk,
                clause,
                "quality.warranty_months",
                months,
                clause.start + match.start(),
                clause.start + match.end(),
            )
        if match := re.search(
            r"(不含税|未税|含税|含(?=\d+(?:个点|%))|(?i:excl(?:uding|\.)? (?:vat|tax)|incl(?:uding"
            r"|\.)? (?:vat|tax)))",
            words,
        ):
            is_included = not re.match(r"(?i)不|未|excl", match[1])
            yield _at(
                talk,
                clause,
                "tax.included",
                is_included,
                clause.start + match.start(),
                clause.start + match.end(),
            )
            if rate := re.search(
                r"(?:税率?|含|VAT|vat|票)[^\d%]{0,4}(\d{1,2}(?:\.\d)?)\s?(?:%|个点)|(\d{1,2})\s?%\s?(?:VAT"
                r"|vat|增值税|税|专票|的?票)",
                words,
            ):
                group = 1 if rate[1] else 2
                yield _at(
                    talk,
                    clause,
                    "tax.rate_percent",
                    as_plain(plain_number(rate[group])),
                    clause.start + rate.start(group),
                    clause.start + rate.end(group),
                )
        if match := re.search(
            r"(?i)(\d{1,2}(?:\.\d)?)\s?%\s?(?:的)?(?:折扣|discount)|(?:折扣"
            r"|discount(?: of)?)[ :为是]*(\d{1,2}(?:\.\d)?)\s?%",
            words,
        ):
            group = 1 if match[1] else 2
            yield _at(
                talk,
                clause,
                "discount_percent",
                as_plain(plain_number(match[group])),
                clause.start + match.start(group),
                clause.start + match.end(group),
            )
        if match := re.search(
            r"([\u4e00-\u9fff]{2,14}仲裁委员会)|(?<![A-Za-z])(CIETAC|SIAC|HKIAC|LCIA|ICC)(?![A-Za-z])", words
        ):
            name = re.sub(r"^.*(?:提交|由|到|去|交|向|在)", "", match[0])
            yield _at(
                talk,
                clause,
                "dispute.forum",
                "arbitration",
                clause.start + match.start(),
                clause.start + match.end(),
            )
            yield _at(
                talk,
                clause,
                "dispute.institution",
                name,
                clause.start + match.end() - len(name),
                clause.start + match.end(),
            )
        if match := re.search(
            r"(?i)(?:协商|negotiat\w*)[^,。\d]{0,12}(\d{1,3})\s?(?:天|日|days)|(\d{1,3})\s?(?:天|日"
            r"|days)(?:内)?(?:先|友好)?(?:协商| of negotiation)",
            words,
        ):
            group = 1 if match[1] else 2
            yield _at(
                talk,
                clause,
                "dispute.negotiation_days",
                int(match[group]),
                clause.start + match.start(),
                clause.start + match.end(),
            )
