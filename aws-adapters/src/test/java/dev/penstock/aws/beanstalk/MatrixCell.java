package dev.penstock.aws.beanstalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.beanstalk.Environment;
import dev.penstock.beanstalk.EnvironmentUpdate;
import dev.penstock.beanstalk.InstanceHealth;
import dev.penstock.beanstalk.InstancesHealth;
import dev.penstock.beanstalk.OptionName;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The environments of one cell of the matrix: an application of its own, with the version {@code old} on two instances. */
final class MatrixCell {

    static final String OLD = "old";
    static final String THEIRS = "theirs";

    private final SimulatedAccount account;
    private final BeanstalkEnvironments environments;
    private final MatrixPolicy policy;
    private final MatrixCourse course;

    MatrixCell(SimulatedAccount account, MatrixPolicy policy, MatrixCourse course) {
        this.account = account;
        this.environments = new BeanstalkEnvironments(account.clients);
        this.policy = policy;
        this.course = course;
    }

    /** The application, and of a pair the first environment; no other cell has the name. */
    String name() {
        return "cell-" + initials(policy.name()) + "-" + initials(course.name());
    }

    private static String initials(String words) {
        return Arrays.stream(words.split("_", -1))
                .map(word -> word.substring(0, 1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    /** The environment that is changed. */
    String changed() {
        return policy == MatrixPolicy.BLUE_GREEN ? name() + "-green" : name();
    }

    /** The files of the new version. */
    Map<String, String> files() {
        Map<String, String> files = new HashMap<>(SimulatedBeanstalk.files(name() + " new"));
        if (course.isBad()) {
            // With an additional batch, the first to get the version is an instance more: it does well.
            String first = policy == MatrixPolicy.ADDITIONAL_BATCH ? "spares:1 " : "";
            files.put(".penstock-simulate", first + course.script());
        }
        return files;
    }

    /** Makes application, versions and environments, and waits until they are well. */
    void prepare() {
        SimulatedBeanstalk.application(account, AwsScope.OWN, name(), OLD, THEIRS);
        make(name(), Optional.of(name() + "-live"));
        if (policy == MatrixPolicy.BLUE_GREEN) {
            make(changed(), Optional.empty());
        }
        SimulatedBeanstalk.settle(account);
        assertThat(running(name())).isEqualTo(OLD);
    }

    private void make(String environment, Optional<String> cnamePrefix) {
        SimulatedBeanstalk.environment(account, AwsScope.OWN, name(), environment, OLD, policy.options(), cnamePrefix);
    }

    /** Changes the environment that users have, as somebody else would. */
    void occupy() {
        update(name(), Optional.empty(), Map.of(new OptionName(OptionName.VARIABLES, "COLOUR"), "blue"));
    }

    /** Aborts the update as somebody else would. */
    void abort() {
        environments.abort(AwsScope.OWN, environment(changed()).id());
    }

    /** Deploys another version as somebody else would. */
    void deployTheirs() {
        update(changed(), Optional.of(THEIRS), Map.of());
    }

    private void update(String environment, Optional<String> label, Map<OptionName, String> options) {
        environments.update(
                AwsScope.OWN, new EnvironmentUpdate(environment(environment).id(), label, options, Optional.empty()));
    }

    private Environment environment(String name) {
        return environments.find(AwsScope.OWN, name).orElseThrow();
    }

    /** The version on all instances that users reach, which one deployment has brought to all of them. */
    String reached() {
        Environment live = environments.list(AwsScope.OWN, name()).stream()
                .filter(each -> each.cname().startsWith(name() + "-live."))
                .findFirst()
                .orElseThrow();
        return running(live.name());
    }

    private String running(String environment) {
        Environment seen = environment(environment);
        List<InstanceHealth> instances = environments.instances(AwsScope.OWN, seen.id()).stream()
                .map(InstancesHealth::instances)
                .flatMap(List::stream)
                .toList();
        assertThat(instances).hasSize(2).allMatch(instance -> instance.runs(seen.versionLabel()));
        assertThat(instances)
                .extracting(instance -> instance.deployment().orElseThrow().deploymentId())
                .as("one deployment has brought the version to every instance")
                .containsOnly(instances.getFirst().deployment().orElseThrow().deploymentId());
        assertThat(seen.status().isReady()).isTrue();
        return seen.versionLabel();
    }

    /** Terminates its environments: an account has room for fifty load balancers. */
    void clear() {
        environments.list(AwsScope.OWN, name()).forEach(each -> environments.terminate(AwsScope.OWN, each.id()));
    }

    /** How many updates of its environments the simulated AWS has counted. */
    int updates() {
        return counted("UpdateEnvironment");
    }

    /** How many versions of its application it has counted. */
    int versions() {
        return counted("CreateApplicationVersion");
    }

    private int counted(String operation) {
        return Math.toIntExact(account.aws.effects().of("elasticbeanstalk", operation).stream()
                .filter(effect -> effect.resource().contains("/" + name() + "/"))
                .count());
    }
}
