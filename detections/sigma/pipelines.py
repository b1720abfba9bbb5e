"""Processing pipelines of pySigma: installed ones by name, others by file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sigma.exceptions import SigmaError
from sigma.plugins import InstalledSigmaPlugins
from sigma.processing.pipeline import ProcessingPipeline
from sigma.processing.resolver import ProcessingPipelineResolver

from model.errors import InputError


def resolve(names: Sequence[str]) -> ProcessingPipeline | None:
    """The pipelines joined in the order of their priorities; None for none. Raises InputError for one that is not there."""
    if not names:
        return None
    if all(Path(name).exists() for name in names):
        resolver = ProcessingPipelineResolver()  # looking for installed ones imports every backend
    else:
        resolver = InstalledSigmaPlugins.autodiscover().get_pipeline_resolver()
    try:
        return resolver.resolve(list(names))
    except (SigmaError, OSError, ValueError, TypeError, KeyError) as error:
        known = ", ".join(sorted(resolver.pipelines)) or "none installed"
        raise InputError(
            f"processing pipeline cannot be used: {error}", where=", ".join(names), hint=f"a file, or one of: {known}"
        ) from error
