package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.types.ResourceTypes;
import dev.penstock.simulator.cloudformation.types.Schema;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.Category;
import software.amazon.awssdk.services.cloudformation.model.DeprecatedStatus;
import software.amazon.awssdk.services.cloudformation.model.DescribeTypeRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeTypeResponse;
import software.amazon.awssdk.services.cloudformation.model.EstimateTemplateCostRequest;
import software.amazon.awssdk.services.cloudformation.model.EstimateTemplateCostResponse;
import software.amazon.awssdk.services.cloudformation.model.ListTypeVersionsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListTypeVersionsResponse;
import software.amazon.awssdk.services.cloudformation.model.ListTypesRequest;
import software.amazon.awssdk.services.cloudformation.model.ListTypesResponse;
import software.amazon.awssdk.services.cloudformation.model.ProvisioningType;
import software.amazon.awssdk.services.cloudformation.model.RegistryType;
import software.amazon.awssdk.services.cloudformation.model.TypeSummary;
import software.amazon.awssdk.services.cloudformation.model.TypeVersionSummary;
import software.amazon.awssdk.services.cloudformation.model.Visibility;

/**
 * What can be asked of the registry: the public types of AWS that are simulated. Nobody's own are registered. Sources:
 * CloudFormation API Reference, DescribeType, ListTypes, ListTypeVersions, EstimateTemplateCost.
 */
final class TypeQueries {

    private static final int PAGE = 100;
    private static final String VERSION = "00000001";

    private final ResourceTypes types;
    private final Templates templates;
    private final TemplateSource source;
    private final Ids ids;

    TypeQueries(ResourceTypes types, Templates templates, TemplateSource source, Ids ids) {
        this.types = types;
        this.templates = templates;
        this.source = source;
        this.ids = ids;
    }

    private static String arn(Call call, String type) {
        return "arn:aws:cloudformation:" + call.caller().region() + "::type/resource/" + type.replace("::", "-");
    }

    private Schema asked(Call call, @Nullable RegistryType kind, @Nullable String typeName, @Nullable String typeArn) {
        if (typeArn == null && (kind == null || typeName == null)) {
            throw CloudFormationErrors.validation("Either ARN or TypeName and Type must be specified.");
        }
        String name = typeName != null && kind != null
                ? typeName
                : types.simulated().stream()
                        .filter(type -> arn(call, type).equals(withoutVersion(typeArn)))
                        .findFirst()
                        .orElse("");
        return Optional.of(name)
                .filter(type -> kind == null || kind == RegistryType.RESOURCE)
                .filter(types.simulated()::contains)
                .flatMap(types.schemas()::of)
                .orElseThrow(() -> ServiceError.of(
                        404,
                        "TypeNotFoundException",
                        "The type '" + (typeName != null ? typeName : typeArn) + "' cannot be found."));
    }

    private static String withoutVersion(@Nullable String arn) {
        return arn == null ? "" : arn.replaceFirst("/[0-9]{8}$", "");
    }

    DescribeTypeResponse describe(Call call, DescribeTypeRequest request) {
        Schema schema = asked(call, request.type(), request.typeName(), request.arn());
        return DescribeTypeResponse.builder()
                .arn(arn(call, schema.type()))
                .type(RegistryType.RESOURCE)
                .typeName(schema.type())
                .isDefaultVersion(true)
                .description("Resource Type definition for " + schema.type())
                .schema(JsonTexts.of(schema.document()))
                .provisioningType(ProvisioningType.FULLY_MUTABLE)
                .deprecatedStatus(DeprecatedStatus.LIVE)
                .visibility(Visibility.PUBLIC)
                .build();
    }

    ListTypesResponse list(Call call, ListTypesRequest request) {
        String prefix = request.filters() == null || request.filters().typeNamePrefix() == null
                ? ""
                : request.filters().typeNamePrefix();
        Category category = request.filters() == null ? null : request.filters().category();
        boolean ofAws = request.visibility() == Visibility.PUBLIC
                && (category == null || category == Category.AWS_TYPES)
                && (request.type() == null || request.type() == RegistryType.RESOURCE);
        List<String> wanted = types.simulated().stream()
                .filter(type -> ofAws && type.startsWith(prefix))
                .filter(type -> types.schemas().of(type).isPresent())
                .toList();
        int most = request.maxResults() == null ? PAGE : Math.clamp(request.maxResults(), 1, PAGE);
        Page<String> page = StackQueries.page(wanted, type -> type, request.nextToken(), most);
        return ListTypesResponse.builder()
                .typeSummaries(page.items().stream()
                        .map(type -> TypeSummary.builder()
                                .type(RegistryType.RESOURCE)
                                .typeName(type)
                                .typeArn(arn(call, type))
                                .description("Resource Type definition for " + type)
                                .publisherName("AWS")
                                .build())
                        .toList())
                .nextToken(page.next())
                .build();
    }

    ListTypeVersionsResponse versions(Call call, ListTypeVersionsRequest request) {
        Schema schema = asked(call, request.type(), request.typeName(), request.arn());
        boolean live = request.deprecatedStatus() != DeprecatedStatus.DEPRECATED;
        TypeVersionSummary only = TypeVersionSummary.builder()
                .type(RegistryType.RESOURCE)
                .typeName(schema.type())
                .versionId(VERSION)
                .isDefaultVersion(true)
                .arn(arn(call, schema.type()) + "/" + VERSION)
                .description("Resource Type definition for " + schema.type())
                .build();
        return ListTypeVersionsResponse.builder()
                .typeVersionSummaries(live ? List.of(only) : List.of())
                .build();
    }

    /** The calculator's address; nothing is estimated here. */
    EstimateTemplateCostResponse estimate(Call call, EstimateTemplateCostRequest request) {
        String body = source.template(
                        call, request.templateBody(), request.templateBody() == null ? request.templateURL() : null)
                .orElseThrow(() ->
                        CloudFormationErrors.validation("Either Template URL or Template Body must be specified."));
        templates.values(call.caller(), body, request.parameters());
        return EstimateTemplateCostResponse.builder()
                .url("https://calculator.aws/#/estimate?key=cloudformation/" + ids.uuid())
                .build();
    }
}
