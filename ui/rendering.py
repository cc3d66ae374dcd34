"""Records as pages: one Jinja environment per language. Everything that is shown is escaped."""

from __future__ import annotations

import json
from collections.abc import Callable, MutableMapping
from functools import cache, partial
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.runtime import Context, Macro
from starlette.responses import HTMLResponse, Response

from api.asker import Asker
from api.chats import chat_links
from api.language import COOKIE
from api.origins import chosen_here
from api.page import Page
from api.site import LANGUAGES
from ui import insight_pictures, insight_words, kinds, map_pictures, own_names, pictures, reasons, walk_words
from ui.assets import static_address
from ui.filters import options
from ui.frame import Frame, address_of, frame_of, twin_of
from ui.links import anchor_of, crumbs, documents_of, foreign, list_of, mailto, map_of, outside, steps, tel, to, why_of
from ui.names import headline, hue, initials, label, labels, reasons_from, source_names
from ui.own_changes import once
from ui.speech import speech
from ui.structure import blocks

YEAR = 31_536_000


def show(page: Page[Any, Any]) -> Callable[[Request, Asker, Any], Response]:
    """Shows a record by the template of its page."""

    def shown(request: Request, asker: Asker, record: object) -> Response:
        frame = frame_of(request, asker.language, twin_of(page, request))
        response = HTMLResponse(render(page.template or "", asker.language, record, frame, address_of(request)))
        once(request, response)
        response.headers["vary"] = "Cookie, Accept-Language"
        response.headers["content-language"] = asker.language
        if request.query_params.get("lang") in LANGUAGES and chosen_here(request.headers):
            secure = asker.site.https
            response.set_cookie(COOKIE, asker.language, max_age=YEAR, httponly=True, samesite="lax", secure=secure)
        return response

    return shown


def render(template: str, language: str, record: object, frame: Frame, address: Callable[..., str]) -> str:
    """The page of a record. The template reads `page` (the record), `frame`, `address` and the helpers."""
    return environment(language).get_template(template).render(page=record, frame=frame, address=address)


class _Context(Context):
    """Calls macros and helpers as they are: Jinja looks at each for marks that no helper here has, a thousand times a
    page."""

    def call(self, called: Any, /, *args: Any, **named: Any) -> Any:
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        if isinstance(called, Macro):
            return called(self.eval_ctx, *args, **named)
        return called(*args, **named)


class _Environment(Environment):
    """Templates that all have the helpers and nothing more: no template is given globals of its own.

    Jinja's own chain of two mappings is looked through for each helper and each file of macros, on every page.
    """

    context_class = _Context

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


@cache
def environment(language: str) -> Environment:
    """The templates in this language, with their helpers."""
    words = speech(language)
    made = _Environment(
        loader=PackageLoader("ui", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals |= {
        "_": words.text,
        "rich": words.rich,
        "plural": words.plural,
        "words": words,
        "static": static_address,
        "to": to,
        "outside": outside,
        "label": partial(label, language),
        "labels": partial(labels, language),
        "foreign": partial(foreign, language),
        "hue": hue,
        "initials": initials,
        "kind": partial(kinds.name, words),
        "act": partial(kinds.act, words),
        "said": partial(kinds.said, words),
        "acts_told": partial(kinds.acts_told, words),
        "all_told": partial(kinds.all_told, words),
        "every": partial(kinds.every, words),
        "who_reads": partial(kinds.who_reads, words),
        "scope_told": partial(kinds.scope, words),
        "audited": partial(kinds.audited, words),
        "audited_detail": partial(kinds.audited_detail, words),
        "audited_choices": partial(kinds.audited_choices, words),
        "state_of": partial(kinds.state, words),
        "add_up": partial(reasons.add_up, words),
        "did": partial(reasons.did, words),
        "said_so": partial(reasons.said_so, words),
        "cells": reasons.cells,
        "CELLS": reasons.CELLS,
        "far_apart": partial(kinds.far_apart, words),
        "linked_by": partial(kinds.linked_by, words),
        "matched": partial(kinds.matched, words),
        "blocks": blocks,
        "own_field": partial(own_names.own_field, words),
        "audience_of": partial(own_names.audience, words),
        "days": partial(own_names.days, words),
        "field_value": partial(own_names.field_value, words),
        "verdict_of": partial(own_names.verdict, words),
        "site_role": partial(own_names.site_role, words),
        "photo_shown": own_names.photo_shown,
        "AUDIENCES": own_names.AUDIENCES,
        "crumbs": crumbs,
        "spots": pictures.spots,
        "bars": pictures.bars,
        "year_rows": pictures.year_rows,
        "steps": steps,
        "name_lines": map_pictures.name_lines,
        "spots_of": map_pictures.spots_of,
        "spot_of": map_pictures.spot_of,
        "map_of": map_of,
        "gap_lines": map_pictures.gap_lines,
        "tie_lines": map_pictures.tie_lines,
        "tied_to": map_pictures.tied_to,
        "hue_of": map_pictures.hue_of,
        "colours_of": map_pictures.colours_of,
        "stop_told": partial(walk_words.stop_told, words),
        "stop_address": walk_words.stop_address,
        "map_way": partial(map_pictures.way_of, words),
        "topic_name": partial(map_pictures.topic_name, words),
        "map_topic": partial(map_pictures.topic_of, words),
        "map_told": partial(map_pictures.told, words),
        "item_told": partial(map_pictures.item_told, words),
        "levels": partial(insight_words.choices, words, insight_words.LEVELS),
        "topic_orders": partial(insight_words.choices, words, insight_words.ORDERS),
        "insight_view": partial(words.named, insight_words.VIEWS),
        "computed": partial(words.named, insight_words.COMPUTES),
        "covered": partial(words.named, insight_words.COVERED),
        "trend_bars": insight_words.trend_bars,
        "trend_told": partial(insight_words.trend_told, words),
        "counted": partial(insight_words.counted, words),
        "shade": insight_words.shade,
        "heat_picture": partial(insight_pictures.heat_picture, language),
        "communities_picture": insight_pictures.communities_picture,
        "gap_picture": insight_pictures.gap_picture,
        "leaning": partial(insight_words.leaning, words),
        "invitations": insight_words.invitations,
        "topics_told": partial(insight_words.topics_told, language),
        "people_kind": partial(kinds.people, words),
        "people_order": partial(kinds.people_order, words),
        "anchor_of": anchor_of,
        "list_of": list_of,
        "why_of": why_of,
        "documents_of": documents_of,
        "as_text": lambda value: json.dumps(value, indent=2, ensure_ascii=False),
        "filters": partial(options, words),
        "source_names": source_names,
        "reasons": partial(reasons_from, words),
        "mailto": mailto,
        "chat_links": chat_links,
        "tel": tel,
        "headline": partial(headline, words),
        "quoted": lambda said: ", ".join(f"“{each}”" for each in said),
        "search_for": lambda text: "/search?" + urlencode({"q": text}),
        "search_about": lambda document: "/search?" + urlencode({"document": document}),
        "people_found": lambda text: "/people?" + urlencode({"q": text}),
    }
    return made
