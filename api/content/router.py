"""Content: a file is uploaded and looked at, then installed; the running platform takes it in by itself."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.access import Caller, noun, require
from api.content.schemas import ContentPreview, ContentProblem, PackInstall, PackName, PackRead, Packs
from api.core import core_of
from api.jobs import Job, JobState, jobs_of, owner_of
from api.openapi import declares
from api.rules.library import library_of
from api.transactions import Reading
from api.wire import Plain, moment
from model.errors import Conflict
from pipeline import content as contents
from store import content
from store.content import ContentPack

router = noun("content")

Reader = Annotated[Caller, Depends(require("rules:read"))]
Changer = Annotated[Caller, Depends(require("rules:change"))]
KIND = "content"
UPLOAD = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get("", operation_id="list_content", response_model=Packs)
def list_content(_: Reader, tx: Reading) -> Packs:
    """The rule packs that are installed."""
    return Packs(items=[_pack(pack) for pack in content.find(tx)])


@router.post(
    "/previews",
    status_code=202,
    operation_id="preview_content",
    response_model=ContentPreview,
    responses=declares(409),
    openapi_extra=UPLOAD,
)
async def preview_content(
    caller: Changer,
    request: Request,
    response: Response,
    name: Annotated[PackName, Query(description="What the pack is called, or is to be called")] = "sigma",
    file: Annotated[str, Query(max_length=255, pattern=Plain, description="The file's name")] = "",
) -> ContentPreview:
    """Upload a Sigma file or release archive (the body, as it is) and have it looked at. Installs nothing."""
    core = core_of(request)
    data = await request.body()

    def start() -> Job:
        kept = contents.receive(core.settings, data)
        report = library_of(core).rules.report
        job = contents.preview_job(core.settings, core.state, kept, name, report, shown=file)
        about = {"upload": kept.stem, "name": name, "version": contents.guessed_version(file), "size": len(data)}
        return jobs_of(request).start(KIND, owner_of(caller), contents.preview, job, about)

    started = await run_in_threadpool(start)
    response.headers["Location"] = f"/api/v1/content/previews/{started.id}"
    return _preview(started)


@router.get("/previews/{preview_id}", operation_id="get_content_preview", response_model=ContentPreview)
def get_content_preview(preview_id: str, caller: Changer, request: Request) -> ContentPreview:
    """What the upload holds, as far as it is known."""
    return _preview(jobs_of(request).get(preview_id, owner_of(caller), KIND))


@router.post("", status_code=201, operation_id="install_content", response_model=PackRead, responses=declares(404, 409))
def install_content(body: PackInstall, caller: Changer, request: Request) -> PackRead:
    """Install what was looked at, in place of the pack of the same name."""
    core = core_of(request)
    job = jobs_of(request).get(body.preview, owner_of(caller), KIND)
    if job.state is not JobState.DONE:
        raise Conflict("the preview is not done", hint="wait for it, or upload the file again")
    file = contents.received(core.settings, job.about["upload"])
    installed = contents.install(
        core.settings,
        core.state,
        file,
        name=job.about["name"],
        version=body.version or job.about["version"],
        counts=job.found["counts"],
        actor=caller.actor,
    )
    return _pack(installed)


@router.delete("/{pack}", status_code=204, operation_id="remove_content", response_model=None)
def remove_content(pack: str, caller: Changer, request: Request) -> None:
    """Take a pack and its rules out."""
    core = core_of(request)
    contents.uninstall(core.settings, core.state, pack, actor=caller.actor)


def _pack(pack: ContentPack) -> PackRead:
    return PackRead(
        name=pack.name,
        version=pack.version,
        digest=pack.digest,
        size=pack.size,
        counts=pack.counts,
        imported=moment(pack.imported),
        imported_by=pack.imported_by,
    )


def _preview(job: Job) -> ContentPreview:
    found = job.found
    return ContentPreview(
        id=job.id,
        state=job.state,
        problem=job.problem or None,
        upload=job.about["upload"],
        name=job.about["name"],
        version=job.about["version"],
        size=job.about["size"],
        counts=found.get("counts"),
        wrong=[ContentProblem(**one) for one in found.get("wrong", [])],
        changed=found.get("changed", []),
        taken=found.get("taken", []),
        seconds=round(job.seconds, 1),
    )
