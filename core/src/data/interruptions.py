#!/usr/bin/env python3
"""Makes interruptions.tsv: the properties whose change interrupts their resource without replacing it.

CloudFormation's change sets say whether a resource is replaced; that a change in place interrupts it stands in the
documentation alone. This reads it there:

  1. the folder doc_source of the CloudFormation User Guide (github.com/awsdocs/aws-cloudformation-user-guide, the
     commit before its archiving): "Update requires: Some interruptions", by the anchor of the property;
  2. the resource specification (npm package @aws-cdk/cfnspec, spec/specification.json): which anchor documents which
     property of which type, through nested property types.

usage: interruptions.py DOC_SOURCE SPECIFICATION > ../main/resources/dev/penstock/stack/review/interruptions.tsv
"""
import json
import pathlib
import re
import sys

ANCHOR = re.compile(r'<a name="(cfn-[^"]+)"></a>')
INTERRUPTS = "*Update requires*: [Some interruptions]"


def interrupting_anchors(folder):
    anchors = set()
    for file in sorted(pathlib.Path(folder).glob("*.md")):
        current = None
        for line in file.read_text(encoding="utf-8").splitlines():
            found = ANCHOR.search(line)
            if found:
                current = found.group(1)
            elif line.startswith(INTERRUPTS) and current:
                anchors.add(current)
    return anchors


def anchor(declaration):
    return declaration.get("Documentation", "").rpartition("#")[2].lower()


def paths(resource, properties, types, anchors, prefix=(), seen=()):
    for name, declaration in sorted(properties.items()):
        path = prefix + (name,)
        if anchor(declaration) in anchors:
            yield "/".join(path)
            continue
        nested = declaration.get("ItemType") or declaration.get("Type")
        key = f"{resource}.{nested}"
        if key in types and key not in seen:
            within = path + ("*",) if "ItemType" in declaration else path
            yield from paths(resource, types[key].get("Properties", {}), types, anchors, within, seen + (key,))


def main(folder, specification):
    anchors = interrupting_anchors(folder)
    spec = json.loads(pathlib.Path(specification).read_text(encoding="utf-8"))
    for resource, declaration in sorted(spec["ResourceTypes"].items()):
        for path in paths(resource, declaration.get("Properties", {}), spec["PropertyTypes"], anchors):
            print(f"{resource}\t{path}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
