package dev.penstock.codedeploy;

import dev.penstock.observe.ResourceReader;
import dev.penstock.release.ServiceId;
import dev.penstock.testing.FakeCodeDeployments;
import org.junit.jupiter.api.BeforeEach;

class FakeCodeDeploymentsTest extends CodeDeploymentsContract {

    private static final DeploymentGroupId GROUP = new DeploymentGroupId("shop", "web");

    private final FakeCodeDeployments fake = new FakeCodeDeployments();

    @BeforeEach
    void addGroup() {
        fake.addGroup(GROUP, new ServiceId("shop", "web"));
    }

    @Override
    protected CodeDeployments deployments() {
        return fake;
    }

    @Override
    protected ResourceReader reader() {
        return fake;
    }

    @Override
    protected DeploymentGroupId group() {
        return GROUP;
    }

    @Override
    protected String appSpec() {
        return "version: 0.0";
    }

    @Override
    protected void letTimePass() {
        // It takes a step with each look.
    }
}
