"""What could follow from an incident, exposure paths and choke points over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from api.exposure.schemas import ChokePointsRead, ExposurePaths
from api.exposure.views import ELSEWHERE
from api.incidents.outlook_schemas import IncidentOutlook
from correlator import Correlator
from model.alert import Alert, RuleRef
from model.entity import Entity, EntityKind, Role
from model.inventory import Exposure
from model.severity import Level
from store import alerts, incidents, inventory
from store.identity import Role as Post
from store.scope import EVERYTHING
from tests.api.district import code, read
from tests.api.site import Client, Site
from tests.correlator.capability.district import CENTRE, ESTATE, WATER

FIELDS = (
    "zones", "assets", "services", "accounts", "conduits", "rights", "exposures", "data_sets", "data_grants", "controls",
)  # fmt: skip
Told = tuple[Site, str, Client]


@pytest.fixture(scope="module")
def told(shared_site: Site) -> Told:
    """A district with a register, one incident in which somebody runs code on the portal, and an analyst."""
    now = shared_site.clock()
    alert = Alert(
        id="a" * 32, rule=RuleRef(id="r", title="Code on the portal", level=Level.CRITICAL), time=now, first_time=now, created=now,
        unit=CENTRE, source="edr", event_ids=("e",), tactics=("execution",), techniques=("T1059",),
        entities=(
            Entity(kind=EntityKind.HOST, value="portal.district.example", role=Role.TARGET),
            Entity(kind=EntityKind.HOST, value="nobody-knows", role=Role.TARGET),
        ),
    )  # fmt: skip
    for unit in (CENTRE, WATER):
        shared_site.unit(unit)
    with shared_site.state.transaction() as tx:
        inventory.put_all(tx, [one for field in FIELDS for one in getattr(ESTATE, field)], actor="test")
        alerts.add(tx, [alert])
        incidents.apply(tx, Correlator().feed(alert))
        incident = incidents.of_alert(tx, alert.id, EVERYTHING)[0]
    return shared_site, incident, shared_site.signed_in(Post.ANALYST)


def test_administrators_and_strangers_learn_nothing_of_what_could_follow(told: Told) -> None:
    site, incident, _ = told
    for address in (f"incidents/{incident}/outlook", "exposure-paths?data_set=citizens", "choke-points"):
        assert code(site.client().get(f"/api/v1/{address}")) == (401, "auth.required")
        assert code(site.signed_in(Post.AUDIT_ADMIN).get(f"/api/v1/{address}")) == (403, "permission.missing")
    assert code(site.signed_in(Post.LEADER).get("/api/v1/choke-points")) == (403, "permission.missing")


def test_an_incident_says_what_is_held_what_comes_next_what_is_at_risk_and_what_would_stop_it(told: Told) -> None:
    _, incident, analyst = told
    found = IncidentOutlook.model_validate(read(analyst, f"incidents/{incident}/outlook"))
    assert [(one.kind, one.target.id) for one in found.held] == [("foothold", "portal")]
    assert found.unplaced == ["host:nobody-knows"]
    first = found.next[0]
    assert (first.step.rule, first.step.target.id) == ("dependency.credentials", "postgres")
    assert first.why
    assert first.why_zh
    citizens = found.blast.data[0]
    assert (citizens.data_set.id, citizens.actions, citizens.ring) == ("citizens", 2, "likely")
    assert citizens.path.actions == 2
    assert not citizens.path.partial
    best = found.containment[0]
    assert best.verified
    assert best.cost == best.bound == sum(one.action.cost for one in best.actions)
    assert len(found.containment) > 1


def test_what_other_units_own_goes_without_name(told: Told) -> None:
    site, incident, _ = told
    officer = site.signed_in(Post.UNIT_SECURITY_OFFICER, unit=CENTRE)
    found = read(officer, f"incidents/{incident}/outlook")
    shown = str(found)
    assert "citizens" in shown
    assert "pump" not in shown
    assert WATER not in shown
    stranger = site.signed_in(Post.UNIT_SECURITY_OFFICER, unit=WATER)
    assert code(stranger.get(f"/api/v1/incidents/{incident}/outlook"))[0] == 404
    assert code(stranger.get("/api/v1/exposure-paths", params={"data_set": "citizens"}))[0] == 404
    points = read(stranger, "choke-points")
    assert points["points"]
    assert "database" not in str(points)
    assert ELSEWHERE[0] in str(points)


def test_ways_to_a_data_set_are_listed_by_where_they_begin(told: Told) -> None:
    _, _, analyst = told
    found = ExposurePaths.model_validate(read(analyst, "exposure-paths", data_set="citizens"))
    by_origin = {one.origin.id: one for one in found.origins}
    assert [one.id for one in by_origin["internet"].origin.zones] == ["internet"]
    assert by_origin["internet"].paths[0].steps[0].rule.startswith("network.")
    assert by_origin["supplier"].origin.zones == []
    assert by_origin["supplier"].paths == []
    assert code(analyst.get("/api/v1/exposure-paths", params={"data_set": "nothing"}))[0] == 404
    one = read(analyst, "exposure-paths", data_set="citizens", origin="office", limit=1)
    assert [found["origin"]["id"] for found in one["origins"]] == ["office"]


def test_a_change_of_the_register_counts_at_once(told: Told) -> None:
    site, _, analyst = told

    def ways() -> list[Any]:
        paths = read(analyst, "exposure-paths", data_set="citizens", origin="internet")["origins"][0]["paths"]
        return [[step["rule"] for step in path["steps"] if step["action"]] for path in paths]

    before = ways()
    assert ["service.exploit", "dependency.credentials", "data.held"] in before
    with site.state.transaction() as tx:
        inventory.remove(tx, Exposure, "portal-rce", EVERYTHING, actor="test")
    assert not any("service.exploit" in way for way in ways())
    with site.state.transaction() as tx:
        inventory.put(tx, next(one for one in ESTATE.exposures if one.id == "portal-rce"), actor="test")
    assert ways() == before


def test_choke_points_say_how_many_pairs_each_keeps_apart(told: Told) -> None:
    _, _, analyst = told
    found = ChokePointsRead.model_validate(read(analyst, "choke-points"))
    assert found.pairs > 0
    cuts = [one.cuts for one in found.points]
    assert cuts == sorted(cuts, reverse=True)
    assert all(0 < one.share <= 1 for one in found.points)
