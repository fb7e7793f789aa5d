"""Vague expressions in Chinese: what makes them precise, what merely contains them, and the search's speed."""

import tomllib
from pathlib import Path

import pytest

from comms.language.phrases import words
from comms.rules.vague import chinese
from tests.support.effort import within

BOOK = Path(chinese.__file__).with_name("chinese.toml")


def found(text: str) -> list[tuple[str, str]]:
    return [(vague.code, text[vague.start : vague.end]) for vague in chinese.vague_in(text)]


def codes(text: str) -> list[str]:
    return [code for code, _ in found(text)]


@pytest.mark.parametrize(
    "text",
    [
        "大约500件，±5%。",
        "500件左右，误差不超过10件。",
        "补货若干，最多200件。",
        "单价上下浮动5%以内无需确认。",
        "大概480–520件。",
        "克重约 180 g/m²，允差 ３％。",
    ],
)
def test_a_tolerance_makes_a_quantity_precise(text: str) -> None:
    assert found(text) == []


def test_a_tolerance_in_another_sentence_has_no_effect() -> None:
    assert codes("尺寸误差不超过2 mm。数量大约500件。") == ["V301"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("尽快发货，展会3月4日开幕。", "V302"),
        ("合同3月2日签的，尾款早点付。", "V302"),
        ("展会3月4日开幕 请尽快发货。", "V302"),
        ("3月4日的会议纪要：请尽快排产。", "V302"),
        ("定金已付（3月2日），余款尽快。", "V302"),
        ("3月4日签合同（余款尽快付清）。", "V302"),
        ("大约500个，单价不超过3元。", "V301"),
        ("订1,200件，另备若干。", "V301"),
        ("每箱24瓶，破损少量。", "V301"),
        ("主图800×800像素，风格大气。", "V303"),
        ("转化率现在是2.1%，希望明显提高。", "V303"),
        ("字号14 px，标题大一点。", "V301"),
        ("运费850元、报关费300元之类，总数另算。", "V305"),
        ("合同2026年3月2日生效，首付款明天打。", "V308"),
    ],
)
def test_a_figure_in_another_clause_excuses_nothing(text: str, code: str) -> None:
    assert codes(text) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "尽快发货，即3月4日18:00前。",
        "尽快，也就是3月4日18:00前。",
        "尽快发货（3月4日前）。",
        "尽快发货，最迟3月4日到。",
        "尽快付款，不晚于3月4日15:00。",
        "3月4日18:00前，请尽快回复。",
        "付款要早：不晚于2026年4月1日。",
        "大约500个（±5%）先排产。",
        "赠品约300份，允差±10份。",
        "少量起订（每色50件）。",
        "若干备用电池：12节。",
        "约1,200件±3%。",
        "外箱牢固，即1.2米跌落6面不破。",
        "界面友好：新手3步内完成下单。",
        "颜色和上次一样，即潘通186C。",
        "显著提升复购率，即由18%升到24%。",
        "必要时（库温超过30℃）启用冷藏车。",
        "相关部门（品控部陈涛、采购部何静）会签。",
    ],
)
def test_an_explanation_makes_a_word_precise(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "请尽快，最迟6月5日18:00前回复。",
        "请于 24 小时内尽快回复。",
        "收到货后三个工作日内及时验收。",
        "稍后（15:30）发你终稿。",
        "每月5日定期更新库存表。",
        "请在２０２６年６月８日前尽早付款。",
    ],
)
def test_a_date_or_a_limit_makes_a_time_precise(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "6月5日的样品请尽快寄出。",
        "贵司4月2日提及的尾款，将于近期安排。",
        "3月18日反馈的色差，我方第一时间回复。",
        "我方于3月5日收到样品，将尽快回复。",
        "自2026年6月1日起改单请及早说。",
        "贵司2026年4月2日的来函，我方尽快答复。",
        "请在10月1日后尽快发货。",
    ],
)
def test_a_date_that_only_identifies_something_is_not_a_deadline(text: str) -> None:
    assert codes(text) == ["V302"]


@pytest.mark.parametrize(
    "text", ["请贵司6月5日前尽快付款。", "最迟6月5日确认，请尽快。", "请尽快于6月5日确认。"]
)
def test_a_date_with_a_word_of_a_deadline_is_a_deadline(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "下周五（6月12日）前给初稿。",
        "明天（2026/6/5）10:00验货。",
        "2026-06-30（月底）前付清尾款。",
        "春节（2026年2月17日）前到仓。",
        "下周五 (12 June 2026) 前给初稿。",
        "下周三6月10日的会议改到三楼。",
    ],
)
def test_a_calendar_date_settles_a_relative_day(text: str) -> None:
    assert found(text) == []


def test_a_time_of_day_does_not_settle_a_relative_day() -> None:
    assert codes("下周五18:00前给初稿。") == ["V308"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("下周五下班前给我。", "下周五下班前"),
        ("大货5/6出厂。", "5/6"),
        ("交货日期：05/06/26。", "05/06/26"),
    ],
)
def test_a_relative_day_is_reported_whole(text: str, expected: str) -> None:
    assert found(text) == [("V308", expected)]


@pytest.mark.parametrize("span", ["下个月初", "10月中旬", "春节前", "下周", "月底"])
def test_a_span_of_the_calendar_is_a_vague_time(span: str) -> None:
    assert found(f"{span}开始备货。") == [("V302", span)]


@pytest.mark.parametrize(
    "text", ["25/6前发货。", "6/6前发货。", "3/4 袖。", "第5/6页。", "交货日期：2026/6/5。"]
)
def test_digits_that_mean_one_day_or_no_day_are_not_reported(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text", ["每周五更新库存表。", "周一至周五 9:00–18:00 在线。", "3年前的旧款。", "每月底盘点。"]
)
def test_recurring_days_and_spans_are_not_relative_days(text: str) -> None:
    assert found(text) == []


def test_around_the_end_of_a_month_is_a_time_and_not_a_quantity() -> None:
    assert codes("月底左右到货。") == ["V302"]
    assert codes("15号左右到货。") == ["V302"]
    assert codes("500件左右。") == ["V301"]


@pytest.mark.parametrize(
    "text",
    [
        "LOGO要醒目：高度不低于主图的15%。",
        "面料要有质感，即克重不低于 280 g/m²。",
        "背景要高级，色值 #1A1A1A。",
        "红色亮一点，用潘通 186 C。",
        "字大一点，改为 36 px。",
        "优质面料，符合 GB/T 18885-2020。",
    ],
)
def test_a_measure_makes_a_matter_of_taste_precise(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("合約書請儘速寄回。", ("V302", "儘速")),
        ("請盡快、盡量準時。", ("V302", "盡快")),
        ("備貨大約三千個。", ("V301", "大約")),
        ("另附若干樣品。", ("V301", "若干")),
        ("主視覺要有質感。", ("V303", "有質感")),
        ("運費視狀況調整。", ("V306", "視狀況")),
        ("發票、裝箱單之類。", ("V305", "之類")),
        ("下週五交稿。", ("V308", "下週五")),
        ("請相關單位確認。", ("V304", "相關單位")),
    ],
)
def test_traditional_characters_are_read_and_findings_keep_their_place(
    text: str, expected: tuple[str, str]
) -> None:
    assert expected in found(text)


@pytest.mark.parametrize("text", ["主图3张，要高端。", "至少3张，要高端。", "800×800像素，要高端。"])
def test_a_count_and_a_size_in_pixels_are_not_measures_of_taste(text: str) -> None:
    assert codes(text) == ["V303"]


def test_people_who_are_named_right_there_are_not_vague_agents() -> None:
    assert found("请相关部门（采购部、仓储部）会签。") == []
    assert found("安排专人：王敏。") == []
    assert codes("请相关部门（6月5日前）会签。") == ["V304"]


def test_greetings_are_not_vague_agents() -> None:
    assert found("大家好，我是王敏。谢谢大家！各位同事好，样品已到。") == []


def test_a_list_is_closed_by_its_number() -> None:
    assert found("红、黄、蓝等三种颜色。天猫、抖音等 2 个渠道。") == []
    assert codes("红、黄、蓝等颜色。天猫、抖音等渠道。") == ["V305", "V305"]


def test_a_word_for_waiting_does_not_leave_a_list_open() -> None:
    assert found("等客户确认。请稍等。等待付款。面料、辅料都到了，等客户。") == []
    assert "V305" not in codes("面料、辅料都到了，等通知。")


def test_a_question_about_a_number_is_not_a_vague_number() -> None:
    assert found("你们有几个尺码？还剩几件呢？") == []
    assert codes("再补几个尺码。") == ["V301"]


@pytest.mark.parametrize(
    "text",
    [
        "“尽快下单”",
        "「马上抢」",
        "《关于尽快完成年检的通知》",
        '写作 "尽快" 的地方都改掉',
        "`尽快`",
        "```\n尽快\n```",
        "https://example.com/尽快/左右",
        "docs/马上/readme.md",
        "品名：高端大气保温杯",
    ],
)
def test_quotations_code_addresses_and_names_are_not_reported(text: str) -> None:
    assert found(text) == []


def test_an_address_ends_where_chinese_text_goes_on() -> None:
    assert codes("见 https://example.com/a 请尽快。") == ["V302"]
    assert codes("见https://example.com/a.pdf，请尽快。") == ["V302"]


@pytest.mark.parametrize(
    "text", ["左右对称", "平等自愿", "大家电", "大气压力", "马上有钱红包", "预约码", "回头客", "等于"]
)
def test_longer_words_are_not_reported(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "创立于12 年前。",
        "本要约自送达之日起生效。",
        "送货地址：大家福超市南门。",
        "首页与其他页面用同一套字体。",
        "所有时间段的数据都要显示。",
        "2000 px，图片清晰度见附件。",
        "如果需要的内存特别大，分两次加载。",
        "请寄两个别针，减少量杯赠送。",
        "随便雪糕的条码为6920001234565。",
        "大家乐餐厅订制托盘80个。",
        "《快点》App首页的抓取任务编号为TK-88。",
        "大約翰餐飲集團訂製圍裙600件。",
    ],
)
def test_names_and_longer_words_are_not_reported(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("date", ["5/6/26", "05.06.26", "05-06-2026", "5.6.2026"])
def test_a_date_in_digits_is_ambiguous_with_any_sign(date: str) -> None:
    assert found(f"到港日{date}。") == [("V308", date)]


@pytest.mark.parametrize("text", ["版本3.11.12。", "货位08-09。", "型号GB-05-06-2026。", "比例9/10。"])
def test_versions_and_codes_are_no_dates(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("能塞多少塞多少。", "V301"),
        ("单件压到八块来钱。", "V301"),
        ("急急急！", "V302"),
        ("交期往后挪挪。", "V302"),
        ("显著提升复购率。", "V303"),
        ("这次和上次一样。", "V303"),
        ("个人中心对标大厂。", "V303"),
        ("海报有国潮味。", "V303"),
        ("界面不要太复杂。", "V303"),
        ("请对口的人签收。", "V304"),
        ("让懂行的人看看图。", "V304"),
        ("破洞、污渍及类似问题退货。", "V305"),
        ("能赔就赔。", "V306"),
        ("保价可买可不买。", "V306"),
    ],
)
def test_forms_with_changing_words_are_found(text: str, expected: str) -> None:
    assert expected in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "麻烦修改天猫店铺的模板。",
        "请重视情况说明。",
        "竞争取胜靠交期。",
        "发完京东之后天猫也改。",
        "超过两天的加冰袋。",
        "不日晒，用热风烘。",
        "提出色差问题。",
        "减少量程误差。",
    ],
)
def test_an_expression_formed_by_two_adjacent_words_is_not_reported(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "舒适达牙膏120支。",
        "空气清新剂单独装箱。",
        "简约风沙发换图。",
        "时尚女装类目佣金5%。",
        "好看视频投7天。",
        "大约克猪肉礼盒。",
    ],
)
def test_names_of_brands_and_types_are_not_matters_of_taste(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("demand", "description"),
    [
        ("提手要做得牢固。", "上一版比较牢固，跌落12次未裂。"),
        ("面料必须柔软。", "这款面料柔软，买家评分4.9。"),
        ("模特图好看一点就行。", "最好看的是B版。"),
        ("风格：简约。", "美观大方是老文案。"),
        ("高端、大气。", "买家说包装漂亮。"),
    ],
)
def test_a_descriptive_word_is_vague_only_in_a_demand(demand: str, description: str) -> None:
    assert set(codes(demand)) == {"V303"}
    assert found(description) == []


@pytest.mark.parametrize(
    "text", ["瓶身要手感好，盖子拧起来顺滑。", "弄得有氛围感，灯光柔和。", "要清新，让人看着舒服。"]
)
def test_a_demand_extends_to_the_next_clause(text: str) -> None:
    assert codes(text) == ["V303", "V303"]


@pytest.mark.parametrize(
    "text", ["主图3张，风格大气。", "外箱印刷清晰，不得掉色。", "堆放整齐。", "系统并发500，界面友好。"]
)
def test_a_clause_that_says_what_its_subject_is_like_is_a_demand(text: str) -> None:
    assert codes(text) == ["V303"]


@pytest.mark.parametrize(
    "text",
    [
        "这款面料柔软，已入库。",
        "买家说包装漂亮，客服反馈画质很清晰。",
        "上一版比较牢固。",
        "遵守操作规范，填清楚。",
    ],
)
def test_a_judgement_of_what_there_is_is_no_demand(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", ["双十一前到仓。", "618前上线。", "国庆前发完。"])
def test_a_festival_with_a_fixed_date_is_a_date(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", ["年后再议。", "节后发货。", "开学前铺货。", "双十一后补货。"])
def test_a_span_around_a_point_of_the_year_is_a_vague_time(text: str) -> None:
    assert codes(text) == ["V302"]


def test_how_much_bigger_is_a_quantity_and_how_much_prettier_a_matter_of_taste() -> None:
    assert codes("标题放大一些。") == ["V301"]
    assert codes("背景大气一些。") == ["V303"]
    assert codes("工期多两三天。") == ["V301"]
    assert codes("两三天内发货。") == ["V302"]


def test_the_more_of_a_size_that_is_asked_for_is_a_quantity() -> None:
    assert found("瓦楞纸用厚一些的。") == [("V301", "厚一些")]
    assert codes("库存约剩1200双。") == ["V301"]


def test_names_before_a_kind_are_an_open_list() -> None:
    assert codes("快递用顺丰、京东这类的就行。") == ["V305"]
    assert found("这类问题按第5条处理。") == []


@pytest.mark.parametrize("text", ["近期品共46罐。", "双方没有原则上的分歧。", "近期的三次抽检都合格。"])
def test_an_adverb_that_describes_a_noun_is_not_an_escape_clause(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", ["老板说用红色。", "经理昨天签了字。", "客户那边我去说。", "谁付运费？"])
def test_a_person_in_a_report_is_not_a_vague_agent(text: str) -> None:
    assert found(text) == []


def test_the_people_addressed_are_not_vague_agents() -> None:
    assert found("各位店主，新价目表已发。请各位供应商对账。") == []
    assert codes("请各位跟进。") == ["V304"]


@pytest.mark.parametrize(
    "text", ["哪位同事跟一下？", "我们这边的人会查。", "运营的同学改一下。", "让设计那边改。"]
)
def test_an_unnamed_member_of_a_team_who_is_to_act_is_a_vague_agent(text: str) -> None:
    assert codes(text) == ["V304"]


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("便宜点", "price"),
        ("单价优惠些。", "price"),
        ("报价再便宜一些。", "price"),
        ("给个优惠", "price"),
        ("灯光亮一点。", "colour"),
        ("颜色再深一点。", "colour"),
        ("画面太暗。", "colour"),
        ("提升转化", "result"),
        ("显著提升转化。", "result"),
        ("字体大一点。", "comparison"),
        ("主页要亮眼。", "taste"),
        ("提供相关资料。", "which"),
        ("支持各类终端。", "which"),
        ("红、黄、蓝等等。", "list"),
        ("最好2026年10月1日能给。", "effort"),
        ("和上次一样。", "example"),
    ],
)
def test_the_advice_fits_what_an_expression_names(text: str, advice: str) -> None:
    assert [vague.instead for vague in chinese.vague_in(text)] == [f"chinese.{advice}"]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("海报、单页，等等", "等等"),
        ("差不多就行，等等。", "等等"),
        ("海报、单页、等。", "等"),
        ("要ins 风的封面。", "ins 风"),
        ("最好 3 天内给我。", "最好"),
        ("美观大方，耐用", "耐用"),
        ("交期应该没问题。", "应该没问题"),
        ("响应时间不高于上一版。", "不高于上一版"),
    ],
)
def test_an_expression_is_found_as_a_whole(text: str, whole: str) -> None:
    assert whole in [expression for _, expression in found(text)]


@pytest.mark.parametrize("text", ["我在路上了，等等。", "先别发，等等。", "主图、详情先放着，等等。"])
def test_asking_somebody_to_wait_leaves_no_list_open(text: str) -> None:
    assert "等等" not in [expression for _, expression in found(text)]


@pytest.mark.parametrize(
    "text",
    [
        "3月25日9:00进行消防演练，届时将切断三层以上电源。",
        "语音输入最长60秒，到时自动结束。",
        "页面加载时间明显缩短，由4.1秒降到1.6秒。",
        "旧系统不稳定，全年宕机11次，故2025年10月起停用。",
        "去年的款式因为颜色太暗，销量下降了三成。",
        "买家评价说发货快，包装结实。",
        "图书馆闭馆时间为周一，其余时间9:00至21:00开放。",
        "课程共12讲，周三19:00上课。",
        "严重缺陷清零、一般缺陷不超过5个，方可上线。",
        "上线后第7天复盘。",
        "等级分为优、良、中、差四等。",
        "其他费用为0元。",
        "各种规格的单价列于表3。",
        "大家一致同意把年会改到1月17日。",
    ],
)
def test_a_report_a_reference_and_a_term_leave_nothing_open(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("提测质量过关，主要打磨体验。", "打磨体验"),
        ("整体风格参考小红书。", "参考小红书"),
        ("商家端也要做类似的功能。", "类似的功能"),
        ("空页面给点趣味。", "给点趣味"),
        ("这版先简单做。", "简单做"),
        ("按以前的规则算佣金。", "按以前的规则"),
        ("首页改版的目标是提升留存。", "提升留存"),
        ("后台权限合理划分。", "合理划分"),
        ("保证数据准确、实时。", "实时"),
        ("服务器扛得住大促就行。", "扛得住"),
        ("需求细节找产品确认。", "找产品"),
        ("业务方确认后上线。", "业务方"),
        ("各端同步改。", "各端"),
        ("测试同学多测一遍。", "测试同学"),
        ("兼容性问题后续处理。", "后续"),
        ("排期待定。", "待定"),
        ("无明显卡顿。", "明显卡顿"),
        ("选气质好的模特。", "气质好的"),
    ],
)
def test_what_a_product_manager_leaves_open_is_found(text: str, expected: str) -> None:
    assert expected in [expression for _, expression in found(text)]


@pytest.mark.parametrize(
    "text",
    [
        "走查单剩2条转下期。",
        "提测前自测通过率须达到100%。",
        "V2.8统一。",
        "上线窗口为周四22:00至24:00。",
        "支持保存为JPG和BMP两种主流图片格式。",
        "合理使用年限为8年。",
        "供应商为太钢。",
        "用准备好的模板。",
        "整体风格照设计规范V3.1执行。",
        "需求细节由产品经理方圆答复。",
    ],
)
def test_what_a_product_manager_has_settled_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("试产小批量即可。", "小批量"),
        ("每板货高一米五六。", "五六"),
        ("注册步骤少几步。", "少几步"),
        ("标签贴好了，部分贴歪了。", "部分"),
        ("同一账号可绑定多台设备。", "多台"),
        ("回单事后补。", "事后"),
        ("报关单号速度发我。", "速度"),
        ("复工时间未定。", "时间未定"),
        ("传感器频繁掉线。", "频繁"),
        ("页面改版下个版本一起上。", "下个版本"),
        ("贴纸粘性强。", "粘性强"),
        ("贺卡写得通俗些。", "写得通俗些"),
        ("门禁与考勤无缝对接。", "无缝"),
        ("电镀件不易生锈。", "不易生锈"),
        ("旧图标边缘糊。", "糊"),
        ("包装开口好撕。", "好撕"),
        ("说明书一看就会装。", "一看就会装"),
        ("文案往高级了写。", "往高级了写"),
        ("合格率要比上批高。", "比上批高"),
        ("验收人：业务方", "业务方"),
        ("标注稿给到前端同学。", "前端同学"),
        ("报错时通知相应角色。", "相应角色"),
        ("货签、托盘一类的收到三楼。", "一类的"),
        ("教材、手册以及相关配套由乙方给。", "以及相关配套"),
        ("运费另谈。", "另谈"),
        ("数量短缺时视损失程度赔付。", "视损失程度"),
        ("遇气象红色预警，活动可能改期。", "可能"),
        ("采购单PO-3390，6/7送达。", "6/7"),
        ("首图突出卖点。", "突出卖点"),
        ("标题吸引点击。", "吸引点击"),
        ("图表一眼看明白。", "一眼看明白"),
        ("货架标签容易辨认。", "容易辨认"),
        ("店铺装修走极简路线。", "走极简路线"),
        ("按钮文案更有号召力。", "更有号召力"),
        ("样式按大厂规范来。", "按大厂规范"),
        ("图面不够清楚，请重出。", "不够清楚"),
        ("数量略有增减。", "略有增减"),
        ("货款缓两天付。", "缓两天"),
        ("货款分期付。", "分期"),
        ("这事问管仓的。", "管仓的"),
        ("文案让写手改。", "写手"),
        ("数据口径问数据组。", "数据组"),
        ("支持各大平台分享。", "各大平台"),
        ("预算够就加一块屏。", "预算够就"),
        ("视资源情况决定是否做。", "视资源情况"),
        ("物流或有延误。", "或有"),
        ("排单表每隔几天更新一次。", "每隔几天"),
    ],
)
def test_the_whole_family_of_a_vague_form_is_found(text: str, expected: str) -> None:
    assert expected in [word for _, word in found(text)]


@pytest.mark.parametrize(
    "text",
    [
        "活动前一周打开首页。",
        "上线后开票按钮置灰。",
        "提测前自测通过率须达到100%。",
        "活动6月18日开始，活动前换首图。",
    ],
)
def test_an_event_is_a_vague_time_only_where_it_is_a_deadline_without_a_date(text: str) -> None:
    assert found(text) == []
    assert codes("上线前补齐用例。") == codes("会后发纪要。") == ["V302"]


@pytest.mark.parametrize(
    "text",
    [
        "6月18日大促的备货计划早日报上来。",
        "请把2026年2月25日开出的那张发票尽快红冲。",
    ],
)
def test_a_date_that_belongs_to_a_noun_is_no_deadline(text: str) -> None:
    assert codes(text) == ["V302"]


@pytest.mark.parametrize(
    "text",
    [
        "错误文案：网络不给力，请重试",
        "短信模板：您的包裹即将送达",
        "菜单项：更多 > 关于",
        "新增“清晰度”选项：流畅、高清、超清",
    ],
)
def test_what_a_screen_says_is_not_the_authors_wording(text: str) -> None:
    assert found(text) == []
    assert codes("文案：要高端大气") == ["V303"]


@pytest.mark.parametrize(
    "text",
    [
        "将一项或多项任务外包。",
        "如果名称由多个单词组成，首字母大写。",
        "同名列不能进行多次筛选。",
        "可以看出哪一个型号销量更高。",
        "如需延期，请在立项邮件里说明原因。",
        "如果需要点击事件，必须写上处理函数。",
        "设备在空闲时间自动充电。",
        "甲乙双方经友好协商，订立本合同。",
        "争议由双方协商解决，协商不成的，提交仲裁。",
        "需支持主流浏览器，包括 Chrome、Firefox 和 Edge。",
        "货物明细、单价等信息详见下表。",
        "甲方应开具合法有效的增值税发票。",
        "请确认新密码是否与之前的一致。",
        "采用独立即热式水龙头。",
        "光明天润花园3号楼收货。",
        "首屏突出“前1小时5折”利益点。",
        "视频需要配中英字幕，字号32 px。",
        "统计线上流量与门店客流。",
        "货物出口欧美，走海运。",
        "材料不可燃，等级A级。",
        "压缩包解压，密码另发。",
        "项目组将会前往深圳验厂，日期4月8日。",
        "速度改为2 m/s。",
        "平台扣点5%，返点2%。",
        "快递投放点，共12处。",
        "不影响其他条款的效力。",
        "听得见的声音不小于60 dB。",
        "接口返回宽限期天数。",
        "代码实现阶段的产物见附件1。",
        "点击普通点选框。",
        "为课程分配容量足够的教室。",
        "只能允许一笔交易成功，其余返回409。",
        "建立有效的 Session。",
        "由监理周平签字。",
    ],
)
def test_plain_facts_fixed_terms_and_word_boundaries_are_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "图片分辨率不低于300 dpi，确保高清输出。",
        "系统须在2 秒内返回，确保用户能快速看到。",
        "页面打开要快，首屏1.5秒以内。",
        "快速响应，接到电话后30分钟内到场。",
        "颜色深一点，改用Pantone 286 C。",
        "短时间（60秒）内重复提交，按一次处理。",
        "请从速付款，付款期限：2026年3月31日。",
        "原则上不退货，例外仅限质检不合格。",
    ],
)
def test_the_clause_beside_a_word_may_measure_it(text: str) -> None:
    assert found(text) == []


def test_the_purpose_of_an_unmeasured_clause_is_not_measured() -> None:
    assert codes("预算5000元，确保效果高端。") == ["V303"]
    assert codes("系统须在2 秒内返回，页面要快。") == ["V303"]


def test_adjacent_words_of_one_rule_are_one_finding() -> None:
    assert found("做成高级感差点意思。") == [("V303", "高级感差点意思")]


def test_adjacent_words_are_each_found_once() -> None:
    assert found("请尽快尽量。") == [("V302", "尽快"), ("V306", "尽量")]
    assert found("做得高大上一些。") == [("V303", "高大上一些")]


def test_the_scan_stops_at_every_listed_word() -> None:
    scan = chinese._expressions()
    offsets: dict[str, set[int]] = {}
    for words_at in scan.at_stop.values():
        for word, offset in words_at:
            offsets.setdefault(word, set()).add(offset + 1)
    for word in scan.families.keys() - chinese._DATES:
        assert offsets[word] & {match.start() for match in scan.scan.finditer(f"□{word}□")}, word


def test_every_advice_has_a_sentence_in_both_languages() -> None:
    book = tomllib.loads(BOOK.read_text(encoding="utf-8"))
    advice = {table["advice"] for table in book["vague"]} | book["advice"].keys()
    for language in ("zh", "en"):
        sentences = words(language, "wording")["chinese"].items()
        assert {key for key, sentence in sentences if isinstance(sentence, str)} == advice


def test_a_harmless_word_contains_a_vague_one_and_is_not_vague_itself() -> None:
    book = chinese._expressions()
    for longer in book.harmless:
        assert longer not in book.families, longer
        assert any(word in longer for word in book.families), longer


@pytest.mark.long
@pytest.mark.parametrize(
    "unit",
    [
        "等",
        "等等。",
        "1",
        "五",
        "“",
        "'",
        "`",
        "a/",
        "5/6 ",
        "尽快",
        "1左右",
        "吊牌、洗标等",
        "大一点",
        "1-",
        "http://",
        "视库",
        "名：",
        "（",
        "要好看",
        "包装",
        "更柔软、",
        "库的人",
        "有未来感",
        "放大一点",
        "清单",
        "尽快（啊）",
        "（尽快",
        "尽快，",
        "尽快：",
        "像那样",
        "由他的人",
        "比之前好",
        "、这些",
        "大家福",
        "盡",
        "5.6.26-",
    ],
)
def test_hostile_text_takes_time_in_proportion_to_its_length(unit: str) -> None:
    text = (unit * 200_000)[:200_000]
    list(chinese.vague_in(unit))
    with within(5):  # half a second on an idle desk
        list(chinese.vague_in(text))
