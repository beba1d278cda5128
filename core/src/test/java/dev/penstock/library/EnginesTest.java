package dev.penstock.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.beanstalk.Bundles;
import dev.penstock.beanstalk.Environments;
import dev.penstock.bucket.Buckets;
import dev.penstock.codebuild.CodeBuilds;
import dev.penstock.codedeploy.CodeDeployments;
import dev.penstock.document.SourceText;
import dev.penstock.function.Functions;
import dev.penstock.image.ImageRegistry;
import dev.penstock.metric.CanaryFacts;
import dev.penstock.metric.EnvironmentCounts;
import dev.penstock.metric.MetricData;
import dev.penstock.observe.Reading;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import dev.penstock.release.ContainerServices;
import dev.penstock.release.ContainerTasks;
import dev.penstock.release.TaskSets;
import dev.penstock.secret.SecretResolver;
import dev.penstock.settings.RunSettings;
import dev.penstock.settings.SettingsReader;
import dev.penstock.settings.SettingsReading;
import dev.penstock.stack.AlarmStates;
import dev.penstock.stack.StackFiles;
import dev.penstock.stack.Stacks;
import dev.penstock.stack.set.StackSets;
import dev.penstock.statemachine.StateMachines;
import dev.penstock.testing.FakeEvidence;
import dev.penstock.testing.FakeListenerRules;
import dev.penstock.testing.FakeLoadBalancers;
import dev.penstock.testing.FakeStackSets;
import dev.penstock.testing.FakeStacks;
import dev.penstock.testing.FakeWebProbe;
import dev.penstock.traffic.ListenerRules;
import dev.penstock.traffic.LoadBalancers;
import dev.penstock.traffic.WebProbe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnginesTest {

    @Test
    void whatIsWaitedForIsLookedAtAsOftenAsTheSettingsSay() {
        var cloud = new OneReader();
        assertThat(Engines.readers(RunSettings.none(), cloud)).containsExactlyElementsOf(cloud.resourceReaders());

        var read = (SettingsReading.Accepted)
                SettingsReader.read(SourceText.of("penstock.yml", "pollInterval: 2s\n"), Path.of("."));
        ResourceReader paced = Engines.readers(read.settings(), cloud).getFirst();
        assertThat(paced.interval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(paced.kind()).isEqualTo("thing");
        assertThat(paced.batchSize()).isEqualTo(7);
    }

    private static final class OneReader implements Cloud {

        private final ResourceReader reader = new ResourceReader() {
            @Override
            public String kind() {
                return "thing";
            }

            @Override
            public int batchSize() {
                return 7;
            }

            @Override
            public Reading read(List<ResourceId> resources) {
                return Reading.of(Map.of());
            }
        };

        @Override
        public List<ResourceReader> resourceReaders() {
            return List.of(reader);
        }

        @Override
        public ContainerTasks containerTasks() {
            throw new AssertionError("no task is asked for");
        }

        @Override
        public CodeBuilds codeBuilds() {
            throw new AssertionError("no build is asked for");
        }

        @Override
        public Buckets buckets() {
            throw new AssertionError("no bucket is asked for");
        }

        @Override
        public TaskSets taskSets() {
            throw new AssertionError("no task set is asked for");
        }

        @Override
        public CodeDeployments codeDeployments() {
            throw new AssertionError("no deployment of CodeDeploy is asked for");
        }

        @Override
        public ContainerServices services() {
            throw new AssertionError("no service is asked for");
        }

        @Override
        public ListenerRules listenerRules() {
            return new FakeListenerRules();
        }

        @Override
        public LoadBalancers loadBalancers() {
            return new FakeLoadBalancers();
        }

        @Override
        public WebProbe webProbe() {
            return new FakeWebProbe();
        }

        @Override
        public Functions functions() {
            throw new AssertionError("no function is asked for");
        }

        @Override
        public StateMachines stateMachines() {
            throw new AssertionError("no state machine is asked for");
        }

        @Override
        public Stacks stacks() {
            return new FakeStacks();
        }

        @Override
        public StackSets stackSets() {
            return new FakeStackSets();
        }

        @Override
        public StackFiles stackFiles() {
            return StackFiles.NONE;
        }

        @Override
        public AlarmStates alarms() {
            return (scope, names) -> List.of();
        }

        @Override
        public MetricData metricData() {
            return FakeEvidence.nobody().ports().metrics();
        }

        @Override
        public CanaryFacts canaryFacts() {
            return FakeEvidence.nobody().ports().facts();
        }

        @Override
        public EnvironmentCounts environmentCounts() {
            return FakeEvidence.nobody().ports().environments();
        }

        @Override
        public Environments environments() {
            throw new AssertionError("no environment is asked for");
        }

        @Override
        public Bundles bundles() {
            throw new AssertionError("no bundle is asked for");
        }

        @Override
        public ImageRegistry registry() {
            throw new AssertionError("no registry is asked for");
        }

        @Override
        public SecretResolver secrets() {
            throw new AssertionError("no secret is asked for");
        }

        @Override
        public void close() {}
    }
}
