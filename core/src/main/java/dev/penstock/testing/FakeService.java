package dev.penstock.testing;

import dev.penstock.release.DeploymentSettings;
import dev.penstock.release.ServiceSetup.Balancer;
import dev.penstock.release.ServiceSetup.Controller;
import java.util.List;
import java.util.Optional;

/** A service of {@link FakeContainerServices}, which guards it. */
final class FakeService {

    final String arn;
    final int desiredCount;
    Controller controller = Controller.ECS;
    String taskDefinition;
    Optional<String> current = Optional.empty();
    DeploymentSettings settings = DeploymentSettings.NONE;
    Optional<Balancer> balancer = Optional.empty();

    /** Which of its two target groups serves. */
    String serving = "";

    FakeService(String arn, String taskDefinition, int desiredCount) {
        this.arn = arn;
        this.taskDefinition = taskDefinition;
        this.desiredCount = desiredCount;
    }

    /** The one of its two target groups that does not serve. */
    String other() {
        Balancer both = balancer.orElseThrow();
        String alternate = both.gradual().orElseThrow().alternateTargetGroup();
        return serving.equals(alternate) ? both.targetGroup() : alternate;
    }

    List<Balancer> balancers() {
        return balancer.stream().toList();
    }
}
