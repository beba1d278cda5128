package dev.penstock.simulator.sns;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.model.CreatePlatformApplicationRequest;
import software.amazon.awssdk.services.sns.model.CreatePlatformApplicationResponse;
import software.amazon.awssdk.services.sns.model.DeletePlatformApplicationRequest;
import software.amazon.awssdk.services.sns.model.DeletePlatformApplicationResponse;
import software.amazon.awssdk.services.sns.model.GetPlatformApplicationAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetPlatformApplicationAttributesResponse;
import software.amazon.awssdk.services.sns.model.ListPlatformApplicationsRequest;
import software.amazon.awssdk.services.sns.model.ListPlatformApplicationsResponse;
import software.amazon.awssdk.services.sns.model.SetPlatformApplicationAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetPlatformApplicationAttributesResponse;

/** The applications of mobile push. Credentials are taken as they are; nothing is sent. Source: SNS API Reference. */
final class PlatformApplications {

    private static final Set<String> PLATFORMS = Set.of(
            "ADM",
            "APNS",
            "APNS_SANDBOX",
            "APNS_VOIP",
            "APNS_VOIP_SANDBOX",
            "BAIDU",
            "GCM",
            "MACOS",
            "MACOS_SANDBOX",
            "MPNS",
            "WNS");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]+");
    private static final int LONGEST_NAME = 256;

    private final Table<PlatformApplication> applications;

    PlatformApplications(Store store) {
        applications = store.table("sns.applications", PlatformApplication.class);
    }

    CreatePlatformApplicationResponse create(Call call, CreatePlatformApplicationRequest request) {
        Map<String, String> attributes = required(request.attributes());
        String name = request.name() == null ? "" : request.name();
        String platform = request.platform() == null ? "" : request.platform();
        checkName(name);
        if (!PLATFORMS.contains(platform)) {
            throw SnsErrors.invalid("Platform Reason: " + platform + " is not supported");
        }
        boolean principal = attributes.containsKey("PlatformPrincipal");
        boolean credential = attributes.containsKey("PlatformCredential");
        if (principal && !credential) {
            throw SnsErrors.invalid(
                    "Attributes Reason: PlatformPrincipal attribute provided without PlatformCredential");
        }
        if (credential && !principal && !platform.equals("GCM")) {
            throw SnsErrors.invalid(
                    "Attributes Reason: PlatformCredential attribute provided without PlatformPrincipal");
        }
        PlatformApplication application =
                new PlatformApplication(call.account(), call.region(), platform, name, Map.of()).with(attributes);
        applications.put(application.arn(), application);
        call.effect(application.arn());
        return CreatePlatformApplicationResponse.builder()
                .platformApplicationArn(application.arn())
                .build();
    }

    DeletePlatformApplicationResponse delete(Call call, DeletePlatformApplicationRequest request) {
        String arn = checkedArn(request.platformApplicationArn());
        applications.remove(arn);
        call.effect(arn);
        return DeletePlatformApplicationResponse.builder().build();
    }

    GetPlatformApplicationAttributesResponse attributes(Call call, GetPlatformApplicationAttributesRequest request) {
        return GetPlatformApplicationAttributesResponse.builder()
                .attributes(require(request.platformApplicationArn()).shown())
                .build();
    }

    SetPlatformApplicationAttributesResponse setAttributes(Call call, SetPlatformApplicationAttributesRequest request) {
        String arn = checkedArn(request.platformApplicationArn());
        Map<String, String> attributes = required(request.attributes());
        PlatformApplication application = require(arn);
        applications.put(arn, application.with(attributes));
        call.effect(arn);
        return SetPlatformApplicationAttributesResponse.builder().build();
    }

    ListPlatformApplicationsResponse list(Call call, ListPlatformApplicationsRequest request) {
        List<PlatformApplication> all =
                List.copyOf(applications.under(call.caller().arn("sns", "app/")).values());
        Page<PlatformApplication> page =
                Page.of(all, PlatformApplication::arn, request.nextToken(), null, PlatformEndpoints.LISTED);
        return ListPlatformApplicationsResponse.builder()
                .platformApplications(page.items().stream()
                        .map(application -> software.amazon.awssdk.services.sns.model.PlatformApplication.builder()
                                .platformApplicationArn(application.arn())
                                .attributes(application.shown())
                                .build())
                        .toList())
                .nextToken(page.next())
                .build();
    }

    /**
     * The application of an ARN.
     *
     * @throws ServiceError {@code InvalidParameter} or {@code NotFound}
     */
    PlatformApplication require(@Nullable String arn) {
        return applications
                .get(checkedArn(arn))
                .orElseThrow(() -> ServiceError.of(404, "NotFound", "PlatformApplication does not exist"));
    }

    /** The attributes of a request, which AWS asks for although its model does not. */
    static Map<String, String> required(Map<String, String> attributes) {
        if (attributes.isEmpty()) {
            throw ServiceError.client(
                    "ValidationError",
                    "1 validation error detected: Value null at 'attributes' failed to satisfy constraint: Member must"
                            + " not be null");
        }
        return attributes;
    }

    private static String checkedArn(@Nullable String arn) {
        String given = arn == null ? "" : arn;
        int parts = given.split(":", -1).length;
        if (parts < 6) {
            throw SnsErrors.invalid(
                    "PlatformApplicationArn Reason: An ARN must have at least 6 elements, not " + parts);
        }
        return given;
    }

    private static void checkName(String name) {
        if (name.isEmpty()) {
            throw SnsErrors.invalid(" Reason: cannot be empty");
        }
        if (name.length() > LONGEST_NAME) {
            throw SnsErrors.invalid(name + " Reason: must be at most 256 characters long");
        }
        if (!NAME.matcher(name).matches()) {
            throw SnsErrors.invalid(
                    name + " Reason: must contain only characters 'a'-'z', 'A'-'Z', '0'-'9', '_', '-', and '.'");
        }
    }
}
