package dev.penstock.runner.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.RoleSession;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BuildSurroundingsTest {

    private static final Map<String, String> OF_THE_USER = Map.of(
            "PATH", "/usr/bin",
            "AWS_ACCESS_KEY_ID", "AKIAEXAMPLE",
            "AWS_SECRET_ACCESS_KEY", "secret",
            "AWS_SESSION_TOKEN", "token",
            "AWS_PROFILE", "production",
            "AWS_ENDPOINT_URL", "https://example.com");

    @Test
    void ofASimulatedRunLeadToTheSimulatedAccountAndHaveNothingOfTheUsersAws() {
        var realm = new Realm.Simulated(URI.create("http://127.0.0.1:4566"), "111122223333");
        assertThat(BuildSurroundings.of(OF_THE_USER, settings(realm, "eu-west-1")))
                .isEqualTo(Map.of(
                        "PATH", "/usr/bin",
                        "AWS_ENDPOINT_URL", "http://127.0.0.1:4566",
                        "AWS_ACCESS_KEY_ID", "111122223333",
                        "AWS_SECRET_ACCESS_KEY", "simulated",
                        "AWS_CONFIG_FILE", "/dev/null",
                        "AWS_SHARED_CREDENTIALS_FILE", "/dev/null",
                        "AWS_EC2_METADATA_DISABLED", "true",
                        "AWS_REGION", "eu-west-1",
                        "AWS_DEFAULT_REGION", "eu-west-1"));
    }

    @Test
    void ofARunHaveItsProfileInPlaceOfKeysAndItsRegion() {
        var realm = new Realm.Aws(Optional.of("staging"), Optional.empty());
        assertThat(BuildSurroundings.of(OF_THE_USER, settings(realm, "eu-west-1")))
                .containsEntry("AWS_PROFILE", "staging")
                .containsEntry("AWS_REGION", "eu-west-1")
                .doesNotContainKeys("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN");
    }

    @Test
    void areThoseOfTheUserWhereTheRunNamesNothing() {
        var settings = AwsSettings.of(new Realm.Aws(Optional.empty(), Optional.empty()));
        assertThat(BuildSurroundings.of(OF_THE_USER, settings)).isEqualTo(OF_THE_USER);
    }

    private static AwsSettings settings(Realm realm, String region) {
        return new AwsSettings(realm, Optional.of(region), Set.of(), RoleSession.DEFAULT);
    }
}
