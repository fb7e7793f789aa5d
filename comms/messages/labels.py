"""Tells labels (预算：, Owner:) and the address of a letter (Hi Ben:) from the names of senders."""

import re
from functools import lru_cache

from comms.language.traditional import simplified
from comms.reading.headings import name_of
from comms.reading.role_labels import roles

_OTHER_LABELS = frozenset(
    """
    ask asks request requests summary task tasks item items line lines product products sku skus qty
    quantity quantities size sizes format formats colour color colours colors channel channels copy
    headline text logo style do don't dont must avoid include exclude timeline schedule start draft
    drafts proof proofs final first delivery delivered shipping ship shipment payment terms incoterm
    price prices total subtotal unit currency tax stock on_hand in_transit sales lead_time safety
    reorder order orders reason change changes before after rounds revisions reference ref po no number
    note notes nb ps p.s fyi re fw fwd todo to_do update question questions answer q a eta status
    priority urgent reminder attachment attachments file files link links url tel phone mobile email
    e-mail address company date time place location venue agenda minutes decision decisions actions
    action next_steps background context warranty insurance packing marks forwarder port destination
    origin method mode version versions important hello hi all team everyone folks thanks regards best
    subject to from cc bcc sent source basis per example eg e.g i.e ie ps1 ps2
    需求 任务 说明 备注 注 注意 附 附件 提醒 通知 紧急 急 重要 更新 结论 决定 背景 情况 货号 品名 名称
    型号 规格 颜色 尺寸 数量 单位 单价 价格 总价 合计 金额 币种 库存 现货 在途 日销 交期 安全库存 补货
    建议补 交货 交付 交付物 发货 装运 目的地 目的港 起运港 付款 付款方式 支付 定金 尾款 质保 唛头 包装
    箱规 仲裁 文案 标题 风格 主色 渠道 平台 用途 链接 网址 地址 电话 手机 邮箱 公司 日期 时间 地点
    订单号 合同号 编号 原因 变更 原来 现在 改为 参考 版本 初稿 终稿 定稿 优先级 状态 问 答 另 另外 补充
    总结 要求 内容 主题 抄送 收件人 发件人 发自 来源 例 例如 比如 包括 如下 以下 各位 大家 你好 您好
    谢谢 备注1 备注2
    """.split()
)
"""Labels that name no dimension of a request and no role, in lower case, with _ between their words."""
_ENDING = re.compile(
    r"(?:如下|以下|需求|要求|说明|清单|明细|时间|日期|数量|尺寸|规格|方式|条款|地址|号码|价格|单价"
    r"|款|版|稿|图|页|位|个|是|为"
    r"|\b(?:date|time|size|qty|quantity|price|terms|list|details|following|is|are|as follows|below))$",
    re.IGNORECASE,
)
_SALUTATION = re.compile(
    r"(?:dear|hi|hello|hey|good (?:morning|afternoon|day))\b|尊敬的|亲爱的|致|回复|引用|.*(?:您好|你好)$",
    re.IGNORECASE,
)
_TITLE = re.compile(r".{1,8}(?:经理|总监|总|主管|老师|先生|女士|小姐|主任|工|董|厂长|店长)$")
_GREETING = re.compile(r"\s*(?:您好|你好|hello|hi\b|好[,，!！])", re.IGNORECASE)


@lru_cache(maxsize=4096)
def is_label(text: str) -> bool:
    """Return whether a text names what stands behind it, and not who says it."""
    bare = simplified(text).strip(" \t*_#-•·\"'“”").casefold()
    if bare in _OTHER_LABELS or bare.replace(" ", "_") in _OTHER_LABELS or bare in roles():
        return True
    if _ENDING.search(bare) or _SALUTATION.match(bare):
        return True
    name = name_of(bare)
    return name is not None and not name.loose


def is_salutation(name: str, below: str) -> bool:
    """Return whether a name alone on the first line addresses who is to read the text below."""
    is_greeted = _TITLE.match(name) is not None and _GREETING.match(below) is not None
    return is_greeted or _SALUTATION.match(name) is not None
