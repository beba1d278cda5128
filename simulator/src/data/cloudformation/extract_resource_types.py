#!/usr/bin/env python3
"""Makes the resource type data of the simulated CloudFormation from published sources.

Usage: extract_resource_types.py CFN_LINT_WHEEL CFNSPEC_TARBALL DOCUMENTATION_DIRECTORY OUTPUT_DIRECTORY

  CFN_LINT_WHEEL           pip download cfn-lint --no-deps
  CFNSPEC_TARBALL          npm pack @aws-cdk/cfnspec
  DOCUMENTATION_DIRECTORY  doc_source of the repository awsdocs/aws-cloudformation-user-guide at commit 19dc52cd,
                           the last one with content
  OUTPUT_DIRECTORY         simulator/src/main/resources/dev/penstock/simulator/cloudformation/types/schemas

README.md beside this file says which source decides what, and how a line of the output is read.
"""
import collections
import gzip
import json
import os
import re
import sys
import tarfile
import zipfile

MAXIMUM_CHOICES = 40
LIMITS = {"string": ("minLength", "maxLength"), "integer": ("minimum", "maximum"), "number": ("minimum", "maximum"),
          "array": ("minItems", "maxItems", "uniqueItems")}
# User guide, "DeletionPolicy attribute", resources that support snapshots
SNAPSHOTS = {
    "AWS::DocDB::DBCluster", "AWS::EC2::Volume", "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup", "AWS::Neptune::DBCluster", "AWS::RDS::DBCluster", "AWS::RDS::DBInstance",
    "AWS::Redshift::Cluster"}


def registry(wheel):
    """The schemas of us-east-1 by type name."""
    with zipfile.ZipFile(wheel) as archive:
        base = "cfnlint/data/schemas/"
        index = json.loads(archive.read(base + "providers/us-east-1.json"))
        schemas = {name: json.loads(archive.read(f"{base}resources/{digest}.json")) for name, digest in index.items()}
        stateful = json.loads(archive.read("cfnlint/data/AdditionalSpecs/StatefulResources.json"))["ResourceTypes"]
        date = json.loads(archive.read(base + "version.json"))["schema_date"]
    return schemas, set(stateful), date


def specification(tarball):
    with tarfile.open(tarball) as archive:
        return json.load(archive.extractfile("package/spec/specification.json"))


def documented(directory):
    """What the user guide says about updates: {"TYPE" or "TYPE DEFINITION": {property: requirement}}."""
    said = {}
    title = re.compile(r"^# (AWS::\w+::\w+(?: \w+)?)<a name")
    prop = re.compile(r"^`(\w+)`\s+<a name=\"cfn-")
    requirement = re.compile(r"^\*Update requires\*: ?\[?(No interruption|Replacement|Some interruptions)")
    for name in sorted(os.listdir(directory)):
        if not name.endswith(".md"):
            continue
        with open(os.path.join(directory, name), encoding="utf-8") as page:
            lines = page.read().split("\n")
        head = title.match(lines[0])
        if not head:
            continue
        current = None
        for line in lines:
            started = prop.match(line)
            if started:
                current = started.group(1)
            told = requirement.match(line)
            if told and current:
                said.setdefault(head.group(1), {})[current] = told.group(1)
    return said


class Shapes:
    """The property tree of one type: named definitions with kinds of properties."""

    def __init__(self, schema):
        self.definitions = schema.get("definitions", {})
        self.written = collections.OrderedDict()
        self.limits = []
        self.top = self.members(schema, "")

    def members(self, node, name):
        properties = dict(node.get("properties", {}))
        for choice in ("oneOf", "anyOf", "allOf"):
            for part in node.get(choice, []):
                if isinstance(part, dict):
                    part = self.resolve(part)[1]
                    for key, value in part.get("properties", {}).items():
                        if isinstance(value, dict) and (value.get("type") or "$ref" in value):
                            properties.setdefault(key, value)
        required = set(node.get("required", []))
        for key, value in sorted(properties.items()):
            if isinstance(value, dict) and re.fullmatch(r"\w+", key):
                self.limit(name, key, value)
        return [(key, key in required, self.kind(value, (name + "." if name else "") + key))
                for key, value in sorted(properties.items())
                if isinstance(value, dict) and re.fullmatch(r"\w+", key)]

    def limit(self, definition, key, node):
        """What values of a property, and of its elements, are held to beside their kind."""
        definition = re.sub(r"[^\w.]", "_", definition.replace(".*", ""))
        node = self.resolve(node)[1]
        self.limited(definition + " " + key, node)
        if node.get("type") == "array" and isinstance(node.get("items"), dict):
            self.limited(definition + " " + key + "*", self.resolve(node["items"])[1])

    def limited(self, place, node):
        words = [f"{word}={node[word]}" for word in LIMITS.get(str(node.get("type")), ())
                 if isinstance(node.get(word), int) and not (word.startswith("min") and word != "minimum" and node[word] == 0)
                 and node[word] is not False]
        pattern = node.get("pattern")
        if node.get("type") == "string" and isinstance(pattern, str) and "\n" not in pattern:
            words.append("pattern=" + pattern)
        if words:
            self.limits.append(place + " " + " ".join(words).replace("uniqueItems=True", "uniqueItems"))

    def resolve(self, node):
        """Follows references: the last name on the way, and what stands there."""
        name = None
        for _ in range(20):
            if "$ref" not in node:
                break
            path = node["$ref"].split("/")
            if path[:2] == ["#", "definitions"] and len(path) == 3:
                name, node = path[2], self.definitions.get(path[2], {})
            elif path[:2] == ["#", "properties"]:
                name, node = path[-1], {"type": "string"}
            else:
                return None, {}
        return name, node

    def kind(self, node, path):
        name, node = self.resolve(node)
        types = node.get("type")
        types = types if isinstance(types, list) else [types] if types else []
        structured = [part for choice in ("oneOf", "anyOf") for part in node.get(choice, []) if isinstance(part, dict)]
        lists = [part for part in structured if self.resolve(part)[1].get("type") == "array"]
        if lists and not node.get("properties"):
            return self.kind(lists[0], path)
        if types == ["array"]:
            return self.listing(node, path)
        if node.get("properties") or (not types and any("properties" in self.resolve(p)[1] for p in structured)) \
                or (types == ["object"] and any(self.resolve(p)[1].get("properties") for p in structured)):
            return self.structure(name or path, node)
        if "array" in types:
            return self.listing(node, path)
        if node.get("patternProperties") and "string" not in types:
            values = [v for v in node["patternProperties"].values() if isinstance(v, dict)]
            return "%" + (self.kind(values[0], path + ".*") if values else "j")
        if "object" in types:
            return "j"
        choices = node.get("enum", [])
        suffix = ""
        if choices and len(choices) <= MAXIMUM_CHOICES and all(
                isinstance(c, str) and re.fullmatch(r"[^\s|!,]+", c) for c in choices) and types == ["string"]:
            suffix = "=" + "|".join(choices)
        for word, letter in (("string", "s"), ("number", "n"), ("integer", "i"), ("boolean", "b")):
            if word in types:
                return letter + suffix
        return "j"

    def listing(self, node, path):
        mark = "{" if node.get("insertionOrder") is False else "["
        return mark + self.kind(node.get("items") if isinstance(node.get("items"), dict) else {}, path + ".*")

    def structure(self, name, node):
        name = re.sub(r"[^\w.]", "_", name.replace(".*", ""))
        if name not in self.written:
            self.written[name] = None
            self.written[name] = self.members(node, name)
        return ":" + name


def pointer(text):
    """/properties/A/*/B and /properties/A/items/properties/B are A/*/B."""
    parts = text.split("/")[2:]
    result = []
    for part in parts:
        if part == "properties":
            continue
        result.append("*" if part in ("items", "*") else part)
    return "/".join(result)


def pointers(schema, key):
    return sorted({pointer(p) for p in schema.get(key, []) if isinstance(p, str) and p.startswith("/properties/")})


def nested(shapes, name, prefix, members, visit, depth=0, seen=()):
    """Visits all property paths; a definition within itself once."""
    for key, _, kind in members:
        path = prefix + key
        inner, at = kind, path
        while inner[:1] in "[{%":
            inner, at = inner[1:], at + "/*"
        definition = inner[1:] if inner.startswith(":") else None
        visit(path, name, key)
        if definition and definition not in seen and depth < 6:
            nested(shapes, definition, at + "/", shapes.written[definition], visit, depth + 1, seen + (definition,))


def told_by(type_name, definition, said, spec):
    """What the documentation and the older specification say about a property of a type or of one of its definitions."""
    title = type_name + (" " + definition if definition else "")
    dotted = type_name + ("." + definition if definition else "")
    older = (spec["PropertyTypes"].get(dotted) if definition else spec["ResourceTypes"].get(type_name)) or {}
    return said.get(title, {}), older.get("Properties") or {}


def behaviours(type_name, schema, shapes, said, spec):
    replaced = set(pointers(schema, "createOnlyProperties"))
    conditional = set(pointers(schema, "conditionalCreateOnlyProperties")) - replaced
    interrupted = set()

    def covered(path):
        return any(path == p or path.startswith(p + "/") for p in replaced | conditional)

    def visit(path, definition, key):
        if covered(path):
            return
        pages, older = told_by(type_name, definition, said, spec)
        word = pages.get(key)
        if word == "Some interruptions":
            interrupted.add(path)
        if "handlers" not in schema:
            update = older.get(key, {}).get("UpdateType")
            if word == "Replacement" or (word is None and update == "Immutable"):
                replaced.add(path)
            elif update == "Conditional" and word != "Some interruptions":
                conditional.add(path)

    nested(shapes, None, "", shapes.top, visit)
    interrupted = {p for p in interrupted if not covered(p)}
    return replaced, conditional, interrupted


def attributes(type_name, schema, shapes, spec):
    older = set((spec["ResourceTypes"].get(type_name) or {}).get("Attributes") or {})
    if "handlers" not in schema:
        readable = set(pointers(schema, "readOnlyProperties")) - {"Id"} if type_name not in spec["ResourceTypes"] else set()
    else:
        readable = set(pointers(schema, "readOnlyProperties"))
    found = set(older)
    for path in readable:
        if "*" in path:
            continue
        found.add(path.replace("/", "."))

    def visit(path, definition, key):
        if any(path.startswith(p + "/") for p in readable) and "*" not in path:
            found.add(path.replace("/", "."))

    nested(shapes, None, "", shapes.top, visit)
    return found


def name_property(type_name, schema, shapes):
    last = type_name.split("::")[2]
    read_only = set(pointers(schema, "readOnlyProperties"))
    strings = {key for key, _, kind in shapes.top if kind.startswith("s")} - read_only
    fixed = set(pointers(schema, "createOnlyProperties")) & strings
    identifier = [p for p in pointers(schema, "primaryIdentifier") if p in strings]
    candidates = [key for key in fixed | set(identifier) if key == last + "Name" or key == last + "Identifier"]
    candidates += [key for key in sorted(fixed | set(identifier))
                   if key.endswith("Name") and len(key) > 4 and last.endswith(key[:-4])]
    candidates += [key for key in ("Name",) if key in fixed | set(identifier)]
    if len(pointers(schema, "primaryIdentifier")) == 1:
        candidates += [key for key in identifier if re.search(r"(Name|Identifier|Id)$", key)]
    return candidates[0] if candidates else None


def write(type_name, schema, stateful, said, spec):
    shapes = Shapes(schema)
    replaced, conditional, interrupted = behaviours(type_name, schema, shapes, said, spec)
    lines = [type_name]

    def line(mark, values):
        if values:
            lines.append(mark + " " + " ".join(values))

    flags = []
    if type_name in stateful:
        flags.append("stateful")
    if type_name in SNAPSHOTS:
        flags.append("snapshots")
    if schema.get("replacementStrategy") == "delete_then_create":
        flags.append("deletedFirst")
    if (schema.get("tagging") or {}).get("taggable", schema.get("taggable", False)):
        tagging = schema.get("tagging") or {}
        flags.append("tags=" + pointer(tagging.get("tagProperty", "/properties/Tags")))
        if tagging.get("cloudFormationSystemTags"):
            flags.append("systemTags")
    line("f", flags)
    line("i", [pointer(p) for p in schema.get("primaryIdentifier", [])])
    name = name_property(type_name, schema, shapes)
    line("n", [name] if name else [])
    line("a", sorted(attributes(type_name, schema, shapes, spec)))
    line("o", [p for p in pointers(schema, "readOnlyProperties")])
    line("w", [p for p in pointers(schema, "writeOnlyProperties")])
    line("R", sorted(replaced))
    line("C", sorted(conditional))
    line("I", sorted(interrupted))

    def member(entry):
        key, required, kind = entry
        return key + ("!" if required else "") + " " + kind

    lines.append("p " + ",".join(map(member, shapes.top)))
    for definition, members in shapes.written.items():
        lines.append(":" + definition + " " + ",".join(map(member, members)))
    lines += sorted({"l " + limit for limit in shapes.limits})
    return "\n".join(lines) + "\n"


def main(wheel, tarball, documentation, output):
    schemas, stateful, date = registry(wheel)
    spec = specification(tarball)
    said = documented(documentation)
    services = collections.defaultdict(list)
    for type_name in sorted(schemas):
        services[type_name.split("::")[1]].append(write(type_name, schemas[type_name], stateful, said, spec))
    os.makedirs(output, exist_ok=True)
    for service, texts in services.items():
        with open(os.path.join(output, service + ".txt.gz"), "wb") as file:
            with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=file, mtime=0) as out:
                out.write("\n".join(texts).encode("utf-8"))
    print(f"{len(schemas)} resource types of {len(services)} services, registry schemas of {date}")


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
