package dev.penstock.appspec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** An AppSpec file that can be used. */
public sealed interface AppSpec {

    /** The only version that there is. */
    String VERSION = "0.0";

    /** What it is for, with its article, for people. */
    String platform();

    /**
     * For an Amazon ECS service.
     *
     * @param resource its name in the file, which means nothing to CodeDeploy
     * @param taskDefinition ARN of the task definition, or the placeholder {@code <TASK_DEFINITION>}
     * @param containerName the container that takes traffic
     * @param containerPort the port that it takes it on, 1 to 65535
     * @param platformVersion of Fargate; absent for the newest
     * @param network in place of the service's own; absent to keep it
     * @param capacityProviders in place of the service's own; empty to keep them
     * @param hooks functions that decide at lifecycle events, in their order
     */
    record EcsService(
            String resource,
            String taskDefinition,
            String containerName,
            int containerPort,
            Optional<String> platformVersion,
            Optional<Network> network,
            List<CapacityProvider> capacityProviders,
            List<Hook> hooks)
            implements AppSpec {

        public EcsService {
            capacityProviders = List.copyOf(capacityProviders);
            hooks = List.copyOf(hooks);
        }

        @Override
        public String platform() {
            return "an Amazon ECS service";
        }
    }

    /**
     * For a Lambda function.
     *
     * @param resource its name in the file, which means nothing to CodeDeploy
     * @param function name of the function
     * @param alias that is moved
     * @param currentVersion the version that the alias points to
     * @param targetVersion the version that it shall point to
     * @param hooks functions that decide at lifecycle events, in their order
     */
    record LambdaFunction(
            String resource,
            String function,
            String alias,
            String currentVersion,
            String targetVersion,
            List<Hook> hooks)
            implements AppSpec {

        public LambdaFunction {
            hooks = List.copyOf(hooks);
        }

        @Override
        public String platform() {
            return "a Lambda function";
        }
    }

    /**
     * For EC2 instances and on-premises servers.
     *
     * @param os {@code linux} or {@code windows}
     * @param files what is copied where
     * @param scripts what runs, by the name of the lifecycle event
     */
    record Server(String os, List<FileCopy> files, Map<String, List<Script>> scripts) implements AppSpec {

        public Server {
            files = List.copyOf(files);
            scripts = Map.copyOf(scripts);
        }

        @Override
        public String platform() {
            return "EC2 instances and on-premises servers";
        }
    }

    /**
     * A function that decides at a lifecycle event whether the deployment goes on.
     *
     * @param event such as {@code AfterAllowTestTraffic}
     * @param function name or ARN
     */
    record Hook(String event, String function) {}

    /**
     * Where the tasks of the replacement are attached ({@code awsvpcConfiguration}).
     *
     * @param subnets ids
     * @param securityGroups ids
     * @param assignPublicIp {@code ENABLED} or {@code DISABLED}; absent to leave it
     */
    record Network(List<String> subnets, List<String> securityGroups, Optional<String> assignPublicIp) {

        public Network {
            subnets = List.copyOf(subnets);
            securityGroups = List.copyOf(securityGroups);
        }
    }

    /**
     * A capacity provider and its share.
     *
     * @param name of the provider
     * @param base tasks that run on it at least
     * @param weight its share of the rest
     */
    record CapacityProvider(String name, OptionalInt base, OptionalInt weight) {}

    /**
     * A file or folder of the bundle and where it goes.
     *
     * @param source in the bundle
     * @param destination an absolute path on the server
     */
    record FileCopy(String source, String destination) {}

    /**
     * A script of the bundle.
     *
     * @param location in the bundle
     * @param timeoutInSeconds 1 to 3600; 3600 unless it is given
     * @param runAs a user; absent for the agent's own
     */
    record Script(String location, int timeoutInSeconds, Optional<String> runAs) {}
}
