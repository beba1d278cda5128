package dev.penstock.simulator.sns;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.model.CreatePlatformEndpointRequest;
import software.amazon.awssdk.services.sns.model.CreatePlatformEndpointResponse;
import software.amazon.awssdk.services.sns.model.DeleteEndpointRequest;
import software.amazon.awssdk.services.sns.model.DeleteEndpointResponse;
import software.amazon.awssdk.services.sns.model.Endpoint;
import software.amazon.awssdk.services.sns.model.GetEndpointAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetEndpointAttributesResponse;
import software.amazon.awssdk.services.sns.model.ListEndpointsByPlatformApplicationRequest;
import software.amazon.awssdk.services.sns.model.ListEndpointsByPlatformApplicationResponse;
import software.amazon.awssdk.services.sns.model.SetEndpointAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetEndpointAttributesResponse;

/** The devices of mobile push. Source: SNS API Reference. */
final class PlatformEndpoints {

    /** How many items a page of a list has. */
    static final int LISTED = 100;

    private static final String USER_DATA = "CustomUserData";
    private static final int LONGEST_USER_DATA = 2048;
    private static final Set<String> ATTRIBUTES = Set.of("Enabled", "Token", USER_DATA);

    private final PlatformApplications applications;
    private final Table<PlatformEndpoint> endpoints;
    private final Ids ids;

    PlatformEndpoints(Store store, PlatformApplications applications, Ids ids) {
        this.applications = applications;
        this.endpoints = store.table("sns.endpoints", PlatformEndpoint.class);
        this.ids = ids;
    }

    CreatePlatformEndpointResponse create(Call call, CreatePlatformEndpointRequest request) {
        PlatformApplication application = applications.require(request.platformApplicationArn());
        String token = Optional.ofNullable(request.token())
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> SnsErrors.invalid("Token Reason: cannot be empty"));
        Map<String, String> attributes = new TreeMap<>(Map.of("Enabled", "true"));
        Optional.ofNullable(request.customUserData()).ifPresent(data -> attributes.put(USER_DATA, data));
        attributes.putAll(request.attributes());
        attributes.put("Token", token);
        check(attributes);
        Optional<PlatformEndpoint> known = of(application).stream()
                .filter(endpoint -> token.equals(endpoint.attributes().get("Token")))
                .findFirst();
        if (known.isPresent() && !known.get().attributes().equals(attributes)) {
            throw SnsErrors.invalid("Token Reason: Endpoint " + known.get().arn()
                    + " already exists with the same Token, but different attributes.");
        }
        PlatformEndpoint endpoint = known.orElseGet(() -> {
            String path = application.arn().replaceFirst(":app/", ":endpoint/");
            return new PlatformEndpoint(application.arn(), path + "/" + ids.uuid(), attributes);
        });
        endpoints.put(endpoint.arn(), endpoint);
        call.effect(endpoint.arn());
        return CreatePlatformEndpointResponse.builder()
                .endpointArn(endpoint.arn())
                .build();
    }

    DeleteEndpointResponse delete(Call call, DeleteEndpointRequest request) {
        String arn = checkedArn(request.endpointArn());
        endpoints.remove(arn);
        call.effect(arn);
        return DeleteEndpointResponse.builder().build();
    }

    GetEndpointAttributesResponse attributes(Call call, GetEndpointAttributesRequest request) {
        return GetEndpointAttributesResponse.builder()
                .attributes(require(request.endpointArn()).attributes())
                .build();
    }

    SetEndpointAttributesResponse setAttributes(Call call, SetEndpointAttributesRequest request) {
        String arn = checkedArn(request.endpointArn());
        check(PlatformApplications.required(request.attributes()));
        endpoints.put(arn, require(arn).with(request.attributes()));
        call.effect(arn);
        return SetEndpointAttributesResponse.builder().build();
    }

    ListEndpointsByPlatformApplicationResponse list(Call call, ListEndpointsByPlatformApplicationRequest request) {
        PlatformApplication application = applications.require(request.platformApplicationArn());
        Page<PlatformEndpoint> page =
                Page.of(of(application), PlatformEndpoint::arn, request.nextToken(), null, LISTED);
        return ListEndpointsByPlatformApplicationResponse.builder()
                .endpoints(page.items().stream()
                        .map(endpoint -> Endpoint.builder()
                                .endpointArn(endpoint.arn())
                                .attributes(endpoint.attributes())
                                .build())
                        .toList())
                .nextToken(page.next())
                .build();
    }

    /**
     * The endpoint that something is published to.
     *
     * @throws ServiceError when there is none, or it is disabled
     */
    PlatformEndpoint target(String arn) {
        PlatformEndpoint endpoint = endpoints
                .get(arn)
                .orElseThrow(
                        () -> SnsErrors.invalid("TargetArn Reason: No endpoint found for the target arn specified"));
        if (!endpoint.isEnabled()) {
            throw ServiceError.client("EndpointDisabled", "Endpoint is disabled");
        }
        return endpoint;
    }

    private PlatformEndpoint require(@Nullable String arn) {
        return endpoints
                .get(checkedArn(arn))
                .orElseThrow(() -> ServiceError.of(404, "NotFound", "Endpoint does not exist"));
    }

    private List<PlatformEndpoint> of(PlatformApplication application) {
        String prefix = application.arn().replaceFirst(":app/", ":endpoint/") + "/";
        return List.copyOf(endpoints.under(prefix).values());
    }

    private static String checkedArn(@Nullable String arn) {
        String given = arn == null ? "" : arn;
        String[] parts = given.split(":", 6);
        if (parts.length < 6) {
            throw SnsErrors.invalid("EndpointArn Reason: An ARN must have at least 6 elements, not " + parts.length);
        }
        if (parts[5].split("/", -1).length != 4) {
            throw SnsErrors.invalid("EndpointArn Reason: Wrong number of slashes in relative portion of the ARN.");
        }
        return given;
    }

    private static void check(Map<String, String> attributes) {
        attributes.forEach((name, value) -> {
            if (!ATTRIBUTES.contains(name)) {
                throw SnsErrors.invalid("Attributes Reason: Invalid attribute name: " + name);
            }
            if (name.equals(USER_DATA) && value.getBytes(StandardCharsets.UTF_8).length > LONGEST_USER_DATA) {
                throw SnsErrors.invalid(
                        "Attributes Reason: Invalid value for attribute: CustomUserData: must be at most"
                                + " 2048 bytes long in UTF-8 encoding");
            }
        });
    }
}
