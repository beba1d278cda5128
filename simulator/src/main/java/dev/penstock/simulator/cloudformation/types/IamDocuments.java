package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Policies as IAM answers them: percent-encoded. */
final class IamDocuments {

    private IamDocuments() {}

    /** In the form in which it was given: as JSON, or as a text of JSON. */
    static JsonValue read(String encoded, JsonValue given) {
        String document = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        if (given instanceof JsonValue.Text text) {
            return text.value().equals(document) ? given : new JsonValue.Text(document);
        }
        return JsonTexts.of(given).equals(document)
                ? given
                : JsonValue.parse(document).orElse(new JsonValue.Text(document));
    }
}
