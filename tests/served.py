"""An application served by a thread of the test: begun at once, ended without a thread left behind."""

import contextlib
import threading
from collections.abc import Iterator

from waitress import wasyncore

from dashboard.serving import server


@contextlib.contextmanager
def serving(app) -> Iterator[int]:
    """Serve a Dash application on a free port of this machine, which is given."""
    made = server(app.server, "127.0.0.1", 0)
    listening = made._map
    thread = threading.Thread(target=made.run, daemon=True)
    thread.start()
    try:
        yield made.effective_port
    finally:
        made.task_dispatcher.shutdown()
        # Its sockets are closed by the thread that waits for them: they never close under its hand.
        made.trigger.pull_trigger(lambda: wasyncore.close_all(listening))
        thread.join(5)
