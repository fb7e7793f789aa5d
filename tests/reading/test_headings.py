"""What headings ask for: questions, nouns and compounds in both languages."""

from pathlib import Path

import pytest

from comms.linting.run import lint_text
from comms.reading import read_bytes
from comms.reading.headings import name_of
from comms.workspace.recognition import is_request
from tests.support.effort import within

QUESTIONS = {
    "what": [
        "What do you want to send out?", "What is the request?", "What needs to be translated?", "What would you like us to print?",
        "What is your proposed topic?", "Describe the video that you are requesting", "Which files should we change?",
        "具体想要什么？", "要交付哪些东西？", "您希望我们提供什么？",
    ],
    "why": [
        "What's the intended outcome?", "What are you trying to achieve?", "What problem does it solve for you?", "Why is this change needed?",
        "What does success look like?", "What is the goal of this campaign?", "Explain why you are requesting this", "Why are you asking now?",
        "What will you use the photos for?", "What prompted this request?", "Is your design request related to a problem?",
        "为什么要做这个", "想解决什么问题？", "这次活动为了达成什么目标？",
    ],
    "when": [
        "Is there a deadline?", "Is this time-sensitive?", "When do you need this by?", "How urgent is this?", "Do you need it by a specific date?",
        "What is your ideal publishing date?", "By what date is it needed?", "Please provide a deadline, if there is one", "When should it go live?",
        "What’s your timeline?", "Are there any scheduling issues to plan around?", "When does it need to be completed by?", "Is there a deadline? If so, why?", "什么时候要", "最晚什么时候给到？", "希望哪天上线？", "几号之前要？",
    ],
    "where": [
        "Where do you want it to be visible?", "Where will the poster be displayed?", "Where should it be published?", "Which channels?",
        "What page is it for?", "用在哪里？", "海报要贴在什么地方？", "要放在哪个页面？", "投放哪些渠道？",
    ],
    "who": [
        "Lastly, who's the best point of contact?", "Who is the requester?", "Who will write the text?", "Who needs to approve this?", "Who will update the page?", "Who are the decision makers?",
        "What is the sponsoring group?", "由谁负责？", "谁来验收？", "有问题找谁？", "文案由谁来写？",
    ],
    "how": ["How do you want it to look?", "How should it be presented?", "希望怎么呈现？", "要怎么做这张图？"],
    "how_much": [
        "How many copies do you need?", "Do you have a budget in mind?", "What is your budget?", "How much would it cost?", "What is the total budget allocated to this project?", "预算有多少？", "大概需要几张图？",
    ],
}  # fmt: skip
NOUNS = {
    "what": ["Files to translate", "Key information to include", "Support needed", "Full description", "核心信息", "详细范围", "Deliverables needed", "Change requested", "Request details", "Summary of the request", "提测内容", "测试范围", "备货商品", "成果物清单"],
    "why": ["The reason the photos are requested", "Expected benefits", "预期收益", "核心诉求", "Campaign goals", "Justification for the request", "Desired outcome", "申请用途", "备货原因", "采购事由", "取数目的"],
    "when": ["Date images are needed", "Shoot date", "Target release", "交货期", "发版时间", "Content deadline", "Target launch date", "Desired effective date", "Date needed by", "Event dates (start / end)", "到仓时间", "最晚发货时间", "期望上线时间", "提测时间"],
    "where": ["Shoot location", "City/Location", "广告位", "Distribution channels", "Event location", "Page URL", "测试环境", "影响范围", "入库仓库", "投放平台"],
    "who": ["Proposed by", "Organizer information", "提报人", "业务方", "Product owner", "Project manager", "Event coordinator", "Team name", "开发负责人", "测试负责人", "备货申请人", "提测人", "验收人员"],
    "how": ["Tone of voice", "Brand guidelines", "测试重点", "包装要求", "拍摄风格"],
    "how_much": ["Budget estimate", "Number of attendees", "预计工时", "预算与资源 Budget & Resources", "Approved budget", "Expected attendance", "Resources required", "备货数量", "活动预算", "参与人数"],
}  # fmt: skip
FORMS = {
    "what": [
        "Requirement Summary", "Functional Requirements", "Content Requirements", "Data Requirements", "Item Description", "Item Name",
        "Product Name", "Material Name", "Equipment Name", "Product Description", "Material Description", "Service Description",
        "Feature Description", "Project Description", "Event Description", "Creative Variants", "Job to be done", "What you need",
        "Measurements and tolerances", "Describe the new dashboard", "Briefly describe the initiative", "Describe the feature you would like",
        "Please describe your request", "Provide a description of the event", "List the items you want to order", "Tell us about your event",
        "Tell us about the project", "What should be printed?", "What would you like to purchase?", "What content should be included?",
        "Requested changes", "Deliverables and formats", "Target languages", "Poster size", "Copy / wording", "Project summary",
        "Brief summary of the request", "Task details", "Request overview", "Event summary", "设备名称", "材料名称", "设备或材料名称", "商品名称及规格", "物料清单", "技术规格",
        "规格要求", "提测功能项", "功能清单", "需求说明", "任务說明", "需求內容說明", "專案說明", "功能需求說明", "请描述您的需求", "请说明需要采购的物品", "请列出需要的素材", "请简要描述需求", "需要我们做什么？", "要印什么？",
        "业务成果", "预期交付物", "任務內容", "素材需求", "翻译内容", "品名及规格", "改动内容", "申请物品",
    ],
    "why": [
        "Business Objectives", "Project Goals", "Reason for purchase", "Purpose of the purchase",
        "How will the purchase impact our work environment?", "How will this improve our process?", "Explain the need for the purchase",
        "What problem does this project solve?", "Business impact", "Expected benefits", "Background and goals", "Why is this purchase needed?",
        "Describe the problem", "Tell us why you need this", "What is the purpose of the event?", "Goals and expected outcome", "Use case", "背景資訊",
        "專案背景", "專案目標", "活動目的", "請說明申請原因", "请说明采购原因", "目标与预期结果", "业务痛点", "现状与问题", "背景与问题", "采购用途", "用途說明", "为什么要采购？", "解决什么问题？",
    ],
    "when": [
        "Needed-by date", "Need-by date", "Flight dates", "Run dates", "Event dates", "Key dates", "Date and time", "Preferred date",
        "Publication date", "Start date", "Due date / deadline", "Describe the milestones if any", "Describe your timeline", "Provide the deadline",
        "List the key milestones", "What is the target launch date?", "When will the event take place?", "When should the goods be delivered?",
        "By when do you need it?", "Target week", "Go-live date", "日期時間", "活動日期時間", "預計完成週次", "預計上線時間", "預計完成日期", "截止日期", "交件日期", "希望完成日期", "预计上线时间",
        "App 上线时间", "H5 上线时间", "期望交付时间", "提测日期", "请说明截止时间", "什么时候要交？", "上線日期",
    ],
    "where": [
        "Sales channel", "Publishing channels", "Venue and address", "Event venue", "Delivery site", "Installation location",
        "Where should the goods be delivered?", "Where will the ad run?", "Which platforms?", "刊登版位", "安装位置", "活動地點", "發布通路", "行銷通路", "使用地点", "收货地点",
        "在哪里举办？", "發佈平台",
    ],
    "who": [
        "Who are the authors?", "Authors", "Collaborators", "Assignees", "Primary stakeholder", "Budget owner", "Project lead", "Team members",
        "Person in charge", "Requesting department", "List the stakeholders", "Who will attend?", "Who is the project lead?", "Main contact",
        "Point of contact", "Ad owner", "指派對象", "承辦單位", "聯絡窗口", "負責人員", "哪一組？", "哪个部门？", "文档维护人", "自测人", "代码Review人员", "Code Review 人员", "负责 Agent",
        "UI 负责人", "前端开发人员", "提测人员", "測試人員", "專案負責人", "由谁验收？", "协作者", "需求对接人", "評審人員",
    ],
    "how": [
        "References & examples", "Mockups, screenshots, or reference links", "Reference images", "Design references", "Preferred styles",
        "Any preferred styles/themes?", "Visual style", "Color palette", "Brand colours", "Packaging requirements", "Style guide", "Mockups / links",
        "参考图", "參考圖片", "参考案例", "设计参考", "视觉风格", "風格要求", "配色要求", "呈现方式", "包装要求", "排版要求", "希望是什么风格？",
    ],
    "how_much": [
        "Budget Source", "Source of funding", "Capacity", "Estimated cost", "Funding source", "Headcount", "Print run", "Number of copies",
        "Number of seats", "Expected attendance", "Word count", "Has recurring costs?", "Will you need budget?", "Quantity needed", "Cost estimates",
        "Order quantity", "What is the estimated cost?", "Provide a budget", "How many people will attend?", "预算来源", "經費來源", "預算上限", "人數上限", "名額",
        "需求數量", "采购数量", "预估成本", "預估費用", "要订多少份？", "总预算", "预计人数",
    ],
    "title": [
        "What is the title of the blog post?", "What is the title?", "Requirement Title", "Name of the project", "Event name", "項目名稱", "專案名稱",
        "活動名稱", "项目名称", "文章標題",
    ],
}  # fmt: skip
REMARKS = {
    "what": ["Description of deliverables", "Summary of the requested change", "What is the video about?", "What needs to be designed?", "活动简介 / Blurb"],
    "why": ["Expected outcomes - select all that apply", "Statement of purpose", "背景 / Context"],
    "when": ["Delivery window — optional", "Timeline of deliverables", "时间范围", "期望到货", "需用日期"],
    "where": ["Where will they see this?", "Page or section", "交付地点 / Spot"],
    "who": ["Manager (for approval)", "Approval chain", "审批流程", "带领者", "Organizer name"],
    "how": ["Brand voice", "Main tone", "测试关注点", "Technical requirements"],
    "how_much": ["Estimated participants", "Unit price", "预估单价", "参与人数", "What quantities do you need?"],
}  # fmt: skip
APPROVALS = {
    "what": ["用印文件名称", "领用物品", "故障描述", "Original language", "Suggested correction", "Indicate the proposed new content", "Access needed"],
    "why": ["出差事由", "预期效益", "What is the analytic goal of this dashboard? `(required)`", "Need analysis", "Problem you solve", "译文用途", "业务现状"],
    "when": ["归还日期", "办理时间", "到岗日期", "走期", "Critical dates", "Requested delivery"],
    "where": ["外出地点", "借用教室", "目的仓", "测试地址", "Page name / URL", "Indicate the page with the error"],
    "who": ["报修人", "派发人", "承担者", "接待人", "使用部门", "Authorized signer", "Requesting agency", "Organizing club"],
    "how": ["装订方式", "物流方式", "人员要求", "交通方式", "参考竞品", "Room setup", "Art direction"],
    "how_much": ["用车次数", "出差天数", "印製數量", "合同金额", "费用归属", "Resource estimate", "Staff required", "Cost per person", "Capacity limit", "Guest count"],
    "title": ["工单标题", "看板名称", "Announcement name"],
}  # fmt: skip
OFFICES = {
    "what": ["What do you want to know?", "What is your article idea?", "General idea", "Course content", "Data description with example", "Required assets"],
    "why": ["Training purpose", "Primary goal", "What is the desired response?"],
    "when": ["Any deadline?", "期望交付时间"],
    "where": ["2) Where should it change?", "目的国", "目标站点"],
    "who": ["Individual requesting job", "部门经理审批", "请购部门", "Requesting SIG", "Please indicate which department is submitting the request.", "提案人", "主辦單位", "产品人员", "Approvals"],
    "how": ["拟开展形式", "Ink color desired", "Finished size of the document", "Format requirements", "Color and type of stock required"],
    "how_much": ["Total estimated cost", "Expected # of people", "单位价格", "Tuition fee", "Logistic fee (travel, accommodation)", "Estimates", "How do you plan on paying for your request?", "总计预算"],
    "title": ["Program title"],
}  # fmt: skip
TRADITIONAL = {"why": ["為什麼", "需求緣由"], "when": ["何時", "交付時間", "什麼時候要"], "where": ["何處", "投放渠道"], "how_much": ["預算", "數量"], "who": ["負責人", "由誰負責？"]}  # fmt: skip


def cases(*tables: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [
        (heading, dimension) for table in tables for dimension, found in table.items() for heading in found
    ]


@pytest.mark.parametrize(
    ("heading", "dimension"), cases(QUESTIONS, NOUNS, FORMS, REMARKS, APPROVALS, OFFICES, TRADITIONAL)
)
def test_a_heading_asks_for_its_dimension(heading: str, dimension: str) -> None:
    name = name_of(heading)
    assert name is not None
    assert name.dimension == dimension


@pytest.mark.parametrize(
    "heading",
    [
        "How do I install it?", "Where can I find the logs?", "Who is this for?", "Who is the target audience?", "Who will use it?", "Who would benefit from it?", "Who should read this?", "When to use it",
        "Why use it?", "Why Rust?", "What happened?", "What changed?", "Is there an existing issue for this?", "Non-goals", "Birth date",
        "Date of request", "Release manager", "Is there any other information about your event?", "Company description", "Event details",
        "Describe your organization's product", "Could you share possible sources for this data?", "进度清单", "自检清单", "目标人群",
        "收款账户", "印章类型", "机器人", "Technical steering committee", "Post-release", "上线发布的分支名称", "What you need to know", "How was it tested?", "What alternatives have you considered?",
        "Metrics", "When and how to use hooks", "Steps", "Known problem", "怎么安装", "失败怎么办", "在哪里下载", "谁在使用", "不做什么",
        "Equipment Details", "Approval status", "Related projects", "System requirements", "What is your job title?", "Current solution", "Expected behavior", "Previous version", "Vendor contact",
        "Where is the configuration stored?", "How does it work?", "Resources & Links", "提测内容 PR diff", "数据库变更 SQL", "報名連結", "聯絡電話", "涉及接口清单", "非目标与边界", "会议时间", "Docker 部署",
        "什么是依赖注入", "生命周期", "响应时间", "下载地址", "联系方式", "提交时间", "是否自测", "版本号", "开发环境要求",
        "经营范围", "服务端配置", "注意事项", "風險管理與注意事項", "相关链接或参考产品", "New page (only if requested)", "What do I need to know?",
    ],
)  # fmt: skip
def test_a_heading_of_a_manual_or_about_something_else_asks_for_nothing(heading: str) -> None:
    name = name_of(heading)
    assert name is None or not name.dimension


@pytest.mark.parametrize(
    ("heading", "dimensions"),
    [
        ("Deadline & Priority", ("when",)), ("Priority / urgency", ("when",)), ("Deadline and parking", ("when",)),
        ("Budget / Quantity", ("how_much",)), ("预算/数量", ("how_much",)), ("Background / Why we need this", ("why",)),
        ("Who & When", ("who", "when")), ("When and where", ("when", "where")), ("时间和预算", ("when", "how_much")),
        ("时间、地点、人员", ("when", "where", "who")), ("截止时间及优先级", ("when",)),
    ],
)  # fmt: skip
def test_a_compound_heading_asks_for_what_its_parts_name(heading: str, dimensions: tuple[str, ...]) -> None:
    name = name_of(heading)
    assert name is not None
    assert name.dimensions == dimensions


@pytest.mark.parametrize(
    "heading", ["Installation and budget", "What, why and how to contribute", "Risks & impact"]
)
def test_a_compound_heading_of_another_text_names_nothing(heading: str) -> None:
    name = name_of(heading)
    assert name is None or not name.dimension


def test_the_text_of_a_compound_heading_answers_all_that_it_asks_for() -> None:
    data = read_bytes("# T\n\n## 时间和预算\n\n2026-06-05，3000 元\n".encode(), "x.md").data
    assert (data["when"], data["how_much"]) == ({"due": "2026-06-05"}, "2026-06-05，3000 元")


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Who requested this?", "requester"), ("Who needs to approve this?", "approver"), ("Who is responsible?", "owner"),
        ("Requesting team", "requester"), ("What is the sponsoring group?", "requester"), ("Design reviewers", "approver"), ("Assignees", "owner"), ("Assigned to", "owner"), ("指派對象", "owner"),
        ("由谁来验收？", "approver"), ("提案人", "requester"), ("请购部门", "requester"), ("备货申请人", "requester"), ("开发负责人", "owner"), ("提测人", "requester"),
    ],
)  # fmt: skip
def test_a_heading_tells_the_role_of_the_person_that_it_asks_for(heading: str, role: str) -> None:
    name = name_of(heading)
    assert name is not None
    assert name.role == role


# --- headings in HTML --------------------------------------------------------------------------

HTML = {
    "elements": "<h2>What</h2>\n\n3 pictures\n\n<h2 id='why'>Why &amp; <b>background</b></h2>\n2 % more\n<h2>\nHow\n</h2>\n\ngrey card\n",
    "details": "<details>\n<summary>What</summary>\n\n3 pictures\n\n</details>\n\n<details open><summary><b>Why</b></summary>2 % more</details>\n"
    "<DETAILS><SUMMARY><h3>How?</h3></SUMMARY>\n\ngrey card\n</DETAILS>\n",
    "both": "## What\n\n3 pictures\n\n<details>\n<summary>Why</summary>\n\n2 % more\n\n</details>\n\n<h2>How</h2>\ngrey card\n",
}  # fmt: skip


@pytest.mark.parametrize("name", HTML)
def test_headings_of_html_divide_a_text(name: str) -> None:
    data = read_bytes(f"# T\n\n{HTML[name]}".encode(), "x.md").data
    assert (data["title"], data["what"], data["why"], data["how"]) == (
        "T",
        "3 pictures",
        "2 % more",
        "grey card",
    )


def test_details_within_a_section_belong_to_it() -> None:
    text = "## How\n\ngrey\n\n<details><summary>More</summary>\n\ncard\n\n</details>\n\n## Why\n\n2 %\n"
    assert read_bytes(text.encode(), "x.md").data["how"] == (
        "grey\n\n<details><summary>More</summary>\n\ncard"
    )


@pytest.mark.parametrize(
    "text",
    ["<!-- <h2>Why</h2> x -->", "<pre>\n<h2>Why</h2>\nx\n</pre>", "> <h2>Why</h2>\n> x", "`<h2>Why</h2>` x"],
)
def test_html_that_is_shown_or_hidden_holds_no_headings(text: str) -> None:
    assert "why" not in read_bytes(f"## What\n\n3\n\n## How\n\ny\n\n{text}\n".encode(), "x.md").data


# --- the questions of a form -------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "### Will you launch it soon, for about 500 users?", "**Is it roughly as nice as last time, asap?**",
        "<h3>Should it be nicer, soon?</h3>", "## 需要尽快上线吗？", "<!-- answer asap -->",
    ],
)  # fmt: skip
def test_a_question_of_the_form_is_not_judged(question: str) -> None:
    text = f"# T\n\n## What\n\n3 pictures\n\n{question}\n\nyes\n\n## Why\n\n2 % more\n"
    codes = [finding.code for finding in lint_text(text.encode(), "x.md", "en").findings]
    assert not [code for code in codes if code.startswith("V")]


def test_an_answer_to_a_question_that_is_not_known_is_judged() -> None:
    text = "# T\n\n## What\n\n3 pictures\n\n### Shall it glow?\n\nsoon\n\n## Why\n\n2 % more\n"
    findings = lint_text(text.encode(), "x.md", "en").findings
    assert ("V302", 9) in [(finding.code, finding.span.line) for finding in findings]


FORM = """**What do you want to send out?**

3 pictures

**What's the intended outcome?**

2 % more

**Is this time-sensitive?**

2026-06-05

**Where do you want it to be visible?**

web shop

**What is the sponsoring group?**

Maya Lind

**Lastly, who's the best point of contact?**

Tom Okafor
"""


def test_a_form_of_questions_is_a_request_in_a_folder() -> None:
    data = read_bytes(FORM.encode(), "x.md").data
    assert data["who"] == {"requester": "Maya Lind", "owner": "Tom Okafor"}
    assert data["when"] == {"due": "2026-06-05"}
    assert lint_text(FORM.encode(), "x.md", "en", if_request=True).files == 1


@pytest.mark.parametrize(
    "unit",
    [
        "why ",
        "<h2>",
        "<details><summary>",
        "<!--",
        "与",
        "什么",
        "/ ",
        "(who) ",
        "|",
        "；",
        "Who: ",
        "Who: x; When: y; ",
        "? ",
        "为什么？",
    ],
)
def test_reading_headings_takes_time_in_proportion_to_their_length(unit: str) -> None:
    text = "".join(f"{unit * 500}\n\n## {unit * 30}{number}\n\n" for number in range(20))
    with within(1):
        read_bytes(text.encode(), "x.md")


LOOSE = "## 备货原因\n\n断货 3 次\n\n## 入库仓库\n\n嘉兴\n\n## 最晚发货时间\n\n2026-06-05\n"


@pytest.mark.parametrize(
    ("title", "is_request"),
    [
        ("备货单", True), ("备货申请：夏季 T 恤", True), ("Restock request", True), ("Creative Brief - Shop", True), ("Data request (June)", True),
        ("库存说明", False), ("Pull request", False), ("HTTP request", False), ("Briefcase", False), ("备货申请流程说明", False),
    ],
)  # fmt: skip
def test_a_title_tells_whether_loosely_read_headings_make_a_request(title: str, is_request: bool) -> None:
    found = lint_text(f"# {title}\n\n{LOOSE}".encode(), "x.md", "zh", if_request=True)
    assert bool(found.files) is is_request


def test_loosely_read_headings_of_most_dimensions_make_a_request() -> None:
    text = f"{LOOSE}\n## 备货商品\n\nT 恤\n\n## 预计工时\n\n5\n\n## 备货负责人\n\n周航\n"
    assert lint_text(text.encode(), "x.md", "zh", if_request=True).files == 1


def test_a_heading_among_others_of_the_first_level_is_no_title() -> None:
    data = read_bytes(b"# What needs to be designed?\n\nA badge\n\n# Checklist\n\n- [ ] done\n", "x.md").data
    assert (data["what"], "title" in data) == ("A badge", False)


def test_loosely_read_lead_ins_do_not_split_an_answer() -> None:
    text = "## What\n\n3 posters\n\n- **Shoot location** is free\n\n**Event coordinator:** none\n\n## Why\n\n2 %\n"
    data = read_bytes(text.encode(), "x.md").data
    assert set(data) == {"kind", "what", "why"}


# --- questions with their answers --------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "**What?** 3 banners\n**When?** 5 June 2026\n**Why?** 2 % more\n",
        "- What? 3 banners\n- When? 2026-06-05\n- Why? 2 % more\n",
        "1) What? 3 banners\n2) Why? 2 % more\n3) When? 5 June 2026\n",
        "## What? 3 banners\n\n## When? 2026-06-05\n\n## Why? 2 % more\n",
        "What do you need?\n3 banners\n\nWhen do you need it?\n5 June 2026\n\nWhy is it needed?\n2 % more\n",
        "What do you need?\n3 banners\nWhen do you need it?\n5 June 2026\nWhy is it needed?\n2 % more\n",
        "1、做什么？3 banners\n2、什么时候要？2026-06-05\n6、为什么？2 % more\n",
        "1、做什么：3 banners\n2、什么时候要：2026-06-05\n3、为什么做：2 % more\n",
        "做什么？\n3 banners\n\n什么时候要？\n2026-06-05\n\n为什么做？\n2 % more\n",
        "- **Purpose:** 2 % more\n- **Timeline:** 2026-06-05\n- **What:** 3 banners\n",
    ],
)  # fmt: skip
def test_a_question_may_stand_before_its_answer(text: str) -> None:
    source = read_bytes(text.encode(), "x.md")
    answers = {key: source.data[key] for key in ("what", "why", "when")}
    assert answers == {"what": "3 banners", "why": "2 % more", "when": {"due": "2026-06-05"}}
    assert all(len(heading.heading) < 25 for heading in source.headings)


@pytest.mark.parametrize(
    "text",
    ["## Why? (optional)\n\n2 % more\n", "## Why? Please be short.\n\n2 % more\n"],
)  # fmt: skip
def test_a_hint_behind_a_question_is_not_its_answer(text: str) -> None:
    data = read_bytes(f"## What?\n\n3 banners\n\n{text}".encode(), "x.md").data
    assert data["why"] == "2 % more"


def test_bold_fields_below_a_heading_are_fields_of_their_own() -> None:
    text = "## Justification\n**Purpose**: 2 % more\n**Priority**: high\n**Timeline**: 2026-06-05\n\n## What\n\n3\n"
    assert read_bytes(text.encode(), "x.md").data["when"] == {"due": "2026-06-05"}


def test_a_heading_or_label_that_names_the_dimension_of_its_section_again_is_known() -> None:
    text = "# T\n\n## Objectives\n\n### Primary goal\n\n2 % more\n\n## People\n\n- **Designer**: Mia Chen\n"
    source = read_bytes(text.encode(), "x.md")
    assert [(heading.heading, heading.is_nested) for heading in source.headings] == [
        ("Objectives", False), ("Primary goal", True), ("People", False), ("Designer", True),
    ]  # fmt: skip
    assert source.data["why"] == "### Primary goal\n\n2 % more"


def test_fields_of_a_group_below_an_inner_heading_are_read() -> None:
    text = "## What\n\n3 banners\n\n### Constraints\n\n- **Timeline:** 5 June 2026\n- **Budget:** 300 EUR\n\n### More\n\nx\n"
    data = read_bytes(text.encode(), "x.md").data
    assert (data["when"], data["how_much"]) == ({"due": "2026-06-05"}, "300 EUR")


# --- several labels on one line ----------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "**Deadline:** 2026-06-05 | **Owner:** Tom Okafor | **Budget:** 300 EUR\n",
        "- **Deadline**: 2026-06-05 | **Owner**: Tom Okafor | **Budget**: 300 EUR\n",
        "Deadline: 2026-06-05  Owner: Tom Okafor  Budget: 300 EUR\n",
        "Deadline: 2026-06-05; Owner: Tom Okafor; Budget: 300 EUR\n",
        "**Deadline:** 2026-06-05<br>**Owner:** Tom Okafor<br/>**Budget:** 300 EUR\n",
        "**Deadline:** 2026-06-05<br>\n**Owner:** Tom Okafor<br>\n**Budget:** 300 EUR\n",
        "截止时间：2026-06-05｜负责人：Tom Okafor｜预算：300 EUR\n",
        "截止时间：2026-06-05，负责人：Tom Okafor，预算：300 EUR\n",
        "Fair poster | **Deadline:** 2026-06-05 | **Owner:** Tom Okafor | **Budget:** 300 EUR\n",
    ],
)
def test_labels_on_one_line_have_an_answer_each(text: str) -> None:
    data = read_bytes(text.encode(), "x.md").data
    assert (data["when"], data["who"]) == ({"due": "2026-06-05"}, {"owner": "Tom Okafor"})
    assert data["how_much"] == "300 EUR"


def test_labels_in_one_answer_do_not_divide_it() -> None:
    text = (
        "何人：提出：李婷；负责：周航；验收：王敏\n何时：2026-06-05\n何事：3 张图，尺寸：750×300，格式：PNG\n"
    )
    data = read_bytes(text.encode(), "x.md").data
    assert data["who"] == {"requester": "李婷", "owner": "周航", "approver": "王敏"}
    assert data["what"] == "3 张图，尺寸：750×300，格式：PNG"


def test_the_text_before_labels_on_its_line_is_a_passage() -> None:
    source = read_bytes(b"Fair poster | **Deadline:** 2026-06-05 | **Owner:** Tom\n", "x.md")
    assert [passage.text for passage in source.passages] == ["Fair poster", "2026-06-05", "Tom"]


# --- requests of the cases ---------------------------------------------------------------------

CASES = Path(__file__).resolve().parents[2].parent / "shared/cases/lint"


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not beside the repository")
@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("L03-form-with-questions.md", ["F006", "W106", "W107"]),
        ("L03d-tice.zh.md", ["W102", "W107"]),
        ("L22-traditional.md", []),
        ("L23-html-headings.md", []),
    ],
)
def test_the_headings_of_a_case_are_read(name: str, codes: list[str]) -> None:
    found = lint_text((CASES / name).read_bytes(), name, "en", if_request=True)
    assert found.files == 1
    assert [finding.code for finding in found.findings if finding.code[0] != "V"] == codes


# --- tables ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><th>What</th><td>3 banners</td></tr><tr><th>When</th><td>2026-06-05</td></tr></table>",
        "<table>\n  <tr>\n    <th>What</th>\n    <td>3 banners</td>\n  </tr>\n  <tr>\n    <td><b>When</b></td>\n    <td>\n2026-06-05</td>\n  </tr>\n</table>",
        "<TABLE>\n<TR><TH>What<TD>3 banners\n<TR><TH>When<TD>2026-06-05\n</TABLE>",
        "<table>\n\n<tr><th>What</th><td>3 banners</td></tr>\n<tr><th>When</th><td>2026-06-05</td></tr>\n\n</table>",
    ],
)  # fmt: skip
def test_a_table_of_html_may_hold_the_request(table: str) -> None:
    data = read_bytes(f"# T\n\n{table}\n\nBest\n".encode(), "x.md").data
    assert (data["what"], data["when"]) == ("3 banners", {"due": "2026-06-05"})


@pytest.mark.parametrize("around", ["<!--\n{}\n-->", "<pre>\n{}\n</pre>", "```\n{}\n```"])
def test_a_table_of_html_that_is_shown_or_hidden_is_none(around: str) -> None:
    table = "<table><tr><th>What</th><td>3</td></tr><tr><th>When</th><td>2026-06-05</td></tr></table>"
    assert set(read_bytes(around.format(table).encode(), "x.md").data) == {"kind"}


GOODS = [
    "| 品名 | 数量（件） | 规格 |\n|---|---|---|\n| T 恤 | 200 | M |\n| 衬衫 | 100 | L |\n",
    "| 序號 | 商品名稱 | 採購數量 |\n|---|---|---|\n| 1 | T 恤 | 200 |\n",
    "| Item | Qty | Spec |\n|---|---|---|\n| Switch | 2 | PoE+ |\n",
    "| # | Product | Unit price | Quantity |\n|---|---|---|---|\n| 1 | Switch | 90 EUR | 2 |\n",
]


@pytest.mark.parametrize("goods", GOODS)
@pytest.mark.parametrize("heading", ["", "## What\n\n", "## Order\n\n", "## 采购明细\n\n"])
def test_a_list_of_goods_tells_what_and_how_much(goods: str, heading: str) -> None:
    text = f"# 备货单\n\n{heading}{goods}\n## Why\n\n2 % more\n"
    source = read_bytes(text.encode(), "x.md")
    assert source.data["what"] == source.data["how_much"] == goods.strip()
    assert source.data["why"] == "2 % more"
    codes = [finding.code for finding in lint_text(text.encode(), "x.md", "en").findings]
    assert not {"W101", "W107"} & set(codes)


def test_a_list_of_goods_below_a_heading_stays_there_if_another_heading_tells_how_much() -> None:
    text = f"## What\n\nas listed\n\n{GOODS[2]}\n## Budget\n\n300 EUR\n"
    data = read_bytes(text.encode(), "x.md").data
    assert (data["what"], data["how_much"]) == (f"as listed\n\n{GOODS[2].strip()}", "300 EUR")


@pytest.mark.parametrize("header", ["Task | Owner | Hours", "Item | Price", "数量 | 单位", "品名 | 备注"])
def test_other_tables_list_no_goods(header: str) -> None:
    rule = "|".join("-" for _ in header.split("|"))
    text = f"## Why\n\n2 %\n\n| {header} |\n|{rule}|\n| {header} |\n"
    assert set(read_bytes(text.encode(), "x.md").data) == {"kind", "why"}


def test_tables_that_make_up_a_form_are_read_without_a_header() -> None:
    text = (
        "| | |\n|---|---|\n| **Training purpose:** | 2 % fewer defects |\n| **Venue:** | Vung Tau |\n\n"
        "| | | | |\n|---|---|---|---|\n| **Total cost:** | 300 USD | Cost holder: | nobody |\n"
    )
    data = read_bytes(text.encode(), "x.md").data
    assert (data["why"], data["where"], data["how_much"]) == ("2 % fewer defects", "Vung Tau", "300 USD")


REQUIREMENTS = "| # | 需求名称 | 期望交付时间 |\n|---|---|---|\n| 1 | 登录页 | 2027/02/26 |\n| 2 | 列表页 | 2027/03/19 |\n"


@pytest.mark.parametrize("heading", ["", "# 需求清单\n\n", "# 需求汇总\n\n"])
def test_a_list_of_requirements_tells_when_each_is_due(heading: str) -> None:
    data = read_bytes(f"{heading}{REQUIREMENTS}\n# 背景\n\n2 %\n".encode(), "x.md").data
    milestones = [{"name": "登录页", "date": "2027-02-26"}, {"name": "列表页", "date": "2027-03-19"}]
    assert data["when"] == {"due": "2027-03-19", "milestones": milestones}
    assert data["what"] == REQUIREMENTS.strip()


def test_a_list_of_requirements_below_another_heading_stays_there() -> None:
    data = read_bytes(f"# 背景\n\n{REQUIREMENTS}\n# 截止时间\n\n2027-04-01\n".encode(), "x.md").data
    assert data["when"] == {"due": "2027-04-01"}
    assert data["why"] == REQUIREMENTS.strip()


@pytest.mark.parametrize("example", ["(e.g. `money`)", "(for example `a-b`)", "（例如 `a`）"])
def test_an_example_in_brackets_does_not_hide_a_question(example: str) -> None:
    name = name_of(f"Which repository are you requesting access to {example}?")
    assert name is not None
    assert name.dimension == "what"


def test_headings_that_speak_of_a_request_make_one() -> None:
    text = "### 需求概述\n\na\n\n### 解决的问题\n\nb\n\n### 目标用户\n\nc\n\n### 需求实现方案\n\nd\n\n### 开发负责人\n\n周航\n"
    assert is_request(text.encode(), "x.md")
