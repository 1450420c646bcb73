"""Every address of the site. Pages stand below /de/, /en/ or /zh/; the interface for machines below /api/v1/."""

from django.urls import path

from hongqiao.publish.api import api
from hongqiao.publish.language import in_each_language
from hongqiao.publish.pages import (
    about,
    chart_files,
    documents,
    drafts,
    facts,
    intake,
    profiles,
    programmes,
    refused,
    scenarios,
    search,
    travel,
    watching,
    world,
)

PAGES = [
    path("", programmes.home, name="home"),
    path("programme/<str:programme>/", programmes.overview, name="programme"),
    path("programme/<str:programme>/draft/", drafts.draft, name="draft"),
    path("programme/<str:programme>/conflicts/", programmes.conflicts, name="conflicts"),
    path("programme/<str:programme>/travel/", travel.travel_times, name="travel"),
    path("programme/<str:programme>/travel/summary/", travel.summary, name="travel-summary"),
    path("programme/<str:programme>/fields/", profiles.five_fields, name="five-fields"),
    path("programme/<str:programme>/scenario/", scenarios.scenario, name="scenario"),
    path("plan/<str:plan>/", programmes.plan, name="plan"),
    path("target/<str:target>/", programmes.target, name="target"),
    path("event/<str:event>/", programmes.event, name="event"),
    path("measure/<str:measure>/", programmes.measure, name="measure"),
    path("project/<str:project>/", programmes.project, name="project"),
    path("fact/<str:fact>/", facts.fact, name="fact"),
    path("documents/", documents.listed, name="documents"),
    path("document/<str:document>/", documents.document, name="document"),
    path("data/<str:dataset>/", documents.dataset, name="dataset"),
    path("places/", world.places, name="places"),
    path("place/<str:place>/", world.place, name="place"),
    path("institutions/", world.institutions, name="institutions"),
    path("institution/<str:institution>/", world.institution, name="institution"),
    path("indicator/<str:indicator>/", world.indicator, name="indicator"),
    path("add/", intake.add, name="intake"),
    path("add/<str:batch>/", intake.batch, name="batch"),
    path("claim/<str:claim>/judge/", intake.judge, name="judge"),
    path("card/<str:kind>/<str:key>.png", chart_files.card, name="card"),
    path("feed/<str:kind>/<str:key>.<str:form>", watching.feed, name="feed"),
    path("chart/<str:kind>/<str:subject>.<str:form>", chart_files.chart_file, name="chart-file"),
    path("search/", search.search, name="search"),
    path("about/", about.about, name="about"),
]

urlpatterns = [
    path("", programmes.front, name="front"),
    path("health", about.health, name="health"),
    path("api/v1/", api.urls),
    in_each_language(PAGES),
]

handler400 = refused.bad_request
handler403 = refused.forbidden
handler404 = refused.not_found
handler500 = refused.broken
