"""How passwords are kept: Argon2id, which needs memory as well as time, so that guessing costs more than checking."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Argon2id as the OWASP Password Storage Cheat Sheet recommends first: 19 MiB, two passes, one lane.

    A check takes about 0.04 s of one core. PBKDF2 of like strength takes 0.6 s, and a change of password checks the former
    ones too; on a morning when hundreds log in, that is the difference between a queue and none.
    """

    time_cost, memory_cost, parallelism = 2, 19 * 1024, 1
