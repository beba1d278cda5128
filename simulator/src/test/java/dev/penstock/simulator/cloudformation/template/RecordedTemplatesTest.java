package dev.penstock.simulator.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.simulator.recordings.Recordings;
import dev.penstock.simulator.wire.ServiceError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The templates that were deployed to AWS for the recordings are read. */
final class RecordedTemplatesTest {

    /** What is to be refused, and for what; placeholders are filled in by who uses these files. */
    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("cfn_intrinsic_functions.yaml", "YAML not well-formed"),
            // CloudFormation's answer to this one, JSON with a comma too many, is not recorded.
            Map.entry("cfn_lambda_serverless.yml", "JSON not well-formed"),
            Map.entry("dynamicparameter_ssm_list.yaml", "YAML not well-formed"),
            Map.entry("dynamicparameter_ssm_string.yaml", "YAML not well-formed"),
            Map.entry("empty_policy.json", "At least one Resources member must be defined"),
            Map.entry("engine/cfn_dependson_nonexisting_resource.yaml", "[NonExistingResource]"),
            Map.entry("for_removal_remove.yaml", "YAML not well-formed"),
            Map.entry("for_removal_setup.yaml", "YAML not well-formed"),
            Map.entry("getatt_validation.yml", "every Fn::GetAtt object requires"),
            Map.entry("getatt_validation2.yml", "every Fn::GetAtt object requires"),
            Map.entry("iam_policy_attachments.yaml", "YAML not well-formed"),
            Map.entry("invalid_stack_policy.json", "Invalid template property or properties"),
            Map.entry("mappings/mapping-aws-ref-map-key.yaml", "YAML not well-formed"),
            Map.entry("mappings/simple-mapping-invalid-ref.yaml", "Every Mappings attribute must be"),
            Map.entry("mappings/simple-mapping-nesting-depth.yaml", "Every Mappings attribute must be"),
            Map.entry("mappings/simple-mapping-single-level.yaml", "Every Mappings member A must be a map"),
            Map.entry("nested-stack-output-refs.yaml", "YAML not well-formed"),
            Map.entry("s3_bucketpolicy.yaml", "YAML not well-formed"),
            Map.entry("stack_policy.json", "Invalid template property or properties"),
            Map.entry("transformation_macro_as_reference.yml", "Key Name of transform definition must be a string"));

    @Test
    void eachTemplateThatAwsTookIsTaken() throws IOException {
        assumeTrue(Recordings.directory().isPresent(), "left out: there are no recordings beside this repository");
        Path templates = Recordings.directory().orElseThrow().resolveSibling("templates");
        List<String> refused = new ArrayList<>();
        int read = 0;
        try (Stream<Path> files = Files.walk(templates)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = templates.relativize(file).toString();
                try {
                    Template.parse(text(file));
                    read++;
                } catch (ServiceError e) {
                    String why = REFUSED.getOrDefault(name, "-");
                    if (!e.message().contains(why)) {
                        refused.add(name + ": " + e.message());
                    }
                }
            }
        }
        assertThat(refused).isEmpty();
        assertThat(read).isGreaterThan(200);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
