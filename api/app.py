"""The application: every noun, behind one gate.

A noun is a folder with `schemas.py` (what goes over the wire) and `router.py` (its operations, `router = noun("…")`),
and a line in NOUNS.
"""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp

import api.account.router
import api.accounts.router
import api.alerts.router
import api.approvals.router
import api.audit.router
import api.backtests.router
import api.backups.router
import api.blocklists.router
import api.cii.router
import api.clocks.router
import api.compliance.router
import api.compliance.survey
import api.content.router
import api.coverage.router
import api.data_approvals.router
import api.discoveries.router
import api.drills.router
import api.duty.router
import api.entities.router
import api.events.router
import api.exceptions.router
import api.executions.router
import api.exports.router
import api.exposure.router
import api.health.router
import api.incidents.graph
import api.incidents.outlook
import api.incidents.router
import api.indicators.feeds
import api.indicators.hunts
import api.indicators.imports
import api.indicators.router
import api.inventory.router
import api.live.router
import api.notices.router
import api.oidc.router
import api.openc2.router
import api.overview.router
import api.packets.router
import api.playbook_drafts.router
import api.playbooks.router
import api.public_data.router
import api.quarantine.router
import api.recovery.router
import api.report_schedules.router
import api.reports.router
import api.risks.router
import api.roles.router
import api.rules.router
import api.samples.router
import api.session.router
import api.settings.router
import api.situation.router
import api.sources.router
import api.suppliers.router
import api.tokens.router
import api.tuning.router
import api.units.router
import api.views.router
from api import console, deliveries, metrics, openapi, problems
from api.core import Core, Kept, policy_of
from api.gate import Gate
from collectors.inventory.contract import MAX_BYTES as MAX_INVENTORY_BYTES
from model.times import Micros, now_us
from pipeline.content import MAX_BYTES as MAX_CONTENT_BYTES
from pipeline.settings import Settings

LARGER = {
    **dict.fromkeys(("/api/v1/indicator-imports", "/api/v1/indicator-imports/preview"), 32 * 1024 * 1024),
    **dict.fromkeys(("/api/v1/inventory/preview", "/api/v1/inventory/imports"), MAX_INVENTORY_BYTES),
    "/api/v1/content/previews": MAX_CONTENT_BYTES,
}
"""Bodies that hold a whole document."""

NOUNS: tuple[APIRouter, ...] = (
    api.session.router.router,
    api.oidc.router.router,
    api.account.router.router,
    api.accounts.router.router,
    api.roles.router.router,
    api.tokens.router.router,
    api.views.router.router,
    api.units.router.router,
    api.openc2.router.router,
    api.overview.router.router,
    api.situation.router.router,
    api.events.router.router,
    api.packets.router.router,
    api.alerts.router.router,
    api.incidents.graph.router,
    api.incidents.router.router,
    api.incidents.outlook.router,
    api.exposure.router.router,
    api.exposure.router.points_router,
    api.entities.router.router,
    api.inventory.router.router,
    api.discoveries.router.router,
    api.sources.router.router,
    api.sources.router.kinds_router,
    api.sources.router.history_router,
    api.quarantine.router.router,
    api.rules.router.router,
    api.indicators.router.router,
    api.indicators.imports.router,
    api.indicators.feeds.router,
    api.indicators.hunts.router,
    api.backtests.router.router,
    api.content.router.router,
    api.coverage.router.router,
    api.exceptions.router.router,
    api.tuning.router.router,
    api.compliance.router.router,
    api.compliance.survey.router,
    api.samples.router.router,
    api.risks.router.router,
    api.cii.router.router,
    api.suppliers.router.router,
    api.public_data.router.router,
    api.data_approvals.router.router,
    api.reports.router.router,
    api.report_schedules.router.router,
    api.report_schedules.router.kept,
    api.exports.router.router,
    api.playbook_drafts.router.router,
    api.playbooks.router.router,
    api.executions.router.router,
    api.executions.router.effects_router,
    api.approvals.router.router,
    api.blocklists.router.router,
    api.clocks.router.router,
    api.notices.router.router,
    api.duty.router.router,
    api.recovery.router.router,
    api.backups.router.router,
    api.drills.router.router,
    api.audit.router.router,
    api.settings.router.router,
    api.live.router.router,
    api.health.router.router,
)


def create_app(kept: Kept, settings: Settings, *, clock: Callable[[], Micros] = now_us) -> FastAPI:
    """The whole HTTP interface over these stores. clock: what sessions, locks and tokens go by."""
    app = describe()
    app.state.core = Core(kept, settings, policy_of(settings), clock)
    app.add_route("/metrics", metrics.page, methods=["GET"], include_in_schema=False)
    deliveries.mount(app)
    console.mount(app)

    def gate(inner: ASGIApp) -> Gate:
        return Gate(inner, max_body_bytes=settings.api.max_body_bytes, tracing=settings.api.tracing, larger=LARGER)

    built = app.build_middleware_stack
    app.build_middleware_stack = lambda: gate(built())  # type: ignore[method-assign] # outside Starlette's own
    return app


def describe() -> FastAPI:
    """The application without stores: enough to write down its OpenAPI."""
    app = FastAPI(
        title="Fengsui",
        version="1",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    for router in NOUNS:
        app.include_router(router)
    problems.install(app)
    app.openapi = lambda: openapi.describe(app)  # type: ignore[method-assign]
    return app
