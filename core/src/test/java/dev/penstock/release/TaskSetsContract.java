package dev.penstock.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.release.TaskSet.Status;
import dev.penstock.rollout.Share;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link TaskSets} does. */
public abstract class TaskSetsContract {

    private static final int MOST_LOOKS = 30;

    /** What is tested. */
    protected abstract TaskSets sets();

    /** A service of two tasks with a primary task set that runs in the first target group. */
    protected abstract ServiceId service();

    /** A task definition. */
    protected abstract String taskDefinition();

    /** The ARN of the target group that the primary set is in. */
    protected abstract String first();

    /** The ARN of another one. */
    protected abstract String second();

    /** Lets what was begun come to its end. */
    protected abstract void letTimePass();

    @Test
    void aSetIsMadeBesideThePrimaryOneWithAShareOfItsTasks() {
        TaskSet primary = primary();
        TaskSet made = sets().create(AwsScope.OWN, service(), wanted(primary, "one"));

        assertThat(made.status()).isEqualTo(Status.ACTIVE);
        assertThat(made.wanted()).as("a quarter of two, rounded up").isEqualTo(1);
        TaskSet up = settled("one");
        assertThat(up.isSteady()).isTrue();
        assertThat(up.running()).isEqualTo(1);
        assertThat(up.taskDefinition()).isEqualTo(taskDefinition());
        assertThat(up.targetGroups()).containsExactly(second());
        assertThat(up.scale()).isEqualTo(Share.percent(25));
        assertThat(primary().targetGroups()).containsExactly(first());
    }

    @Test
    void theSetsOfSeveralServicesAreReadTogetherAndWhoIsNotThereIsLeftOut() {
        TaskSet primary = primary();
        ServiceId nobody = new ServiceId(service().cluster(), "nobody");

        Map<ServiceId, List<TaskSet>> found = sets().ofAll(AwsScope.OWN, List.of(nobody, service()));

        assertThat(found).containsOnlyKeys(service());
        assertThat(found.get(service())).containsExactly(primary);
    }

    @Test
    void aSetIsMadeOnce() {
        TaskSet primary = primary();
        TaskSet made = sets().create(AwsScope.OWN, service(), wanted(primary, "one"));

        assertThat(sets().create(AwsScope.OWN, service(), wanted(primary, "one"))
                        .arn())
                .isEqualTo(made.arn());
        assertThat(all()).hasSize(2);
    }

    @Test
    void aSetGrowsAndShrinks() {
        TaskSet made = sets().create(AwsScope.OWN, service(), wanted(primary(), "one"));
        settled("one");

        sets().scale(AwsScope.OWN, service(), made.arn(), Share.ALL);
        assertThat(settled("one").running()).isEqualTo(2);
        sets().scale(AwsScope.OWN, service(), made.arn(), Share.NONE);
        assertThat(settled("one").running()).isZero();
    }

    @Test
    void anotherSetBecomesThePrimaryOneAndTheFirstIsDeleted() {
        TaskSet before = primary();
        TaskSet made = sets().create(AwsScope.OWN, service(), wanted(before, "one"));

        sets().makePrimary(AwsScope.OWN, service(), made.arn());
        sets().makePrimary(AwsScope.OWN, service(), made.arn());
        sets().delete(AwsScope.OWN, service(), before.arn());
        sets().delete(AwsScope.OWN, service(), before.arn());

        assertThat(primary().arn()).isEqualTo(made.arn());
        for (int i = 0; i < MOST_LOOKS && all().size() > 1; i++) {
            letTimePass();
        }
        assertThat(all()).singleElement().satisfies(set -> assertThat(set.arn()).isEqualTo(made.arn()));
        sets().delete(AwsScope.OWN, service(), before.arn());
    }

    @Test
    void whatIsNotThereIsTold() {
        String none = primary().arn() + "0";
        assertThatThrownBy(() -> sets().scale(AwsScope.OWN, service(), none, Share.ALL))
                .isInstanceOfSatisfying(
                        RemoteCallException.class,
                        e -> assertThat(e.kind()).isEqualTo(RemoteCallException.Kind.NOT_FOUND));
        assertThatThrownBy(() -> sets().makePrimary(AwsScope.OWN, service(), none))
                .isInstanceOfSatisfying(
                        RemoteCallException.class,
                        e -> assertThat(e.kind()).isEqualTo(RemoteCallException.Kind.NOT_FOUND));
        assertThatThrownBy(() -> sets().of(AwsScope.OWN, new ServiceId(service().cluster(), "nothing")))
                .isInstanceOfSatisfying(
                        RemoteCallException.class,
                        e -> assertThat(e.kind()).isEqualTo(RemoteCallException.Kind.NOT_FOUND));
    }

    private NewTaskSet wanted(TaskSet like, String externalId) {
        return new NewTaskSet(like.arn(), taskDefinition(), second(), first(), Share.percent(25), externalId);
    }

    private List<TaskSet> all() {
        return sets().of(AwsScope.OWN, service());
    }

    private TaskSet primary() {
        return new TaskSetLook(all()).primary().orElseThrow();
    }

    private TaskSet settled(String externalId) {
        Optional<TaskSet> found = Optional.empty();
        for (int i = 0; i < MOST_LOOKS && found.filter(TaskSet::isSteady).isEmpty(); i++) {
            letTimePass();
            found = all().stream()
                    .filter(set -> set.externalId().equals(externalId))
                    .findFirst();
        }
        return found.orElseThrow();
    }
}
