package dev.penstock.runner.wiring;

import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.secret.ReferenceValues;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The environment that sources and builds may look at. Tools in a build that speak to AWS are to mean the AWS of the run: its
 * profile and Region; in a simulated run the simulated account, and by no way that of the user.
 */
final class BuildSurroundings {

    /** Not a file, so that no setting of the user's counts. */
    private static final String NO_FILE = "/dev/null";

    private BuildSurroundings() {}

    /**
     * The environment.
     *
     * @param own of who runs it
     * @param settings of the run
     */
    static Map<String, String> of(Map<String, String> own, AwsSettings settings) {
        Map<String, String> variables = new LinkedHashMap<>(own);
        // They are for the runner: an action that refers to one is given it by the definition.
        variables.keySet().removeIf(name -> name.startsWith(ReferenceValues.VARIABLE));
        switch (settings.realm()) {
            case Realm.Aws aws ->
                aws.profile().ifPresent(profile -> {
                    variables.put("AWS_PROFILE", profile);
                    variables.remove("AWS_ACCESS_KEY_ID");
                    variables.remove("AWS_SECRET_ACCESS_KEY");
                    variables.remove("AWS_SESSION_TOKEN");
                });
            case Realm.Simulated simulated -> {
                variables.keySet().removeIf(name -> name.startsWith("AWS_"));
                variables.put("AWS_ENDPOINT_URL", simulated.endpoint().toString());
                variables.put("AWS_ACCESS_KEY_ID", simulated.account());
                variables.put("AWS_SECRET_ACCESS_KEY", "simulated");
                variables.put("AWS_CONFIG_FILE", NO_FILE);
                variables.put("AWS_SHARED_CREDENTIALS_FILE", NO_FILE);
                variables.put("AWS_EC2_METADATA_DISABLED", "true");
            }
        }
        settings.region().ifPresent(region -> {
            variables.put("AWS_REGION", region);
            variables.put("AWS_DEFAULT_REGION", region);
        });
        return variables;
    }
}
