"""Everything that changes organisations, accounts and posts."""

from __future__ import annotations

import secrets
import string
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoji.web.accounts.actions import end_sessions
from kaoji.web.accounts.models import User, normal
from kaoji.web.accounts.passwords import hashed_first
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Assessment
from kaoji.web.audit.chain import content_digest, record
from kaoji.web.meanwhile import MeanwhileError, Values, laid_over
from kaoji.web.organisations.codes import normal_code
from kaoji.web.organisations.models import Kind, Organisation, Post
from kaoji.web.permissions import Role

FIRST_PASSWORD_LASTS = timedelta(days=7)
_LETTERS = "".join(sorted(set(string.ascii_letters + string.digits) - set("0O1lI")))
"""Letters that nobody mistakes for one another when a password is read off paper."""


def first_password() -> str:
    """Give a random password that satisfies both policies."""
    while True:
        found = "-".join("".join(secrets.choice(_LETTERS) for _n in range(5)) for _part in range(3))
        if any(c.isdigit() for c in found) and any(c.isupper() for c in found) and any(c.islower() for c in found):
            return found


def values_of(organisation: Organisation) -> dict[str, str]:
    """Give what a form shows of an organisation."""
    return {
        "name": organisation.name, "short_name": organisation.short_name, "code": organisation.code,
        "kind": organisation.kind, "parent": str(organisation.parent_id or ""),
    }  # fmt: skip


def keep_organisation(
    name: str,
    kind: Kind,
    parent: Organisation | None,
    short_name: str = "",
    changed: Organisation | None = None,
    *,
    seen: Values | None = None,
    code: str = "",
) -> Organisation:
    """Make an organisation, or change one.

    Raises:
        NotNowError: the name is missing or taken, the code is another's, the organisation would stand below itself, or it is gone.
        MeanwhileError: somebody else changed the same since it was seen.
    """
    name, code = name.strip()[:120], normal_code(code)
    if not name:
        raise NotNowError(_("Write the organisation's name."))
    taken = _("“{name}” exists there already.").format(name=name)
    try:
        with transaction.atomic():
            changed, parent = _as_they_stand(changed, parent)
            if changed is not None:
                wanted = values_of(
                    Organisation(name=name, short_name=short_name.strip()[:60], code=code, kind=kind, parent=parent)
                )
                kept = laid_over(seen, values_of(changed), wanted, changed, "organisation.keep")
                name, short_name, code, kind = kept["name"], kept["short_name"], kept["code"], Kind(kept["kind"])
                parent = parent if kept["parent"] == wanted["parent"] else changed.parent
            siblings = set(Organisation.objects.filter(parent=parent, name=name).values_list("pk", flat=True))
            if siblings - {changed.pk if changed is not None else 0}:
                raise NotNowError(taken)
            _check_code(code, changed)
            if changed is not None and parent is not None and parent.path.startswith(changed.path):
                raise NotNowError(_("An organisation cannot stand below itself."))
            return _keep(changed, Organisation(name=name, kind=kind, parent=parent, short_name=short_name, code=code))
    except IntegrityError as error:  # somebody else made it since it was looked for
        raise NotNowError(_code_taken(code) or taken) from error


def _check_code(code: str, changed: Organisation | None) -> None:
    if said := _code_taken(code, changed):
        raise NotNowError(said)


def _code_taken(code: str, changed: Organisation | None = None) -> str:
    """Say that another organisation has a code; nothing where none has, or there is no code."""
    holders = Organisation.objects.filter(code=code) if code else Organisation.objects.none()
    holder = (holders if changed is None else holders.exclude(pk=changed.pk)).first()
    return _("The code “{code}” belongs to “{name}”.").format(code=code, name=holder.name) if holder is not None else ""


def _as_they_stand(
    changed: Organisation | None, parent: Organisation | None
) -> tuple[Organisation | None, Organisation | None]:
    """Read organisations anew under a lock. Where one may move, all are locked: two moves could make a ring."""
    tree = Organisation.objects.select_for_update(of=("self",)).order_by("pk")
    asked = {each.pk for each in (changed, parent) if each is not None}
    found = {each.pk: each for each in (tree if changed is not None else tree.filter(pk__in=asked))}
    if not asked <= set(found):
        raise NotNowError(_("Somebody else changed this in the meantime. Load the page anew."))
    return found.get(changed.pk) if changed is not None else None, found.get(parent.pk) if parent is not None else None


def _keep(changed: Organisation | None, wanted: Organisation) -> Organisation:
    found = changed or Organisation()
    before = "" if changed is None else _digest_of(found)
    found.name, found.kind, found.parent = wanted.name, wanted.kind, wanted.parent
    found.short_name, found.code = wanted.short_name.strip()[:60], wanted.code
    old_path = found.path
    found.save()
    if changed is not None and old_path != found.path:
        _move_below(old_path, found.path)
    record("organisation.keep", found, before=before, after=_digest_of(found), name=found.name)
    return found


def _digest_of(found: Organisation) -> str:
    said = [found.name, found.kind, found.parent_id, found.short_name]
    return content_digest([*said, found.code] if found.code else said)


def give_code(organisation: Organisation, code: str) -> None:
    """Give a code to an organisation that has none.

    Raises:
        NotNowError: it has one by now, or the code is another's.
    """
    with transaction.atomic():
        found = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
        if found.code:
            raise NotNowError(_("“{name}” has the code “{code}”.").format(name=found.name, code=found.code))
        _check_code(code, found)
        before, found.code = _digest_of(found), code
        found.save(update_fields=["code"])
        record("organisation.keep", found, before=before, after=_digest_of(found), name=found.name)


def remove_organisation(organisation: Organisation) -> None:
    """Remove an organisation that nothing hangs on: made by mistake, say.

    Raises:
        NotNowError: it has people, posts, organisations below it, or a part in an assessment.
    """
    try:
        with transaction.atomic():
            record("organisation.remove", organisation, name=organisation.name)
            organisation.delete()
    except (ProtectedError, RestrictedError) as error:
        raise NotNowError(
            _("“{name}” has people, posts, organisations below it, or a part in an assessment. It stays.").format(
                name=organisation.name
            )
        ) from error


def _move_below(old: str, new: str) -> None:
    for each in Organisation.objects.filter(path__startswith=old).exclude(path=new):
        Organisation.objects.filter(pk=each.pk).update(path=new + each.path.removeprefix(old))


def create_person(number: str, name: str, organisation: Organisation | None, administers: str = "") -> tuple[User, str]:
    """Make an account with a random first password that runs out and must be changed; gives both.

    Raises:
        NotNowError: account or name is missing, or the account exists, whatever its case, width and spaces.
    """
    if not normal(number) or not name.strip():
        raise NotNowError(_("Write account and name."))
    taken = _("There is an account “{number}” already.").format(number=number.strip())
    if User.objects.filter(normal_number=normal(number)).exists():
        raise NotNowError(taken)
    password = first_password()
    user = User(
        number=number.strip()[:60], name=name.strip()[:60], organisation=organisation, administers=administers,
        password=hashed_first(password), must_change_password=True,
        password_expires_at=timezone.now() + FIRST_PASSWORD_LASTS,
    )  # fmt: skip
    try:
        with transaction.atomic():
            user.save()
            record("account.create", user, administers=administers)
    except IntegrityError as error:  # somebody else made it since it was looked for
        raise NotNowError(taken) from error
    return user, password


def new_first_password(user: User) -> str:
    """Give an account that nobody has taken over yet another first password.

    Raises:
        NotNowError: its owner has chosen a password of their own, which no administrator replaces.
    """
    password = first_password()
    hashed = hashed_first(password)
    with transaction.atomic():
        # Read anew under the lock: the person may be choosing a password at this moment.
        user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        if not user.must_change_password:
            raise NotNowError(_("This person has a password of their own. Let a request of theirs through instead."))
        user.password, user.password_expires_at = hashed, timezone.now() + FIRST_PASSWORD_LASTS
        user.active_since = timezone.now()
        user.save(update_fields=["password", "password_expires_at", "active_since"])
        end_sessions(user)
        record("account.first-password", user)
    return password


def values_of_person(user: User) -> dict[str, str]:
    """Give what a form shows of a person."""
    return {"name": user.name, "organisation": str(user.organisation_id or "")}


def change_person(user: User, name: str, organisation: Organisation | None, *, seen: Values | None = None) -> None:
    """Change a person's name or organisation; posts stay as they are.

    Raises:
        NotNowError: the name is missing.
        MeanwhileError: somebody else changed the same since it was seen.
    """
    if not name.strip():
        raise NotNowError(_("Write the person's name."))
    with transaction.atomic():
        user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        before = content_digest([user.name, user.organisation_id])
        wanted = {"name": name.strip()[:60], "organisation": "" if organisation is None else str(organisation.pk)}
        kept = laid_over(seen, values_of_person(user), wanted, user, "account.change")
        user.name, user.organisation_id = kept["name"], int(kept["organisation"]) if kept["organisation"] else None
        user.save(update_fields=["name", "organisation"])
        record("account.change", user, before=before, after=content_digest([user.name, user.organisation_id]))


def set_active(user: User, *, is_active: bool) -> None:
    """Disable an account, which ends its sessions at once, or let it in again."""
    with transaction.atomic():
        user.is_active = is_active
        if is_active:
            user.active_since = timezone.now()
        user.save(update_fields=["is_active", "active_since"])
        if not is_active:
            end_sessions(user)
        record("account.enable" if is_active else "account.disable", user)


def give_post(
    user: User,
    organisation: Organisation,
    role: Role,
    assessment: Assessment | None = None,
    *,
    stands_in_for: User | None = None,
    from_on: date | None = None,
    until_on: date | None = None,
    seen: Values | None = None,
) -> Post:
    """Give somebody a post, or change the terms of one that they hold.

    Raises:
        NotNowError: the person is an administrator, the dates are the wrong way round, or a deputy has no end or
            stands in for somebody who does not hold the post.
        MeanwhileError: the person holds it on other terms than were seen.
    """
    if user.administers:
        raise NotNowError(_("An administrator keeps the system and cannot hold a post in an assessment."))
    if from_on is not None and until_on is not None and until_on < from_on:
        raise NotNowError(_("The post ends before it begins."))
    if stands_in_for is not None:
        _check_deputy(user, organisation, role, stands_in_for, until_on)
    with transaction.atomic():
        # One at a time for a person: given twice at the same moment, the post would be there twice.
        User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        held = Post.objects.filter(user=user, organisation=organisation, role=role.value, assessment=assessment).first()
        if held is not None:
            wanted = terms_of(Post(stands_in_for=stands_in_for, from_on=from_on, until_on=until_on))
            if seen is not None and seen != terms_of(held) != wanted:
                raise MeanwhileError(
                    seen, terms_of(held), wanted,
                    _("The post is held already, on other terms. Nothing is changed yet: compare, then give it anew."),
                )  # fmt: skip
        post, _made = Post.objects.update_or_create(
            user=user, organisation=organisation, role=role.value, assessment=assessment,
            defaults={"stands_in_for": stands_in_for, "from_on": from_on, "until_on": until_on},
        )  # fmt: skip
        record("post.give", post, person=user.pk, role=role.value, organisation=organisation.pk)
    return post


def _check_deputy(user: User, organisation: Organisation, role: Role, holder: User, until_on: date | None) -> None:
    if holder.pk == user.pk:
        raise NotNowError(_("Nobody stands in for themselves."))
    if not holder.posts.filter(organisation=organisation, role=role.value, stands_in_for=None).exists():
        raise NotNowError(
            _("{name} does not hold this post at {organisation}.").format(name=holder, organisation=organisation)
        )
    if until_on is None:
        raise NotNowError(_("Write until when {name} is stood in for.").format(name=holder))


def terms_of(post: Post) -> dict[str, str]:
    """Give on which terms a post is held."""
    return {
        "from_on": "" if post.from_on is None else post.from_on.isoformat(),
        "until_on": "" if post.until_on is None else post.until_on.isoformat(),
        "stands_in_for": "" if post.stands_in_for is None else post.stands_in_for.number,
    }


def take_post(post: Post) -> None:
    """Take a post away; it bites at the next request."""
    with transaction.atomic():
        record("post.take", post, person=post.user_id, role=post.role, organisation=post.organisation_id)
        post.delete()
