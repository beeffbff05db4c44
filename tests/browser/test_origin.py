"""A page of the web that leads its own name to this machine gets nothing of the dashboard."""

from urllib.parse import urlsplit


def test_a_rebound_name_gets_nothing(chromium, address):
    port = urlsplit(address).port
    page = chromium.new_page()
    for path in ("/", "/sante", "/telecharger/vues/actions.csv", "/assets/sdsf.css"):
        answer = page.goto(f"http://rebound.example:{port}{path}")
        assert (answer.status, answer.text()) == (400, "400 Bad Request")
    assert page.goto(f"{address}/sante").status == 200
    asked = f"fetch('{address}/sante').then((r) => r.text()).catch(() => 'refused')"
    page.goto(f"http://rebound.example:{port}/")
    assert page.evaluate(asked) == "refused"
    page.close()
