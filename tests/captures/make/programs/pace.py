"""How busy the district is, hour by hour; a recording's length stands for 24 hours (`day`) or for office hours (`flat`)."""

import random
import time

# Share of the busiest hour: government sites have two peaks on a working day, before and after the noon break.
HOURS = (3, 2, 2, 1, 1, 2, 6, 18, 55, 95, 100, 80, 35, 40, 85, 95, 75, 50, 30, 25, 22, 18, 12, 6)


class Pace:
    def __init__(self, seconds, pattern, rng=None):
        self.seconds = seconds
        self.pattern = pattern
        self.began = time.monotonic()
        self.rng = rng or random.Random()

    def over(self):
        return time.monotonic() - self.began >= self.seconds

    def level(self):
        """0.01 … 1."""
        if self.pattern == "flat":
            return 0.4
        hour = int((time.monotonic() - self.began) / self.seconds * 24)
        return HOURS[min(hour, 23)] / 100

    def wait(self, busiest_gap):
        """Sleep an exponential gap whose mean is `busiest_gap` seconds at the busiest hour; False when time is up."""
        gap = self.rng.expovariate(self.level() / busiest_gap)
        end = min(time.monotonic() + gap, self.began + self.seconds)
        while time.monotonic() < end:
            time.sleep(min(0.5, max(0.0, end - time.monotonic())))
        return not self.over()
