"""What `district-devices` is: its units, assets and the misuse in it, as `recording.yml` and a README."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

UNITS = (
    ("district", "Qinghe District", "清禾区", "district", ""),
    ("public-security", "District Public Security Bureau", "区公安分局", "department", "district"),
    ("ecology-bureau", "District Ecology Bureau", "区生态环境局", "department", "district"),
    ("water-bureau", "District Water Bureau", "区水务局", "department", "district"),
    ("greening-bureau", "District Greening and City Appearance Bureau", "区绿化市容局", "department", "district"),
    ("fire-brigade", "District Fire Brigade", "区消防救援支队", "department", "district"),
    ("hospital", "Qinghe Hospital", "清禾医院", "department", "district"),
)
# talk: (unit, platform's name, device's name, device's kind)
ENDS = {
    "video": ("public-security", "video-platform", "camera-31", "iot_device"),
    "environment": ("ecology-bureau", "ecology-platform", "waste-water-station", "iot_device"),
    "hydrology": ("water-bureau", "hydrology-centre", "rain-gauge-17", "iot_device"),
    "vehicles": ("greening-bureau", "vehicle-platform", "lorry-31", "iot_device"),
    "fire": ("fire-brigade", "fire-centre", "fire-transmitter-8", "iot_device"),
    "pictures": ("hospital", "picture-archive", "ct-1", "iot_device"),
    "messages": ("hospital", "laboratory-system", "hospital-system", "server"),
}
# talk: (ATT&CK technique, what the stranger does, in both languages)
MISUSE = {
    "video": ("T1110.001", "guesses a camera's password, then moves and reboots it", "猜测摄像机口令，并直接下发云台转动与重启命令"),
    "environment": ("T0836", "sets a station's clock and interval, then forges a report", "改写监测站时钟与上报间隔，并伪造一条监测数据"),
    "hydrology": ("T0809", "sets a rain gauge's clock and restores its factory settings", "改写雨量站时钟并恢复出厂设置"),
    "vehicles": ("T0848", "uses a lorry's terminal number from another address", "冒用环卫车辆终端号从另一地址接入"),
    "fire": ("T0878", "initialises a fire-alarm transmission device", "初始化消防用户信息传输装置"),
    "pictures": (
        "T1213", "is refused by the archive, takes a CT's name and moves 240 pictures out", "被影像归档拒绝后冒用 CT 站名导出 240 幅影像",
    ),
    "messages": ("T1078", "queries the laboratory system under a name it does not know", "以未登记的发送方名称查询检验系统"),
}  # fmt: skip
LABEL = (
    "Synthetic conversations of device simulators over real sockets in an isolated network namespace. No real person, "
    "organisation, address or secret is in it."
)
LABEL_ZH = "设备模拟程序在隔离网络命名空间中以真实套接字进行的模拟会话，不含任何真实的人员、单位、地址或密钥。"


def describe(
    folder: Path, talks: dict[str, tuple[str, str]], stranger: str, spans: dict[str, tuple[float, float]]
) -> None:
    """talks: (platform, device) address of each; spans: when each began and ended, in seconds since 1970."""
    start, end = min(s for s, _ in spans.values()), max(e for _, e in spans.values())
    document: dict[str, Any] = {
        "title": "Field devices of a district and one stranger",
        "title_zh": "区级物联设备与一名外来者",
        "label": LABEL,
        "label_zh": LABEL_ZH,
        "licence": "Apache-2.0",
        "recorded": {"start": stamp(start), "end": stamp(end)},
        "compression": "a day's kinds of messages in ten seconds",
        "units": [dict(zip(("id", "name", "name_zh", "kind", "parent"), unit, strict=True)) for unit in UNITS],
        "assets": [asset for name, ends in talks.items() for asset in _assets(name, *ends)],
        "inputs": [
            {
                "file": "devices.pcap.gz",
                "kind": "pcap",
                "source": "district-devices",
                "unit": "district",
                "observer": "sensor-iot",
                "timezone": "Asia/Shanghai",
            }
        ],
        "truth": [
            _step(number, name, talks[name], stranger, spans[name]) for number, name in enumerate(talks, start=1)
        ],
    }
    text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120)
    (folder / "recording.yml").write_text(text, encoding="utf-8")
    lines = [f"- {step['description']} ({step['technique']})" for step in document["truth"]]
    (folder / "README.md").write_text(
        "# Field devices of a district\n\n"
        "Cameras (GB/T 28181), environmental and hydrological stations (HJ 212, SL 651), vehicle terminals (JT/T 808), fire-alarm\n"
        "transmission devices (GB 26875.3) and a hospital's DICOM and HL7 interfaces, each speaking with its platform over real\n"
        "sockets; and one stranger:\n\n" + "\n".join(lines) + "\n\n"
        "Made by `python -m tests.captures.make.devices`. Everything in it is synthetic.\n",
        encoding="utf-8",
    )  # fmt: skip


def stamp(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _assets(talk: str, platform: str, device: str) -> list[dict[str, Any]]:
    unit, platform_name, device_name, kind = ENDS[talk]
    return [
        {
            "id": name,
            "name": name,
            "kind": what,
            "unit": unit,
            "addresses": [address],
            "hostnames": [name],
            "criticality": 4 if what == "server" else 3,
        }
        for name, what, address in ((platform_name, "server", platform), (device_name, kind, device))
    ]  # fmt: skip


def _step(number: int, talk: str, ends: tuple[str, str], stranger: str, span: tuple[float, float]) -> dict[str, Any]:
    technique, words, words_zh = MISUSE[talk]
    return {
        "step": number,
        "name": f"{talk}: {words.partition(',')[0]}",
        "technique": technique,
        "start": stamp(span[0]),
        "end": stamp(span[1]),
        "hosts": [stranger, *ends],
        "seen_in": ["devices.pcap.gz"],
        "description": f"A stranger {words}.",
        "description_zh": f"外来者{words_zh}。",
    }
