"""Scenarios: another travel time on one link of a programme's network; computed when asked, never stored."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from ninja.errors import HttpError

from hongqiao.publish.api.answers import READ, found
from hongqiao.publish.api.asked import Id
from hongqiao.publish.api.figures import Figures
from hongqiao.publish.api.shapes import ScenarioOut
from hongqiao.record import programme_queries, scenarios

router = Router()
type City = Annotated[str, Query(min_length=1, max_length=120, description="The id of a place of the network.")]
type Minutes = Annotated[float, Query(ge=1, le=1440, allow_inf_nan=False, description="The new travel time.")]


@router.get("/programmes/{programme}/scenario", response={200: ScenarioOut, **READ}, tags=["scenarios"])
def scenario(request: HttpRequest, programme: Id, a: City, b: City, minutes: Minutes) -> Any:  # noqa: ARG001 - a view's signature
    """What would change if the fastest journey between two cities took so many minutes, both ways."""
    found(programme_queries.programme(programme), "programme")
    network = scenarios.network(programme)
    if network is None:
        raise HttpError(404, "the programme's data carry no network: that takes a timetable and the cities' sizes")
    ends = network.index(a), network.index(b)
    if ends[0] is None or ends[1] is None:
        raise HttpError(404, f"the network has the cities {', '.join(city.id for city in network.cities)}")
    if ends[0] == ends[1]:
        raise HttpError(422, "a link joins two different cities")
    answer = scenarios.scenario(network, ends[0], ends[1], minutes)
    figures = Figures(
        [
            answer.before,
            answer.after,
            *(item.change for item in answer.changes),
            *(figure for item in answer.valuable for figure in (item.gain, item.minutes)),
        ]
    )
    return {
        "programme": programme,
        "a": answer.a.id,
        "b": answer.b.id,
        "before": figures.out(answer.before),
        "after": figures.out(answer.after),
        "changes": [
            {"place": item.city.id, "names": item.city.names, "change": figures.out(item.change)}
            for item in answer.changes
        ],
        "links_worth_most": [
            {"a": item.a.id, "b": item.b.id, "gain": figures.out(item.gain), "minutes": figures.out(item.minutes)}
            for item in answer.valuable
        ],
        "assumptions": [item.why for item in answer.assumptions],
        "residual": answer.residual,
        "procedure": answer.procedure,
        "left_out": [{"place": place, "names": names, "why": why} for place, names, why in network.left_out],
    }
