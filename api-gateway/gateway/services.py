"""What the routes share: the settings, the uploads and the queues, made once per application."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from gateway.jobs.artifact_queue import ArtifactQueue
from gateway.jobs.queue import JobQueue
from gateway.settings import GatewaySettings
from gateway.uploads.store import Uploads


@dataclass(frozen=True)
class Services:
    """The parts behind the routes."""

    settings: GatewaySettings
    uploads: Uploads
    queue: JobQueue
    artifacts: ArtifactQueue


def _of_app(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


AppServices = Annotated[Services, Depends(_of_app)]
"""A route's parameter for the parts."""
