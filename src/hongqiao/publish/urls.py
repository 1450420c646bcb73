"""Every address of the site. Pages stand below /de/, /en/ or /zh/; the interface for machines below /api/v1/."""

from django.urls import path

from hongqiao.publish.api import api
from hongqiao.publish.language import in_each_language
from hongqiao.publish.pages import (
    about,
    comparisons,
    documents,
    facts,
    industries,
    intake,
    maps,
    messages,
    institution_forms,
    intake,
    plan_forms,
    profiles,
    programmes,
    projects,
    refused,
    review,
    scenarios,
    search,
    travel,
    world,
)

PAGES = [
    path("", programmes.home, name="home"),
    path("programme/<str:programme>/", programmes.overview, name="programme"),
    path("programme/<str:programme>/conflicts/", programmes.conflicts, name="conflicts"),
    path("programme/<str:programme>/travel/", travel.travel_times, name="travel"),
    path("programme/<str:programme>/travel/summary/", travel.summary, name="travel-summary"),
    path("programme/<str:programme>/fields/", profiles.five_fields, name="five-fields"),
    path("programme/<str:programme>/map/", maps.programme_map, name="map"),
    path("programme/<str:programme>/outline.geojson", maps.programme_outline, name="programme-outline"),
    path("programme/<str:programme>/scenario/", scenarios.scenario, name="scenario"),
    path("programme/<str:programme>/plans/new/", plan_forms.plan_new, name="plan-new"),
    path("programme/<str:programme>/measures/new/", plan_forms.measure_new, name="measure-new"),
    path("plan/<str:plan>/", programmes.plan, name="plan"),
    path("plan/<str:plan>/edit/", plan_forms.plan_edit, name="plan-edit"),
    path("clause/<str:clause>/edit/", plan_forms.clause_edit, name="clause-edit"),
    path("target/<str:target>/", programmes.target, name="target"),
    path("target/<str:target>/edit/", plan_forms.target_edit, name="target-edit"),
    path("event/<str:event>/", programmes.event, name="event"),
    path("measure/<str:measure>/", programmes.measure, name="measure"),
    path("measure/<str:measure>/edit/", plan_forms.measure_edit, name="measure-edit"),
    path("programme/<str:programme>/projects/", projects.listed, name="projects"),
    path("programme/<str:programme>/projects/new/", projects.new, name="project-new"),
    path("programme/<str:programme>/silence/", projects.silence, name="silence"),
    path("project/<str:project>/", projects.project, name="project"),
    path("project/<str:project>/edit/", projects.edit, name="project-edit"),
    path("fact/<str:fact>/", facts.fact, name="fact"),
    path("documents/", documents.listed, name="documents"),
    path("document/<str:document>/", documents.document, name="document"),
    path("data/<str:dataset>/", documents.dataset, name="dataset"),
    path("places/", world.places, name="places"),
    path("place/<str:place>/", world.place, name="place"),
    path("place/<str:place>/reach.geojson", maps.reach_geojson, name="reach-geojson"),
    path("place/<str:place>/against/", comparisons.choose, name="against-which"),
    path("place/<str:place>/against/<str:other>/", comparisons.against, name="against"),
    path("place/<str:place>/contact/", messages.write, name="contact"),
    path("place/<str:place>/messages/", messages.received, name="messages"),
    path("message/<str:message>/", messages.message, name="message"),
    path("industries/", industries.listed, name="industries"),
    path("industry/<str:code>/", industries.industry, name="industry"),
    path("institutions/", world.institutions, name="institutions"),
    path("institutions/new/", institution_forms.new, name="institution-new"),
    path("institution/<str:institution>/", world.institution, name="institution"),
    path("institution/<str:institution>/edit/", institution_forms.edit, name="institution-edit"),
    path("contacts/", institution_forms.contacts, name="contacts"),
    path("indicator/<str:indicator>/", world.indicator, name="indicator"),
    path("add/", intake.add, name="intake"),
    path("add/<str:batch>/", intake.batch, name="batch"),
    path("claim/<str:claim>/judge/", intake.judge, name="judge"),
    path("programme/<str:programme>/review/", review.queue, name="review"),
    path("programme/<str:programme>/review/history/", review.history, name="review-history"),
    path("programme/<str:programme>/review/<str:claim>/facts/", review.candidates, name="review-facts"),
    path("review/<str:claim>/judge/", review.judge, name="review-judge"),
    path("fact/<str:fact>/judge/", review.fact, name="fact-judge"),
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
