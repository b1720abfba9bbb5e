"""DNS tunnels, generated names, and names that only look odd."""

from __future__ import annotations

import base64
import random

import pytest

from detections.behaviour import rules
from detections.behaviour.names import folded_path, split_name
from detections.behaviour.ngrams import oddness
from tests.detections.behaviour.kit import events_in, observed, only, query, run
from tests.shared import shared

TUNNEL, DGA = only("dns_tunnel"), only("generated_names")
CLIENT = "10.20.3.22"


@pytest.mark.parametrize(
    ("name", "before", "registered"),
    [
        ("www.example.com", "www", "example.com"),
        ("example.com", "", "example.com"),
        ("a.b.shanghai.gov.cn", "a.b", "shanghai.gov.cn"),
        ("www.qinghe.sh.cn", "www", "qinghe.sh.cn"),
        ("mail.example.com.cn", "mail", "example.com.cn"),
        ("x.example.co.uk", "x", "example.co.uk"),
        ("x.example.gob.ar", "x", "example.gob.ar"),
        ("d1.cloudfront.net", "", "d1.cloudfront.net"),
        ("x.acc.blob.core.windows.net", "x", "acc.blob.core.windows.net"),
        ("gov.cn", "", "gov.cn"),
        ("cn", "", "cn"),
    ],
)
def test_the_registered_domain_is_what_somebody_registered(name: str, before: str, registered: str) -> None:
    assert split_name(name) == (before, registered)


def encoded(rng: random.Random, size: int) -> str:
    text = base64.b32encode(rng.randbytes(size)).decode().lower().rstrip("=")
    return ".".join(text[n : n + 60] for n in range(0, len(text), 60))


@pytest.mark.parametrize("record", ["TXT", "NULL", "CNAME", "A"])
def test_long_random_names_below_one_domain_are_a_tunnel(record: str) -> None:
    rng = random.Random(1)
    found = run(TUNNEL, [query(n, CLIENT, f"{encoded(rng, 60)}.t.example.com.cn", record) for n in range(120)])
    assert len(found) == 1
    assert found[0].group == {"source.ip": CLIENT, "dns.question.registered_domain": "example.com.cn"}
    assert found[0].measured["content"] >= 4096
    assert found[0].measured["names"] >= 50


def test_a_slow_tunnel_is_found_within_the_day() -> None:
    rng = random.Random(2)
    found = run(TUNNEL, [query(n * 600, CLIENT, f"{encoded(rng, 60)}.example.com", "TXT") for n in range(140)])
    assert len(found) == 1


def test_short_labels_that_carry_data_back_are_a_tunnel() -> None:
    rng = random.Random(3)
    found = run(TUNNEL, [query(n, CLIENT, f"{rng.randbytes(12).hex()}.example.com", "TXT") for n in range(500)])
    assert len(found) == 1


def test_the_same_names_again_and_again_carry_nothing() -> None:
    rng = random.Random(4)
    names = [f"{encoded(rng, 60)}.example.com" for _ in range(40)]
    assert run(TUNNEL, [query(n, CLIENT, names[n % 40], "TXT") for n in range(4000)]) == []


def test_a_content_network_with_many_hosts_is_no_tunnel() -> None:
    rng = random.Random(5)
    seen = [
        query(
            n, CLIENT, f"r{rng.randrange(9)}---sn-{rng.randbytes(4).hex()}.video-cdn.example", rng.choice(["A", "AAAA"])
        )
        for n in range(3000)
    ]
    assert run(TUNNEL, seen) == []


def test_a_virus_scanner_that_looks_up_hashes_is_no_tunnel() -> None:
    rng = random.Random(6)
    seen = [query(n, CLIENT, f"{rng.randbytes(16).hex()}.rep.antivirus.example") for n in range(2000)]
    assert run(TUNNEL, seen) == []


def generated(rng: random.Random, kind: str) -> str:
    if kind == "hex":
        return rng.randbytes(8).hex()
    letters = "abcdefghijklmnopqrstuvwxyz0123456789" if kind == "base36" else "abcdefghijklmnopqrstuvwxyz"
    return "".join(rng.choice(letters) for _ in range(rng.randrange(10, 18)))


@pytest.mark.parametrize("kind", ["letters", "base36", "hex"])
def test_a_machine_that_asks_for_generated_names_is_found(kind: str) -> None:
    rng = random.Random(7)
    seen = [query(n * 20, CLIENT, f"{generated(rng, kind)}.com", code="NXDOMAIN") for n in range(60)]
    found = run(DGA, seen)
    assert len(found) == 1
    assert found[0].group == {"source.ip": CLIENT}
    assert found[0].measured["domains"] == 10
    assert found[0].measured["oddness"] >= found[0].limits["oddness"]


def test_generated_names_that_exist_are_not_counted() -> None:
    rng = random.Random(8)
    assert run(DGA, [query(n, CLIENT, f"{generated(rng, 'letters')}.com", code="NOERROR") for n in range(200)]) == []


# fmt: off
WORDS = [
    "shanghai", "beijing", "guangzhou", "zhengwu", "fuwu", "minzheng", "jiaoyu", "weisheng", "shebao", "gongan",
    "huanbao", "shuiwu", "jiaotong", "renshe", "zhufang", "weather", "update", "telemetry", "service", "download",
    "secure", "mailserver", "intranet", "gateway", "printer", "backup", "account", "portal", "console", "zhongguo",
    "xinhua", "renmin", "baidu", "taobao", "jingdong", "weixin", "alipay", "tencent", "huawei", "xiaomi", "wangyi",
    "souhu", "youku", "bilibili", "microsoft", "windows", "office", "apple", "google", "mozilla", "firefox",
    "ubuntu", "debian", "cloudflare", "akamai", "amazon", "oracle", "cisco", "juniper", "hangzhou", "nanjing",
    "wuhan", "chengdu", "chongqing", "tianjin", "shenzhen", "dongguan", "suzhou", "ningbo", "qingdao", "dalian",
    "xiamen", "kunming",
]
# fmt: on


def test_mistyped_and_retired_names_are_not_generated() -> None:
    rng = random.Random(9)
    seen = []
    for n in range(400):
        word = rng.choice(WORDS) + rng.choice(WORDS)
        place = rng.randrange(len(word))
        typo = word[:place] + word[place + 1 :]  # a letter left out
        seen.append(query(n, CLIENT, f"{typo}.com.cn", code="NXDOMAIN"))
    assert run(DGA, seen) == []


def test_the_model_tells_words_from_letters_at_stated_rates() -> None:
    """At the shipped threshold, of labels of at least seven characters. Words are not the model's own training text."""
    rng = random.Random(10)
    chosen = [w for w in (a + b for a in WORDS for b in WORDS[::7]) if len(w) >= 7]
    random_ones = [generated(rng, "letters") for _ in range(2000)]
    limit = rules()["generated_names"].thresholds["oddness"].default
    wrong = sum(oddness(w) >= limit for w in chosen) / len(chosen)
    right = sum(oddness(w) >= limit for w in random_ones) / len(random_ones)
    assert wrong < 0.005, wrong
    assert right > 0.95, right


@pytest.mark.shared
@pytest.mark.parametrize("capture", ["arkime--dns-udp.pcap", "zeek--dns-edns-ecs.pcap"])
def test_other_peoples_dns_captures_raise_nothing(capture: str) -> None:
    events = events_in(shared(f"pcaps/dns/{capture}"))
    seen = observed(events)
    assert seen
    assert run(TUNNEL, seen) == []
    assert run(DGA, seen) == []


def test_paths_are_compared_without_what_changes_between_starts() -> None:
    assert folded_path(r"C:\Users\li.na\AppData\Local\Temp\{0A1B2C3D-0000-1111-2222-333344445555}\setup12.exe") == (
        r"~\appdata\local\temp\#\setup#.exe"
    )
    assert folded_path("/home/wanghao/bin/tool-2.10") == "~/bin/tool-#.#"
