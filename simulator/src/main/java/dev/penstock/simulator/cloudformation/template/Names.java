package dev.penstock.simulator.cloudformation.template;

import java.util.regex.Pattern;

/** What names in a template are made of. Source: Template Reference, the pages of the sections. */
final class Names {

    static final int LONGEST = 255;

    private static final Pattern ALPHANUMERIC = Pattern.compile("[a-zA-Z0-9]+");
    private static final Pattern MAPPING_KEY = Pattern.compile("[a-zA-Z0-9.-]+");

    private Names() {}

    /**
     * @param what like {@code Resource}
     * @throws dev.penstock.simulator.wire.ServiceError ValidationError when the name is not alphanumeric
     */
    static void check(String what, String name) {
        if (!ALPHANUMERIC.matcher(name).matches()) {
            throw TemplateErrors.format(what + " name " + name + " is non alphanumeric.");
        }
        if (name.length() > LONGEST) {
            throw TemplateErrors.format(what + " name '" + name + "' length is greater than " + LONGEST + ".");
        }
    }

    static void checkMappingAttribute(String name) {
        if (!MAPPING_KEY.matcher(name).matches()) {
            throw TemplateErrors.format(
                    "Mappings attribute name '" + name + "' must contain only alphanumeric characters.");
        }
    }
}
