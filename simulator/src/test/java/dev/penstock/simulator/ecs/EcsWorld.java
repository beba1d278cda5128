package dev.penstock.simulator.ecs;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceEvent;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/** A cluster with a role, and short ways to say what tests do with it, all through a real SDK client. */
final class EcsWorld {

    static final String TRUST = "{\"Version\":\"2012-10-17\",\"Statement\":[]}";
    static final String ROLE = "arn:aws:iam::" + Clients.ACCOUNT + ":role/execution";

    final EcsClient ecs;
    final Clients clients;

    EcsWorld(SimulatedAws aws) {
        clients = Clients.of(aws);
        ecs = clients.ecs();
        clients.iam().createRole(r -> r.roleName("execution").assumeRolePolicyDocument(TRUST));
        ecs.createCluster(c -> c.clusterName("main"));
    }

    /** Registers a definition of one container that does what {@code simulate} says. */
    String register(String simulate) {
        return register("public.example/web:1", simulate, c -> {});
    }

    String register(String image, String simulate, Consumer<ContainerDefinition.Builder> more) {
        return ecs.registerTaskDefinition(r -> r.family("web")
                        .networkMode("awsvpc")
                        .requiresCompatibilitiesWithStrings("FARGATE")
                        .cpu("256")
                        .memory("512")
                        .executionRoleArn(ROLE)
                        .containerDefinitions(container(image, simulate, more)))
                .taskDefinition()
                .taskDefinitionArn();
    }

    static ContainerDefinition container(String image, String simulate, Consumer<ContainerDefinition.Builder> more) {
        ContainerDefinition.Builder container =
                ContainerDefinition.builder().name("web").image(image);
        if (!simulate.isEmpty()) {
            container.environment(KeyValuePair.builder()
                    .name("PENSTOCK_SIMULATE")
                    .value(simulate)
                    .build());
        }
        more.accept(container);
        return container.build();
    }

    Service create(String definition, int desired, Consumer<CreateServiceRequest.Builder> more) {
        CreateServiceRequest.Builder request = CreateServiceRequest.builder()
                .cluster("main")
                .serviceName("web")
                .taskDefinition(definition)
                .desiredCount(desired)
                .launchType("FARGATE")
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-1")))
                .deploymentConfiguration(
                        d -> d.deploymentCircuitBreaker(b -> b.enable(true).rollback(true)));
        more.accept(request);
        return ecs.createService(request.build()).service();
    }

    Service update(Consumer<UpdateServiceRequest.Builder> change) {
        UpdateServiceRequest.Builder request =
                UpdateServiceRequest.builder().cluster("main").service("web");
        change.accept(request);
        return ecs.updateService(request.build()).service();
    }

    Service service() {
        return ecs.describeServices(d -> d.cluster("main").services("web"))
                .services()
                .getFirst();
    }

    ServiceDeployment deployment(String arn) {
        return ecs.describeServiceDeployments(d -> d.serviceDeploymentArns(arn))
                .serviceDeployments()
                .getFirst();
    }

    List<Task> tasks(String desiredStatus) {
        List<String> arns =
                ecs.listTasksPaginator(l -> l.cluster("main").desiredStatus(desiredStatus)).taskArns().stream()
                        .toList();
        return arns.isEmpty()
                ? List.of()
                : ecs.describeTasks(d -> d.cluster("main").tasks(arns)).tasks();
    }

    /** The messages of the service's events, the oldest first, ids left out. */
    List<String> messages() {
        List<String> messages = new ArrayList<>();
        for (ServiceEvent event : service().events().reversed()) {
            messages.add(event.message()
                    .replaceAll("\\(task [0-9a-f]{32}\\)", "(task …)")
                    .replaceAll("ecs-svc/[0-9]{19}", "ecs-svc/…"));
        }
        return messages;
    }
}
