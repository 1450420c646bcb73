"""The scenario page: one link, other minutes, and what it would change. Nothing of it is stored."""

import math

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hongqiao.publish import drawn
from hongqiao.record import models, scenarios


def scenario(request: HttpRequest, programme: str) -> HttpResponse:
    """A faster or slower journey between two cities of the programme's network."""
    row = models.Programme.objects.filter(pk=programme).first()
    if row is None:
        raise Http404
    shown = {"section": "programmes", "programme": row}
    network = scenarios.network(programme)
    if network is None:
        return render(request, "scenario.html", shown | {"network": None})
    a, b, wrong = _link(request, network, row.places)
    before = network.travel_time(a, b)
    minutes, said = _minutes(request, before.value)
    answer = scenarios.scenario(network, a, b, minutes)
    shown |= {
        "network": network,
        "answer": answer,
        "chart": drawn.of_scenario(programme, answer),
        "minutes": f"{minutes:g}",
        "wrong": [text for text in (wrong, said) if text],
        "residual": f"{answer.residual:.0e}",
    }
    return render(request, "scenario.html", shown)


def _link(request: HttpRequest, network: scenarios.Network, places: list[str]) -> tuple[int, int, str]:
    """The two cities asked for; by default the first two of the programme that the network knows."""
    known = [place for place in places if network.index(place) is not None]
    known += [city.id for city in network.cities if city.id not in known]
    asked = (request.GET.get("a") or known[0], request.GET.get("b") or known[1])
    a, b = (network.index(place) for place in asked)
    if a is None or b is None or a == b:
        wrong = _("A link joins two different cities of the list; shown is the first link instead.")
        return network.index(known[0]) or 0, network.index(known[1]) or 0, wrong
    return a, b, ""


def _minutes(request: HttpRequest, before: float) -> tuple[float, str]:
    """The minutes asked for; ten less than today, at least half, where nothing was asked."""
    asked = request.GET.get("minutes", "").strip().replace(",", ".")
    default = max(before - 10, math.ceil(before / 2))
    if not asked:
        return default, ""
    try:
        minutes = float(asked)
    except ValueError:
        minutes = math.nan
    if not scenarios.FEWEST_MINUTES <= minutes <= scenarios.MOST_MINUTES:
        message = _("“%(asked)s” is no travel time; give minutes from 1 to 1440. Shown are %(minutes)s minutes.")
        return default, message % {"asked": asked[:20], "minutes": f"{default:g}"}
    return minutes, ""
