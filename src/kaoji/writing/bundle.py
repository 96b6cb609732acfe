"""A bundle: runs and what belongs to them as one file that anybody can verify.

bundle.zip
manifest.json      what it is, the runs it holds, the digest of every other file, the signer's public key
manifest.sig       an Ed25519 signature over manifest.json, where it is signed
run/...            a run as ``kaoji.writing.run`` writes it; there can be several, the manifest names them
...                whatever else belongs to it

The same content gives the same bytes. Verifying checks every digest, the signature, and recomputes every run.
"""

from __future__ import annotations

import base64
import hashlib
import json
import posixpath
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, Final

from kaoji.diagnostics import Diagnostic, Source
from kaoji.version import VERSION
from kaoji.writing.verifying import verify_run

MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"
KEY_PREFIX: Final = "ed25519:"
MOST_FILES: Final = 200_000
MOST_BYTES: Final = 16 * 2**30
_MOST_OF_MANIFEST: Final = 256 * 2**20
_RATIO: Final = 500
"""A file that unpacks to more than this many times its packed size is no table of facts."""
_PIECE: Final = 1 << 20
_FIXED: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Signer:
    """Whoever signs: the public key as it is written, and what gives a signature of bytes."""

    public_key: str
    sign: Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Verified:
    """What verifying a bundle showed: its manifest, by which key it is signed, and what is wrong.

    ``results`` are the digests of the results in it, which whatever is published of them names.
    """

    manifest: Mapping[str, Any]
    signed_by: str
    problems: tuple[Diagnostic, ...]
    results: tuple[str, ...] = ()


def write_bundle(
    out: Path,
    contents: Iterable[tuple[str, Path | bytes]],
    about: Mapping[str, Any],
    runs: Sequence[str] = (),
    signer: Signer | None = None,
) -> dict[str, Any]:
    """Write a bundle and give its manifest; the file is there whole or not at all.

    Args:
        out: where it is to lie.
        contents: names within the bundle and what lies there: bytes, or the path of a file.
        about: what the manifest says of it beside.
        runs: the folders within the bundle that hold runs.
        signer: who signs it, if anybody.
    """
    files: dict[str, str] = {}
    with tempfile.NamedTemporaryFile(dir=out.parent, prefix=f".{out.name}-", delete=False) as partial:
        try:
            with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as packed:
                for name, content in sorted(contents, key=lambda item: item[0]):
                    files[name] = _add(packed, name, content)
                manifest = {"kaoji": VERSION, **about, "runs": list(runs), "files": files}
                if signer is not None:
                    manifest["signed_by"] = signer.public_key
                text = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
                _add(packed, MANIFEST, text)
                if signer is not None:
                    _add(packed, SIGNATURE, base64.b64encode(signer.sign(text)) + b"\n")
            partial.close()
            Path(partial.name).replace(out)
        except BaseException:
            Path(partial.name).unlink(missing_ok=True)
            raise
    return manifest


def folder_contents(folder: Path, within: str) -> Iterable[tuple[str, Path]]:
    """Give all files of a folder as contents of a bundle, under a name."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield f"{within}/{path.relative_to(folder).as_posix()}", path


def _add(packed: zipfile.ZipFile, name: str, content: Path | bytes) -> str:
    info = zipfile.ZipInfo(name, _FIXED)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    digest = hashlib.sha256()
    with packed.open(info, "w", force_zip64=True) as target:
        if isinstance(content, bytes):
            digest.update(content)
            target.write(content)
        else:
            with content.open("rb") as source:
                while piece := source.read(_PIECE):
                    digest.update(piece)
                    target.write(piece)
    return f"sha256:{digest.hexdigest()}"


def verify_bundle(path: Path, key: str | None = None) -> Verified:
    """Check every digest and the signature of a bundle, and recompute the runs in it.

    With ``key`` the bundle must be signed by this very key: a bundle can always be made anew by somebody who signs it
    with a key of their own.

    Diagnostics: run.E411 no bundle, run.E412 a file is not what the manifest says, run.E413 the signature does not fit,
    run.E414 signed by another key, run.E415 the signature cannot be checked here, run.W416 not signed; and those of
    ``verify_run``.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            if reason := _unfit(packed):
                return Verified({}, "", (_no_bundle(path, reason),))
            text = _read(packed, MANIFEST)
            manifest = json.loads(text)
            files: dict[str, str] = manifest["files"]
            signed_by = str(manifest.get("signed_by", ""))
            problems = [*_check_signature(path, packed, text, signed_by, key), *_check_files(path, packed, files)]
            runs = [str(name) for name in manifest["runs"]]
            if unnamed := sorted(_folders_of_runs(files) - set(runs)):
                return Verified({}, "", (_no_bundle(path, f"{unnamed[0]}: not among its runs"),))
            if not problems or all(problem.level == "warning" for problem in problems):
                problems += _check_runs(path, packed, files, runs)
            results = tuple(str(json.loads(_read(packed, f"{name}/{MANIFEST}"))["results"]) for name in runs)
    # RuntimeError of ZipFile: packed with a password, or in a way that it does not know.
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, KeyError, TypeError, AttributeError,
            RuntimeError) as error:  # fmt: skip
        return Verified({}, "", (_no_bundle(path, str(error) or type(error).__name__),))
    return Verified(manifest, signed_by, tuple(problems), results)


def _folders_of_runs(files: Mapping[str, str]) -> set[str]:
    """Give the folders that hold results: one that the manifest leaves out would not be recomputed."""
    return {name.rpartition("/")[0] for name in files if name.rpartition("/")[2] == "results.json"}


def _unfit(packed: zipfile.ZipFile) -> str:
    """Tell why a packed file is not taken apart; empty when it can be."""
    infos = packed.infolist()
    names = [info.filename for info in infos]
    if MANIFEST not in names:
        return f"no {MANIFEST}"
    if len(names) > MOST_FILES or len(set(names)) != len(names):
        return f"{len(names)} files"
    for info in infos:
        name = info.filename
        if posixpath.normpath(name) != name or name.startswith(("/", "../")) or "\\" in name or ":" in name:
            return name
        if info.file_size > max(_PIECE, info.compress_size * _RATIO):
            return name
    return "" if sum(info.file_size for info in infos) <= MOST_BYTES else f"> {MOST_BYTES} bytes"


def _read(packed: zipfile.ZipFile, name: str) -> bytes:
    if packed.getinfo(name).file_size > _MOST_OF_MANIFEST:
        raise ValueError(name)
    return packed.read(name)


def _check_signature(
    path: Path, packed: zipfile.ZipFile, text: bytes, signed_by: str, key: str | None
) -> Iterable[Diagnostic]:
    source = (Source(str(path)),)
    if not signed_by or SIGNATURE not in packed.namelist():
        hint = "Ask the publisher for the signed bundle."
        if key is not None or signed_by:
            yield Diagnostic("run.E413", "“{file}” has no signature.", source, hint, {"file": path.name})
        else:
            yield Diagnostic("run.W416", "“{file}” is not signed: nothing says who made it.", source, hint,
                             {"file": path.name})  # fmt: skip
        return
    if key is not None and key.strip() != signed_by:
        yield Diagnostic(
            "run.E414",
            "“{file}” is signed by the key {signed_by}, not by {key}.",
            source,
            "Compare the key with the one that the publisher shows, and ask where the file comes from.",
            {"file": path.name, "signed_by": signed_by, "key": key},
        )
    try:
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - only needed here, and an extra
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415
    except ImportError:
        yield Diagnostic("run.E415", "The signature of “{file}” cannot be checked: the package cryptography is missing.",
                         source, "Install it with: pip install 'kaoji[web]'", {"file": path.name})  # fmt: skip
        return
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(signed_by.removeprefix(KEY_PREFIX), validate=True))
        public.verify(base64.b64decode(_read(packed, SIGNATURE).strip(), validate=True), text)
    except (InvalidSignature, ValueError):
        yield Diagnostic(
            "run.E413",
            "The signature of “{file}” does not fit its manifest: one of them was changed.",
            source,
            "Get the bundle again from the publisher.",
            {"file": path.name},
        )


def _check_files(path: Path, packed: zipfile.ZipFile, files: Mapping[str, str]) -> Iterable[Diagnostic]:
    there = {info.filename for info in packed.infolist() if not info.is_dir()} - {MANIFEST, SIGNATURE}
    for name in sorted(there | files.keys()):
        if name not in there or name not in files or _digest(packed, name) != files[name]:
            yield Diagnostic(
                "run.E412",
                "“{name}” in “{file}” is not the file that the manifest names.",
                (Source(str(path)),),
                "Get the bundle again from the publisher.",
                {"name": name, "file": path.name},
            )


def _digest(packed: zipfile.ZipFile, name: str) -> str:
    with packed.open(name) as stream:
        return f"sha256:{_hash(stream)}"


def _hash(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := stream.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _check_runs(
    path: Path, packed: zipfile.ZipFile, files: Mapping[str, str], runs: Sequence[str]
) -> Iterable[Diagnostic]:
    for run in runs:
        with tempfile.TemporaryDirectory(prefix="kaoji-bundle-") as place:
            for name in files:
                if name.startswith(f"{run}/") and "/relations/" not in name:
                    _unpack(packed, name, Path(place))
            folder = Path(place) / run
            for problem in verify_run(folder):
                yield _moved(problem, place, f"{path}/")


def _unpack(packed: zipfile.ZipFile, name: str, place: Path) -> None:
    target = place / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with packed.open(name) as source, target.open("wb") as file:
        shutil.copyfileobj(source, file, _PIECE)


def _moved(problem: Diagnostic, before: str, after: str) -> Diagnostic:
    """Name the place within the bundle instead of where it was unpacked."""
    sources = tuple(
        replace(source, file=source.file.replace(before + "/", after).replace(before, after))
        for source in problem.sources
    )
    data = {key: str(value).replace(before + "/", after) if isinstance(value, str) else value
            for key, value in problem.data.items()}  # fmt: skip
    return replace(problem, sources=sources, data=data)


def _no_bundle(path: Path, reason: str) -> Diagnostic:
    return Diagnostic(
        "run.E411",
        "“{file}” is no bundle of Kaoji, or is damaged ({reason}).",
        (Source(str(path)),),
        "Get it again from the publisher.",
        {"file": path.name, "reason": reason[:200]},
    )
