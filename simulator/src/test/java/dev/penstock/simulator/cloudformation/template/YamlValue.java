package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonValue;

/** Reads YAML as templates are read, for tests of other packages. */
public final class YamlValue {

    private YamlValue() {}

    public static JsonValue read(String text) {
        return TemplateReader.value(text);
    }
}
