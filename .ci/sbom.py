"""What a site is built with, as a CycloneDX list on standard output: every package of the lock that belongs on this
machine, with its licence, the checksums it may have, and what asked for it. The same packages give the same bytes.

Python itself and the system's own libraries are not in it. `.ci/sbom` runs this where the lock is installed.
"""

from __future__ import annotations

import sys
from importlib.metadata import Distribution, distribution
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = "performance-target-disclosure"
LOCK = Path(__file__).parent / "site.lock"


def main() -> int:
    """Print the list. Exit code 1 where a package is not the one the lock names."""
    locked = {canonicalize_name(line.name): (line, hashes) for line, hashes in read(LOCK.read_text("utf-8"))}
    for name, (line, _) in locked.items():
        if not line.specifier.contains(distribution(name).version):
            print(f"{name} {distribution(name).version} is installed, the lock says {line}", file=sys.stderr)
            return 1
    project = component(distribution(PROJECT), ComponentType.APPLICATION, [])
    components = {
        name: component(distribution(name), ComponentType.LIBRARY, hashes)
        for name, (_, hashes) in locked.items()
    }
    bom = Bom(components=components.values())
    bom.metadata.component = project
    for name, each in {PROJECT: project, **components}.items():
        bom.register_dependency(
            each, [components[other] for other in asked_for(distribution(name)) if other in locked]
        )
    bom.serial_number = bom.metadata.timestamp = None  # type: ignore[assignment]  # by chance, by the clock
    text = JsonV1Dot6(bom).output_as_string(indent=1)
    if fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise ValueError(fault)
    print(text)
    return 0


def read(lock: str) -> list[tuple[Requirement, list[str]]]:
    """The packages of a lock that this machine is meant to have, each with the checksums it may have."""
    found = []
    for line in lock.replace("\\\n", " ").splitlines():
        asked, *hashes = line.partition("#")[0].split(" --hash=sha256:")
        if asked.strip():
            requirement = Requirement(asked.strip())
            if requirement.marker is None or requirement.marker.evaluate():
                found.append((requirement, [each.strip() for each in hashes]))
    return found


def component(package: Distribution, kind: ComponentType, hashes: list[str]) -> Component:
    """One package as it describes itself."""
    name, version = canonicalize_name(package.metadata["Name"]), package.version
    return Component(
        name=name,
        version=version,
        type=kind,
        bom_ref=f"{name}=={version}",
        purl=PackageURL("pypi", name=name, version=version),
        licenses=[LicenseFactory().make_from_string(licence(package))],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=each) for each in hashes],
    )


def licence(package: Distribution) -> str:
    """What a package says of its licence, the newest way of saying it first."""
    about = package.metadata
    said = [about.get("License-Expression"), about.get("License")]
    classes = (each for each in about.get_all("Classifier") or () if each.startswith("License :: OSI"))
    said += [each.rpartition(" :: ")[2] for each in classes]
    return next(each for each in said if each and each != "UNKNOWN" and "\n" not in each)


def asked_for(package: Distribution) -> set[str]:
    """The packages that one asks for, here and without extras."""
    asked = map(Requirement, package.requires or ())
    return {
        canonicalize_name(each.name)
        for each in asked
        if each.marker is None or each.marker.evaluate({"extra": ""})
    }


if __name__ == "__main__":
    sys.exit(main())
