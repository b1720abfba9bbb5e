"""What the correlator is worth on labelled attacks: `python -m benchmarks.correlation mix|run|grade|all|scale`.

    data.py    labelled scenarios as rows, labels kept apart
    mix.py     scenarios and noise to one stream, with what goes wrong in the field
    run.py     the correlator and its baselines over a stream
    grade.py   the figures, by exact definitions
    report.py  every mix with several seeds: medians, worst seed, intervals
    scale.py   10^6 entities, 10^7 edges: time and memory of an alert

No label, scenario name or later alert reaches an engine: `run` reads the stream only, `grade` alone reads the truth.
"""
