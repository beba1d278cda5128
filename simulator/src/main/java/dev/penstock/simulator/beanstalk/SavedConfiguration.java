package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.s3.ObjectAccess;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.state.Blobs;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A saved configuration as the file that Elastic Beanstalk keeps in the account's bucket. Source: Developer Guide, "Environment
 * manifest" and "Using Elastic Beanstalk saved configurations"; the EB CLI downloads it from there.
 */
final class SavedConfiguration {

    private final ObjectAccess objects;
    private final Blobs blobs;
    private final StorageLocation storage;

    SavedConfiguration(ObjectAccess objects, Blobs blobs, StorageLocation storage) {
        this.objects = objects;
        this.blobs = blobs;
        this.storage = storage;
    }

    /** Puts the file of a template. */
    void keep(Call call, TemplateRow row) {
        storage.ensure(call.caller());
        objects.put(
                call.caller(),
                call.now(),
                StorageLocation.bucket(row.account(), row.region()),
                "resources/templates/" + row.application() + "/" + row.name(),
                blobs.store(text(row).getBytes(StandardCharsets.UTF_8)));
    }

    /** Its text: YAML with every value in quotes. */
    static String text(TemplateRow row) {
        StringBuilder out = new StringBuilder("EnvironmentConfigurationMetadata:\n");
        row.description().ifPresent(text -> line(out, 2, "Description", text));
        line(out, 2, "DateCreated", Long.toString(row.created().toEpochMilli()));
        line(out, 2, "DateModified", Long.toString(row.updated().toEpochMilli()));
        out.append("Platform:\n");
        line(out, 2, "PlatformArn", ConfigurationTemplates.arn(row.platform(), row.region()));
        Map<String, Map<String, String>> options = new TreeMap<>();
        Settings.read(row.settings())
                .values()
                .forEach((key, value) -> options.computeIfAbsent(key.namespace(), unused -> new TreeMap<>())
                        .put(key.name().name(), value));
        out.append("OptionSettings:").append(options.isEmpty() ? " {}\n" : "\n");
        options.forEach((namespace, values) -> {
            out.append("  ").append(namespace).append(":\n");
            values.forEach((name, value) -> line(out, 4, name, value));
        });
        out.append("EnvironmentTier:\n");
        line(out, 2, "Type", row.tier().equals("Worker") ? "SQS/HTTP" : "Standard");
        line(out, 2, "Name", row.tier());
        return out.append("AWSConfigurationTemplateVersion: 1.1.0.0\n").toString();
    }

    private static void line(StringBuilder out, int indent, String name, @Nullable String value) {
        if (value != null) {
            out.append(" ".repeat(indent))
                    .append(name)
                    .append(": '")
                    .append(value.replace("'", "''"))
                    .append("'\n");
        }
    }
}
