package dev.penstock.testing;

import java.util.Optional;

/** A service of {@link FakeContainerServices}, which guards it. */
final class FakeService {

    final String arn;
    final int desiredCount;
    String taskDefinition;
    Optional<String> current = Optional.empty();

    FakeService(String arn, String taskDefinition, int desiredCount) {
        this.arn = arn;
        this.taskDefinition = taskDefinition;
        this.desiredCount = desiredCount;
    }
}
