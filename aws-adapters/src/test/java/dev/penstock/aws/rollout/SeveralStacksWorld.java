package dev.penstock.aws.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionProvider;
import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.Use;
import dev.penstock.fixture.PackAction;
import dev.penstock.observe.ResourceReader;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.rollout.BakeJudge;
import dev.penstock.rollout.EitherWay;
import dev.penstock.rollout.ReleaseAction;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.Strategies;
import dev.penstock.stack.CloudFormationAction;
import dev.penstock.stack.Stack;
import dev.penstock.stack.StackReleaseTarget;
import dev.penstock.stack.StackWaves;
import dev.penstock.testing.FakeListenerRules;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Four stacks for each cell, in two Regions of a simulated account. */
final class SeveralStacksWorld extends StackWorld {

    private static final int STACKS = 4;
    private static final List<String> REGIONS = List.of("us-east-1", "eu-west-1");

    /** CloudFormation refuses an update while another is under way: whoever makes it tries again. */
    private static final Duration AGAIN = Duration.ofSeconds(5);

    @Override
    public ReleaseCell cell(int number, String strategy) {
        Cell cell = new Cell("shop" + number);
        cell.begin();
        settle();
        return cell;
    }

    private static String template(String version, String kind) {
        return """
            Resources:
              Setting:
                Type: AWS::SSM::Parameter
                Properties: {Type: %s, Value: "version %s"}
            """.formatted(kind, version);
    }

    private final class Cell implements ReleaseCell {

        private final String name;
        private String kind = "String";

        Cell(String name) {
            this.name = name;
        }

        private static AwsScope scope(int stack) {
            return new AwsScope(Optional.of(REGIONS.get(stack % REGIONS.size())), List.of());
        }

        private String stack(int number) {
            return name + "-" + number;
        }

        /** The old version everywhere. */
        void begin() {
            for (int i = 0; i < STACKS; i++) {
                String stack = stack(i);
                account.clients
                        .cloudFormation(scope(i), Use.CHANGE)
                        .createStack(c -> c.stackName(stack).templateBody(template("old", "String")));
            }
        }

        private StackWaves waves() {
            List<StackWaves.Target> targets = IntStream.range(0, STACKS)
                    .mapToObj(i -> new StackWaves.Target(
                            "target-" + i, scope(i).region(), Optional.empty(), Optional.of(stack(i)), Map.of()))
                    .toList();
            return new StackWaves(
                    List.of(new StackWaves.Wave(targets, 2, 0, Duration.ZERO, List.of())), StackWaves.OnFailure.STOP);
        }

        @Override
        public List<ActionProvider<?, ?>> providers(ReleaseSettings settings, BakeJudge judge) {
            CloudFormationAction plain = deploying(Optional.of(waves()));
            StackReleaseTarget target = new StackReleaseTarget(
                    plain, new FakeListenerRules(), action -> Optional.empty(), type -> false, action -> false);
            return List.of(
                    new PackAction(),
                    new EitherWay<>(
                            plain,
                            new ReleaseAction<>(target, action -> Optional.of(settings), Strategies.builtIn(), judge),
                            action -> true));
        }

        @Override
        public List<ResourceReader> readers() {
            return stackReaders();
        }

        @Override
        public Pipeline pipeline() {
            return deploying(name, template("new", kind));
        }

        /** Parameter Store knows no such type: the update of the resource fails. */
        @Override
        public void failHealth() {
            kind = "Wrong";
        }

        /** Once the release has brought its version to the first stack. */
        @Override
        public void interfere() {
            Stack first = stacks.find(scope(0), stack(0)).orElseThrow();
            if (version(0).equals("new") && first.status().toString().endsWith("UPDATE_COMPLETE")) {
                account.clients
                        .cloudFormation(scope(0), Use.CHANGE)
                        .updateStack(u -> u.stackName(stack(0)).templateBody(template("theirs", "String")));
            } else {
                account.aws.time().at(account.aws.time().now().plus(AGAIN), this::interfere);
            }
        }

        private String version(int stack) {
            return stacks.template(scope(stack), stack(stack), false).replaceAll("(?s).*version (\\w+).*", "$1");
        }

        /** Whose the first stack is; all others are as the release has left them. */
        @Override
        public Course.Runs runs() {
            Set<String> versions = new HashSet<>();
            IntStream.range(0, STACKS).forEach(i -> versions.add(version(i)));
            if (versions.contains("theirs")) {
                return Course.Runs.THEIRS;
            }
            assertThat(versions).hasSize(1);
            return versions.contains("old") ? Course.Runs.OLD : Course.Runs.NEW;
        }
    }
}
