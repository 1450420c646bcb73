"""stub"""

from django.http import HttpResponse


def add(request):
    return HttpResponse("")


def batch(request, batch):
    return HttpResponse("")


def judge(request, claim):
    return HttpResponse("")
