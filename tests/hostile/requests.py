"""5,000 requests that no page makes, from a seeded generator, against a real served process."""

import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.hostile.commands import Limit
from tests.hostile.served import HOST, ROOT, Answer, Served, question, request, served

COUNT, SEED, LIMIT_S = 5_000, 11, 240
MOST_SECONDS, MOST_GROWTH = 2.0, 1.3
AGAIN = 2  # a slow answer is asked again: a machine that does something else is not a fault of the dashboard
PAGES = (
    "/", "/calendrier", "/indicateurs", "/pilotes", "/pilotes/caf", "/territoires", "/territoires/246300701",
    "/fiches/63-2022/3", "/fiches/70-2021/1", "/comparer", "/suivi", "/decisions", "/schema", "/donnees",
)  # fmt: skip
ROUTES = (
    *PAGES, "/sante", "/telecharger/sdsf.duckdb/", "/telecharger/vues/actions.csv", "/assets/sdsf.css",
    "/assets/sdsf.js",
    "/styles/bootstrap.min.css", "/_dash-layout", "/_dash-dependencies", "/_reload-hash", "/_favicon.ico",
    "/_dash-component-suites/dash/dash-renderer/build/dash_renderer.min.js", "/_dash-update-component",
    "/_dash-resolve",
)  # fmt: skip
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "FOO", "")
# Pieces of addresses, as bytes are sent.
PIECES = (
    "..", "../..", "%2e%2e", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "..\\..", "%5c..", "%00", "a%00b", "%0d%0aX:y", "%ff%fe",
    "%ed%a0%80", "%c3", "%", "%zz", "%25%30%30", "%u0041", "\xff\xfe", "\x00", "\x1b[2J", "\x7f", "é", "%1b]0;x%07",
    "//", "/", "/./", ";", "<script>", "%3Cscript%3E", "'%20or%201=1--", "%e2%80%ae", "%f0%9f%92%a9", "x" * 3_000,
    "%41" * 900, "/" * 500, "../" * 300, "con", "nul.txt", "~root", "$%7Bjndi%7D", "{{7*7}}", "__proto__", "None",
    "nan",
)  # fmt: skip
KEYS = (
    "schema", "volet", "axe", "engagement", "objectif", "nature", "etat", "pilote", "epci", "statut", "confiance",
    "echeance", "point", "au", "carte", "de", "vers", "couleur", "indicateur", "replie", "action", "demande", "image",
    "suite", "inconnu", "", "__class__", "a[b]", "schéma",
)  # fmt: skip
VALUES = (
    "", "1", "-1", "0", "99999999999999999999", "1e999", "NaN", "null", "true", "63-2022", "70-2021", "tous", "sans",
    "caf", "246300701", "0001-01-01", "9999-12-31", "2024-02-30", "10000-01-01", "-0001-01-01", "2024-1-1",
    "٢٠٢٤-٠١-٠١",
    "a-venir", "en-retard", "𝟙", "\u202e", "ﬀ", "İ", "ß", "²", "1" * 1_900, "1," * 900, "a,b,c,,", *PIECES,
)  # fmt: skip
SCALARS: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 1.5, 1e308, 10**30, "", "x", "\ud800", "\udfff?volet=1", "a\x00b", "\x1b[2J", [], {},
    [[]], {"a": 1}, ["?volet=1"], {"id": "x"}, "?au=0001-01-01", "?au=9999-12-31", "/" * 300, "/fiches/63-2022/%00",
    "?" + "volet=1&" * 600, "//evil.example/", "/pilotes/\ud83d", "\\\\evil.example\\x", "?" + "%" * 900,
)  # fmt: skip


class Generator:
    """Makes requests from a seed, of every kind in turn."""

    def __init__(self, seed: int, cards: list[str], callbacks: list[dict[str, Any]]) -> None:
        self.random = random.Random(seed)
        self.cards, self.callbacks = cards, callbacks
        self.kinds: tuple[Callable[[], bytes], ...] = (
            self.address, self.address, self.card, self.card, self.forged, self.forged, self.forged, self.forged,
            self.raw, self.transport, self.verb,
        )  # fmt: skip

    def __iter__(self) -> Iterator[bytes]:
        """Yield requests without end."""
        while True:
            yield self.random.choice(self.kinds)()

    def query(self) -> str:
        """Return a query string of nonsense and of near sense."""
        pick = self.random.choice
        pairs = [
            f"{pick(KEYS)}{pick(('=', '=', '=', '', '=='))}{pick(VALUES)}" for _ in range(self.random.randint(0, 4))
        ]
        return ("?" if pairs else "") + pick(("&", "&", ";", "&amp;", "%26")).join(pairs)

    def place(self) -> str:
        """Return a path of ours with nonsense somewhere in it."""
        pick, steps = self.random.choice, self.random.choice(ROUTES).split("/")
        for _ in range(self.random.randint(0, 2)):
            steps[self.random.randrange(len(steps)) :][:1] = [pick(PIECES)]
            steps.insert(self.random.randrange(1, len(steps) + 1), pick(PIECES))
        return "/".join(steps) if steps[0] == "" else "/" + "/".join(steps)

    def address(self) -> bytes:
        """Ask an address that no page writes."""
        return request("GET", _raw(self.place() + self.query()))

    def card(self) -> bytes:
        """Ask the rows or the image of a card of any page, or of none."""
        pick = self.random.choice
        card = pick([*self.cards, "inconnue", "", pick(PIECES)])
        page = pick(
            [*PAGES, "", pick(PIECES), f"/fiches/{pick(VALUES)}/{pick(VALUES)}", f"/territoires/{pick(VALUES)}"]
        )
        start = pick((f"/image/{card}", f"/telecharger/{card}.csv", f"/telecharger/vues/{card}.csv"))
        return request("GET", _raw(start + pick(("", "/")) + page + self.query()))

    def forged(self) -> bytes:
        """Call a callback, honestly or with parts of another type, unknown or absent."""
        body = self.honest()
        for _ in range(self.random.choice((0, 1, 1, 2, 3))):
            self.spoil(body)
        return request("POST", b"/_dash-update-component", body=json.dumps(body).encode(), kind="application/json")

    def honest(self) -> Any:
        """Return the body of one of our callbacks, with an address of its own."""
        pick, callback = self.random.choice, self.random.choice(self.callbacks)
        twin = pick((None, "ouverte"))
        return question(callback, search=self.query(), pathname=pick(PAGES), data_vu="?", data_table=twin)

    def spoil(self, body: Any) -> None:
        """Put something else at one place of a body, or take it away."""
        holder: Any = body
        while True:
            keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
            if not keys:
                return
            key = self.random.choice(keys)
            if isinstance(holder[key], (dict, list)) and holder[key] and self.random.random() < 0.7:
                holder = holder[key]
                continue
            if self.random.random() < 0.2:
                del holder[key]
            else:
                holder[key] = self.random.choice(SCALARS)
            return

    def raw(self) -> bytes:
        """Send a body that is no question."""
        pick = self.random.choice
        body = pick((
            b"", b"{", b"null", b"[]", b"\x00" * 50, b"[" * 15_000, b'{"a":' * 5_000, b"[" * 9_000 + b"]" * 9_000,
            b'{"output": "\\ud800"}', b"\xff\xfe{\x00}\x00", b"\xef\xbb\xbf{}", b"1" * 5_000, b"NaN", b"1e999999",
            b'{"output":' + b"9" * 5_000 + b"}", b"a=b&c=d", b"--x\r\n\r\n--x--", self.random.randbytes(400),
            b" " * 33_000,
        ))  # fmt: skip
        kind = pick(("application/json", "application/json; charset=utf-16", "application/json;charset=nonsense",
                     "text/plain", "multipart/form-data; boundary=x", "multipart/form-data", "", "\x1b",
                     "a/b/c"))  # fmt: skip
        target = pick((b"/_dash-update-component", b"/", b"/sante", b"/telecharger/sdsf.duckdb"))
        return request(pick(("POST", "POST", "PUT")), target, body=body, kind=kind)

    def transport(self) -> bytes:
        """Send what is hardly HTTP."""
        pick, host = self.random.choice, f"Host: {HOST}\r\n".encode()
        target = pick(PAGES).encode()
        line = pick((
            b"GET " + target + b" HTTP/1.1", b"GET " + target + b" HTTP/1.0", b"GET " + target, b"GET  " + target,
            b"GET http://evil.example" + target + b" HTTP/1.1", b"GET http://127.0.0.1" + target + b" HTTP/1.1",
            b"GET http://[::1 HTTP/1.1", b"GET //evil.example/ HTTP/1.1", b"GET ///evil.example/%2f.. HTTP/1.1",
            b"GET * HTTP/1.1", b"OPTIONS * HTTP/1.1", b"GET " + target + b" HTTP/9.9",
            b"GET " + target + b"#x HTTP/1.1",
            b"POST /_dash-update-component HTTP/1.1", b"GET http:// HTTP/1.1", b"GET ?x HTTP/1.1", b"GET x HTTP/1.1",
            b"\x16\x03\x01\x02\x00", b"", b"GET http://127.0.0.1:99999999" + target + b" HTTP/1.1",
        ))  # fmt: skip
        headers = pick((
            host, b"", host + host, host + b"Host: evil.example\r\n", b"Host: evil.example\r\n", b"Host:\r\n",
            b"Host: 127.0.0.1:x\r\n", b"Host: \xff\r\n", b"Host: 127.0.0.1@evil.example\r\n",
            host + b"X" * 3_000 + b": y\r\n",
            host + b"X: " + b"y" * 300_000 + b"\r\n", host + b"no colon\r\n", host + b" folded: x\r\n",
            host + b"\x00: y\r\n",
            host + b"Content-Length: 200000000\r\n", host + b"Content-Length: -1\r\n", host + b"Content-Length: x\r\n",
            host + b"Content-Length: 5\r\nContent-Length: 6\r\n", host + b"Content-Length: 9999999999999999999999\r\n",
            host + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\nx\r\n", host + b"Transfer-Encoding: gzip\r\n",
            host + b"Transfer-Encoding: chunked, gzip\r\n", host + b"Transfer-Encoding: identity\r\n",
            host + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            host + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00",
            host + b"Range: bytes=9999999999-0\r\n", host + b"Range: bytes=0-0,1-1,2-2\r\n",
            host + b"If-None-Match: \x1b\r\n",
            host + b"If-Modified-Since: Thu, 99 Foo 99999 99:99:99 GMT\r\n",
            host + b"Cookie: " + b"a=b;" * 900 + b"\r\n",
            host + b"Accept-Encoding: \xff, br;q=x\r\n", host + b"Expect: 100-continue\r\n",
            host + b"X-Forwarded-Host: evil\r\n",
        ))  # fmt: skip
        return line + b"\r\n" + headers + b"Connection: close\r\n\r\n"

    def verb(self) -> bytes:
        """Ask a route by another method."""
        pick = self.random.choice
        return request(
            pick(METHODS), _raw(pick(ROUTES) + self.query()), body=pick((b"", b"{}")), kind="application/json"
        )


def _raw(address: str) -> bytes:
    """Return an address as it is sent: no space nor line end, the rest as it stands."""
    return address.encode("utf-8", "surrogatepass").replace(b" ", b"%20").replace(b"\r", b"").replace(b"\n", b"")


def generator(seed: int, server: Served) -> Generator:
    """Return a generator that knows the cards and callbacks of a served process."""
    callbacks = [c for c in json.loads(server.get("/_dash-dependencies").body) if not c.get("clientside_function")]
    outputs = (callback["output"].strip(".").split("...")[0] for callback in callbacks)
    cards = [name for name, _, what in (output.rpartition(".") for output in outputs) if what == "data-parties"]
    return Generator(seed, cards, callbacks)


def warm(server: Served, made: Generator) -> None:
    """Ask once each card of each schéma, then as many hostile requests as there are cards."""
    for card in made.cards:
        for scheme in ("63-2022", "70-2021", "87-2017", "93-2024"):
            server.get(f"/telecharger/{card}.csv/?schema={scheme}")
            server.get(f"/image/{card}/?schema={scheme}")
    for _, data in zip(made.cards, made, strict=False):
        server.send(data)


def wrong(answer: Answer) -> str:
    """Return what an answer does that none may do, in a word, or nothing."""
    if answer.status >= 500:
        return "of status 5xx"
    if answer.seconds > MOST_SECONDS:
        return f"over {MOST_SECONDS:g} s"
    if any(place in answer.body for place in (str(ROOT).encode(), b"site-packages", b"Traceback")):
        return "naming a path"
    place = urlsplit(answer.headers.get("location", "/"))
    return "leading away" if place.netloc not in ("", HOST) or place.path.startswith(("//", "/\\")) else ""


def asked(server: Served, data: bytes) -> Answer:
    """Return the answer to a request; when it is slow, the soonest to the same one."""
    answers = [server.send(data)]
    while min(a.seconds for a in answers) > MOST_SECONDS and len(answers) <= AGAIN:
        answers.append(server.send(data))
    worst = max(answers, key=lambda a: a.status)
    return worst._replace(seconds=min(a.seconds for a in answers))


def main() -> int:
    """Send them all and print what was seen."""
    limit, statuses, faults, slowest = Limit(LIMIT_S), Counter[int](), Counter[str](), 0.0
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as server:
        warm(server, generator(SEED - 1, server))
        level = server.memory()
        for _, data in zip(range(COUNT), generator(SEED, server), strict=False):
            answer = asked(server, data)
            statuses[answer.status] += 1
            slowest = max(slowest, answer.seconds)
            if what := wrong(answer):
                faults[what] += 1
                print(f"  {what}: {answer.status} {data[:300]!r} → {answer.body[:200]!r}", file=sys.stderr)
            if limit.over():
                break
        growth, log = server.memory() / level, server.log()
    faults["tracebacks"] = log.count("Traceback")
    faults["unprintable signs in the log"] = sum(not c.isprintable() for line in log.splitlines() for c in line)
    told = ", ".join(f"{count} × {status or 'closed'}" for status, count in sorted(statuses.items()))
    known = ("of status 5xx", f"over {MOST_SECONDS:g} s", "naming a path", "leading away", *list(faults)[-2:])
    print(
        f"requests: {statuses.total()} sent ({limit.told(statuses.total(), COUNT)}; {told}); "
        f"{', '.join(f'{faults[what]} {what}' for what in known)}; slowest {slowest:.2f} s; "
        f"{len(log) / 1e6:.1f} MB of log; memory × {growth:.2f} of {level / 1e6:.0f} MB",
        flush=True,
    )
    return int(any(faults.values()) or growth > MOST_GROWTH or statuses.total() < COUNT)


if __name__ == "__main__":
    raise SystemExit(main())
