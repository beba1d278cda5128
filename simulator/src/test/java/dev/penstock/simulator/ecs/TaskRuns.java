package dev.penstock.simulator.ecs;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * Tasks that are run alone, and waiting for what becomes of them in real time: their containers are real, or take their time
 * on threads of their own.
 *
 * @param patience how long at most, in real time
 * @param story what else is said when it was in vain
 */
record TaskRuns(EcsWorld world, Duration patience, Supplier<String> story) {

    static ContainerDefinition container(String name, String image, Consumer<ContainerDefinition.Builder> more) {
        ContainerDefinition.Builder container =
                ContainerDefinition.builder().name(name).image(image);
        more.accept(container);
        return container.build();
    }

    String definition(ContainerDefinition... containers) {
        return definition(r -> {}, containers);
    }

    String definition(Consumer<RegisterTaskDefinitionRequest.Builder> more, ContainerDefinition... containers) {
        return world.ecs
                .registerTaskDefinition(r -> {
                    r.family("web")
                            .networkMode("awsvpc")
                            .requiresCompatibilitiesWithStrings("FARGATE")
                            .cpu("256")
                            .memory("512")
                            .executionRoleArn(EcsWorld.ROLE)
                            .containerDefinitions(List.of(containers));
                    more.accept(r);
                })
                .taskDefinition()
                .taskDefinitionArn();
    }

    /** Begins a task and waits until it runs. */
    Task run(String definition) {
        return await(begin(definition), t -> t.lastStatus().equals("RUNNING"));
    }

    Task begin(String definition) {
        return world.ecs
                .runTask(r -> r.cluster("main")
                        .taskDefinition(definition)
                        .launchType("FARGATE")
                        .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-1"))))
                .tasks()
                .getFirst();
    }

    /** Waits for a task to be as it should; a task that has stopped otherwise is not waited for. */
    Task await(Task task, Predicate<Task> until) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Task now = world.ecs
                    .describeTasks(d -> d.cluster("main").tasks(task.taskArn()))
                    .tasks()
                    .getFirst();
            if (until.test(now)) {
                return now;
            }
            if (now.lastStatus().equals("STOPPED") || System.nanoTime() > end) {
                throw new AssertionError("it will not come to that: " + now + "\n" + story.get());
            }
            Thread.onSpinWait();
        }
    }
}
