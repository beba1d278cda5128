package dev.penstock.simulator.ssm;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.ssm.StoredParameter.Version;
import dev.penstock.simulator.wire.ServiceError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;
import software.amazon.awssdk.services.ssm.model.Tag;

/** {@code PutParameter}. Source of limits: SSM User Guide, "Managing parameter tiers". */
final class PutParameter {

    private static final Set<String> DATA_TYPES = Set.of("text", "aws:ec2:image", "aws:ssm:integration");
    private static final int STANDARD = 4096;
    private static final int ADVANCED = 8192;
    private static final int MOST_VERSIONS = 100;
    private static final String OWN_KEY = "alias/aws/ssm";

    private final Parameters parameters;
    private final Tags tags;
    private final Ids ids;

    PutParameter(Parameters parameters, Tags tags, Ids ids) {
        this.parameters = parameters;
        this.tags = tags;
        this.ids = ids;
    }

    PutParameterResponse put(Call call, PutParameterRequest request) {
        String name = request.name() == null ? "" : request.name().trim();
        ParameterName.checkNew(call.account(), call.region(), name);
        boolean overwrite = Boolean.TRUE.equals(request.overwrite());
        if (overwrite && !request.tags().isEmpty()) {
            throw ParameterName.validation("Invalid request: tags and overwrite can't be used together. To create a"
                    + " parameter with tags, please remove overwrite flag. To update tags for an existing parameter,"
                    + " please use AddTagsToResource or RemoveTagsFromResource.");
        }
        if (request.policies() != null) {
            throw ServiceError.notSimulated("Policies of a parameter", "parameters without policies");
        }
        Optional<StoredParameter> known = parameters.find(call.account(), call.region(), name);
        if (known.isPresent() && !overwrite) {
            throw ServiceError.client(
                    "ParameterAlreadyExists",
                    "The parameter already exists. To overwrite this value, set the overwrite option in the request"
                            + " to true.");
        }
        if (request.dataType() != null && !DATA_TYPES.contains(request.dataType())) {
            throw ParameterName.validation("The following data type is not supported: " + request.dataType()
                    + " (Data type names are all lowercase.)");
        }
        String type = type(request, known);
        String value = value(request, type);
        String tier = tier(request, known, value);
        Version version = version(call, request, known, type, value, tier);
        List<Version> versions =
                new ArrayList<>(known.map(StoredParameter::versions).orElse(List.of()));
        versions.add(version);
        makeRoom(name, versions);
        StoredParameter stored = new StoredParameter(
                call.account(), call.region(), known.map(StoredParameter::name).orElse(name), versions);
        parameters.put(stored);
        tags.add(stored.arn(), request.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value, (a, b) -> b)));
        call.effect(stored.arn());
        return PutParameterResponse.builder()
                .version(version.number())
                .tier(tier)
                .build();
    }

    private static String type(PutParameterRequest request, Optional<StoredParameter> known) {
        if (request.type() == ParameterType.UNKNOWN_TO_SDK_VERSION) {
            throw ParameterName.validation("1 validation error detected: Value '" + request.typeAsString()
                    + "' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [SecureString,"
                    + " StringList, String]");
        }
        Optional<String> before = known.map(k -> k.latest().type());
        if (request.typeAsString() == null) {
            return before.orElseThrow(
                    () -> ParameterName.validation("A parameter type is required when you create a parameter."));
        }
        if (before.isPresent() && !before.get().equals(request.typeAsString())) {
            throw ServiceError.client(
                    "HierarchyTypeMismatchException",
                    "Parameter Store does not support changing a parameter type in a hierarchy. For example, you can't"
                            + " change a parameter from a String type to a SecureString type. You must create a new,"
                            + " unique parameter.");
        }
        return request.typeAsString();
    }

    private static String value(PutParameterRequest request, String type) {
        String value = request.value() == null ? "" : request.value();
        if (value.isEmpty()) {
            throw ParameterName.validation("1 validation error detected: Value '' at 'value' failed to satisfy"
                    + " constraint: Member must have length greater than or equal to 1.");
        }
        String pattern = request.allowedPattern();
        if (pattern != null && !pattern.isEmpty()) {
            List<String> parts = type.equals("StringList") ? List.of(value.split(",", -1)) : List.of(value);
            if (!parts.stream().allMatch(compiled(pattern).asMatchPredicate())) {
                throw ServiceError.client(
                        "ParameterPatternMismatchException",
                        "Parameter value, cannot be validated against allowedPattern: " + pattern);
            }
        }
        return value;
    }

    private static Pattern compiled(String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new ServiceError(
                    "InvalidAllowedPatternException",
                    400,
                    "The request does not meet the regular expression requirement.",
                    Map.of());
        }
    }

    private static String tier(PutParameterRequest request, Optional<StoredParameter> known, String value) {
        String before = known.map(k -> k.latest().tier()).orElse("Standard");
        int size = value.getBytes(StandardCharsets.UTF_8).length;
        ParameterTier wanted = request.tier() == null ? ParameterTier.fromValue(before) : request.tier();
        String tier = switch (wanted) {
            case INTELLIGENT_TIERING -> size > STANDARD || before.equals("Advanced") ? "Advanced" : "Standard";
            case ADVANCED -> "Advanced";
            case STANDARD, UNKNOWN_TO_SDK_VERSION -> "Standard";
        };
        if (tier.equals("Standard") && before.equals("Advanced")) {
            throw ParameterName.validation(
                    "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the"
                            + " advanced-parameter tier to the standard-parameter tier. If necessary, you can delete"
                            + " the advanced parameter and recreate it as a standard parameter. Be aware that standard"
                            + " parameters have a value limit of 4096 characters.");
        }
        int most = tier.equals("Standard") ? STANDARD : ADVANCED;
        if (size > most) {
            throw ParameterName.validation(
                    tier.equals("Standard")
                            ? "Standard tier parameters support a maximum parameter value of 4096 characters. To create"
                                    + " a larger parameter value, upgrade the parameter to use the advanced-parameter"
                                    + " tier. For more information, see"
                                    + " https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html"
                            : "Advanced tier parameters support a maximum parameter value of 8192 characters.");
        }
        return tier;
    }

    private Version version(
            Call call,
            PutParameterRequest request,
            Optional<StoredParameter> known,
            String type,
            String value,
            String tier) {
        boolean secure = type.equals("SecureString");
        Optional<Version> before = known.map(StoredParameter::latest);
        return new Version(
                before.map(v -> v.number() + 1).orElse(1L),
                type,
                value,
                secure ? "AQICAH" + ids.word(190) + "==" : "",
                Optional.ofNullable(request.description()).or(() -> before.flatMap(Version::description)),
                secure
                        ? Optional.of(
                                request.keyId() == null
                                        ? before.flatMap(Version::keyId).orElse(OWN_KEY)
                                        : request.keyId())
                        : Optional.empty(),
                Optional.ofNullable(request.allowedPattern()).filter(p -> !p.isEmpty()),
                tier,
                request.dataType() == null ? before.map(Version::dataType).orElse("text") : request.dataType(),
                call.now(),
                call.caller().principal(),
                List.of());
    }

    /** The oldest of more than a hundred versions goes, unless a label holds it. */
    private static void makeRoom(String name, List<Version> versions) {
        if (versions.size() > MOST_VERSIONS) {
            Version oldest = versions.removeFirst();
            if (!oldest.labels().isEmpty()) {
                throw ServiceError.client(
                        "ParameterMaxVersionLimitExceeded",
                        "You attempted to create a new version of " + name + " by calling the PutParameter API with"
                                + " the overwrite flag. Version " + oldest.number() + ", the oldest version, can't be"
                                + " deleted because it has a label associated with it. Move the label to another"
                                + " version of the parameter, and try again.");
            }
        }
    }
}
