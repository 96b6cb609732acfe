"""Judging the parts of a draft, and the edits that go with it: each edit is a new version, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import BaseModel

from kaoji.scheme import Scheme, parse_score
from kaoji.scheme import rewrite as rewrite_text
from kaoji.scheme.model import (
    Award,
    Choice,
    Consequence,
    Elsewhere,
    Grade,
    Limit,
    Node,
    Panel,
    Rule,
    Total,
)
from kaoji.web.accounts.models import User
from kaoji.web.assessments.actions import NotNowError, keep_scheme
from kaoji.web.assessments.editing import (
    ChangedMeanwhileError,
    Place,
    content,
    node_at,
    place_now,
    rule_now,
    rules_of,
    walk,
    with_node,
    with_rules,
)
from kaoji.web.assessments.models import Assessment, Judgement, SchemeVersion, Verdict
from kaoji.web.assessments.parts import (
    INDICATOR,
    LISTS,
    RULE,
    SEPARATOR,
    Part,
    further_part,
    indicator_part,
    parts_of,
    rule_part,
)
from kaoji.web.assessments.passages import passages_of
from kaoji.web.assessments.sentences import SENTENCE, sentences_of
from kaoji.web.assessments.structures import checked
from kaoji.web.audit.chain import content_digest, record


class SchemeChangedError(NotNowError):
    """Somebody else changed the same part of the scheme since it was seen."""


_MODELS: Final[dict[str, type[BaseModel]]] = {
    "total": Total, "grades": Grade, "limits": Limit, "elsewhere": Elsewhere, "awards": Award,
    "afterwards": Consequence, "choices": Choice,
}  # fmt: skip


def scheme_of(version: SchemeVersion) -> Scheme:
    """Give a version's scheme for editing by forms.

    Raises:
        NotNowError: its text is no scheme; only the editor of the text can mend it.
    """
    file = checked(version.text).file
    if file is None:
        raise NotNowError(_("The scheme's text cannot be read. Mend it in the text editor first."))
    return file.scheme


def newest_of(assessment: Assessment) -> SchemeVersion:
    """Give the newest version.

    Raises:
        NotNowError: there is none yet.
    """
    newest = assessment.scheme_versions.first()
    if newest is None:
        raise NotNowError(_("There is no scheme yet. Upload the notice, or start from a scheme that there is."))
    return newest


def rewrite(
    assessment: Assessment, change: Callable[[Scheme], Scheme], by: User, note: str, edited: Iterable[Part] = ()
) -> SchemeVersion:
    """Change the newest scheme and keep it as a new version; parts edited on the way count as looked at.

    Notes of the reader on parts that were accepted since are taken out with it.

    Raises:
        NotNowError: there is no scheme that can be changed, or the change cannot be made on it any more.
    """
    with transaction.atomic():
        Assessment.objects.select_for_update().get(pk=assessment.pk)
        newest = newest_of(assessment)
        try:
            scheme = change(scheme_of(newest))
        except ChangedMeanwhileError as problem:
            raise SchemeChangedError(changed_meanwhile(newest)) from problem
        text = rewrite_text(newest.text, tidied(scheme, accepted_keys(assessment)))
        version, _findings = keep_scheme(assessment, text, by, note)
        for part in edited:
            _judge(assessment, part, Judgement.EDITED, by)
    return version


def changed_meanwhile(newest: SchemeVersion) -> str:
    """Say that somebody else changed a part in the meantime."""
    return _("{person} changed this in the meantime (version {number}). Your change is not saved; look at theirs first.").format(
        person=newest.created_by, number=newest.number
    )  # fmt: skip


def accepted_keys(assessment: Assessment) -> set[str]:
    """Give the keys of the parts that somebody accepted or wrote."""
    judged = (Judgement.ACCEPTED, Judgement.EDITED)
    return set(Verdict.objects.filter(assessment=assessment, judgement__in=judged).values_list("key", flat=True))


def kept_words(assessment: Assessment, version: SchemeVersion) -> str:
    """Say that a version is kept, and beside a scheme in force that it is a draft."""
    said = _("Saved as version {number}.").format(number=version.number)
    if assessment.scheme_id in (None, version.pk):
        return said
    return said + _(
        "It is a draft: the scheme in force stays until the change is proposed and confirmed by a second person."
    )


# -------------------------------------------------------------------- verdicts


def accept(assessment: Assessment, keys: Collection[str], by: User) -> int:
    """Accept parts as they stand, and give how many; what says something else by now is not touched.

    Raises:
        NotNowError: none of them is there any more.
    """
    with transaction.atomic():
        Assessment.objects.select_for_update().get(pk=assessment.pk)
        parts = [part for part in _parts(newest_of(assessment)) if part.key in keys]
        if not parts:
            raise NotNowError(_("This was changed in the meantime. Look at it as it is now."))
        for part in parts:
            _judge(assessment, part, Judgement.ACCEPTED, by)
        labels = [part.label for part in parts]
        record("scheme.accept", assessment, after=content_digest(sorted(keys)), parts=len(parts), labels=labels[:20])
    return len(parts)


def reopen(verdict: Verdict) -> None:
    """Take a judgement back: the part is to be looked at again."""
    if verdict.judgement == Judgement.REJECTED:
        raise NotNowError(_("What was rejected can be put back into the scheme."))
    with transaction.atomic():
        record("scheme.reopen", verdict, before=verdict.judgement, label=verdict.label)
        verdict.delete()


def reject(assessment: Assessment, key: str, by: User) -> SchemeVersion:
    """Take a rule or an entry out of the scheme; it stays to be seen and can be put back.

    Raises:
        NotNowError: it says something else by now, or is an indicator, which is deleted by its own form.
    """
    with transaction.atomic():
        part = next((part for part in _parts(newest_of(assessment)) if part.key == key), None)
        if part is None or part.kind == INDICATOR:
            raise NotNowError(_("This was changed in the meantime. Look at it as it is now."))
        note = _("Rejected: {label}").format(label=_named(part))
        version = rewrite(assessment, lambda scheme: _without(scheme, part), by, note)
        _judge(assessment, part, Judgement.REJECTED, by)
        record("scheme.reject", version, label=part.label, path=SEPARATOR.join(part.path))
    return version


def restore(verdict: Verdict, by: User) -> SchemeVersion:
    """Put what was rejected back into the scheme, to be looked at again.

    Raises:
        NotNowError: the indicator that it belonged to is gone, or it was not rejected.
    """
    if verdict.judgement != Judgement.REJECTED:
        raise NotNowError(_("Only what was rejected can be put back."))
    with transaction.atomic():
        note = _("Put back: {label}").format(label=verdict.label)
        version = rewrite(verdict.assessment, lambda scheme: _with(scheme, verdict), by, note)
        record("scheme.restore", version, label=verdict.label)
        verdict.delete()
    return version


def decide_sentence(assessment: Assessment, key: str, judgement: Judgement, by: User) -> Verdict:
    """Say of a sentence that nothing was made of that the scheme holds it by now, or that it does not count.

    Raises:
        NotNowError: the notice has no such sentence any more.
    """
    with transaction.atomic():
        Assessment.objects.select_for_update().get(pk=assessment.pk)
        notice = newest_of(assessment).notice
        passages = passages_of(notice.reading) if notice is not None else []
        sentence = next((each for passage in passages for each in sentences_of(passage, {}) if each.key == key), None)
        if sentence is None or judgement not in (Judgement.WRITTEN, Judgement.LEFT):
            raise NotNowError(_("This was changed in the meantime. Look at it as it is now."))
        verdict, _is_new = Verdict.objects.update_or_create(
            assessment=assessment, key=key,
            defaults={
                "at": timezone.now(), "kind": SENTENCE, "label": sentence.text[:300], "judgement": judgement, "by": by,
                "content": {"text": sentence.text, "source": sentence.place},
            },
        )  # fmt: skip
        record("scheme.sentence", verdict, after=str(judgement), label=verdict.label, place=sentence.place)
    return verdict


def settle(assessment: Assessment, by: User) -> SchemeVersion:
    """Take the reader's notes on everything that was accepted out of the scheme."""
    return rewrite(assessment, lambda scheme: scheme, by, _("Notes on what was accepted taken out"))


def _judge(assessment: Assessment, part: Part, judgement: Judgement, by: User) -> Verdict:
    found, _is_new = Verdict.objects.update_or_create(
        assessment=assessment,
        key=part.key,
        defaults={
            "at": timezone.now(), "kind": part.kind, "path": list(part.path), "label": _named(part)[:300], "judgement": judgement, "by": by,
            "content": part.content | {"text": part.quote, "source": part.source, "check": part.check},
        },
    )  # fmt: skip
    return found


def _named(part: Part) -> str:
    own = part.path[-1] if part.path else ""
    return part.label if part.label == own or part.kind != RULE else f"{own}：{part.label}"


def _parts(version: SchemeVersion) -> list[Part]:
    found = checked(version.text)
    return [] if found.file is None else parts_of(found.file, found.findings)


# -------------------------------------------------------------------- rules


def save_rule(
    assessment: Assessment, seen: SchemeVersion, place: Place, number: int | None, rule: Rule, by: User
) -> SchemeVersion:
    """Write a rule of an indicator anew, or add one where no number is given.

    Raises:
        NotNowError: the rule's text is not understood, or somebody else changed it in the meantime.
    """
    score, _problems = parse_score(rule.score)
    if score is None:
        raise NotNowError(
            _("“{text}” is not understood as a rule. The list beside it says why.").format(text=rule.score)
        )
    base = scheme_of(seen)
    node = node_at(base, place)
    rules = rules_of(node) if node is not None else ()
    if node is None or (number is not None and number >= len(rules)):
        raise SchemeChangedError(changed_meanwhile(newest_of(assessment)))
    old = rules[number] if number is not None else None
    if old is not None:
        rule = rule.model_copy(update={"text": old.text, "source": old.source, "required": old.required})
    parts: list[Part] = []

    def change(scheme: Scheme) -> Scheme:
        at = place_now(scheme, base, place, lambda now: old is None or _has(now, old, number or 0))
        now = node_at(scheme, at)
        if now is None:
            raise ChangedMeanwhileError
        fresh = list(rules_of(now))
        if old is None:
            fresh.append(rule)
        else:
            fresh[rule_now(now, old, number or 0)] = rule
        path = next(found.path for found in walk(scheme) if found.place == at)
        parts.append(rule_part(now, path, rule))
        return with_node(scheme, at, with_rules(now, tuple(fresh)))

    note = (_("Rule added: {name}") if old is None else _("Rule changed: {name}")).format(name=node.name)
    with transaction.atomic():
        version = rewrite(assessment, change, by, note, parts)
        if old is not None:
            Verdict.objects.filter(assessment=assessment, key=parts[0].key).update(before=content(old))
    return version


def _has(node: Node, rule: Rule, number: int) -> bool:
    try:
        rule_now(node, rule, number)
    except ChangedMeanwhileError:
        return False
    return True


# -------------------------------------------------------------------- taking out and putting back


def _without(scheme: Scheme, part: Part) -> Scheme:
    if part.kind == RULE:
        for found in walk(scheme):
            rules = rules_of(found.node)
            if found.path == part.path and any(content(rule) == part.content for rule in rules):
                number = next(index for index, rule in enumerate(rules) if content(rule) == part.content)
                return with_node(scheme, found.place, with_rules(found.node, (*rules[:number], *rules[number + 1 :])))
        raise ChangedMeanwhileError
    if part.kind == "panels":
        panels = {name: panel for name, panel in scheme.panels.items() if name != part.label}
        return scheme.model_copy(update={"panels": panels})
    entries = getattr(scheme, part.kind)
    kept = tuple(entry for entry in entries if content(entry) != part.content)
    return scheme.model_copy(update={part.kind: kept})


def _with(scheme: Scheme, verdict: Verdict) -> Scheme:
    said = {key: value for key, value in verdict.content.items() if value != ""}
    if verdict.kind == RULE:
        rule = Rule.model_validate(said)
        for found in walk(scheme):
            if list(found.path) == verdict.path:
                return with_node(scheme, found.place, with_rules(found.node, (*rules_of(found.node), rule)))
        raise NotNowError(
            _("The indicator “{name}” is not in the scheme any more.").format(name=SEPARATOR.join(verdict.path))
        )
    if verdict.kind == "panels":
        name = said.pop("name")
        return scheme.model_copy(update={"panels": {**scheme.panels, name: Panel.model_validate(said)}})
    if verdict.kind == "choices":
        said.pop("check", None)
        said.pop("text", None)
    entry = _MODELS[verdict.kind].model_validate(said)
    return scheme.model_copy(update={verdict.kind: (*getattr(scheme, verdict.kind), entry)})


def tidied(scheme: Scheme, accepted: Collection[str]) -> Scheme:
    """Take the reader's notes off the parts whose keys are given."""

    def plain_rule(node: Node, path: tuple[str, ...], rule: Rule) -> Rule:
        is_done = rule.check is not None and rule_part(node, path, rule).key in accepted
        return rule.model_copy(update={"check": None}) if is_done else rule

    def plain_node(node: Node, above: tuple[str, ...]) -> Node:
        path = (*above, node.name)
        update: dict[str, Any] = {
            "rules": tuple(plain_rule(node, path, rule) for rule in node.rules),
            "items": tuple(plain_node(item, path) for item in node.items),
        }
        if node.check is not None and indicator_part(node, path, ()).key in accepted:
            update["check"] = None
        return node.model_copy(update=update)

    def plain_entry(kind: str, label: str, entry: Any) -> Any:  # noqa: ANN401 - an entry of any list
        is_done = getattr(entry, "check", None) is not None and further_part(kind, label, entry, 0).key in accepted
        return entry.model_copy(update={"check": None}) if is_done else entry

    if not accepted:
        return scheme
    update: dict[str, Any] = {
        key: tuple(plain_entry(key, name_of(entry), entry) for entry in getattr(scheme, key))
        for key, name_of in LISTS.items()
    }
    update["panels"] = {name: plain_entry("panels", name, panel) for name, panel in scheme.panels.items()}
    update["indicators"] = tuple(plain_node(node, ()) for node in scheme.indicators)
    return scheme.model_copy(update=update)
