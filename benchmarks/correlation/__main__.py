"""`python -m benchmarks.correlation COMMAND`; `--help` of each command says what it takes."""

from __future__ import annotations

import argparse
from pathlib import Path

import orjson

from benchmarks.correlation import calibrate, report, run, scale
from benchmarks.correlation.grade import grade
from benchmarks.correlation.mix import RECIPES, mix


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.correlation", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, text in (
        ("mix", "write FOLDER/stream.jsonl, FOLDER/register.json and, apart from them, FOLDER/truth.json"),
        ("run", "read stream and register, write FOLDER/METHOD.json: alert to incident, incidents shown"),
        ("grade", "read truth and outcomes of FOLDER, print the figures"),
    ):
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("folder", type=Path)
        if name == "mix":
            command.add_argument("--recipe", choices=sorted(RECIPES), default="disjoint")
            command.add_argument("--seed", type=int, default=1)
    every = commands.add_parser("all", help="mix, run and grade every recipe with several seeds")
    every.add_argument("recipes", nargs="*", default=list(RECIPES))
    every.add_argument("--seeds", type=int, default=5)
    every.add_argument("--methods", default=",".join(run.METHODS))
    scaled = commands.add_parser("scale", help="time and memory of an alert among 10^6 entities and 10^7 edges")
    scaled.add_argument("--entities", type=int, default=1_000_000)
    scaled.add_argument("--edges", type=int, default=10_000_000)
    scaled.add_argument("--alerts", type=int, default=1_000_000)
    scaled.add_argument("--minutes", type=float, default=15.0, help="of processor time for the alerts, at most")
    scaled.add_argument(
        "--parts", default="alerts,answers", help="alerts: one by one; answers: blast radius, containment"
    )
    commands.add_parser("calibrate", help="fit the confidence curve, leaving one network out at a time")
    commands.add_parser("stable", help="agreement of groupings when arrival is shuffled by 60 s or 10 min late")
    arguments = parser.parse_args()
    if arguments.command == "scale":
        parts = tuple(arguments.parts.split(","))
        scale.main(arguments.entities, arguments.edges, arguments.alerts, arguments.minutes, parts)
    elif arguments.command == "calibrate":
        calibrate.main()
    elif arguments.command == "stable":
        calibrate.stable()
    elif arguments.command == "all":
        _all(arguments.recipes, arguments.seeds, arguments.methods.split(","))
    else:
        {"mix": _mix, "run": _run, "grade": _grade}[arguments.command](arguments)


def _mix(arguments: argparse.Namespace) -> None:
    stream = mix(RECIPES[arguments.recipe], arguments.seed)
    arguments.folder.mkdir(parents=True, exist_ok=True)
    (arguments.folder / "stream.jsonl").write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in stream.rows))
    (arguments.folder / "register.json").write_bytes(orjson.dumps(stream.register))
    truth = {"recipe": stream.recipe, "seed": stream.seed, "days": stream.days, "truth": stream.truth}
    (arguments.folder / "truth.json").write_bytes(orjson.dumps(truth))
    print(f"{len(stream.rows)} alerts, {len(stream.truth)} of attacks, {stream.days:.1f} network days")


def _run(arguments: argparse.Namespace) -> None:
    with (arguments.folder / "stream.jsonl").open("rb") as lines:
        alerts = run.alerts_of(orjson.loads(line) for line in lines)
    register = run.register_of(orjson.loads((arguments.folder / "register.json").read_bytes()))
    for name, method in run.METHODS.items():
        outcome = method(alerts, register)
        said = {"home": outcome.home, "shown": sorted(outcome.shown), "alerts": len(alerts)}
        (arguments.folder / f"{name}.json").write_bytes(orjson.dumps(said))
        print(f"{name:<12} {len(set(outcome.home.values())):>7} incidents, {len(outcome.shown):>6} shown")


def _grade(arguments: argparse.Namespace) -> None:
    truth = orjson.loads((arguments.folder / "truth.json").read_bytes())
    labels = {alert: (campaign, step) for alert, (campaign, step) in truth["truth"].items()}
    print(report.header())
    for name in run.METHODS:
        path = arguments.folder / f"{name}.json"
        if path.exists():
            said = orjson.loads(path.read_bytes())
            figures = grade(said["home"], set(said["shown"]), labels, said["alerts"], truth["days"])
            print(report.line(truth["recipe"], name, {k: [v] for k, v in figures.items()}))


def _all(recipes: list[str], seeds: int, methods: list[str]) -> None:
    print("median over the seeds (worst seed)")
    print(report.header())
    for recipe in recipes:
        for method, figures in report.measure(recipe, range(1, seeds + 1), methods).items():
            print(report.line(recipe, method, figures), flush=True)
            low, high = report.interval(figures["f1"])
            print(
                f"{'':<30} F1 middle 80 %: {low:.2f} to {high:.2f}; {report.median(figures['us_per_alert']):.0f} us/alert"
            )


if __name__ == "__main__":
    main()
