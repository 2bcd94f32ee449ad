"""The operator's follow-up, for programs and for the phone: read, and entered once for a key."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Annotated, Any, TypeVar

from litestar import Response
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from pydantic import BaseModel
from sqlmodel import Session, SQLModel

from clauses.access.followed import followed
from clauses.access.lists import Wanted
from clauses.access.queries import found
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.db import reading, writing
from clauses.errors import Invalid
from clauses.quantities import percent
from clauses.sites.entries import stored_by
from clauses.sites.figures import figures
from clauses.sites.models import Attendance, FollowUp, Meeting, Mission, OperatorAction, Referral
from clauses.sites.queries import sheet_of
from clauses.sites.rules import Done, EntryKind, MeetingKind, Present, ReferralState, Task
from clauses.web import site_shapes as shapes
from clauses.web import site_writing as write
from clauses.web.api_parts import (
    AnyRequest,
    Cursor,
    IfMatch,
    Limit,
    Listing,
    Once,
    Sort,
    acts,
    adds,
    changes,
    etag,
    one,
    page,
    shows,
    versioned,
)
from clauses.web.api_writes import change, given
from clauses.web.rule import every, on
from clauses.web.visitors import asker, place_of

TAG = "Suivi de chantier"
LARGEST = 8_000_000
"""Bytes of a signature as JSON: its picture is a third longer than it is."""
R = TypeVar("R", bound=SQLModel)
S = TypeVar("S", bound=BaseModel)


def _entered(
    request: AnyRequest,
    table: type[R],
    shape: Callable[[Session, Scope, Sequence[R]], list[S]],
    enter: Callable[[Session, Scope, str | None], int],
    where: str,
) -> Response[S]:
    """Enters something, once for its key: sent again, the answer says what is stored."""
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        number = enter(session, scope, request.headers.get("idempotency-key"))
        (shown,) = shape(session, scope, [found(session, scope, table, number)])
    return Response(shown, status_code=201, headers={"ETag": etag(shown), "Location": f"{where}/{number}"})


# Actions


@shows("/api/site/actions", every(Resource.SITE), TAG)
def list_actions(
    request: AnyRequest, sort: Sort = "", cursor: Cursor = "", limit: Limit = 50, year: FromQuery[int | None] = None
) -> Listing[shapes.ActionShown]:
    """Les actions d'opérateur que l'on peut voir."""
    return page(request, OperatorAction, shapes.actions, Wanted("", sort, cursor, limit, {"year": year}))


@shows("/api/site/actions/{number:int}", on(OperatorAction, "number"), TAG)
def get_action(request: AnyRequest, number: FromPath[int]) -> Response[shapes.ActionShown]:
    """Une action, avec ses objectifs."""
    return one(request, OperatorAction, number, shapes.actions)


@shows("/api/site/actions/{number:int}/figures", on(OperatorAction, "number"), TAG)
def get_figures(request: AnyRequest, number: FromPath[int]) -> shapes.FiguresShown:
    """Les chiffres d'une action et ses deux objectifs, pour qui la suit entière ; sinon ceux de ses participants."""
    scope = asker(request)
    with reading(place_of(request).engine) as session:
        seen = followed(session, scope, number, scope.today)
        told = seen.whole or figures(seen.facts)
    kept = {name: value for name, value in asdict(told).items() if name in shapes.FiguresShown.model_fields}
    return shapes.FiguresShown(
        **kept
        | {
            "received": _share(told.received, told.foreseen),
            "positive_of_foreseen": _share(told.positive, told.foreseen),
            "positive_of_received": _share(told.positive, told.received),
        }
    )


def _share(numerator: int, base: int) -> shapes.ShareShown:
    return shapes.ShareShown(numerator=numerator, base=base, percent=percent(numerator, base))


# People sent


@shows("/api/site/referrals", every(Resource.SITE), TAG)
def list_referrals(
    request: AnyRequest,
    sort: Sort = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    action_id: FromQuery[int | None] = None,
    person_id: FromQuery[int | None] = None,
    state_: Annotated[ReferralState | None, QueryParameter(name="state")] = None,
) -> Listing[shapes.ReferralShown]:
    """Les personnes adressées à l'opérateur que l'on peut voir."""
    filters = {"action_id": action_id, "person_id": person_id, "state": state_}
    return page(request, Referral, shapes.referrals, Wanted("", sort, cursor, limit, filters))


@shows("/api/site/referrals/{number:int}", on(Referral, "number"), TAG)
def get_referral(request: AnyRequest, number: FromPath[int]) -> Response[shapes.ReferralShown]:
    """Une personne adressée, et la réponse de l'opérateur."""
    return one(request, Referral, number, shapes.referrals)


@adds("/api/site/referrals", every(Resource.SITE, Act.CREATE), TAG)
def create_referral(
    request: AnyRequest, data: JSONBody[shapes.ReferralGiven], once: Once = None
) -> Response[shapes.ReferralShown]:
    """Adresse quelqu'un à l'opérateur."""

    def enter(session: Session, scope: Scope, key: str | None) -> int:
        return write.send(session, scope, key=key, **data.model_dump())

    return _entered(request, Referral, shapes.referrals, enter, "/api/site/referrals")


@acts("/api/site/referrals/{number:int}/answer", on(Referral, "number", Act.MODIFY), TAG)
def answer_referral(
    request: AnyRequest, number: FromPath[int], data: JSONBody[shapes.AnswerGiven]
) -> Response[shapes.ReferralShown]:
    """Accepte la personne, ou la refuse avec un motif."""
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        row = found(session, scope, Referral, number, Act.MODIFY)
        write.answer(session, scope, referral_id=number, **data.model_dump())
        session.refresh(row)  # somebody refused is no longer seen by the operator: the answer is shown this once
        (shown,) = shapes.referrals(session, scope, [row])
    return versioned(shown)


# Meetings and presences


@shows("/api/site/meetings", every(Resource.SITE), TAG)
def list_meetings(
    request: AnyRequest,
    sort: Sort = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    action_id: FromQuery[int | None] = None,
    kind: FromQuery[MeetingKind | None] = None,
    lot_id: FromQuery[int | None] = None,
) -> Listing[shapes.MeetingShown]:
    """Les rencontres que l'on peut voir, avec leurs présences."""
    filters = {"action_id": action_id, "kind": kind, "lot_id": lot_id}
    return page(request, Meeting, shapes.meetings, Wanted("", sort, cursor, limit, filters))


@shows("/api/site/meetings/{number:int}", on(Meeting, "number"), TAG)
def get_meeting(request: AnyRequest, number: FromPath[int]) -> Response[shapes.MeetingShown]:
    """Une rencontre."""
    return one(request, Meeting, number, shapes.meetings)


@adds("/api/site/meetings", every(Resource.SITE, Act.CREATE), TAG)
def create_meeting(
    request: AnyRequest, data: JSONBody[shapes.MeetingGiven], once: Once = None
) -> Response[shapes.MeetingShown]:
    """Enregistre une rencontre. Un entretien avant le module et son test est refusé, sauf exception motivée."""

    def enter(session: Session, scope: Scope, key: str | None) -> int:
        return write.hold(
            session,
            scope,
            key=key,
            people=[Present(**each.model_dump()) for each in data.people],
            tasks=[Task(**each.model_dump()) for each in data.tasks],
            **data.model_dump(exclude={"people", "tasks"}),
        )

    return _entered(request, Meeting, shapes.meetings, enter, "/api/site/meetings")


@shows("/api/site/attendances", every(Resource.SITE), TAG)
def list_attendances(
    request: AnyRequest,
    sort: Sort = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    meeting_id: FromQuery[int | None] = None,
    person_id: FromQuery[int | None] = None,
) -> Listing[shapes.AttendanceShown]:
    """Les présences que l'on peut voir, et ce qui les prouve."""
    filters = {"meeting_id": meeting_id, "person_id": person_id}
    return page(request, Attendance, shapes.attendances, Wanted("", sort, cursor, limit, filters))


@shows("/api/site/attendances/{number:int}", on(Attendance, "number"), TAG)
def get_attendance(request: AnyRequest, number: FromPath[int]) -> Response[shapes.AttendanceShown]:
    """Une présence."""
    return one(request, Attendance, number, shapes.attendances)


@changes("/api/site/attendances/{number:int}", on(Attendance, "number", Act.MODIFY), TAG)
def change_attendance(
    request: AnyRequest, number: FromPath[int], data: JSONBody[shapes.AttendanceChanged], if_match: IfMatch = None
) -> Response[shapes.AttendanceShown]:
    """Dit que quelqu'un d'attendu est venu ou non, le test passé, une remarque."""
    fields = given(data)

    def mark(session: Session, scope: Scope, row: Attendance) -> Sequence[str]:
        write.mark(session, scope, attendance_id=number, **fields)
        return list(fields)

    return change(request, Attendance, number, shapes.attendances, mark, subject="attendance")


@adds("/api/site/signatures", every(Resource.SITE, Act.CREATE), TAG, request_max_body_size=LARGEST)
def create_signature(
    request: AnyRequest, data: JSONBody[shapes.SignatureGiven], once: Once = None
) -> Response[shapes.AttendanceShown]:
    """Garde un émargement, avec son heure, son auteur et l'empreinte de son image."""
    place = place_of(request)

    def enter(session: Session, scope: Scope, key: str | None) -> int:
        attendance_id = data.attendance_id
        if attendance_id is None:
            if data.meeting_key is None or data.person_id is None:
                raise Invalid("Dites quelle présence est émargée.", field="attendance_id")
            meeting_id = stored_by(session, data.meeting_key, EntryKind.MEETING)
            found(session, scope, Meeting, meeting_id)
            attendance_id = write.attendance_at(session, scope, meeting_id=meeting_id, person_id=data.person_id)
        write.sign(
            session,
            scope,
            place.settings.files,
            attendance_id=attendance_id,
            manner=data.manner,
            signed_at=data.signed_at,
            key=key,
            picture=picture_of(data.picture),
            witnesses=[name for name in (data.first_witness, data.second_witness) if name],
            reason=data.reason,
        )
        return attendance_id

    return _entered(request, Attendance, shapes.attendances, enter, "/api/site/attendances")


def picture_of(text: str | None) -> bytes | None:
    """The bytes of a picture in base64. Raises ``Invalid``."""
    try:
        return None if text is None else base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Invalid("L'image n'est pas lisible. Écrivez-la en base64.", field="picture") from error


# Missions and fiches


@shows("/api/site/missions", every(Resource.SITE), TAG)
def list_missions(
    request: AnyRequest,
    sort: Sort = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    action_id: FromQuery[int | None] = None,
    person_id: FromQuery[int | None] = None,
) -> Listing[shapes.MissionShown]:
    """Les missions suivies que l'on peut voir."""
    filters = {"action_id": action_id, "person_id": person_id}
    return page(request, Mission, shapes.missions, Wanted("", sort, cursor, limit, filters))


@shows("/api/site/missions/{number:int}", on(Mission, "number"), TAG)
def get_mission(request: AnyRequest, number: FromPath[int]) -> Response[shapes.MissionShown]:
    """Une mission suivie."""
    return one(request, Mission, number, shapes.missions)


@adds("/api/site/missions", every(Resource.SITE, Act.CREATE), TAG)
def create_mission(
    request: AnyRequest, data: JSONBody[shapes.MissionGiven], once: Once = None
) -> Response[shapes.MissionShown]:
    """Suit une mission."""

    def enter(session: Session, scope: Scope, key: str | None) -> int:
        return write.begin_mission(session, scope, key=key, **data.model_dump())

    return _entered(request, Mission, shapes.missions, enter, "/api/site/missions")


@adds("/api/site/missions/{number:int}/sheets", on(Mission, "number", Act.CREATE), TAG)
def create_sheet(
    request: AnyRequest, number: FromPath[int], data: JSONBody[shapes.SheetGiven], once: Once = None
) -> Response[shapes.SheetShown]:
    """Écrit la fiche d'activités et de tâches d'une période."""
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        sheet_id = write.write_sheet(
            session,
            scope,
            mission_id=number,
            key=request.headers.get("idempotency-key"),
            tasks=[Done(**each.model_dump()) for each in data.tasks],
            **data.model_dump(exclude={"tasks"}),
        )
        row = sheet_of(session, number, sheet_id)
        shown = shapes.SheetShown.model_validate(row.model_dump() | {"tasks": shapes.done(session, sheet_id)})
    return Response(shown, status_code=201, headers={"ETag": etag(shown), "Location": f"/api/site/missions/{number}"})


@shows("/api/site/follow-ups", every(Resource.SITE), TAG)
def list_follow_ups(
    request: AnyRequest,
    sort: Sort = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    action_id: FromQuery[int | None] = None,
    person_id: FromQuery[int | None] = None,
) -> Listing[shapes.FollowUpShown]:
    """Les fiches de suivi que l'on peut voir, et à qui elles sont envoyées."""
    filters = {"action_id": action_id, "person_id": person_id}
    return page(request, FollowUp, shapes.follow_ups, Wanted("", sort, cursor, limit, filters))


@shows("/api/site/follow-ups/{number:int}", on(FollowUp, "number"), TAG)
def get_follow_up(request: AnyRequest, number: FromPath[int]) -> Response[shapes.FollowUpShown]:
    """Une fiche de suivi."""
    return one(request, FollowUp, number, shapes.follow_ups)


@adds("/api/site/follow-ups", every(Resource.SITE, Act.CREATE), TAG)
def create_follow_up(
    request: AnyRequest, data: JSONBody[shapes.FollowUpGiven], once: Once = None
) -> Response[shapes.FollowUpShown]:
    """Écrit une fiche de suivi."""

    def enter(session: Session, scope: Scope, key: str | None) -> int:
        return write.write_follow_up(session, scope, key=key, **data.model_dump())

    return _entered(request, FollowUp, shapes.follow_ups, enter, "/api/site/follow-ups")


@acts("/api/site/follow-ups/{number:int}/send", on(FollowUp, "number", Act.MODIFY), TAG)
def send_follow_up(
    request: AnyRequest, number: FromPath[int], data: JSONBody[shapes.SendingGiven]
) -> Response[shapes.FollowUpShown]:
    """Note que la fiche est envoyée au référent ou à la structure d'animation, une fois à chacun."""
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        write.send_follow_up(session, scope, follow_up_id=number, recipient=data.recipient, name=data.name)
        (shown,) = shapes.follow_ups(session, scope, [found(session, scope, FollowUp, number)])
    return versioned(shown)


HANDLERS: list[Any] = [
    list_actions, get_action, get_figures, list_referrals, get_referral, create_referral, answer_referral,
    list_meetings, get_meeting, create_meeting, list_attendances, get_attendance, change_attendance, create_signature,
    list_missions, get_mission, create_mission, create_sheet, list_follow_ups, get_follow_up, create_follow_up,
    send_follow_up,
]  # fmt: skip
