package dev.penstock.aws.codedeploy;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.codedeploy.CodeDeployment;
import dev.penstock.observe.Course;
import dev.penstock.observe.Observation;
import dev.penstock.observe.Reading;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentTarget;

/**
 * Reads deployments, 25 with one call, and the target of each with another, as CodeDeploy tells of lifecycle events and traffic
 * only there ({@code BatchGetDeploymentTargets} is for one deployment).
 */
public final class CodeDeploymentReader implements ResourceReader {

    private static final int MOST_KEPT = 1000;

    private final AwsClients clients;
    /** Id of the one target by deployment: it does not change. */
    private final Map<String, String> targets = new HashMap<>();
    /** By deployment. */
    private final Map<String, DeploymentTarget> settled = new HashMap<>();

    /** A reader of the deployments that some clients reach. */
    public CodeDeploymentReader(AwsClients clients) {
        this.clients = clients;
    }

    @Override
    public String kind() {
        return CodeDeployment.KIND;
    }

    @Override
    public int batchSize() {
        return AwsCodeDeployments.BATCH;
    }

    /** CodeDeploy moves by minutes, and allows few calls. */
    @Override
    public Duration interval() {
        return Duration.ofSeconds(5);
    }

    @Override
    public Reading read(List<ResourceId> resources) {
        AwsScope scope = resources.getFirst().scope();
        Map<String, DeploymentInfo> described =
                AwsCodeDeployments.batch(
                                clients,
                                scope,
                                resources.stream().map(ResourceId::id).toList())
                        .stream()
                        .collect(Collectors.toMap(
                                DeploymentInfo::deploymentId, Function.identity(), (one, same) -> one));
        int calls = 1;
        Map<ResourceId, Observation> seen = new HashMap<>();
        Map<ResourceId, Course> courses = new HashMap<>();
        for (ResourceId resource : resources) {
            DeploymentInfo info = described.get(resource.id());
            if (info != null) {
                Optional<DeploymentTarget> target = settled(info);
                if (target.isEmpty() && info.startTime() != null) {
                    calls += known(info.deploymentId()).isPresent() ? 1 : 2;
                    target = target(scope, info.deploymentId());
                    target.ifPresent(read -> keep(info, read));
                }
                seen.put(resource, DeploymentMapping.deployment(info, target));
                course(info).ifPresent(course -> courses.put(resource, course));
            }
        }
        return new Reading(seen, courses, calls);
    }

    /** Only what went well tells how long it takes. */
    private static Optional<Course> course(DeploymentInfo info) {
        if (info.createTime() == null) {
            return Optional.empty();
        }
        CodeDeployment.Status status = DeploymentMapping.status(info.statusAsString());
        if (status == CodeDeployment.Status.SUCCEEDED && info.completeTime() != null) {
            return Optional.of(new Course.Ended(info.createTime(), info.completeTime()));
        }
        return status.hasEnded() ? Optional.empty() : Optional.of(new Course.Running(info.createTime()));
    }

    private Optional<DeploymentTarget> target(AwsScope scope, String deployment) {
        try {
            Optional<String> id = known(deployment).or(() -> list(scope, deployment));
            return id.flatMap(target -> clients
                    .call(
                            "codedeploy:BatchGetDeploymentTargets",
                            "look at the target of the deployment '" + deployment + "'",
                            () -> clients.codeDeploy(scope, Use.READ)
                                    .batchGetDeploymentTargets(request ->
                                            request.deploymentId(deployment).targetIds(target))
                                    .deploymentTargets())
                    .stream()
                    .findFirst());
        } catch (RemoteCallException e) {
            // It has a status and no target yet.
            if (e.code().equals("DeploymentNotStartedException")
                    || e.code().equals("DeploymentTargetDoesNotExistException")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Optional<String> list(AwsScope scope, String deployment) {
        Optional<String> id = clients
                .call(
                        "codedeploy:ListDeploymentTargets",
                        "list the targets of the deployment '" + deployment + "'",
                        () -> clients.codeDeploy(scope, Use.READ)
                                .listDeploymentTargets(request -> request.deploymentId(deployment))
                                .targetIds())
                .stream()
                .filter(target -> !target.isEmpty())
                .findFirst();
        id.ifPresent(target -> keep(deployment, target));
        return id;
    }

    /** The target of a deployment whose traffic has moved: nothing in it changes but the end of the original. */
    private synchronized Optional<DeploymentTarget> settled(DeploymentInfo info) {
        return info.completeTime() == null && Boolean.TRUE.equals(info.instanceTerminationWaitTimeStarted())
                ? Optional.ofNullable(settled.get(info.deploymentId()))
                : Optional.empty();
    }

    private synchronized void keep(DeploymentInfo info, DeploymentTarget target) {
        if (settled.size() >= MOST_KEPT) {
            settled.clear();
        }
        if (info.completeTime() == null && Boolean.TRUE.equals(info.instanceTerminationWaitTimeStarted())) {
            settled.put(info.deploymentId(), target);
        }
    }

    private synchronized Optional<String> known(String deployment) {
        return Optional.ofNullable(targets.get(deployment));
    }

    private synchronized void keep(String deployment, String target) {
        if (targets.size() >= MOST_KEPT) {
            targets.clear();
        }
        targets.put(deployment, target);
    }
}
