"""Algorithmically generated names: one machine asks for many domains that look made by a machine, and they do not exist.

Sources: S. Yadav et al., "Detecting Algorithmically Generated Malicious Domain Names", IMC 2010 (letter distributions tell
generated from chosen names); M. Antonakakis et al., "From Throw-Away Traffic to Bots: Detecting the Rise of DGA-Based Malware",
USENIX Security 2012 (bots show themselves by their NXDOMAIN answers). Names are judged by a model of three-letter
sequences (ngrams.json, made by build_ngrams.py from Hanyu Pinyin syllables and the words of this platform's own documents);
a machine is judged by how many such domains it asked for, never by one.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from detections.behaviour.catalogue import Config
from detections.behaviour.contract import Detector, Finding, Samples, key
from detections.behaviour.names import split_name
from detections.behaviour.ngrams import oddness
from detections.behaviour.observed import Query
from model.times import SECOND, Micros

MAX_DOMAINS = 128


class Missed(msgspec.Struct, array_like=True):
    """odd, plain: registered domains that do not exist, with the time of the last question."""

    odd: dict[str, Micros] = msgspec.field(default_factory=dict)
    plain: dict[str, Micros] = msgspec.field(default_factory=dict)
    told: Micros = 0
    samples: Samples = msgspec.field(default_factory=Samples)


class GeneratedNames(Detector):
    name = "generated_names"
    reads = (Query,)

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        limits = self.limits
        self._window, self._repeat = int(limits["window"] * SECOND), int(limits["repeat"] * SECOND)
        self._domains, self._oddness = int(limits["domains"]), limits["oddness"]
        self._length, self._share = int(limits["length"]), limits["odd_share"]
        self._missed = self.table("missed", Missed, limits["window"])

    def observe(self, seen: Query, now: Micros) -> Iterator[Finding]:
        if seen.code != "NXDOMAIN":
            return
        domain = split_name(seen.name)[1]
        label = domain.split(".")[0]
        odd = len(label) >= self._length and not label.startswith("xn--") and oddness(label) >= self._oddness
        missed = self._missed.touch(key(seen.client), now, Missed)
        limit = seen.time - self._window
        for domains in (missed.odd, missed.plain):
            while domains and next(iter(domains.values())) < limit:
                del domains[next(iter(domains))]
        if not missed.odd:
            missed.samples = Samples()
        domains = missed.odd if odd else missed.plain
        fresh = domains.pop(domain, None) is None
        domains[domain] = seen.time
        if len(domains) > MAX_DOMAINS:
            del domains[next(iter(domains))]
        if not odd or not fresh:
            return
        missed.samples.add(seen.id)
        share = len(missed.odd) / (len(missed.odd) + len(missed.plain))
        if len(missed.odd) < self._domains or share < self._share:
            return
        if missed.told and seen.time - missed.told < self._repeat:
            return
        missed.told = seen.time
        yield self._told(seen, missed, share)

    def _told(self, seen: Query, missed: Missed, share: float) -> Finding:
        shown = list(missed.odd)[-12:]
        mean = sum(oddness(d.split(".")[0]) for d in missed.odd) / len(missed.odd)
        return self.finding(
            seen,
            first_time=min(missed.odd.values()),
            event_ids=missed.samples.ids,
            group={"source.ip": seen.client},
            about={"dns.question.name": shown[-1]},
            measured={
                "domains": len(missed.odd),
                "oddness": round(mean, 2),
                "odd_share": round(share, 3),
                "examples": shown,
            },
            limits=("domains", "oddness", "odd_share", "window"),
            why=(
                f"{seen.client} asked for {len(missed.odd)} domains that do not exist and whose letters follow no language "
                f"(such as {', '.join(shown[-3:])}): {share:.0%} of the missing domains it asked for"
            ),
            why_zh=(
                f"{seen.client} 查询了 {len(missed.odd)} 个不存在且字母组合不像任何语言的域名（如 {'、'.join(shown[-3:])}），"
                f"占其查询的不存在域名的 {share:.0%}"
            ),
        )
