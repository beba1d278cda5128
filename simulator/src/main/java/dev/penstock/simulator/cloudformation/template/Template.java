package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A CloudFormation template that has been read and is in itself without fault. One with transforms knows its parameters
 * and what it transforms; its resources are those of {@link #transformed}.
 */
public final class Template {

    private final String body;
    private final boolean processed;
    private final JsonValue.Structure document;
    private final Set<String> transforms;
    private final boolean languageExtensions;
    private final Map<String, ParameterDeclaration> parameters;
    private final Map<String, Map<String, Map<String, JsonValue>>> mappings;
    private final Map<String, JsonValue> conditions;
    private final Map<String, JsonValue.Structure> rules;
    private final Map<String, ResourceDeclaration> resources;
    private final Map<String, OutputDeclaration> outputs;

    private Template(String body, JsonValue.Structure document, Set<String> applied) {
        this.body = body;
        this.document = document;
        this.processed = !applied.isEmpty();
        Set<String> named = new LinkedHashSet<>(applied);
        named.addAll(Transforms.named(document));
        this.transforms = Collections.unmodifiableSet(named);
        this.languageExtensions = transforms.contains(Transforms.LANGUAGE_EXTENSIONS);
        SectionReader.checkDocument(document);
        this.parameters = Collections.unmodifiableMap(ParameterReader.read(document));
        if (isRaw()) {
            this.mappings = Map.of();
            this.conditions = Map.of();
            this.rules = Map.of();
            this.resources = Collections.unmodifiableMap(ResourceReader.beforeTransforms(document));
            this.outputs = Map.of();
        } else {
            SectionReader.checkSections(document);
            this.mappings = Collections.unmodifiableMap(MappingReader.read(document));
            this.conditions =
                    Collections.unmodifiableMap(new LinkedHashMap<>(SectionReader.members(document, "Conditions", 0)));
            this.rules = Collections.unmodifiableMap(SectionReader.objects(document, "Rules", 0));
            this.resources = Collections.unmodifiableMap(ResourceReader.read(document));
            this.outputs = Collections.unmodifiableMap(OutputReader.read(document));
            new TemplateValidation(this).check();
        }
    }

    /**
     * Reads a template.
     *
     * @param body JSON or YAML
     * @throws dev.penstock.simulator.wire.ServiceError ValidationError, in CloudFormation's words, for the first thing that
     *     is wrong
     */
    public static Template parse(String body) {
        return new Template(body, TemplateReader.template(body), Set.of());
    }

    /**
     * The template with its transforms applied; itself, when it has none.
     *
     * @throws dev.penstock.simulator.wire.ServiceError ValidationError when a transform fails or what comes of it is no
     *     template; NotSimulated for a transform that is not simulated
     */
    public Template transformed(ParameterValues values, Environment environment, Macros macros) {
        if (!isRaw()) {
            return this;
        }
        JsonValue.Structure plain = new Transforms(document, values, environment, macros).apply();
        return new Template(body, plain, transforms);
    }

    /** Whether it has transforms that are not applied yet. */
    public boolean isRaw() {
        return !processed && !transforms.isEmpty();
    }

    /** The text as it was given: GetTemplate's stage {@code Original}. */
    public String body() {
        return body;
    }

    /** GetTemplate's stage {@code Processed}: JSON after transforms, the text as it was given when there are none. */
    public String processedBody() {
        return processed ? JsonTexts.of(document) : body;
    }

    /** The whole template, short forms turned into long ones, transforms applied where they were. */
    public JsonValue.Structure document() {
        return document;
    }

    public Map<String, ParameterDeclaration> parameters() {
        return parameters;
    }

    /** The resources; before transforms are applied those that can be told by then. */
    public Map<String, ResourceDeclaration> resources() {
        return resources;
    }

    /** One of its resources; empty when it has none of that name. */
    public Optional<ResourceDeclaration> resource(String logicalId) {
        return Optional.ofNullable(resources.get(logicalId));
    }

    public Map<String, OutputDeclaration> outputs() {
        return outputs;
    }

    /** The names of all transforms and macros that it uses, those of {@code Fn::Transform} included. */
    public List<String> transforms() {
        return List.copyOf(transforms);
    }

    public Optional<String> description() {
        return SectionReader.text(document, "Description");
    }

    public Optional<JsonValue> metadata() {
        return Optional.ofNullable(document.members().get("Metadata"));
    }

    /** The template's {@code AWSTemplateFormatVersion}. */
    public Optional<String> formatVersion() {
        return SectionReader.text(document, "AWSTemplateFormatVersion");
    }

    /** Which capabilities have to be acknowledged for it. */
    public Capabilities capabilities() {
        return Capabilities.of(this);
    }

    Map<String, JsonValue> conditions() {
        return conditions;
    }

    Map<String, Map<String, Map<String, JsonValue>>> mappings() {
        return mappings;
    }

    Map<String, JsonValue.Structure> rules() {
        return rules;
    }

    boolean usesLanguageExtensions() {
        return languageExtensions;
    }

    /** Equal when they say the same, however it is written. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Template template && document.equals(template.document);
    }

    @Override
    public int hashCode() {
        return document.hashCode();
    }
}
