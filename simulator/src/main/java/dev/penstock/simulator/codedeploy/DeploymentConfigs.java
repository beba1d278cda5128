package dev.penstock.simulator.codedeploy;

import dev.penstock.simulator.codedeploy.CodeDeployStore.ConfigRow;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentConfigRequest;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentConfigResponse;
import software.amazon.awssdk.services.codedeploy.model.DeleteDeploymentConfigRequest;
import software.amazon.awssdk.services.codedeploy.model.DeleteDeploymentConfigResponse;
import software.amazon.awssdk.services.codedeploy.model.DeploymentConfigInfo;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentConfigRequest;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentConfigResponse;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentConfigsRequest;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentConfigsResponse;
import software.amazon.awssdk.services.codedeploy.model.TrafficRoutingConfig;

/**
 * Deployment configurations: AWS's own and those of accounts. Source: CodeDeploy User Guide, "Working with deployment
 * configurations in CodeDeploy".
 */
final class DeploymentConfigs {

    /**
     * The steps in which traffic is moved.
     *
     * @param percents after each step, rising, the last one 100
     * @param interval between two steps
     */
    record Steps(List<Integer> percents, Duration interval) {

        Steps {
            percents = List.copyOf(percents);
        }
    }

    private static final int ALL = 100;
    private static final int MOST_INTERVAL = 2880;
    private static final Map<String, DeploymentConfigInfo> OWN = own();

    private final CodeDeployStore rows;
    private final Ids ids;

    DeploymentConfigs(CodeDeployStore rows, Ids ids) {
        this.rows = rows;
        this.ids = ids;
    }

    /** The configuration that a deployment gets when nothing says another one. */
    static String standard(String platform) {
        return "CodeDeployDefault." + platform + "AllAtOnce";
    }

    Optional<DeploymentConfigInfo> find(Caller caller, String name) {
        return Optional.ofNullable(OWN.get(name))
                .or(() -> rows.configs.get(CodeDeployStore.key(caller, name)).map(ConfigRow::config));
    }

    /** The configuration of a name, which has to be for a platform. */
    DeploymentConfigInfo require(Caller caller, String name, String platform) {
        DeploymentConfigInfo config = find(caller, name).orElseThrow(() -> CodeDeployErrors.noConfig(name));
        if (!platform.equals(config.computePlatformAsString())) {
            throw CodeDeployErrors.client(
                    "InvalidDeploymentConfigNameException",
                    "The deployment configuration " + name + " is not for the compute platform " + platform + ".");
        }
        return config;
    }

    static Steps steps(DeploymentConfigInfo config) {
        TrafficRoutingConfig routing = config.trafficRoutingConfig();
        return switch (routing.typeAsString()) {
            case "TimeBasedCanary" ->
                new Steps(
                        List.of(routing.timeBasedCanary().canaryPercentage(), ALL),
                        Duration.ofMinutes(routing.timeBasedCanary().canaryInterval()));
            case "TimeBasedLinear" -> {
                List<Integer> percents = new ArrayList<>();
                int step = routing.timeBasedLinear().linearPercentage();
                for (int percent = step; percent < ALL; percent += step) {
                    percents.add(percent);
                }
                percents.add(ALL);
                yield new Steps(
                        percents, Duration.ofMinutes(routing.timeBasedLinear().linearInterval()));
            }
            default -> new Steps(List.of(ALL), Duration.ZERO);
        };
    }

    CreateDeploymentConfigResponse create(Call call, CreateDeploymentConfigRequest request) {
        String name = CodeDeployErrors.required(
                "DeploymentConfigNameRequiredException", "deploymentConfigName", request.deploymentConfigName());
        String platform = request.computePlatformAsString() == null ? "Server" : request.computePlatformAsString();
        if (platform.equals("Server")) {
            throw ServiceError.notSimulated("the compute platform Server", CodeDeployErrors.PLATFORMS);
        }
        if (name.startsWith("CodeDeployDefault.")) {
            throw CodeDeployErrors.client(
                    "InvalidDeploymentConfigNameException", "Deployment config name is reserved: " + name);
        }
        String key = CodeDeployStore.key(call.caller(), name);
        if (rows.configs.get(key).isPresent()) {
            throw CodeDeployErrors.client(
                    "DeploymentConfigAlreadyExistsException", "Deployment Configuration already exists: " + name);
        }
        check(request.trafficRoutingConfig());
        DeploymentConfigInfo config = DeploymentConfigInfo.builder()
                .deploymentConfigId(ids.uuid())
                .deploymentConfigName(name)
                .computePlatform(platform)
                .createTime(call.now())
                .trafficRoutingConfig(request.trafficRoutingConfig())
                .build();
        rows.configs.put(key, new ConfigRow(config));
        call.effect(name);
        return CreateDeploymentConfigResponse.builder()
                .deploymentConfigId(config.deploymentConfigId())
                .build();
    }

    GetDeploymentConfigResponse get(Call call, GetDeploymentConfigRequest request) {
        String name = CodeDeployErrors.required(
                "DeploymentConfigNameRequiredException", "deploymentConfigName", request.deploymentConfigName());
        return GetDeploymentConfigResponse.builder()
                .deploymentConfigInfo(find(call.caller(), name).orElseThrow(() -> CodeDeployErrors.noConfig(name)))
                .build();
    }

    ListDeploymentConfigsResponse list(Call call, ListDeploymentConfigsRequest request) {
        List<String> all = new ArrayList<>(OWN.keySet());
        rows.configs
                .under(CodeDeployStore.prefix(call.caller()))
                .values()
                .forEach(row -> all.add(row.config().deploymentConfigName()));
        Page<String> page = Page.of(all.stream().sorted().toList(), name -> name, request.nextToken(), null, ALL);
        return ListDeploymentConfigsResponse.builder()
                .deploymentConfigsList(page.items())
                .nextToken(page.next())
                .build();
    }

    DeleteDeploymentConfigResponse delete(Call call, DeleteDeploymentConfigRequest request) {
        String name = CodeDeployErrors.required(
                "DeploymentConfigNameRequiredException", "deploymentConfigName", request.deploymentConfigName());
        if (OWN.containsKey(name)) {
            throw CodeDeployErrors.client(
                    "InvalidOperationException", "Default deployment configurations can not be deleted: " + name);
        }
        boolean used = rows.groups.under(CodeDeployStore.prefix(call.caller())).values().stream()
                .anyMatch(row -> name.equals(row.group().deploymentConfigName()));
        if (used) {
            throw CodeDeployErrors.client(
                    "DeploymentConfigInUseException", "The deployment configuration is in use: " + name);
        }
        String key = CodeDeployStore.key(call.caller(), name);
        if (rows.configs.get(key).isPresent()) {
            rows.configs.remove(key);
            call.effect(name);
        }
        return DeleteDeploymentConfigResponse.builder().build();
    }

    private static void check(@Nullable TrafficRoutingConfig routing) {
        String type = routing == null ? null : routing.typeAsString();
        boolean right = routing != null
                && type != null
                && switch (type) {
                    case "AllAtOnce" -> true;
                    case "TimeBasedCanary" ->
                        routing.timeBasedCanary() != null
                                && isShare(routing.timeBasedCanary().canaryPercentage())
                                && isInterval(routing.timeBasedCanary().canaryInterval());
                    case "TimeBasedLinear" ->
                        routing.timeBasedLinear() != null
                                && isShare(routing.timeBasedLinear().linearPercentage())
                                && isInterval(routing.timeBasedLinear().linearInterval());
                    default -> false;
                };
        if (!right) {
            throw CodeDeployErrors.client(
                    "InvalidTrafficRoutingConfigurationException",
                    "The traffic routing configuration needs a type (AllAtOnce, TimeBasedCanary, TimeBasedLinear), a"
                            + " percentage from 1 to 99 and an interval of 1 to 2880 minutes.");
        }
    }

    private static boolean isShare(@Nullable Integer percent) {
        return percent != null && percent >= 1 && percent < ALL;
    }

    private static boolean isInterval(@Nullable Integer minutes) {
        return minutes != null && minutes >= 1 && minutes <= MOST_INTERVAL;
    }

    private static Map<String, DeploymentConfigInfo> own() {
        Map<String, DeploymentConfigInfo> all = new TreeMap<>();
        for (String platform : List.of("ECS", "Lambda")) {
            add(all, platform, "AllAtOnce", r -> r.type("AllAtOnce"));
        }
        canary(all, "ECS", 5, 15);
        canary(all, "Lambda", 5, 10, 15, 30);
        linear(all, "ECS", 1, 3);
        linear(all, "Lambda", 1, 2, 3, 10);
        return all;
    }

    private static void canary(Map<String, DeploymentConfigInfo> all, String platform, int... minutes) {
        for (int interval : minutes) {
            add(
                    all,
                    platform,
                    "Canary10Percent" + interval + "Minutes",
                    r -> r.type("TimeBasedCanary")
                            .timeBasedCanary(c -> c.canaryPercentage(10).canaryInterval(interval)));
        }
    }

    private static void linear(Map<String, DeploymentConfigInfo> all, String platform, int... minutes) {
        for (int interval : minutes) {
            // Of one minute: the names of the two platforms differ.
            String unit = interval == 1 && platform.equals("Lambda") ? "Minute" : "Minutes";
            add(
                    all,
                    platform,
                    "Linear10PercentEvery" + interval + unit,
                    r -> r.type("TimeBasedLinear")
                            .timeBasedLinear(l -> l.linearPercentage(10).linearInterval(interval)));
        }
    }

    private static void add(
            Map<String, DeploymentConfigInfo> all,
            String platform,
            String name,
            Consumer<TrafficRoutingConfig.Builder> routing) {
        String full = "CodeDeployDefault." + platform + name;
        all.put(
                full,
                DeploymentConfigInfo.builder()
                        .deploymentConfigId("00000000-0000-0000-0000-000000000000")
                        .deploymentConfigName(full)
                        .computePlatform(platform)
                        .createTime(Instant.parse("2018-11-27T00:00:00Z"))
                        .trafficRoutingConfig(routing)
                        .build());
    }
}
