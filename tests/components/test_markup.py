import pytest
from dash import dcc, html
from markupsafe import Markup

from dashboard.components.markup import link, to_html

MARKUP = "<script>alert('1 & \"2\"')</script>"
ESCAPED = "&lt;script&gt;alert(&#39;1 &amp; &#34;2&#34;&#39;)&lt;/script&gt;"


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (None, ""),
        ("", ""),
        (0, "0"),
        (1.5, "1.5"),
        ([], ""),
        ([html.B("a"), None, " b ", ("c", 2)], "<b>a</b> b c2"),
        (html.Div(), "<div></div>"),
        (html.Div(None), "<div></div>"),
        (html.Ul([html.Li("a"), None, html.Li(None)]), "<ul><li>a</li><li></li></ul>"),
        (html.P(["a", html.Br(), "b"]), "<p>a<br>b</p>"),
        (html.Hr(), "<hr>"),
        (html.Th("n", colSpan=2), '<th colspan="2">n</th>'),
        (html.Label("n", htmlFor="x"), '<label for="x">n</label>'),
        (html.Div(tabIndex="0", title=None), '<div tabindex="0"></div>'),
        (html.Div(**{"data-x": "1"}), '<div data-x="1"></div>'),
        (html.Div(**{"aria-label": "l’été"}), '<div aria-label="l’été"></div>'),
    ],
)
def test_a_tree_becomes_text(node, text):
    assert to_html(node) == text


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (MARKUP, ESCAPED),
        (html.P(Markup("<b>{}</b>").format(MARKUP)), f"<p><b>{ESCAPED}</b></p>"),
        (link(MARKUP, f"/?{MARKUP}"), f'<a href="/?{ESCAPED}" data-interne>{ESCAPED}</a>'),
        ([MARKUP], ESCAPED),
        (html.P(MARKUP), f"<p>{ESCAPED}</p>"),
        (html.P([html.B(MARKUP)]), f"<p><b>{ESCAPED}</b></p>"),
        (html.P(title=MARKUP), f'<p title="{ESCAPED}"></p>'),
        (html.P(className=MARKUP), f'<p class="{ESCAPED}"></p>'),
        (html.P(**{"data-x": MARKUP}), f'<p data-x="{ESCAPED}"></p>'),
        (html.P(style={"color": MARKUP}), f'<p style="color:{ESCAPED}"></p>'),
        (html.A("a", href='/x?a=1&b="'), '<a href="/x?a=1&amp;b=&#34;">a</a>'),
        (dcc.Link(MARKUP, href=f"/?{MARKUP}"), f'<a href="/?{ESCAPED}" data-interne>{ESCAPED}</a>'),
    ],
)
def test_markup_is_escaped_wherever_it_stands(node, text):
    assert to_html(node) == text


def test_only_the_links_of_the_application_are_marked():
    assert to_html(dcc.Link("a", href="/b")) == '<a href="/b" data-interne>a</a>'
    assert to_html(html.A("a", href="https://b.fr")) == '<a href="https://b.fr">a</a>'


@pytest.mark.parametrize(
    ("value", "text"),
    [(True, "<button disabled>a</button>"), (False, "<button>a</button>"), (None, "<button>a</button>")],
)
def test_a_boolean_is_present_or_absent(value, text):
    assert to_html(html.Button("a", disabled=value)) == text


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ({"color": "red"}, "color:red"),
        ({"backgroundColor": "#fff", "borderTopWidth": "1px"}, "background-color:#fff;border-top-width:1px"),
        ({"flex": 1, "--valeur": "50%"}, "flex:1;--valeur:50%"),
    ],
)
def test_a_style_becomes_css(style, text):
    assert to_html(html.Span("a", style=style)) == f'<span style="{text}">a</span>'
