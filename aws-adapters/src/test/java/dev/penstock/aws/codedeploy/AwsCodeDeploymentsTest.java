package dev.penstock.aws.codedeploy;

import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.aws.simulated.SimulatedBlueGreen;
import dev.penstock.codedeploy.CodeDeployFixture;
import dev.penstock.codedeploy.CodeDeployments;
import dev.penstock.codedeploy.CodeDeploymentsContract;
import dev.penstock.codedeploy.DeploymentGroupId;
import dev.penstock.observe.ResourceReader;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class AwsCodeDeploymentsTest extends CodeDeploymentsContract {

    private final SimulatedAccount account =
            new SimulatedAccount(SimulatedTime.stepped(Instant.parse("2026-01-02T12:00:00Z")));
    private final CodeDeployments deployments = new AwsCodeDeployments(account.clients);
    private final ResourceReader reader = new CodeDeploymentReader(account.clients);
    private String taskDefinition = "";

    @BeforeEach
    void createGroup() {
        taskDefinition = new SimulatedBlueGreen(account, "registry.example/web:one", group -> {})
                .service()
                .taskDefinition();
        account.aws.time().advance(Duration.ofMinutes(10));
    }

    @AfterEach
    void close() {
        account.close();
    }

    @Override
    protected CodeDeployments deployments() {
        return deployments;
    }

    @Override
    protected ResourceReader reader() {
        return reader;
    }

    @Override
    protected DeploymentGroupId group() {
        return SimulatedBlueGreen.GROUP;
    }

    @Override
    protected String appSpec() {
        return CodeDeployFixture.APP_SPEC.replace("<TASK_DEFINITION>", taskDefinition);
    }

    @Override
    protected void letTimePass() {
        account.aws.time().advance(Duration.ofSeconds(5));
    }
}
