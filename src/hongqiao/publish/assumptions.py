"""Assumptions that the platform itself makes, in the page's language; those of a pack stay in the words of the pack."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hongqiao.ground.basis import Assumption
from hongqiao.publish import language

KNOWN = (
    gettext_noop(
        "flows fall with travel time as trade falls with distance, elasticity -1.1: the mean of structural estimates in Head & Mayer (2014), Handbook of International Economics 4, table 4; to apply it to minutes is our choice"
    ),
    gettext_noop(
        "elasticity of substitution 5, a trade elasticity of 4 as estimated by Simonovska & Waugh (2014), Journal of International Economics 92; within one country it may be higher"
    ),
    gettext_noop("a trip within a city takes 30 minutes, a change of trains 20: round numbers"),
    gettext_noop("a value typed into the form, which nothing in the record backs"),
    gettext_noop("whole texts, closest sentences and shared terms are weighted as tuned on a labelled set of its own"),
    gettext_noop("the encoder of this site, which says how close the meanings of two texts are"),
)
_PEOPLE = (gettext_noop("reader of this page"), gettext_noop("who runs this site"))
_JOURNEY = re.compile(r"a journey of ([\d.]+) minutes, both ways")


def assumed(why: str) -> tuple[str, str]:
    """What is assumed and the language that it is told in: the page's for what the platform assumes, else English."""
    if match := _JOURNEY.fullmatch(why):
        return _("a journey of %(minutes)s minutes, both ways") % {"minutes": match[1]}, language.ours()
    return (_(why), language.ours()) if why in KNOWN else (why, "en")


def said(assumption: Assumption) -> tuple[str, str, str]:
    """Who assumes what, and in which language: the pack's words, else ours for what the platform assumes."""
    tongue = language.ours()
    who, why, spoken = assumption.said(tongue)
    if spoken != tongue:
        told, known = assumed(assumption.why)
        if known == tongue:
            return (_(assumption.who) if assumption.who in _PEOPLE else assumption.who), told, tongue
    return who, why, spoken
