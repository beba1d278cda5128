package dev.penstock.simulator.ssm;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.ssm.StoredParameter.Version;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssm.model.LabelParameterVersionRequest;
import software.amazon.awssdk.services.ssm.model.LabelParameterVersionResponse;
import software.amazon.awssdk.services.ssm.model.UnlabelParameterVersionRequest;
import software.amazon.awssdk.services.ssm.model.UnlabelParameterVersionResponse;

/** Labels on versions: each is on one version of a parameter at most. */
final class ParameterLabels {

    private static final Pattern FORM = Pattern.compile("[a-zA-Z_.-][a-zA-Z0-9_.-]{0,99}");
    private static final int MOST = 10;

    private final Parameters parameters;

    ParameterLabels(Parameters parameters) {
        this.parameters = parameters;
    }

    LabelParameterVersionResponse label(Call call, LabelParameterVersionRequest request) {
        if (request.labels().stream().anyMatch(label -> label.isEmpty() || label.length() > 100)) {
            throw ParameterName.validation("1 validation error detected: Value '[" + String.join(", ", request.labels())
                    + "]' at 'labels' failed to satisfy constraint: Member must satisfy constraint: [Member must have"
                    + " length less than or equal to 100, Member must have length greater than or equal to 1]");
        }
        StoredParameter stored = named(call, request.name());
        Version version =
                request.parameterVersion() == null ? stored.latest() : version(stored, request.parameterVersion());
        List<String> valid = request.labels().stream()
                .filter(ParameterLabels::isValid)
                .distinct()
                .toList();
        List<String> invalid =
                request.labels().stream().filter(l -> !isValid(l)).toList();
        if (invalid.isEmpty()) {
            Set<String> all = new LinkedHashSet<>(version.labels());
            all.addAll(valid);
            if (all.size() > MOST) {
                throw ServiceError.client(
                        "ParameterVersionLabelLimitExceeded",
                        "A parameter version can have maximum " + MOST
                                + " labels.Move one or more labels to another version and try again.");
            }
            List<Version> versions = new ArrayList<>();
            for (Version each : stored.versions()) {
                versions.add(
                        each.number() == version.number() ? each.withLabels(List.copyOf(all)) : without(each, valid));
            }
            put(call, stored, versions);
        }
        return LabelParameterVersionResponse.builder()
                .invalidLabels(invalid)
                .parameterVersion(version.number())
                .build();
    }

    UnlabelParameterVersionResponse unlabel(Call call, UnlabelParameterVersionRequest request) {
        StoredParameter stored = named(call, request.name());
        Version version = version(stored, request.parameterVersion());
        List<String> removed =
                request.labels().stream().filter(version.labels()::contains).toList();
        List<String> invalid = request.labels().stream()
                .filter(l -> !version.labels().contains(l))
                .toList();
        List<Version> versions = new ArrayList<>();
        for (Version each : stored.versions()) {
            versions.add(each.number() == version.number() ? without(each, removed) : each);
        }
        put(call, stored, versions);
        return UnlabelParameterVersionResponse.builder()
                .removedLabels(removed)
                .invalidLabels(invalid)
                .build();
    }

    private StoredParameter named(Call call, @Nullable String name) {
        return parameters.require(
                call.account(),
                call.region(),
                ParameterName.parse(name == null ? "" : name).name());
    }

    private void put(Call call, StoredParameter stored, List<Version> versions) {
        parameters.put(new StoredParameter(stored.account(), stored.region(), stored.name(), versions));
        call.effect(stored.arn());
    }

    private static Version version(StoredParameter stored, @Nullable Long number) {
        return stored.versions().stream()
                .filter(v -> number != null && v.number() == number)
                .findFirst()
                .orElseThrow(() -> ServiceError.client(
                        "ParameterVersionNotFound",
                        "Systems Manager could not find version " + number + " of " + stored.name()
                                + ". Verify the version and try again."));
    }

    private static Version without(Version version, List<String> labels) {
        return version.withLabels(
                version.labels().stream().filter(l -> !labels.contains(l)).toList());
    }

    private static boolean isValid(String label) {
        String lower = label.toLowerCase(Locale.ROOT);
        return FORM.matcher(label).matches() && !lower.startsWith("aws") && !lower.startsWith("ssm");
    }
}
