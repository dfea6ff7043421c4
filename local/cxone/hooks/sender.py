"""Sends posts as Studio's REST action does: each tried again twice, contacts side by side."""

import queue
import threading
import time
from collections.abc import Callable, Mapping
from zlib import crc32

import requests

from local.cxone.hooks.model import Post
from local.cxone.hooks.signing import proof

TRIES = 3
LANES = 4
Outcome = Callable[[Post, int, int, Mapping[str, object] | None], None]


class Sender:
    """A few threads, each with a queue and a kept-alive connection of its own.

    Args:
        outcome: told post, status (0 without an answer), attempts and the answer's JSON object, in the
            thread that sent it.
    """

    def __init__(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self._lanes: list[queue.SimpleQueue[Post | None]] = [queue.SimpleQueue() for _ in range(LANES)]
        self._threads: list[threading.Thread] = []

    def put(self, post: Post) -> None:
        """Send a post soon, after the earlier ones of its lane."""
        if not self._threads:
            for number, lane in enumerate(self._lanes):
                thread = threading.Thread(target=self._run, args=(lane,), name=f"hooks-{number}", daemon=True)
                self._threads.append(thread)
                thread.start()
        self._lanes[crc32(post.lane.encode()) % LANES].put(post)

    def stop(self) -> None:
        """Send what is waiting, then end the threads."""
        for lane in self._lanes[: len(self._threads)]:
            lane.put(None)
        for thread in self._threads:
            thread.join()
        self._threads = []

    def _run(self, lane: "queue.SimpleQueue[Post | None]") -> None:
        with requests.Session() as session:
            session.trust_env = False
            while (post := lane.get()) is not None:
                self._deliver(session, post)

    def _deliver(self, session: requests.Session, post: Post) -> None:
        attempts, status, answer = 1, *_post_once(session, post)
        while attempts < TRIES and not 200 <= status < 500:
            attempts, status, answer = attempts + 1, *_post_once(session, post)
        self._outcome(post, status, attempts, answer)


def _post_once(session: requests.Session, post: Post) -> tuple[int, Mapping[str, object] | None]:
    # The receiver compares the signed time with its own clock, so it is the machine's, not the simulated one.
    headers = {
        "Accept": "application/json",
        "Content-Type": post.content_type,
        **proof(post.target.trust, post.secret, post.message_id, int(time.time()), post.body),
    }
    try:
        reply = session.post(
            post.target.url,
            data=post.body,
            headers=headers,
            timeout=post.target.timeout_s,
            verify=post.target.ca_file or True,
            allow_redirects=False,
        )
    except requests.RequestException:
        return 0, None
    try:
        value = reply.json()
    except ValueError:
        value = None
    return reply.status_code, value if isinstance(value, dict) else None
