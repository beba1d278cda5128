package dev.penstock.simulator.beanstalk;

import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentHealth;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentHealthStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentLink;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentTier;
import software.amazon.awssdk.services.elasticbeanstalk.model.Listener;
import software.amazon.awssdk.services.elasticbeanstalk.model.LoadBalancerDescription;

/** Environments as the API shows them. */
final class Descriptions {

    private final Health health;
    private final OperationsRoles roles;

    Descriptions(Health health, OperationsRoles roles) {
        this.health = health;
        this.roles = roles;
    }

    EnvironmentDescription of(EnvironmentRow row) {
        boolean gone = row.status() == EnvironmentStatus.TERMINATED;
        EnvironmentDescription.Builder description = EnvironmentDescription.builder()
                .environmentName(row.name())
                .environmentId(row.id())
                .applicationName(row.application())
                .versionLabel(row.wanted().versionLabel().orElse(null))
                .solutionStackName(row.wanted().platform())
                .platformArn(ConfigurationTemplates.arn(row.wanted().platform(), row.region()))
                .templateName(row.wanted().template().orElse(null))
                .description(row.wanted().description().orElse(null))
                .dateCreated(row.identity().created())
                .dateUpdated(row.state().updated())
                .status(row.status())
                .abortableOperationInProgress(isAbortable(row))
                .tier(tier(row.wanted().tier()))
                .environmentLinks(row.wanted().links().entrySet().stream()
                        .map(link -> EnvironmentLink.builder()
                                .linkName(link.getKey())
                                .environmentName(link.getValue())
                                .build())
                        .toList())
                .environmentArn(row.arn())
                .operationsRole(roles.of(row).orElse(null));
        if (!row.resources().cname().isEmpty()) {
            description.cname(row.resources().cname());
        }
        if (!row.resources().endpoint().isEmpty() && !gone) {
            description.endpointURL(row.resources().endpoint());
        }
        if (row.resources().isBalanced()) {
            description.resources(r -> r.loadBalancer(balancer(row)));
        }
        return withHealth(row, description, gone).build();
    }

    private EnvironmentDescription.Builder withHealth(
            EnvironmentRow row, EnvironmentDescription.Builder description, boolean gone) {
        if (gone) {
            return description.health(EnvironmentHealth.GREY);
        }
        if (!row.isEnhanced()) {
            return description.health(EnvironmentHealth.fromValue(colour(row)));
        }
        HealthReport report = health.report(row);
        return description
                .health(EnvironmentHealth.fromValue(report.status().colour()))
                .healthStatus(
                        EnvironmentHealthStatus.fromValue(report.status().text().replace(" ", "")));
    }

    private static String colour(EnvironmentRow row) {
        return row.state().colour();
    }

    static boolean isAbortable(EnvironmentRow row) {
        return row.status() == EnvironmentStatus.UPDATING
                && row.work()
                        .filter(work -> work.kind().isAbortable() && !work.failed())
                        .isPresent();
    }

    static EnvironmentTier tier(String name) {
        return EnvironmentTier.builder()
                .name(name)
                .type(name.equals("Worker") ? "SQS/HTTP" : "Standard")
                .version("1.0")
                .build();
    }

    private static LoadBalancerDescription balancer(EnvironmentRow row) {
        return LoadBalancerDescription.builder()
                .loadBalancerName(row.resources().loadBalancer())
                .domain(row.resources().endpoint())
                .listeners(List.of(Listener.builder()
                        .port(80)
                        .protocol(
                                row.options()
                                                .effective("aws:elasticbeanstalk:environment", "LoadBalancerType")
                                                .toLowerCase(Locale.ROOT)
                                                .equals("network")
                                        ? "TCP"
                                        : "HTTP")
                        .build()))
                .build();
    }
}
