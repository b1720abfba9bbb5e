"""What can be wrong with a query, in both languages: a stable slug, what is said, and what to do.

Texts are templates over the mistake's parameters, which are numbers or short pieces of the query.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from model.errors import QueryError

MAX_PARAMETER = 100


@dataclass(frozen=True, slots=True)
class Words:
    message: str
    message_zh: str
    hint: str
    hint_zh: str


MISTAKES: Mapping[str, Words] = MappingProxyType(
    {
        "too_long": Words(
            "the query has {length} characters, at most {most} are read",
            "检索语句有 {length} 个字符，最多 {most} 个",
            "split it into several searches",
            "请拆成几次检索",
        ),
        "too_deep": Words(
            "nested deeper than {most} levels",
            "嵌套超过 {most} 层",
            "use fewer parentheses",
            "请减少括号",
        ),
        "too_many_conditions": Words(
            "more than {most} conditions", "条件超过 {most} 个", "use wildcards or ranges", "请改用通配符或范围"
        ),
        "too_many_wildcards": Words(
            "more than {most} wildcards in one value",
            "一个值中的通配符超过 {most} 个",
            "use fewer of them",
            "请减少通配符",
        ),
        "regex_too_long": Words(
            "regular expression longer than {most} characters",
            "正则表达式超过 {most} 个字符",
            "shorten it",
            "请缩短正则表达式",
        ),
        "regex_unusable": Words(
            "this regular expression cannot be used: {reason}",
            "正则表达式无法使用：{reason}",
            "the syntax is RE2, without look-around and back-references",
            "语法为 RE2，不支持环视与反向引用",
        ),
        "text_after_regex": Words(
            "text after a regular expression",
            "正则表达式之后还有文字",
            'put a path in quotation marks: "/var/log"',
            '路径请加引号："/var/log"',
        ),
        "quote_open": Words(
            "this quotation mark is never closed", "引号没有闭合", 'add the closing "', '请补上结束的引号 "'
        ),
        "ends_early": Words(
            "the query ends too early",
            "检索语句不完整",
            "close parentheses, finish the last term",
            "请闭合括号并写完最后一个条件",
        ),
        "colon_in_value": Words(
            "cannot read {text} here",
            "此处无法识别 {text}",
            'a value with a colon needs quotation marks: source.ip:"fe80::1"',
            '含冒号的值须加引号：source.ip:"fe80::1"',
        ),
        "nothing_to_close": Words(
            "cannot read {text} here",
            "此处无法识别 {text}",
            "there is nothing to close here, or nothing inside",
            "此处没有可闭合的括号，或括号内为空",
        ),
        "operator_alone": Words(
            "cannot read {text} here",
            "此处无法识别 {text}",
            "there must be a term on both sides",
            "运算符两侧都必须有条件",
        ),
        "unreadable": Words(
            "cannot read {text} here",
            "此处无法识别 {text}",
            "put special characters in quotation marks or write a backslash before them",
            "特殊字符请加引号，或在其前写反斜杠",
        ),
        "ranking": Words(
            "{operator} is about ranking, and events are not ranked",
            "{operator} 用于相关度排序，日志检索不排序",
            "leave it out, or use wildcards",
            "请去掉，或改用通配符",
        ),
        "field_in_value": Words(
            "the field {inner} stands inside the value of {outer}",
            "字段 {inner} 出现在 {outer} 的值中",
            "a value with a colon needs quotation marks",
            "含冒号的值须加引号",
        ),
        "field_wildcard": Words(
            "field names take no wildcards",
            "字段名不能使用通配符",
            "name the field, or search without one",
            "请写出字段名，或不写字段直接检索",
        ),
        "exists_without_field": Words(
            "_exists_ needs one field name", "_exists_ 之后须写一个字段名", "_exists_:source.ip", "_exists_:source.ip"
        ),
        "range_without_field": Words(
            "a range needs a field",
            "范围条件须写字段名",
            "destination.port:[1 TO 1023]",
            "destination.port:[1 TO 1023]",
        ),
        "bound_wildcard": Words(
            "a bound takes no wildcard",
            "范围的端点不能使用通配符",
            "a lone * leaves that end open",
            "单独的 * 表示该端不限",
        ),
        "no_network": Words("{text} is no network", "{text} 不是网段", "source.ip:10.0.0.0/8", "source.ip:10.0.0.0/8"),
        "no_number": Words(
            "{field} is a number, {text} is not",
            "{field} 是数值字段，{text} 不是数值",
            "{field}:[1 TO 1023]",
            "{field}:[1 TO 1023]",
        ),
        "no_time": Words(
            "{field} is a time: {reason}",
            "{field} 是时间字段：{reason}",
            "2026-11-22T08:00:00Z, 2026-11-22, now-1h",
            "2026-11-22T08:00:00Z、2026-11-22、now-1h",
        ),
        "time_pattern": Words(
            "{field} is a time and takes no pattern",
            "{field} 是时间字段，不能使用通配符或正则",
            "give a range or a day",
            "请写时间范围或日期",
        ),
        "no_address": Words(
            "{field} is an address, {text} is not",
            "{field} 是地址字段，{text} 不是 IP 地址",
            "{field}:10.0.0.0/8",
            "{field}:10.0.0.0/8",
        ),
        "mixed_addresses": Words(
            "a range mixes IPv4 and IPv6",
            "范围的两端分别是 IPv4 与 IPv6",
            "ask for each by itself",
            "请分别检索",
        ),
        "cursor_foreign": Words(
            "this cursor is not one of ours", "翻页标记无效", "start again without a cursor", "请从第一页重新检索"
        ),
        "cursor_direction": Words(
            "this cursor belongs to a search in the other direction",
            "翻页标记属于另一种排序的检索",
            "start again without a cursor",
            "请从第一页重新检索",
        ),
        "limit": Words(
            "limit is {given}, expected 1 to {most}",
            "条数为 {given}，应为 1 至 {most}",
            "page with the cursor",
            "请翻页读取",
        ),
        "interval": Words(
            "a histogram needs a positive interval and a range that does not end before it starts",
            "直方图的间隔须大于 0，且时间范围不能倒置",
            "give an earlier start or a later end",
            "请调整起止时间",
        ),
        "too_many_buckets": Words(
            "{given} intervals, at most {most} are counted",
            "共 {given} 个间隔，最多统计 {most} 个",
            "use a longer interval",
            "请使用更长的间隔",
        ),
    }
)


def mistake(slug: str, position: int | None = None, **parameters: str | int) -> QueryError:
    """The error to raise. position: 0-based character of the query."""
    said = {name: value if isinstance(value, int) else value[:MAX_PARAMETER] for name, value in parameters.items()}
    words = MISTAKES[slug]
    return QueryError(
        words.message.format_map(said),
        position=position,
        hint=words.hint.format_map(said),
        mistake=slug,
        parameters=said,
    )


def in_chinese(error: QueryError) -> tuple[str, str] | None:
    """Message and hint, None for an error that is none of these."""
    words = MISTAKES.get(error.mistake)
    if words is None:
        return None
    return words.message_zh.format_map(error.parameters), words.hint_zh.format_map(error.parameters)
