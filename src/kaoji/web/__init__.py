"""The platform: an assessment run by the people of a county, in the browser.

A thin shell around the core: it stores who did what, when and with which evidence, and calls the core for everything
that has a meaning of its own. One app a noun; each has ``models``, ``access`` (the only way to get an object for
somebody), ``actions`` (the only writes: permission, transaction, journal, call of the core), ``views`` and ``urls``.

    browser ─► views ─► access (reads) | actions (writes) ─► models
                              │                │
                         permissions        audit journal

Apps from the ground up: audit, files, jobs, accounts, organisations, assessments, facts, results, publication.
"""
