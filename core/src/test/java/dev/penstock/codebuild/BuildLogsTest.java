package dev.penstock.codebuild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.artifact.ObjectLocation;
import dev.penstock.codebuild.CodeBuilds.LogPosition;
import dev.penstock.observe.ResourceId;
import dev.penstock.testing.FakeCodeBuilds;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BuildLogsTest {

    private final FakeCodeBuilds builds = new FakeCodeBuilds(InstantSource.system()).project("app");
    private final BuildLogs logs = new BuildLogs();
    private final List<String> lines = new ArrayList<>();
    private ResourceId build = new ResourceId(ServiceBuild.KIND, AwsScope.OWN, "none");

    @BeforeEach
    void start() {
        String id = builds.start(
                AwsScope.OWN,
                new NewBuild(
                        "app",
                        "token",
                        List.of(new NewBuild.Source("Files", new ObjectLocation("bucket", "Files.zip"))),
                        new ObjectLocation("bucket", "artifacts"),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of()));
        build = new ResourceId(ServiceBuild.KIND, AwsScope.OWN, id);
        builds.say(id, "one", "two", "three");
    }

    private int look(BuildLogs followed, int spare) {
        return new BuildReader(builds, followed).read(List.of(build), spare).calls();
    }

    private void refuse(Kind kind) {
        builds.refuseLogs(Optional.of(new RemoteCallException(
                kind, "logs:GetLogEvents", kind.name(), "refused", new IllegalStateException("refused"))));
    }

    @Test
    void whoDoesNotFollowSpendsNoCalls() {
        assertThat(look(logs, 5)).isEqualTo(1);
        BuildLogs.NONE.follow(build, new LogPosition.Start(), lines::add);
        assertThat(look(BuildLogs.NONE, 5)).isEqualTo(1);
        assertThat(lines).isEmpty();
    }

    @Test
    void callsThatCannotBeSparedAreNotMade() {
        logs.follow(build, new LogPosition.Start(), lines::add);
        assertThat(look(logs, 0)).isEqualTo(1);
        assertThat(lines).isEmpty();
        assertThat(look(logs, 1)).isEqualTo(2);
        assertThat(lines).containsExactly("one", "two", "three");
    }

    @Test
    void whoTakesOverBeginsNearTheEnd() {
        logs.follow(build, new LogPosition.End(1), lines::add);
        logs.follow(build, new LogPosition.Start(), line -> lines.add("again: " + line));
        look(logs, 5);
        builds.say(build.id(), "four");
        look(logs, 5);
        assertThat(lines).containsExactly("three", "four");
    }

    @Test
    void aThrottledLogIsReadLaterAndOneThatMayNotBeReadIsLeft() {
        logs.follow(build, new LogPosition.Start(), lines::add);
        refuse(Kind.THROTTLED);
        assertThat(look(logs, 5)).isEqualTo(2);
        builds.refuseLogs(Optional.empty());
        look(logs, 5);
        assertThat(lines).containsExactly("one", "two", "three");
        refuse(Kind.DENIED);
        look(logs, 5);
        builds.refuseLogs(Optional.empty());
        builds.say(build.id(), "four");
        assertThat(look(logs, 5)).isEqualTo(1);
    }

    @Test
    void theLastWordsAreReadWhenItHasEnded() {
        logs.follow(build, new LogPosition.Start(), lines::add);
        logs.finish(
                builds, build, builds.look(AwsScope.OWN, List.of(build.id())).getFirst());
        assertThat(lines).containsExactly("one", "two", "three");
        assertThat(look(logs, 5)).isEqualTo(1);
    }
}
