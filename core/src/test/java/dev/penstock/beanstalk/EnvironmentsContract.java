package dev.penstock.beanstalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.observe.Observation;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every platform for environments must do. */
public abstract class EnvironmentsContract {

    private static final int PATIENCE = 600;
    private static final AwsScope SCOPE = AwsScope.OWN;
    private static final OptionName POLICY = new OptionName("aws:elasticbeanstalk:command", "DeploymentPolicy");

    /** The name of an application, and of an environment, that no other test has. */
    protected final String name = "contract-" + UUID.randomUUID().toString().substring(0, 8);

    /** The platform under test. */
    protected abstract Environments environments();

    /** Observes its environments. */
    protected abstract ResourceReader reader();

    /** Puts a bundle that fits the platform of {@link #platform()} where the platform reads it. */
    protected abstract BundleLocation bundle(String content) throws Exception;

    /** Lets some seconds pass. */
    protected abstract void letTimePass() throws Exception;

    /** Options that an environment needs to be made at all. */
    protected Map<OptionName, String> options() {
        return Map.of();
    }

    /** The platform of the environments. */
    protected String platform() {
        return environments().platforms(SCOPE).stream()
                .filter(each -> !each.retired() && each.solutionStack().contains("running Docker"))
                .findFirst()
                .orElseThrow()
                .solutionStack();
    }

    @Test
    void anApplicationIsMadeOnce() {
        assertThat(environments().hasApplication(SCOPE, name)).isFalse();
        environments().createApplication(SCOPE, name, Map.of("team", "shop"));
        environments().createApplication(SCOPE, name, Map.of("team", "shop"));
        assertThat(environments().hasApplication(SCOPE, name)).isTrue();
    }

    @Test
    void whatIsNotThereIsAbsent() {
        assertThat(environments().find(SCOPE, name)).isEmpty();
        assertThat(environments().get(SCOPE, "e-aaaaaaaaaa")).isEmpty();
        assertThat(environments().list(SCOPE, name)).isEmpty();
        assertThat(environments().version(SCOPE, name, "one")).isEmpty();
        environments().deleteVersion(SCOPE, name, "one", false);
        environments().forgetOptions(SCOPE, name, "kept");
        assertThatThrownBy(() -> environments()
                        .createVersion(SCOPE, new NewVersion(name, "one", "", new BundleLocation("b", "k"), Map.of())))
                .isInstanceOfSatisfying(
                        RemoteCallException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(RemoteCallException.Kind.NOT_FOUND));
    }

    @Test
    void aVersionHasItsLabelOnceAndIsProcessed() throws Exception {
        environments().createApplication(SCOPE, name, Map.of());
        ApplicationVersion one = version("one");
        assertThat(one.status()).isEqualTo(ApplicationVersion.Status.PROCESSED);
        assertThat(one.bundle()).contains(bundle("one"));
        assertThatThrownBy(() ->
                        environments().createVersion(SCOPE, new NewVersion(name, "one", "", bundle("two"), Map.of())))
                .isInstanceOfSatisfying(
                        RemoteCallException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(RemoteCallException.Kind.CONFLICT));
        assertThat(environments().versions(SCOPE, name))
                .extracting(ApplicationVersion::label)
                .containsExactly("one");
        environments().deleteVersion(SCOPE, name, "one", false);
        assertThat(environments().version(SCOPE, name, "one")).isEmpty();
    }

    @Test
    void anEnvironmentIsMadeUpdatedInstanceByInstanceAndTerminated() throws Exception {
        Environment made = make("one");
        assertThat(made.versionLabel()).isEqualTo("one");
        assertThat(made.health().isAtLeast(HealthStatus.OK)).isTrue();
        assertThat(environments().find(SCOPE, name).map(Environment::id)).contains(made.id());
        assertThat(environments().options(SCOPE, name, name)).containsEntry(POLICY, "Rolling");

        version("two");
        Instant before = made.updatedAt();
        String request = environments().update(SCOPE, update(made, "two"));
        assertThat(environments().get(SCOPE, made.id()).orElseThrow().status()).isEqualTo(EnvironmentStatus.UPDATING);
        assertThatThrownBy(() -> environments().update(SCOPE, update(made, "one")))
                .isInstanceOfSatisfying(
                        RemoteCallException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(RemoteCallException.Kind.CONFLICT));

        EnvironmentSnapshot seen = ready(made);
        assertThat(seen.environment().versionLabel()).isEqualTo("two");
        assertThat(seen.instances()).isPresent();
        assertThat(seen.instances().orElseThrow().instances()).isNotEmpty().allMatch(instance -> instance.runs("two"));
        List<EnvironmentEvent> events = environments().events(SCOPE, made.id(), before);
        assertThat(events).anyMatch(event -> event.requestId().equals(request));
        assertThat(events).isSortedAccordingTo(java.util.Comparator.comparing(EnvironmentEvent::at));

        environments().terminate(SCOPE, made.id());
        environments().terminate(SCOPE, made.id());
        for (int i = 0; i < PATIENCE && environments().find(SCOPE, name).isPresent(); i++) {
            letTimePass();
        }
        assertThat(environments().find(SCOPE, name)).isEmpty();
        assertThat(environments().get(SCOPE, made.id()).map(Environment::status))
                .contains(EnvironmentStatus.TERMINATED);
    }

    @Test
    void optionsAreKeptAsATemplateAndComeBackByIt() throws Exception {
        Environment made = make("one");
        assertThat(environments().keptOptions(SCOPE, name, "kept")).isEmpty();
        OptionName type = new OptionName("aws:autoscaling:launchconfiguration", "InstanceType");
        assertThat(environments().effects(SCOPE, name, name, List.of(type, POLICY)))
                .containsEntry(type, OptionEffect.REPLACES_INSTANCES)
                .containsEntry(POLICY, OptionEffect.NONE);
        environments().keepOptions(SCOPE, name, made.id(), "kept");
        environments().keepOptions(SCOPE, name, made.id(), "kept");
        assertThat(environments().keptOptions(SCOPE, name, "kept")).containsEntry(POLICY, "Rolling");
        environments()
                .update(
                        SCOPE,
                        new EnvironmentUpdate(
                                made.id(), Optional.empty(), Map.of(POLICY, "AllAtOnce"), Optional.empty()));
        ready(made);
        assertThat(environments().options(SCOPE, name, name)).containsEntry(POLICY, "AllAtOnce");
        environments().update(SCOPE, new EnvironmentUpdate(made.id(), Optional.empty(), Map.of(), Optional.of("kept")));
        ready(made);
        assertThat(environments().options(SCOPE, name, name)).containsEntry(POLICY, "Rolling");
        environments().forgetOptions(SCOPE, name, "kept");
    }

    @Test
    void anUpdateThatIsAbortedGoesBack() throws Exception {
        Environment made = make("one");
        version("two");
        environments().update(SCOPE, update(made, "two"));
        assertThat(environments().get(SCOPE, made.id()).orElseThrow().abortable())
                .isTrue();
        environments().abort(SCOPE, made.id());
        environments().abort(SCOPE, made.id());
        EnvironmentSnapshot seen = ready(made);
        assertThat(seen.environment().versionLabel()).isEqualTo("one");
        assertThat(seen.environment().abortable()).isFalse();
    }

    private Environment make(String label) throws Exception {
        environments().createApplication(SCOPE, name, Map.of());
        version(label);
        Map<OptionName, String> options = new java.util.HashMap<>(options());
        options.put(POLICY, "Rolling");
        options.put(new OptionName("aws:elasticbeanstalk:healthreporting:system", "SystemType"), "enhanced");
        String id = environments()
                .create(
                        SCOPE,
                        new NewEnvironment(
                                name,
                                name,
                                label,
                                Optional.of(platform()),
                                Optional.empty(),
                                false,
                                Optional.empty(),
                                options,
                                Map.of("team", "shop")));
        return ready(environments().get(SCOPE, id).orElseThrow()).environment();
    }

    private ApplicationVersion version(String label) throws Exception {
        environments().createVersion(SCOPE, new NewVersion(name, label, "a version", bundle(label), Map.of()));
        for (int i = 0; i < PATIENCE; i++) {
            ApplicationVersion seen = environments().version(SCOPE, name, label).orElseThrow();
            if (!seen.status().isBusy()) {
                return seen;
            }
            letTimePass();
        }
        throw new AssertionError("version " + label + " is not processed");
    }

    private static EnvironmentUpdate update(Environment environment, String label) {
        return new EnvironmentUpdate(environment.id(), Optional.of(label), Map.of(), Optional.empty());
    }

    private EnvironmentSnapshot ready(Environment environment) throws Exception {
        var resource = new ResourceId(EnvironmentSnapshot.KIND, SCOPE, environment.id());
        for (int i = 0; i < PATIENCE; i++) {
            Optional<Observation> seen =
                    Optional.ofNullable(reader().read(List.of(resource)).seen().get(resource));
            if (seen.isPresent()
                    && seen.get() instanceof EnvironmentSnapshot snapshot
                    && snapshot.environment().status().isReady()
                    && snapshot.environment().health().isAtLeast(HealthStatus.OK)) {
                return snapshot;
            }
            letTimePass();
        }
        throw new AssertionError("the environment does not come to rest: "
                + environments().get(SCOPE, environment.id()) + " "
                + environments().events(SCOPE, environment.id(), Instant.EPOCH));
    }
}
