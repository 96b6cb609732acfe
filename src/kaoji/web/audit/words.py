"""What was done, as a sentence: for people who read the journal."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

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
    "appeal.acknowledge": _("acknowledged an appeal"),
    "appeal.file": _("filed an appeal"),
    "appeal.reject": _("rejected an appeal"),
    "appeal.uphold": _("upheld an appeal"),
    "appeal.withdraw": _("withdrew an appeal"),
    "approval.approved": _("finished the approval"),
    "approval.propose": _("proposed the result for approval"),
    "approval.returned": _("returned the result"),
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
    "facts.open": _("opened the collection of facts"),
    "facts.save": _("changed facts"),
    "facts.stored": _("stored facts"),
    "facts.submit": _("handed in facts"),
    "facts.submitted": _("handed in facts"),
    "facts.verified": _("verified facts"),
    "facts.returned": _("returned facts"),
    "log-in": _("logged in"),
    "log-in.elsewhere": _("logged in while in use at another place"),
    "log-in.failed": _("failed to log in"),
    "log-in.locked": _("tried to log in while locked"),
    "log-in.refused": _("was not let in with the right password"),
    "log-out": _("logged out"),
    "notice.add": _("uploaded a notice"),
    "notice.break-off": _("broke off the reading of a notice"),
    "notice.read": _("read a notice"),
    "notice.take": _("took a scheme from a notice"),
    "organisation.keep": _("made or changed an organisation"),
    "organisation.remove": _("removed an organisation"),
    "organisations.export": _("exported organisations"),
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
    "results.compute": _("asked for results"),
    "results.computed": _("computed results"),
    "results.decide": _("decided an open case"),
    "results.export": _("exported results"),
    "results.notice": _("made the result notice"),
    "results.propose": _("proposed a decision"),
    "results.reports": _("made score reports"),
    "scheme.accept": _("accepted a drafted rule"),
    "scheme.keep": _("kept a version of the scheme"),
    "scheme.publish": _("published the scheme"),
    "scheme.reject": _("rejected a drafted rule"),
    "scheme.reopen": _("opened a drafted rule again"),
    "scheme.restore": _("went back to an earlier version of the scheme"),
    "second-factor.codes": _("made recovery codes"),
    "second-factor.failed": _("gave a wrong second factor"),
    "second-factor.recovery": _("logged in with a recovery code"),
    "second-factor.removed": _("took a second factor away"),
    "second-factor.set": _("set up a second factor"),
    "session.end": _("ended a session"),
    "session.end-all": _("ended all sessions of an account"),
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
    "files.file": _("file"),
    "organisations.organisation": _("organisation"),
    "organisations.post": _("post"),
    "publication.appeal": _("appeal"),
    "publication.publication": _("publication"),
    "results.run": _("run"),
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
    "people": _("lists of people"),
    "post": _("posts"),
    "posts": _("lists of posts"),
    "assessment": _("assessments"),
    "notice": _("notices"),
    "scheme": _("schemes"),
    "facts": _("facts"),
    "results": _("results"),
    "approval": _("approval"),
    "publication": _("publication"),
    "appeal": _("appeals"),
    "audit": _("journal"),
}
"""The first parts of actions, to filter by."""


def sentence(action: str) -> str:
    """Give an action in words; one that has none yet as it stands."""
    return str(SENTENCES.get(action, action))


def thing(object_type: str) -> str:
    """Give what an object is called."""
    return str(OBJECTS.get(object_type, object_type.rpartition(".")[2]))
