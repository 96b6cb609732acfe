"""What was done, as a sentence: for people who read the journal."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from kaoji.web.audit.chain import AT_THE_SERVER, BY_ITSELF
from kaoji.web.permissions import ROLE_NAMES
from kaoji.web.spoken import labelled, listed

SENTENCES: Final = {
    "access.denied": _("was refused a page"),
    "access.paced": _("asked for more than the system gives in a minute and was stopped"),
    "account.change": _("changed a person's name or organisation"),
    "account.create": _("made an account"),
    "account.disable": _("disabled an account"),
    "account.enable": _("let an account in again"),
    "account.first-password": _("made another first password"),
    "account.reset": _("let a person choose a new password"),
    "account.view": _("looked at an account"),
    "amendment.confirmed": _("confirmed a change of the published scheme"),
    "amendment.propose": _("proposed a change of the published scheme"),
    "amendment.refused": _("refused a change of the published scheme"),
    "amendment.withdrawn": _("withdrew a change of the published scheme"),
    "appeal.acknowledge": _("acknowledged an appeal"),
    "appeal.file": _("filed an appeal"),
    "appeal.reject": _("rejected an appeal"),
    "appeal.uphold": _("upheld an appeal"),
    "appeal.withdraw": _("withdrew an appeal"),
    "approval.approved": _("finished the approval"),
    "approval.propose": _("proposed the result for approval"),
    "approval.send-back": _("returned the result"),
    "approval.sign": _("signed the result"),
    "approval.steps": _("changed the steps of approval"),
    "approval.take-back": _("took the proposal back"),
    "assessment.copy": _("copied an assessment for a new year"),
    "assessment.create": _("made an assessment"),
    "assessment.deadlines": _("changed deadlines"),
    "assessment.move": _("moved an assessment to another stage"),
    "audit.anchor": _("anchored the journal"),
    "audit.export": _("exported the journal"),
    "audit.purge": _("took old entries out of the journal"),
    "audit.view": _("read the journal"),
    "backup.made": _("made a backup"),
    "backup.restored": _("restored a backup"),
    "confirmation.failed": _("gave a wrong password or code before signing"),
    "confirmation.locked": _("tried to sign while locked"),
    "facts.absent": _("said that an indicator does not apply to a unit"),
    "facts.applies": _("said that an indicator applies to a unit after all"),
    "facts.attach": _("attached evidence"),
    "facts.detach": _("took evidence away"),
    "facts.due": _("changed when facts are due"),
    "facts.export": _("exported facts"),
    "facts.object": _("objected to facts"),
    "facts.open": _("opened the collection of facts"),
    "facts.returned": _("returned facts"),
    "facts.save": _("changed facts"),
    "facts.stored": _("stored facts"),
    "facts.submit": _("handed in facts"),
    "facts.submitted": _("handed in facts"),
    "facts.mark": _("marked the faulty cells of a workbook"),
    "facts.take-over": _("took facts over"),
    "facts.urge": _("urged a provider"),
    "facts.verified": _("verified facts"),
    "facts.verify-rows": _("verified single facts"),
    "facts.workbook": _("uploaded a workbook of facts"),
    "file.broken": _("asked for a file that was changed behind the system's back"),
    "file.keep": _("handed in a file"),
    "file.read": _("opened a file"),
    "home.take-over": _("let the second machine take over"),
    "list.export": _("exported a list"),
    "log-in": _("logged in"),
    "log-in.elsewhere": _("logged in while in use at another place"),
    "log-in.failed": _("failed to log in"),
    "log-in.locked": _("tried to log in while locked"),
    "log-in.refused": _("was not let in with the right password"),
    "log-out": _("logged out"),
    "notice.add": _("uploaded a notice"),
    "notice.begin": _("began the public notice"),
    "notice.break-off": _("took a result off public notice"),
    "notice.correct": _("corrected a public notice"),
    "notice.read": _("read a notice"),
    "notice.set-aside": _("set a notice aside"),
    "notice.take": _("took a scheme from a notice"),
    "notice.withdraw": _("withdrew a public notice to announce it again"),
    "organisation.keep": _("made or changed an organisation"),
    "organisation.remove": _("removed an organisation"),
    "organisations.export": _("exported organisations"),
    "organisations.import": _("imported organisations"),
    "password.asked": _("asked for a new password"),
    "password.changed": _("changed a password"),
    "people.export": _("exported people"),
    "people.import": _("imported people"),
    "post.give": _("gave a post"),
    "post.take": _("took a post away"),
    "posts.export": _("exported posts"),
    "publication.archive": _("ordered the archive"),
    "publication.archived": _("archived an assessment"),
    "publication.bundle": _("made the signed bundle"),
    "publication.confirm": _("confirmed the publication"),
    "publication.decline": _("declined the publication"),
    "publication.export": _("exported the published result"),
    "publication.propose": _("proposed to publish"),
    "results.compute": _("asked for results"),
    "results.computed": _("computed results"),
    "results.decide": _("decided an open case"),
    "results.export": _("exported results"),
    "results.notice": _("made the result notice"),
    "results.propose": _("proposed a decision"),
    "results.reports": _("made score reports"),
    "results.undecide": _("took a decision back"),
    "scheme.accept": _("accepted a drafted rule"),
    "scheme.attributes": _("said what units are"),
    "scheme.attributes-verify": _("verified what units are"),
    "scheme.attributes-export": _("exported the attributes of units"),
    "scheme.keep": _("kept a version of the scheme"),
    "scheme.names": _("matched names of the scheme with organisations"),
    "scheme.publish": _("published the scheme"),
    "scheme.reject": _("rejected a drafted rule"),
    "scheme.reopen": _("opened a drafted rule again"),
    "scheme.restore": _("went back to an earlier version of the scheme"),
    "scheme.sentence": _("decided about a sentence of the notice"),
    "second-factor.codes": _("made recovery codes"),
    "second-factor.failed": _("gave a wrong second factor"),
    "second-factor.recovery": _("logged in with a recovery code"),
    "second-factor.removed": _("took a second factor away"),
    "second-factor.set": _("set up a second factor"),
    "self.returned": _("returned a self-assessment"),
    "self.submitted": _("handed in a self-assessment"),
    "self.verified": _("accepted a self-assessment"),
    "session.end": _("ended a session"),
    "session.end-all": _("ended all sessions of an account"),
    "stored.check": _("checked what is stored"),
    "token.limited": _("called the interface too often"),
    "token.make": _("made a token for the interface"),
    "token.refused": _("called the interface with a token that is over"),
    "token.revoke": _("revoked a token of the interface"),
    "token.unknown": _("called the interface with an unknown token"),
    "trial.change": _("changed a trial"),
    "trial.end": _("ended a trial"),
    "trial.robustness": _("tried how robust a ranking is"),
    "trial.start": _("started a trial"),
}
"""Each action as the second half of a sentence that begins with a person."""

OBJECTS: Final = {
    "accounts.user": _("account"),
    "assessments.assessment": _("assessment"),
    "assessments.notice": _("notice"),
    "assessments.schemeversion": _("version of the scheme"),
    "assessments.participant": _("unit"),
    "facts.fact": _("fact"),
    "facts.filing": _("filing"),
    "files.storedfile": _("file"),
    "organisations.organisation": _("organisation"),
    "organisations.post": _("post"),
    "publication.appeal": _("appeal"),
    "publication.publication": _("publication"),
    "api.token": _("token"),
    "assessments.amendment": _("change of the scheme"),
    "publication.proposal": _("proposal"),
    "publication.publicnotice": _("public notice"),
    "publication.signature": _("signature"),
    "results.run": _("run"),
    "facts.selfassessment": _("self-assessment"),
    "facts.workbook": _("filled workbook"),
    "facts.evidence": _("evidence"),
    "results.scenario": _("trial"),
    "results.reports": _("score reports"),
    "publication.approvalstep": _("step of approval"),
    "jobs.job": _("background job"),
}
"""What an object is called."""

RESULTS: Final = {"done": _("done"), "denied": _("refused"), "failed": _("failed")}
"""How it ended."""

AREAS: Final = {
    "log-in": _("logging in"),
    "log-out": _("logging out"),
    "access": _("refusals"),
    "account": _("accounts"),
    "password": _("passwords"),
    "second-factor": _("second factor"),
    "session": _("sessions"),
    "organisation": _("organisations"),
    "organisations": _("lists of organisations"),
    "list": _("other lists"),
    "people": _("lists of people"),
    "post": _("posts"),
    "posts": _("lists of posts"),
    "assessment": _("assessments"),
    "notice": _("notices"),
    "scheme": _("schemes"),
    "facts": _("facts"),
    "results": _("results"),
    "amendment": _("changes of schemes"),
    "approval": _("approval"),
    "confirmation": _("proofs before signing"),
    "file": _("files"),
    "self": _("self-assessments"),
    "token": _("tokens"),
    "trial": _("trials"),
    "publication": _("publication"),
    "appeal": _("appeals"),
    "audit": _("journal"),
    "backup": _("backups"),
    "stored": _("checks of what is stored"),
}
"""The first parts of actions, to filter by."""


DETAILS: Final = {
    "account": _("account"),
    "address": _("address"),
    "addresses": _("addresses"),
    "administers": _("administrator of"),
    "answer": _("answer"),
    "asked": _("asked for"),
    "before_day": _("entries before"),
    "broken": _("broken"),
    "by": _("by"),
    "certain": _("read with certainty"),
    "changes": _("changes"),
    "corrections": _("corrections"),
    "count": _("number of them"),
    "counted_by_hand": _("days counted by hand because"),
    "digest": _("digest"),
    "export": _("what was exported"),
    "fact": _("fact"),
    "facts": _("facts"),
    "facts_due_on": _("facts due on"),
    "file": _("file"),
    "files": _("files"),
    "filing": _("filing"),
    "filings": _("filings"),
    "findings": _("findings"),
    "from_on": _("from"),
    "is_bundle_public": _("bundle public"),
    "is_final": _("complete"),
    "is_open": _("open to everybody"),
    "kind": _("kind"),
    "label": _("label"),
    "labels": _("labels"),
    "last": _("last"),
    "left": _("left"),
    "looked_at": _("what was looked at"),
    "made_at": _("made at"),
    "means": _("proved by"),
    "missing": _("missing files"),
    "name": _("name"),
    "named": _("named"),
    "names": _("names"),
    "node": _("number of the indicator"),
    "node_name": _("indicator"),
    "not_understood": _("not understood"),
    "note": _("note"),
    "number": _("number"),
    "opinion": _("opinion"),
    "organisation": _("organisation"),
    "organisations": _("organisations"),
    "parts": _("parts"),
    "path": _("path"),
    "people": _("people"),
    "percent": _("percent"),
    "permission": _("permission"),
    "person": _("person"),
    "posts": _("posts"),
    "previous": _("previous assessment"),
    "reason": _("reason"),
    "refusal": _("refusal"),
    "returned": _("filings returned"),
    "role": _("post"),
    "rows": _("rows"),
    "run": _("run"),
    "scheme": _("scheme"),
    "self_due_on": _("self-assessment due on"),
    "shows": _("what is shown"),
    "side": _("whose word"),
    "signed_on": _("signed on"),
    "size": _("bytes"),
    "state": _("state"),
    "step": _("step"),
    "steps": _("steps"),
    "text": _("text"),
    "title": _("title"),
    "to_check": _("to be checked"),
    "unit": _("unit"),
    "units": _("units"),
    "until": _("until"),
    "until_on": _("until"),
    "uses_self": _("from self-assessment"),
    "values": _("values"),
    "verdicts": _("verdicts taken over"),
    "version": _("version"),
    "what": _("what"),
    "withdrawn": _("facts withdrawn"),
    "place": _("place in the notice"),
    "until_after": _("end of the public notice after"),
    "until_before": _("end of the public notice before"),
    "is_short_meant": _("shorter than usual, meant"),
    "working_days": _("working days"),
    "year": _("year"),
}
"""What a detail of an entry is called."""

VALUES: Final = {
    "award": _("prize"),
    "awards": _("prizes"),
    "bundle": _("bundle"),
    "changes": _("changes"),
    "comparison": _("comparison"),
    "export": _("files"),
    "grade": _("grade"),
    "internal": _("internal"),
    "missing": _("missing data"),
    "moved": _("moves of a trial"),
    "none": _("none"),
    "notice": _("result notice"),
    "parts": _("parts"),
    "password": _("password"),
    "provided": _("the provider's"),
    "public": _("public"),
    "rank": _("rank"),
    "ranking": _("ranking"),
    "read": _("read"),
    "report": _("score report"),
    "search": _("searches"),
    "self": _("the unit's own"),
    "sensitive": _("sensitive"),
    "sheet": _("score sheet"),
    "total": _("total"),
    "totp": _("authenticator"),
    "unreadable": _("cannot be read"),
    "years": _("comparison of years"),
    **{str(role): name for role, name in ROLE_NAMES.items()},
}
"""What single words in details mean."""
_FORMATS: Final = {"xlsx": "Excel", "docx": "Word", "csv": "CSV", "pdf": "PDF", "zip": "ZIP"}


def detail(name: str) -> str:
    """Give what a detail is called; one that has no word yet as it stands."""
    return str(DETAILS.get(name, name))


def value(found: object) -> str:
    """Give the value of a detail in words."""
    if isinstance(found, bool):
        return str(_("yes") if found else _("no"))
    if isinstance(found, dict):
        return listed(labelled(detail(str(name)), value(each)) for name, each in found.items()) or "–"
    if isinstance(found, list):
        return listed((value(each) for each in found), short=True) or "–"
    text = str(found)
    first, _space, rest = text.partition(" ")
    if rest in _FORMATS:
        return f"{VALUES.get(first, first)} {_FORMATS[rest]}"
    return str(VALUES.get(text, text)) or "–"


def who(user_id: int | None, user: str) -> str:
    """Give who did it: the account, or whoever works without one."""
    if user_id is not None:
        return user
    if user == BY_ITSELF:
        return str(_("the system itself"))
    place, _colon, person = user.partition(":")
    return str(_("{person} at the server").format(person=person)) if place == AT_THE_SERVER else user


def sentence(action: str) -> str:
    """Give an action in words; one that has none yet as it stands."""
    return str(SENTENCES.get(action, action))


def thing(object_type: str) -> str:
    """Give what an object is called."""
    return str(OBJECTS.get(object_type, object_type.rpartition(".")[2]))
