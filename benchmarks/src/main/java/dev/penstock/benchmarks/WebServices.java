package dev.penstock.benchmarks;

import dev.penstock.simulator.ecs.ContainerScript;
import dev.penstock.simulator.ecs.TaskBehaviour;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;

/** Services of ECS with one container each, whose tasks take their time. */
final class WebServices {

    private WebServices() {}

    /** Registers a revision with an image, and says its ARN. */
    static String register(EcsClient ecs, String image) {
        return ecs.registerTaskDefinition(request -> request.family("web")
                        .networkMode("awsvpc")
                        .requiresCompatibilitiesWithStrings("FARGATE")
                        .cpu("256")
                        .memory("512")
                        .containerDefinitions(ContainerDefinition.builder()
                                .name("web")
                                .image(image)
                                .essential(true)
                                .build()))
                .taskDefinition()
                .taskDefinitionArn();
    }

    /** Makes a service on Fargate. */
    static void create(EcsClient ecs, String cluster, String name, String taskDefinition, int tasks) {
        ecs.createService(service -> service.cluster(cluster)
                .serviceName(name)
                .taskDefinition(taskDefinition)
                .launchType("FARGATE")
                .networkConfiguration(network -> network.awsvpcConfiguration(vpc -> vpc.subnets("subnet-1")))
                .desiredCount(tasks));
    }

    /**
     * Each task takes its own time to pull its image, by its ARN: lognormal.
     *
     * @param median in seconds
     * @param spread of the logarithm
     */
    static ContainerScript pulling(TaskBehaviour.Launch launch, long seed, double median, double spread) {
        Random random = new Random(seed * 31 + launch.task().hashCode());
        double pull = Math.exp(Math.log(median) + spread * random.nextGaussian());
        ContainerScript runs = ContainerScript.RUNS;
        return new ContainerScript(
                runs.cannotPull(),
                runs.cannotStart(),
                Optional.of(Duration.ofMillis(Math.round(pull * 1000))),
                runs.exit(),
                runs.health(),
                runs.handlesStop(),
                runs.log());
    }
}
