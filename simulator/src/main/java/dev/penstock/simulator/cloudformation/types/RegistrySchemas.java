package dev.penstock.simulator.cloudformation.types;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** The schemas of all types that AWS publishes, read when they are first asked for: a service's file, a type's lines. */
final class RegistrySchemas implements Schemas {

    private static final Pattern NAME = Pattern.compile("\\w+::(\\w+)::\\w+");
    private static final String CUSTOM = "Custom::";
    private static final String CUSTOM_RESOURCE = "AWS::CloudFormation::CustomResource";

    private final Map<String, Map<String, String>> services = new ConcurrentHashMap<>();
    private final Map<String, Optional<RegistrySchema>> known = new ConcurrentHashMap<>();

    @Override
    public Optional<Schema> of(String type) {
        return registered(type).map(Schema.class::cast);
    }

    /** The same, with what only this package asks. Custom resources have the one schema that they share. */
    Optional<RegistrySchema> registered(String type) {
        String published = type.startsWith(CUSTOM) ? CUSTOM_RESOURCE : type;
        Matcher name = NAME.matcher(published);
        if (!name.matches()) {
            return Optional.empty();
        }
        Optional<RegistrySchema> schema = known.get(published);
        if (schema == null) {
            schema = Optional.ofNullable(service(name.group(1)).get(published))
                    .map(text -> SchemaReader.read(published, text));
            if (schema.isPresent()) {
                known.put(published, schema);
            }
        }
        return schema;
    }

    private Map<String, String> service(String service) {
        Map<String, String> texts = services.get(service);
        if (texts == null) {
            texts = load(service);
            if (!texts.isEmpty()) {
                services.put(service, texts);
            }
        }
        return texts;
    }

    private static Map<String, String> load(String service) {
        try (InputStream file = RegistrySchemas.class.getResourceAsStream("schemas/" + service + ".txt.gz")) {
            return file == null ? Map.of() : split(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the resource types of " + service + " cannot be read", e);
        }
    }

    private static Map<String, String> split(InputStream file) throws IOException {
        Map<String, String> texts = new HashMap<>();
        try (GZIPInputStream unpacked = new GZIPInputStream(file, 1 << 14)) {
            String all = new String(unpacked.readAllBytes(), StandardCharsets.UTF_8);
            for (String text : all.split("\n\n", -1)) {
                texts.put(text.substring(0, text.indexOf('\n')), text);
            }
        }
        return texts;
    }
}
