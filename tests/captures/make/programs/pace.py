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
        """How busy it is now, against `busiest_gap`: 0.4 in office hours at true pace, up to 3 in a compressed day."""
        if self.pattern == "flat":
            return 0.4
        hour = int((time.monotonic() - self.began) / self.seconds * 24)
        return HOURS[min(hour, 23)] / 100 * 3

    def wait(self, busiest_gap):
        """Sleep until the next arrival of a Poisson process whose rate follows the hours; False when time is up.

        The rate is integrated in small steps, so that a quiet night does not sleep through the morning.
        """
        left = self.rng.expovariate(1.0)
        before = time.monotonic()
        while left > 0 and not self.over():
            time.sleep(min(0.1, left * busiest_gap / self.level()))
            now = time.monotonic()
            left -= (now - before) * self.level() / busiest_gap
            before = now
        return not self.over()
