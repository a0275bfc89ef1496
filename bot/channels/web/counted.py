"""What /metrics tells. Labels are channel, intent and status only: nothing that a person typed."""

from __future__ import annotations

import functools

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.models import Answer

BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""seconds"""


class Counted:
    """Counters of one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        answers = Counter("nianbao_answers", "Answers given", ["channel", "intent", "status"], registry=self._registry)
        requests = Counter("nianbao_requests", "Requests answered", ["channel", "status"], registry=self._registry)
        seconds = Histogram(
            "nianbao_answer_seconds",
            "Time from question to answer",
            ["channel"],
            buckets=BOUNDS,
            registry=self._registry,
        )
        # There are few of each; to find one anew takes longer than to count.
        self._answers = functools.cache(answers.labels)
        self._requests = functools.cache(requests.labels)
        self._seconds = functools.cache(seconds.labels)
        self.waiting = Gauge("nianbao_questions_waiting", "Questions in line", registry=self._registry)
        self.index = Gauge("nianbao_index_version", "Version of the index open", registry=self._registry)

    def answered(self, channel: str, answer: Answer, seconds: float) -> None:
        """Count an answer that a channel beside the pages gave."""
        self.told(channel, answer.query.intent if answer.query is not None else "none", answer.status, seconds)

    def told(self, channel: str, intent: str, status: str, seconds: float) -> None:
        """Count an answer by its kind."""
        self._answers(channel, intent, status).inc()
        self._seconds(channel).observe(seconds)

    def requested(self, channel: str, status: int) -> None:
        """Count a request that was answered."""
        self._requests(channel, str(status)).inc()

    def text(self) -> bytes:
        """As Prometheus reads it."""
        return generate_latest(self._registry)
