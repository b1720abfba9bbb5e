"""Three synchronizations: gates of a project, artefacts, days in order, promises kept."""
