package dev.penstock.simulator.ssm;

import dev.penstock.simulator.ec2.Ec2;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.ssm.StoredParameter.Version;
import dev.penstock.simulator.wire.Json;
import dev.penstock.simulator.wire.ServiceError;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import tools.jackson.core.JsonGenerator;

/** The operations that give parameters' values. */
final class ParameterReader {

    private static final String SECRETS = "/aws/reference/secretsmanager/";
    private static final int MOST = 10;

    private final Parameters parameters;
    private final ParameterFilters filters;
    private final ReferencedSecrets secrets;

    ParameterReader(Parameters parameters, ParameterFilters filters, ReferencedSecrets secrets) {
        this.parameters = parameters;
        this.filters = filters;
        this.secrets = secrets;
    }

    GetParameterResponse get(String account, String region, GetParameterRequest request) {
        String name = request.name() == null ? "" : request.name();
        return GetParameterResponse.builder()
                .parameter(read(account, region, name, Boolean.TRUE.equals(request.withDecryption())))
                .build();
    }

    GetParametersResponse getSeveral(String account, String region, GetParametersRequest request) {
        Set<String> names = new LinkedHashSet<>(request.names());
        if (names.isEmpty() || names.size() > MOST) {
            throw ParameterName.validation("1 validation error detected: Value '[" + String.join(", ", names)
                    + "]' at 'names' failed to satisfy constraint: Member must have length "
                    + (names.isEmpty() ? "greater than or equal to 1" : "less than or equal to " + MOST));
        }
        List<Parameter> found = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        for (String name : names) {
            try {
                found.add(read(account, region, name, Boolean.TRUE.equals(request.withDecryption())));
            } catch (ServiceError e) {
                if (!e.code().startsWith("Parameter")) {
                    throw e;
                }
                invalid.add(name);
            }
        }
        return GetParametersResponse.builder()
                .parameters(found)
                .invalidParameters(invalid)
                .build();
    }

    GetParametersByPathResponse getByPath(String account, String region, GetParametersByPathRequest request) {
        String path = request.path() == null ? "" : request.path();
        ParameterName.checkPath(path);
        refusePublic(path);
        boolean recursive = Boolean.TRUE.equals(request.recursive());
        List<StoredParameter> all = parameters.all(account, region).stream()
                .filter(p -> ParameterFilters.isUnder(p, path, recursive))
                .filter(filters.byPath(request.parameterFilters()))
                .toList();
        Page<StoredParameter> page = ParameterPages.of(
                all, p -> ParameterName.key(p.name()), request.nextToken(), request.maxResults(), MOST);
        boolean decrypted = Boolean.TRUE.equals(request.withDecryption());
        return GetParametersByPathResponse.builder()
                .parameters(page.items().stream()
                        .flatMap(p -> ParameterFilters.picked(p, request.parameterFilters()).stream()
                                .map(v -> parameter(p, v, p.name(), "", decrypted)))
                        .toList())
                .nextToken(page.next())
                .build();
    }

    /** The value of a parameter, decrypted. */
    Optional<String> value(String account, String region, String nameOrArn) {
        try {
            return Optional.of(read(account, region, nameOrArn, true).value());
        } catch (ServiceError e) {
            return Optional.empty();
        }
    }

    private Parameter read(String account, String region, String given, boolean decrypted) {
        if (given.startsWith(SECRETS)) {
            return secret(account, region, given, decrypted);
        }
        Optional<String> image = Ec2.imageOfParameter(given);
        if (image.isPresent()) {
            return image(region, given, image.get());
        }
        refusePublic(given);
        ParameterName asked = ParameterName.parse(given);
        StoredParameter stored = parameters.require(account, region, asked.name());
        boolean elsewhere = given.startsWith("arn:") && !given.startsWith(stored.arn());
        if (elsewhere || asked.selector().contains(":")) {
            throw Parameters.notFound();
        }
        Version version = asked.selector().isEmpty()
                ? stored.latest()
                : stored.version(asked.selector()).orElseThrow(() -> noSuchVersion(asked));
        String name = given.startsWith("arn:") ? stored.name() : asked.name();
        return parameter(stored, version, name, asked.selector(), decrypted);
    }

    private Parameter secret(String account, String region, String given, boolean decrypted) {
        if (!decrypted) {
            throw ParameterName.validation("WithDecryption flag must be True for retrieving a Secret Manager secret.");
        }
        ReferencedSecrets.Referenced secret = secrets.current(account, region, given.substring(SECRETS.length()))
                .orElseThrow(() -> ServiceError.client(
                        "ParameterNotFound",
                        "An error occurred (ParameterNotFound) when referencing Secrets Manager: Secret " + given
                                + " not found."));
        return Parameter.builder()
                .name(given)
                .type("SecureString")
                .value(secret.value())
                .version(0L)
                .sourceResult(sourceResult(secret))
                .lastModifiedDate(secret.created())
                .arn(secret.arn())
                .dataType("text")
                .build();
    }

    /** A parameter of AWS's own that names a machine image. */
    private static Parameter image(String region, String name, String id) {
        return Parameter.builder()
                .name(name)
                .type("String")
                .value(id)
                .version(1L)
                .lastModifiedDate(Ec2.imagesMade())
                .arn("arn:aws:ssm:" + region + "::parameter" + name)
                .dataType("text")
                .build();
    }

    private static String sourceResult(ReferencedSecrets.Referenced secret) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = Json.generator(bytes)) {
            out.writeStartObject();
            out.writeStringProperty("ARN", secret.arn());
            out.writeStringProperty("name", secret.name());
            out.writeStringProperty("versionId", secret.versionId());
            out.writeArrayPropertyStart("versionStages");
            secret.stages().forEach(out::writeString);
            out.writeEndArray();
            out.writeStringProperty("createdDate", secret.created().toString());
            out.writeEndObject();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Parameter parameter(
            StoredParameter stored, Version version, String name, String selector, boolean decrypted) {
        return Parameter.builder()
                .name(name)
                .type(version.type())
                .value(version.shown(decrypted))
                .version(version.number())
                .selector(selector.isEmpty() ? null : ":" + selector)
                .lastModifiedDate(version.modified())
                .arn(stored.arn())
                .dataType(version.dataType())
                .build();
    }

    private static void refusePublic(String name) {
        if (name.startsWith("/aws/service/") || name.contains(":parameter/aws/service/")) {
            throw ServiceError.notSimulated(
                    "the public parameter " + name,
                    "parameters that were put, " + SECRETS + "…, and those of Amazon Linux 2023's images");
        }
    }

    private static ServiceError noSuchVersion(ParameterName asked) {
        boolean number = asked.selector().matches("[0-9]+");
        String what = number ? "version " : "label ";
        return ServiceError.client(
                "ParameterVersionNotFound",
                "Systems Manager could not find " + what + asked.selector() + " of " + asked.name() + ". Verify the "
                        + what.trim() + " and try again.");
    }
}
