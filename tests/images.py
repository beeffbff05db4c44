"""Reading back the slides of the cards: what they draw, what their key names, what they say of themselves."""

import re

TAG = re.compile(r"<[^>]+>")
PAGES = {"portrait": "territoires/{territoire}", "fiche": "fiches/{schema}/{fiche}"}
# Grounds that mean nothing: the white of the page, the band under the heading of a group.
GROUNDS = {"white", "#FFFFFF", "#F1F4F8"}
WORDLESS = {"", "circle", "line-ns"}


def slides(client, card, search, **places):
    """Return every slide of a card under some filters, following the addresses that they give."""
    page = PAGES.get(card.id.split("-")[0], card.id.split("-")[0]).format(**places)
    address, found = f"/image/{card.id}/{page}?{search}", []
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, address
        found.append(answer.json)
        address = answer.json.get("suite")
    return [slide for slide in found if "data" in slide]


def words_of(slide):
    """Return the words above the chart."""
    return " ".join(TAG.sub(" ", slide["layout"]["title"]["text"]).split())


def _list(value):
    return value if isinstance(value, list) else [value]


def _fill(pattern, colour, edge=""):
    """Return how an area looks: its colour, or its edge where it is white, and its pattern."""
    shape = (pattern or {}).get("shape") or ""
    if colour in ("white", "#FFFFFF") and not shape:
        return ("area", edge, "")
    return ("area", colour, shape)


def _shade(part, stops):
    """Return the colour of a place in a scale where it is one of those that the scale names."""
    low = max((stop for stop in stops if stop[0] <= part + 1e-9), key=lambda stop: stop[0])
    high = min((stop for stop in stops if stop[0] >= part - 1e-9), key=lambda stop: stop[0])
    return {low[1]} if low[1] == high[1] else {c for at, c in (low, high) if abs(at - part) < 1e-9}


def _looks(trace):
    if trace["type"] == "bar":
        marker = trace["marker"]
        edges, colours = _list(marker.get("line", {}).get("color", "")), _list(marker["color"])
        for i, colour in enumerate(colours if any(trace["x"]) else []):
            yield _fill(marker.get("pattern"), colour, edges[i % len(edges)])
    elif trace["type"] == "heatmap":
        low, high = trace["zmin"], trace["zmax"]
        for value in {v for line in trace["z"] for v in line if v is not None}:
            yield from (("area", colour, "") for colour in _shade((value - low) / (high - low), trace["colorscale"]))
    elif trace.get("fill") == "toself":
        yield _fill(trace.get("fillpattern"), trace["fillcolor"], "")
    elif "markers" in trace["mode"] and len(trace["x"]):
        for symbol in _list(trace["marker"]["symbol"]):
            if symbol not in WORDLESS:
                yield ("point", symbol, "")
        for colour in _list(trace["marker"]["color"]):
            if trace["mode"] != "markers":
                yield ("line", colour, "")


def drawn(slide):
    """Return the looks of what the chart draws: areas by colour and pattern, points by symbol, lines by colour."""
    traces = [trace for trace in slide["data"] if not trace.get("showlegend")]
    return {look for trace in traces for look in _looks(trace)} - {("area", ground, "") for ground in GROUNDS}


def named(slide):
    """Return the looks that the key names, and the words of the key."""
    entries = [trace for trace in slide["data"] if trace.get("showlegend")]
    looks = set()
    for trace in entries:
        assert trace["name"].strip()
        symbol = trace["marker"].get("symbol")
        if symbol:
            looks |= {("point", symbol, ""), ("line", trace["marker"]["color"], "")}
        else:
            marker = trace["marker"]
            looks.add(_fill(marker.get("pattern"), marker["color"], marker["line"]["color"]))
    return looks, [trace["name"] for trace in entries]


def sizes(slide):
    """Return the sizes of all letters of a slide, in pixels."""
    layout = slide["layout"]
    fonts = [layout["font"], layout["legend"]["font"], layout["title"]["font"]]
    fonts += [a["font"] for a in layout.get("annotations", ()) if "font" in a]
    fonts += [a["tickfont"] for name, a in layout.items() if re.match(r"[xy]axis", name) and "tickfont" in a]
    fonts += [a["title"]["font"] for name, a in layout.items() if re.match(r"[xy]axis", name) and "title" in a]
    fonts += [trace["textfont"] for trace in slide["data"] if "textfont" in trace]
    return {font["size"] for font in fonts} | set(map(int, re.findall(r"font-size:(\d+)px", layout["title"]["text"])))
