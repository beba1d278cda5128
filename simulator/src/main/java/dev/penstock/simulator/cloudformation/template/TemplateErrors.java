package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.ServiceError;
import java.util.Collection;

/** CloudFormation's answers to templates and parameters that it does not take. */
final class TemplateErrors {

    private TemplateErrors() {}

    static ServiceError validation(String message) {
        return ServiceError.client("ValidationError", message);
    }

    /** The template is not built as templates are. */
    static ServiceError format(String message) {
        return validation("Template format error: " + message);
    }

    /** A function is not used as it can be. */
    static ServiceError function(String message) {
        return validation("Template error: " + message);
    }

    static ServiceError unresolved(Collection<String> names, String section) {
        return format("Unresolved resource dependencies [" + String.join(", ", names) + "] in the " + section
                + " block of the template");
    }

    static ServiceError unrecognized(String attribute, String value, String logicalId) {
        return format("Unrecognized " + attribute + " " + value + " for resource " + logicalId);
    }

    static ServiceError noMapping(String map, String key, String attribute) {
        return function("Unable to get mapping for " + map + "::" + key + "::" + attribute);
    }
}
