package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreatePlatformVersionRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreatePlatformVersionResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DeletePlatformVersionRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DeletePlatformVersionResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribePlatformVersionRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribePlatformVersionResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.ListAvailableSolutionStacksRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.ListAvailableSolutionStacksResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.ListPlatformBranchesRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.ListPlatformBranchesResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.ListPlatformVersionsRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.ListPlatformVersionsResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.PlatformBranchSummary;
import software.amazon.awssdk.services.elasticbeanstalk.model.PlatformDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.PlatformSummary;
import software.amazon.awssdk.services.elasticbeanstalk.model.SolutionStackDescription;

/** What can be asked about platforms. */
final class PlatformCalls {

    private static final Instant MADE = Instant.parse("2025-09-01T00:00:00Z");
    private static final String CUSTOM = "custom platforms";

    void declare(Operations all) {
        all.operation("ListAvailableSolutionStacks", ListAvailableSolutionStacksRequest::builder, this::stacks)
                .operation("ListPlatformVersions", ListPlatformVersionsRequest::builder, this::versions)
                .operation("ListPlatformBranches", ListPlatformBranchesRequest::builder, this::branches)
                .operation("DescribePlatformVersion", DescribePlatformVersionRequest::builder, this::describe)
                .operation("CreatePlatformVersion", CreatePlatformVersionRequest::builder, this::create)
                .operation("DeletePlatformVersion", DeletePlatformVersionRequest::builder, this::delete);
    }

    private ListAvailableSolutionStacksResponse stacks(Call call, ListAvailableSolutionStacksRequest request) {
        List<String> names = Platforms.all().stream()
                .filter(platform -> !platform.branch().isRetired(call.now()))
                .map(Platform::solutionStack)
                .toList();
        return ListAvailableSolutionStacksResponse.builder()
                .solutionStacks(names)
                .solutionStackDetails(names.stream()
                        .map(name -> SolutionStackDescription.builder()
                                .solutionStackName(name)
                                .permittedFileTypes(name.contains("Tomcat") ? List.of("war", "zip") : List.of("zip"))
                                .build())
                        .toList())
                .build();
    }

    private ListPlatformVersionsResponse versions(Call call, ListPlatformVersionsRequest request) {
        List<PlatformSummary> all = Platforms.all().stream()
                .filter(platform -> request.filters().stream()
                        .allMatch(filter -> PlatformFilters.matches(
                                attributes(platform, call), filter.type(), filter.operator(), filter.values())))
                .map(platform -> summary(platform, call))
                .toList();
        ListPage<PlatformSummary> page = ListPage.of(all, request.nextToken(), request.maxRecords(), 1000);
        return ListPlatformVersionsResponse.builder()
                .platformSummaryList(page.items())
                .nextToken(page.next())
                .build();
    }

    private ListPlatformBranchesResponse branches(Call call, ListPlatformBranchesRequest request) {
        List<PlatformBranchSummary> all = Platforms.branches().stream()
                .sorted(Comparator.comparingInt(PlatformBranch::order))
                .filter(branch -> request.filters().stream()
                        .allMatch(filter -> PlatformFilters.matches(
                                attributes(branch, call), filter.attribute(), filter.operator(), filter.values())))
                .map(branch -> PlatformBranchSummary.builder()
                        .platformName(branch.platform())
                        .branchName(branch.name())
                        .lifecycleState(branch.lifecycle(call.now()).toLowerCase(Locale.ROOT))
                        .branchOrder(branch.order())
                        .supportedTierList(branch.tiers())
                        .build())
                .toList();
        ListPage<PlatformBranchSummary> page = ListPage.of(all, request.nextToken(), request.maxRecords(), 100);
        return ListPlatformBranchesResponse.builder()
                .platformBranchSummaryList(page.items())
                .nextToken(page.next())
                .build();
    }

    private DescribePlatformVersionResponse describe(Call call, DescribePlatformVersionRequest request) {
        String arn = request.platformArn() == null ? "" : request.platformArn();
        Platform platform = Platforms.ofArn(arn)
                .orElseThrow(() -> ServiceError.client(
                        "ElasticBeanstalkServiceException", "No Platform named '" + arn + "' found."));
        PlatformBranch branch = platform.branch();
        PlatformDescription.Builder description = PlatformDescription.builder()
                .platformArn(platform.arn(call.region()))
                .platformOwner("AWSElasticBeanstalk")
                .platformName(branch.name())
                .platformVersion(platform.version())
                .solutionStackName(platform.solutionStack())
                .platformStatus("Ready")
                .dateCreated(MADE)
                .dateUpdated(MADE)
                .platformCategory(branch.platform())
                .description(branch.name())
                .maintainer("aws-elasticbeanstalk-platforms@amazon.com")
                .operatingSystemName(branch.operatingSystem())
                .operatingSystemVersion(operatingSystemVersion(branch))
                .supportedTierList(branch.tiers())
                .supportedAddonList(List.of("Log/S3", "Monitoring/Healthd", "WorkerDaemon/SQSD"))
                .platformBranchName(branch.name())
                .platformBranchLifecycleState(branch.lifecycle(call.now()));
        return DescribePlatformVersionResponse.builder()
                .platformDescription(
                        platform.isRecommended()
                                ? description
                                        .platformLifecycleState("Recommended")
                                        .build()
                                : description.build())
                .build();
    }

    /** Custom platforms end with the Packer platform, which AWS has retired; nothing of them is simulated. */
    private CreatePlatformVersionResponse create(Call call, CreatePlatformVersionRequest request) {
        throw ServiceError.notSimulated(CUSTOM, "AWS's own platforms");
    }

    private DeletePlatformVersionResponse delete(Call call, DeletePlatformVersionRequest request) {
        throw ServiceError.notSimulated(CUSTOM, "AWS's own platforms");
    }

    private static PlatformSummary summary(Platform platform, Call call) {
        PlatformBranch branch = platform.branch();
        PlatformSummary.Builder summary = PlatformSummary.builder()
                .platformArn(platform.arn(call.region()))
                .platformOwner("AWSElasticBeanstalk")
                .platformStatus("Ready")
                .platformCategory(branch.platform())
                .operatingSystemName(branch.operatingSystem())
                .operatingSystemVersion(operatingSystemVersion(branch))
                .supportedTierList(branch.tiers())
                .supportedAddonList(List.of("Log/S3", "Monitoring/Healthd", "WorkerDaemon/SQSD"))
                .platformVersion(platform.version())
                .platformBranchName(branch.name())
                .platformBranchLifecycleState(branch.lifecycle(call.now()));
        return platform.isRecommended()
                ? summary.platformLifecycleState("Recommended").build()
                : summary.build();
    }

    private static String operatingSystemVersion(PlatformBranch branch) {
        return branch.operatingSystem().replaceFirst("^(Amazon Linux|Windows Server) ?", "");
    }

    private static Map<String, String> attributes(Platform platform, Call call) {
        PlatformBranch branch = platform.branch();
        return Map.of(
                "PlatformName", branch.name(),
                "PlatformVersion", platform.version(),
                "PlatformStatus", "Ready",
                "PlatformBranchName", branch.name(),
                "PlatformLifecycleState", platform.isRecommended() ? "Recommended" : "",
                "PlatformOwner", "AWSElasticBeanstalk",
                "SupportedTier", String.join(",", branch.tiers()),
                "SupportedAddon", "Log/S3,Monitoring/Healthd,WorkerDaemon/SQSD",
                "PlatformBranchLifecycleState", branch.lifecycle(call.now()),
                "OperatingSystemName", branch.operatingSystem());
    }

    private static Map<String, String> attributes(PlatformBranch branch, Call call) {
        return Map.of(
                "BranchName", branch.name(),
                "LifecycleState", branch.lifecycle(call.now()),
                "PlatformName", branch.platform(),
                "TierType", String.join(",", branch.tiers()));
    }
}
