package dev.penstock.beanstalk;

import dev.penstock.action.AwsScope;
import java.util.List;
import java.util.Optional;

/** Says of an environment that is not there where it is, or was. */
final class MissingEnvironment {

    private final Environments environments;
    private final AwsScope scope;
    private final BeanstalkDeployConfiguration target;

    MissingEnvironment(Environments environments, AwsScope scope, BeanstalkDeployConfiguration target) {
        this.environments = environments;
        this.scope = scope;
        this.target = target;
    }

    BeanstalkFailure failure() {
        Optional<Environment> terminated = environments.terminated(scope, target.environment());
        if (terminated.isPresent()) {
            return new BeanstalkFailure(
                    "PEN-BEANSTALK-010",
                    "The " + terminated.get().inWords() + " was terminated at "
                            + terminated.get().updatedAt() + ". Make it again, by 'create' in the settings for example."
                            + " Nothing was changed.");
        }
        List<String> elsewhere = environments.regionsOf(scope, target.environment());
        if (!elsewhere.isEmpty()) {
            return new BeanstalkFailure(
                    "PEN-BEANSTALK-022",
                    "The " + target.target() + " is not in the Region of the action, and one of that name is in "
                            + String.join(", ", elsewhere) + ". Correct the Region. Nothing was changed.");
        }
        return new BeanstalkFailure(
                "PEN-BEANSTALK-008",
                "There is no " + target.target() + " in this account and Region: " + known()
                        + " Correct the name or the Region, or let it be made by 'create' in the settings. Nothing was"
                        + " changed.");
    }

    private String known() {
        if (!environments.hasApplication(scope, target.application())) {
            return "there is no such application.";
        }
        List<String> names = environments.list(scope, target.application()).stream()
                .map(Environment::name)
                .sorted()
                .toList();
        return "the application has " + (names.isEmpty() ? "no environment." : "'" + String.join("', '", names) + "'.");
    }
}
