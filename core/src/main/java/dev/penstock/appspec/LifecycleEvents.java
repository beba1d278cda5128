package dev.penstock.appspec;

import java.util.List;

/** The lifecycle events at which something of the user's can run ("AppSpec 'hooks' section", CodeDeploy User Guide). */
public final class LifecycleEvents {

    /** Of a deployment to an Amazon ECS service, in their order. */
    public static final List<String> ECS = List.of(
            "BeforeInstall", "AfterInstall", "AfterAllowTestTraffic", "BeforeAllowTraffic", "AfterAllowTraffic");

    /** Of a deployment to a Lambda function, in their order. */
    public static final List<String> LAMBDA = List.of("BeforeAllowTraffic", "AfterAllowTraffic");

    /** Of a deployment to servers, in their order when the servers stay and are behind a load balancer. */
    public static final List<String> SERVER = List.of(
            "BeforeBlockTraffic",
            "AfterBlockTraffic",
            "ApplicationStop",
            "BeforeInstall",
            "AfterInstall",
            "ApplicationStart",
            "ValidateService",
            "BeforeAllowTraffic",
            "AfterAllowTraffic");

    /** Events that CodeDeploy keeps for itself, on whatever platform. */
    static final List<String> RESERVED =
            List.of("BlockTraffic", "DownloadBundle", "Install", "AllowTestTraffic", "AllowTraffic");

    private LifecycleEvents() {}
}
