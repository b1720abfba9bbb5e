"""DATA: control catalogues, cases, triggers, gates, deadlines, scoring and evidence rules, each with version and source."""
