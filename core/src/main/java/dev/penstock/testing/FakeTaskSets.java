package dev.penstock.testing;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.release.NewTaskSet;
import dev.penstock.release.ServiceId;
import dev.penstock.release.TaskSet;
import dev.penstock.release.TaskSet.Status;
import dev.penstock.release.TaskSets;
import dev.penstock.rollout.Share;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Task sets in memory. Each look shows a set as it is and then brings it to the number of tasks that it should have. Every change is
 * counted.
 */
public final class FakeTaskSets implements TaskSets {

    private static final String ARN = "arn:aws:ecs:us-east-1:123456789012:";

    private final Map<ServiceId, List<TaskSet>> sets = new LinkedHashMap<>();
    private final Map<ServiceId, Integer> desired = new LinkedHashMap<>();
    private final List<String> effects = new ArrayList<>();
    private int made;
    private boolean stalled;

    /** Makes a service with a primary set that runs, and says the set's ARN. */
    public synchronized String addService(ServiceId id, String taskDefinition, String targetGroup, int desiredCount) {
        desired.put(id, desiredCount);
        sets.put(id, new ArrayList<>());
        TaskSet first = set(id, "", taskDefinition, targetGroup, Share.ALL, Status.PRIMARY);
        sets.get(id).add(settled(first));
        return first.arn();
    }

    /** Somebody else makes a set. */
    public synchronized String addElsewhere(ServiceId id, String taskDefinition, String targetGroup) {
        TaskSet other = settled(set(id, "theirs", taskDefinition, targetGroup, Share.ALL, Status.ACTIVE));
        existing(id).add(other);
        return other.arn();
    }

    /** Whether tasks of sets that grow do not come up. */
    public synchronized void stall(boolean whether) {
        stalled = whether;
    }

    /** What was changed by calls, in order: {@code create 2 50 %}, {@code scale 2 100 %}, {@code primary 2}, {@code delete 1}. */
    public synchronized List<String> effects() {
        return List.copyOf(effects);
    }

    private TaskSet set(
            ServiceId id, String externalId, String taskDefinition, String targetGroup, Share scale, Status status) {
        made++;
        return new TaskSet(
                ARN + "task-set/" + id.cluster() + "/" + id.service() + "/ecs-svc/" + made,
                externalId,
                taskDefinition,
                status,
                false,
                scale,
                wanted(id, scale),
                0,
                0,
                List.of(targetGroup),
                Instant.EPOCH);
    }

    private int wanted(ServiceId id, Share scale) {
        return Math.ceilDiv(desired.getOrDefault(id, 0) * scale.permille(), Share.ALL.permille());
    }

    @Override
    public synchronized Map<ServiceId, List<TaskSet>> ofAll(AwsScope scope, List<ServiceId> services) {
        Map<ServiceId, List<TaskSet>> found = new LinkedHashMap<>();
        for (ServiceId service : services) {
            if (sets.containsKey(service)) {
                found.put(service, of(scope, service));
            }
        }
        return found;
    }

    @Override
    public synchronized List<TaskSet> of(AwsScope scope, ServiceId service) {
        List<TaskSet> all = existing(service);
        List<TaskSet> seen = List.copyOf(all);
        all.removeIf(set -> set.status() == Status.DRAINING);
        all.replaceAll(set -> stalled && set.wanted() > set.running() ? set : settled(set));
        return seen;
    }

    @Override
    public synchronized TaskSet create(AwsScope scope, ServiceId service, NewTaskSet wanted) {
        List<TaskSet> all = existing(service);
        for (TaskSet each : all) {
            if (each.externalId().equals(wanted.externalId())) {
                return each;
            }
        }
        find(service, wanted.like());
        TaskSet fresh = set(
                service,
                wanted.externalId(),
                wanted.taskDefinition(),
                wanted.targetGroup(),
                wanted.scale(),
                Status.ACTIVE);
        all.add(fresh);
        effects.add("create " + number(fresh.arn()) + " " + wanted.scale());
        return fresh;
    }

    @Override
    public synchronized void scale(AwsScope scope, ServiceId service, String taskSet, Share scale) {
        if (find(service, taskSet).scale().equals(scale)) {
            return;
        }
        change(service, taskSet, set -> with(set, set.status(), scale, wanted(service, scale), set.running(), false));
        effects.add("scale " + number(taskSet) + " " + scale);
    }

    @Override
    public synchronized void makePrimary(AwsScope scope, ServiceId service, String taskSet) {
        if (find(service, taskSet).status() == Status.PRIMARY) {
            return;
        }
        existing(service)
                .replaceAll(set -> set.status() == Status.PRIMARY
                        ? with(set, Status.ACTIVE, set.scale(), set.wanted(), set.running(), set.isSteady())
                        : set);
        change(
                service,
                taskSet,
                set -> with(set, Status.PRIMARY, set.scale(), set.wanted(), set.running(), set.isSteady()));
        effects.add("primary " + number(taskSet));
    }

    @Override
    public synchronized void delete(AwsScope scope, ServiceId service, String taskSet) {
        boolean isThere = existing(service).stream()
                .anyMatch(set -> set.arn().equals(taskSet) && set.status() != Status.DRAINING);
        if (isThere) {
            change(service, taskSet, set -> with(set, Status.DRAINING, set.scale(), 0, set.running(), false));
            effects.add("delete " + number(taskSet));
        }
    }

    private void change(ServiceId service, String taskSet, UnaryOperator<TaskSet> how) {
        existing(service).replaceAll(set -> set.arn().equals(taskSet) ? how.apply(set) : set);
    }

    private static TaskSet settled(TaskSet set) {
        return with(set, set.status(), set.scale(), set.wanted(), set.wanted(), true);
    }

    private static TaskSet with(TaskSet set, Status status, Share scale, int wanted, int running, boolean steady) {
        return new TaskSet(
                set.arn(),
                set.externalId(),
                set.taskDefinition(),
                status,
                steady,
                scale,
                wanted,
                0,
                running,
                set.targetGroups(),
                set.createdAt());
    }

    private TaskSet find(ServiceId service, String arn) {
        return existing(service).stream()
                .filter(set -> set.arn().equals(arn))
                .findFirst()
                .orElseThrow(() -> failure("there is no task set " + arn));
    }

    private List<TaskSet> existing(ServiceId id) {
        List<TaskSet> all = sets.get(id);
        if (all == null) {
            throw failure("there is no service " + id.service());
        }
        return all;
    }

    private static String number(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    private static RemoteCallException failure(String why) {
        return new RemoteCallException(
                Kind.NOT_FOUND, "ecs:DescribeTaskSets", "", why + ".", new IllegalStateException(why));
    }
}
