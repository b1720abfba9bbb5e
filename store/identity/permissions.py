"""Which role may do what: one table, read by the API, the console and the tests alike.

Roles follow the separation of three administrators (三员分立; GB/T 22239-2019, 8.1.5): who runs the system, who grants
rights and who reads the audit trail are three people. The administrators see no business data; analysts and officers do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from model.errors import InputError


class Role(StrEnum):
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"
    ANALYST = "analyst"
    DUTY_OFFICER = "duty_officer"
    UNIT_SECURITY_OFFICER = "unit_security_officer"
    COMPLIANCE_AUDITOR = "compliance_auditor"
    LEADER = "leader"
    DATA_STEWARD = "data_steward"


ROLE_NAMES: Mapping[Role, tuple[str, str]] = MappingProxyType(
    {
        Role.SYSTEM_ADMIN: ("System administrator", "系统管理员"),
        Role.SECURITY_ADMIN: ("Security administrator", "安全管理员"),
        Role.AUDIT_ADMIN: ("Audit administrator", "审计管理员"),
        Role.ANALYST: ("Analyst", "安全分析员"),
        Role.DUTY_OFFICER: ("Duty officer", "值班员"),
        Role.UNIT_SECURITY_OFFICER: ("Unit security officer", "单位安全员"),
        Role.COMPLIANCE_AUDITOR: ("Compliance auditor", "合规检查员"),
        Role.LEADER: ("Leader", "领导"),
        Role.DATA_STEWARD: ("Data steward", "数据管理员"),
    }
)

ADMINISTRATIONS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
"""No account holds two of these; the database refuses it as well (see `tables.AccountRoleRow`)."""

PERMISSIONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "account:own": ("See and secure one's own account", "查看并维护本人账号"),
        "tokens:own": ("Make and revoke one's own API tokens", "管理本人的接口令牌"),
        "views:own": ("Keep one's own saved views", "管理本人保存的视图"),
        "overview:read": ("See the overview", "查看态势总览"),
        "events:read": ("Search events", "检索事件日志"),
        "events:export": ("Export events", "导出事件日志"),
        "packets:read": ("Take and dissect packets", "提取与解析原始报文"),
        "alerts:read": ("See alerts", "查看告警"),
        "alerts:decide": ("Judge alerts", "研判告警"),
        "incidents:read": ("See incidents", "查看安全事件"),
        "incidents:decide": ("Decide over incidents", "处置安全事件"),
        "rules:read": ("See detection rules", "查看检测规则"),
        "rules:change": ("Change detection rules", "修改检测规则"),
        "exceptions:read": ("See exceptions and noisy rules", "查看告警例外与规则噪声"),
        "exceptions:change": ("Make and end exceptions", "新增与终止告警例外"),
        "indicators:read": ("See indicators, feeds and warning lists", "查看威胁情报、情报源与误报名单"),
        "indicators:change": ("Add, import and revoke indicators", "录入、导入与撤销威胁情报"),
        "indicators:override": ("Overrule warning lists and keep the district's own", "解除误报名单限制与维护本区名单"),
        "indicators:feeds": ("Add, change and pause indicator feeds", "新增、修改与停用情报源"),
        "playbooks:read": ("See playbooks", "查看处置剧本"),
        "playbooks:draft": ("Write drafts of playbooks", "编写处置剧本草稿"),
        "playbooks:change": (
            "Import and publish playbooks, let them begin by themselves",
            "导入与发布处置剧本、设置自动启动",
        ),
        "playbooks:run": ("Run and cancel playbooks, take effects back", "启动与取消剧本、提前解除处置"),
        "executions:read": ("See runs of playbooks and their effects", "查看剧本执行与处置效果"),
        "approvals:decide": (
            "Approve or refuse what playbooks ask, and do their manual steps",
            "审批处置与完成人工步骤",
        ),
        "blocklists:read": ("Fetch block lists", "获取封禁名单"),
        "notices:read": ("See notices and early warnings", "查看通报与预警"),
        "notices:draft": ("Draft notices and early warnings", "拟制通报与预警"),
        "notices:issue": ("Issue, withdraw, review and archive notices", "签发、撤回、审核与归档通报"),
        "notices:answer": ("Sign for notices, handle them and answer", "签收、处置与反馈通报"),
        "clocks:read": ("See statutory deadlines and reports", "查看法定报告时限与报告"),
        "clocks:change": ("Keep what has to be reported, and record reports", "维护报告事项与登记报告"),
        "grades:confirm": ("Confirm the grade of an incident", "确认安全事件级别"),
        "duty:read": ("See the duty roster and the mode", "查看值班安排与工作模式"),
        "duty:change": ("Change the duty roster", "修改值班安排"),
        "modes:change": ("Switch between peacetime, major event and wartime", "切换平时、重保与战时模式"),
        "recovery:read": ("See how systems would be recovered, and in which order", "查看恢复看板与恢复顺序"),
        "backups:read": ("See backup plans and looks at repositories", "查看备份计划与仓库校验"),
        "backups:change": ("Keep backup plans and have repositories looked at", "维护备份计划与发起仓库校验"),
        "drills:read": ("See drills and their score sheets", "查看应急演练与评分"),
        "drills:change": ("Plan, begin and call off drills", "计划、启动与取消应急演练"),
        "sources:read": ("See sources and their health", "查看数据源及其状态"),
        "sources:change": ("Change sources", "修改数据源"),
        "quarantine:read": ("See quarantined records", "查看隔离记录"),
        "quarantine:replay": ("Replay quarantined records", "重放隔离记录"),
        "units:read": ("See units", "查看单位"),
        "units:change": ("Change units", "修改单位"),
        "registers:read": ("See systems, assets and data sets", "查看系统、资产与数据资源台账"),
        "registers:change": ("Change systems, assets and data sets", "修改系统、资产与数据资源台账"),
        "compliance:read": ("See compliance ledgers, posture and evidence", "查看合规台账、态势与证据"),
        "compliance:change": ("Keep the ledgers of systems, papers and the plan", "维护系统合规台账、材料与整改计划"),
        "compliance:review": (
            "Confirm results, pass gates, enter official results",
            "确认判定结果、放行关口、录入测评结论",
        ),
        "compliance:export": ("Export evidence bundles and compliance reports", "导出证据包与合规报告"),
        "risks:change": ("Decide what is done about a risk", "确定风险处置方式、责任人与期限"),
        "risks:approve": ("Approve that a risk is accepted", "审批风险接受"),
        "data:read": (
            "See public data: standing, lineage, approvals, assessment",
            "查看公共数据：合规状况、流转、审批与评估",
        ),
        "data:request": ("Ask for a data set", "申请使用公共数据"),
        "data:decide": ("Approve, refuse and revoke the use of data sets", "审批、驳回与撤销公共数据使用"),
        "data:change": (
            "Keep catalogue entries, papers and destruction proofs of data sets",
            "维护公共数据目录、材料与销毁证明",
        ),
        "cii:read": ("See critical infrastructure", "查看关键信息基础设施"),
        "cii:change": ("Keep the files of critical infrastructure", "维护关键信息基础设施档案与检测评估"),
        "cii:permit": ("Permit scans of critical infrastructure", "批准对关键信息基础设施的主动检测"),
        "suppliers:read": ("See suppliers", "查看供应链台账"),
        "suppliers:change": ("Keep the register of suppliers", "维护供应链台账"),
        "reports:export": ("Make and download reports", "生成与下载报告"),
        "reports:schedule": ("Let reports make themselves", "安排定期报告"),
        "duty:report": ("Give the zero report of a unit", "报送本单位零报告"),
        "accounts:read": ("See accounts", "查看账号"),
        "accounts:change": ("Create, change, lock and reset accounts", "创建、修改、停用与重置账号"),
        "roles:grant": ("Grant and withdraw roles", "授予与收回角色"),
        "audit:read": ("Read the audit trail", "查看审计日志"),
        "settings:read": ("See settings", "查看系统设置"),
        "settings:change": ("Change settings", "修改系统设置"),
        "metrics:read": ("Read metrics", "读取运行指标"),
    }
)

EVERYONE = frozenset({"account:own"})
"""What being signed in gives, with or without a role."""

_SEEING = frozenset(
    {"tokens:own", "views:own", "overview:read", "alerts:read", "incidents:read", "sources:read", "units:read"}
) | {"notices:read", "clocks:read", "duty:read", "recovery:read", "drills:read"}

ROLE_PERMISSIONS: Mapping[Role, frozenset[str]] = MappingProxyType(
    {
        Role.SYSTEM_ADMIN: frozenset(
            {
                "recovery:read",
                "backups:read",
                "backups:change",
                "tokens:own",
                "sources:read",
                "sources:change",
                "quarantine:read",
                "quarantine:replay",
                "units:read",
                "units:change",
                "registers:read",
                "registers:change",
                "accounts:read",
                "accounts:change",
                "settings:read",
                "settings:change",
                "blocklists:read",
                "metrics:read",
                "indicators:read",
                "indicators:feeds",
            }
        ),
        Role.SECURITY_ADMIN: frozenset(
            {
                "tokens:own",
                "units:read",
                "accounts:read",
                "roles:grant",
                "rules:read",
                "rules:change",
                "playbooks:read",
                "playbooks:draft",
                "playbooks:change",
                "settings:read",
                "indicators:read",
                "indicators:change",
                "indicators:override",
            }
        ),
        Role.AUDIT_ADMIN: frozenset({"tokens:own", "units:read", "accounts:read", "audit:read"}),
        Role.ANALYST: _SEEING
        | {
            "backups:read",
            "drills:change",
            "notices:draft",
            "clocks:change",
            "playbooks:read",
            "playbooks:draft",
            "reports:export",
            "playbooks:run",
            "executions:read",
            "approvals:decide",
            "compliance:read",
            "data:read",
            "events:read",
            "events:export",
            "packets:read",
            "alerts:decide",
            "incidents:decide",
            "rules:read",
            "exceptions:read",
            "exceptions:change",
            "indicators:read",
            "indicators:change",
            "quarantine:read",
            "registers:read",
        },
        Role.DUTY_OFFICER: _SEEING
        | {
            "backups:read",
            "backups:change",
            "drills:change",
            "reports:export",
            "reports:schedule",
            "duty:report",
            "notices:draft",
            "notices:issue",
            "clocks:change",
            "grades:confirm",
            "duty:change",
            "modes:change",
            "playbooks:read",
            "playbooks:run",
            "executions:read",
            "approvals:decide",
            "compliance:read",
            "data:read",
            "events:read",
            "alerts:decide",
            "incidents:decide",
            "rules:read",
            "indicators:read",
            "exceptions:read",
            "registers:read",
        },
        Role.UNIT_SECURITY_OFFICER: _SEEING
        | {
            "backups:read",
            "backups:change",
            "drills:change",
            "notices:answer",
            "duty:report",
            "registers:read",
            "registers:change",
            "executions:read",
            "compliance:read",
            "compliance:change",
            "risks:change",
            "cii:read",
            "cii:change",
            "suppliers:read",
            "suppliers:change",
            "data:read",
            "data:request",
            "data:change",
        },
        Role.COMPLIANCE_AUDITOR: _SEEING
        | {
            "backups:read",
            "playbooks:read",
            "executions:read",
            "rules:read",
            "indicators:read",
            "exceptions:read",
            "registers:read",
            "compliance:read",
            "cii:read",
            "suppliers:read",
            "compliance:review",
            "compliance:export",
            "data:read",
            "reports:export",
            "reports:schedule",
        },
        Role.LEADER: _SEEING
        | {
            "reports:export",
            "reports:schedule",
            "notices:issue",
            "grades:confirm",
            "modes:change",
            "compliance:read",
            "risks:approve",
            "cii:read",
            "cii:permit",
            "suppliers:read",
            "data:read",
            "data:decide",
            "executions:read",
            "approvals:decide",
        },
        Role.DATA_STEWARD: _SEEING
        | {
            "registers:read",
            "compliance:read",
            "data:read",
            "data:request",
            "data:decide",
            "data:change",
            "reports:export",
        },
    }
)

NEVER_IN_TOKENS = frozenset({"account:own", "tokens:own", "accounts:change", "roles:grant"})
"""A token must not be able to make another one, change who may do what, or take over the account it belongs to."""


def permissions_of(roles: Iterable[Role]) -> frozenset[str]:
    return EVERYONE.union(*(ROLE_PERMISSIONS[role] for role in roles))


def check_roles(roles: Iterable[Role], *, where: str = "") -> None:
    """Raises InputError when they join two of the three administrations."""
    held = sorted(set(roles) & ADMINISTRATIONS)
    if len(held) > 1:
        raise InputError(
            f"one account cannot be {' and '.join(held)}",
            where=where,
            hint="the three administrations are held by different people; use another account",
        )
