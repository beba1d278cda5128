package dev.penstock.simulator.secretsmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;
import software.amazon.awssdk.services.secretsmanager.model.SortOrderType;

@SuppressWarnings("unchecked") // the SDK takes several builders as generic varargs
class SecretsManagerTest {

    private static final String ONE = "11111111-1111-1111-1111-111111111111";
    private static final String TWO = "22222222-2222-2222-2222-222222222222";
    private static final String THREE = "33333333-3333-3333-3333-333333333333";

    private final SimulatedTime time = SimulatedTime.stepped(Instant.parse("2026-03-01T10:00:00Z"));
    private final SimulatedAws aws = SimulatedAws.builder().time(time).start();
    private final SecretsManagerClient secrets = Clients.of(aws).with(SecretsManagerClient.builder());

    @AfterEach
    void stop() {
        aws.close();
    }

    private String create() {
        return secrets.createSecret(c -> c.name("shop/db").secretString("one").clientRequestToken(ONE))
                .arn();
    }

    @Test
    void stagesMoveFromVersionToVersion() {
        create();
        secrets.putSecretValue(p -> p.secretId("shop/db").secretString("two").clientRequestToken(TWO));
        assertThat(stages()).isEqualTo(Map.of(ONE, List.of("AWSPREVIOUS"), TWO, List.of("AWSCURRENT")));

        secrets.putSecretValue(p -> p.secretId("shop/db")
                .secretString("three")
                .clientRequestToken(THREE)
                .versionStages("AWSPENDING"));
        assertThat(value("AWSCURRENT")).isEqualTo("two");

        secrets.updateSecretVersionStage(u -> u.secretId("shop/db")
                .versionStage("AWSCURRENT")
                .moveToVersionId(THREE)
                .removeFromVersionId(TWO));
        assertThat(stages()).isEqualTo(Map.of(TWO, List.of("AWSPREVIOUS"), THREE, List.of("AWSCURRENT", "AWSPENDING")));
    }

    @Test
    void theSameTokenWithTheSameValueIsDoneOnceAndWithAnotherValueRefused() {
        create();
        create();
        assertThat(aws.effects().of("secretsmanager", "CreateSecret")).hasSize(1);

        assertThat(code(() -> secrets.putSecretValue(
                        p -> p.secretId("shop/db").secretString("other").clientRequestToken(ONE))))
                .isEqualTo("ResourceExistsException");
        assertThat(value("AWSCURRENT")).isEqualTo("one");
    }

    @Test
    void anArnIsFoundWholeOrWithoutItsEnd() {
        String arn = create();

        assertThat(arn).matches("arn:aws:secretsmanager:us-east-1:111122223333:secret:shop/db-[A-Za-z0-9]{6}");
        assertThat(secrets.getSecretValue(g -> g.secretId(arn)).name()).isEqualTo("shop/db");
        assertThat(secrets.getSecretValue(g -> g.secretId(arn.substring(0, arn.length() - 7)))
                        .arn())
                .isEqualTo(arn);
        assertThat(code(() -> secrets.getSecretValue(g -> g.secretId(arn.substring(0, arn.length() - 6) + "aaaaaa"))))
                .isEqualTo("ResourceNotFoundException");
    }

    @Test
    void aDeletedSecretCanBeRestoredUntilItsWindowHasPassed() {
        create();
        secrets.deleteSecret(d -> d.secretId("shop/db").recoveryWindowInDays(7L));
        assertThat(code(() -> value("AWSCURRENT"))).isEqualTo("InvalidRequestException");
        assertThat(code(() -> secrets.createSecret(c -> c.name("shop/db")))).isEqualTo("InvalidRequestException");
        secrets.restoreSecret(r -> r.secretId("shop/db"));
        time.advance(Duration.ofDays(8));
        assertThat(value("AWSCURRENT")).isEqualTo("one");

        secrets.deleteSecret(d -> d.secretId("shop/db").recoveryWindowInDays(7L));
        time.advance(Duration.ofDays(8));

        assertThat(code(() -> secrets.describeSecret(d -> d.secretId("shop/db"))))
                .isEqualTo("ResourceNotFoundException");
    }

    @Test
    void aForcedDeletionTakesEffectAtOnce() {
        create();

        secrets.deleteSecret(d -> d.secretId("shop/db").forceDeleteWithoutRecovery(true));

        create();
        assertThat(value("AWSCURRENT")).isEqualTo("one");
        secrets.deleteSecret(d -> d.secretId("nobody").forceDeleteWithoutRecovery(true));
    }

    @Test
    void bytesAreKeptAsTheyAre() {
        SdkBytes bytes = SdkBytes.fromByteArray(new byte[] {0, -1, 2});
        secrets.createSecret(c -> c.name("key").secretBinary(bytes));

        assertThat(secrets.getSecretValue(g -> g.secretId("key")).secretBinary())
                .isEqualTo(bytes);
    }

    @Test
    void aBatchSaysWhatItCouldNotRead() {
        create();

        assertThat(secrets.batchGetSecretValue(b -> b.secretIdList("shop/db", "nobody")))
                .satisfies(found -> assertThat(found.secretValues())
                        .singleElement()
                        .satisfies(v -> assertThat(v.secretString()).isEqualTo("one")))
                .satisfies(found -> assertThat(found.errors())
                        .singleElement()
                        .satisfies(e -> assertThat(e.errorCode()).isEqualTo("ResourceNotFoundException")));
    }

    @Test
    void listingsAreFilteredByNameDescriptionAndTag() {
        create();
        secrets.createSecret(c -> c.name("bank/db")
                .secretString("x")
                .description("the bank's ledger")
                .tags(t -> t.key("team").value("ledger")));

        assertThat(names("name", "bank")).containsExactly("bank/db");
        assertThat(names("name", "!bank")).containsExactly("shop/db");
        assertThat(names("description", "Ledger")).containsExactly("bank/db");
        assertThat(names("tag-value", "ledger")).containsExactly("bank/db");
        assertThat(names("all", "shop")).containsExactly("shop/db");
    }

    @Test
    void aRandomPasswordHasWhatIsAskedForAndComesFromTheSeed() {
        String password = secrets.getRandomPassword(r -> r.passwordLength(20L).excludePunctuation(true))
                .randomPassword();

        assertThat(password)
                .hasSize(20)
                .matches("[a-zA-Z0-9]+")
                .matches(".*[0-9].*")
                .matches(".*[A-Z].*");
        try (SimulatedAws same = SimulatedAws.builder().start()) {
            assertThat(Clients.of(same)
                            .with(SecretsManagerClient.builder())
                            .getRandomPassword(r -> r.passwordLength(20L).excludePunctuation(true))
                            .randomPassword())
                    .isEqualTo(password);
        }
    }

    @Test
    void aRotationFunctionCannotBeCalled() {
        create();

        assertThat(code(() -> secrets.rotateSecret(r ->
                        r.secretId("shop/db").rotationLambdaARN("arn:aws:lambda:us-east-1:111122223333:function:f"))))
                .isEqualTo("AccessDeniedException");
        assertThat(code(() -> secrets.rotateSecret(
                        r -> r.secretId("shop/db").rotationRules(rules -> rules.automaticallyAfterDays(1001L)))))
                .isEqualTo("InvalidParameterException");
        assertThat(code(() -> secrets.rotateSecret(r -> r.secretId("shop/db").clientRequestToken("short"))))
                .isEqualTo("InvalidParameterException");
        assertThat(code(() -> secrets.replicateSecretToRegions(
                        r -> r.secretId("shop/db").addReplicaRegions(a -> a.region("eu-west-1")))))
                .isEqualTo("NotSimulated");
    }

    @Test
    void noValueGetsIntoEffectsOrFaultPlans() {
        StringBuilder seen = new StringBuilder();
        aws.faults().add((moment, call) -> {
            seen.append(call.request());
            return Optional.empty();
        });
        secrets.createSecret(c -> c.name("db").secretString("hunter2"));
        secrets.putSecretValue(p -> p.secretId("db").secretBinary(SdkBytes.fromUtf8String("hunter2")));

        assertThat(seen + aws.effects().all().toString()).contains("db").doesNotContain("hunter2", "aHVudGVyMg");
    }

    @Test
    void errorsSpellTheirTextAsTheModelDoes() {
        assertThatThrownBy(() -> secrets.getSecretValue(g -> g.secretId("none")))
                .isInstanceOfSatisfying(
                        SecretsManagerException.class,
                        e -> assertThat(e.awsErrorDetails().rawResponse().asUtf8String())
                                .contains("\"Message\":\"Secrets Manager can't find the specified secret.\"")
                                .doesNotContain("\"message\""));
    }

    @Test
    void listingsAreOrderedByCreationAndPagedBothWays() {
        for (String name : List.of("b", "c", "a")) {
            secrets.createSecret(c -> c.name(name).secretString("x"));
            time.advance(Duration.ofSeconds(1));
        }

        assertThat(paged(SortOrderType.ASC)).containsExactly("b", "c", "a");
        assertThat(paged(SortOrderType.DESC)).containsExactly("a", "c", "b");
    }

    @Test
    void filtersLookForWordsAndRefuseWhatTheyDoNotKnow() {
        secrets.createSecret(c -> c.name("prod/AppBeta").description("an secret"));
        secrets.createSecret(c -> c.name("uat/COMPANYthings").description("asecret"));

        assertThat(names("description", "a secret")).containsExactly("prod/AppBeta");
        assertThat(names("all", "beta")).containsExactly("prod/AppBeta");
        assertThat(names("all", "Ythings")).containsExactly("uat/COMPANYthings");
        assertThat(names("all", "things")).isEmpty();
        assertThat(names("all", "+")).isEmpty();
        assertThat(code(() -> names("colour", "red"))).isEqualTo("ValidationException");
        assertThat(code(() -> secrets.listSecrets(l -> l.filters(f -> f.key("name")))))
                .isEqualTo("InvalidParameterException");
        assertThat(code(() -> secrets.batchGetSecretValue(
                        b -> b.secretIdList("prod/AppBeta").maxResults(1))))
                .isEqualTo("InvalidParameterException");
    }

    @Test
    void versionsOfTheLastDayAreKeptAndOlderOnesMakeRoom() {
        create();
        for (int i = 0; i < 110; i++) {
            String text = "value " + i;
            secrets.putSecretValue(p -> p.secretId("shop/db").secretString(text));
        }
        assertThat(versions()).isEqualTo(111);

        time.advance(Duration.ofHours(25));
        secrets.putSecretValue(p -> p.secretId("shop/db").secretString("last"));
        assertThat(versions()).isEqualTo(100);
    }

    @Test
    void aTokenIsGoodForOneValueAlsoInCreation() {
        create();

        assertThatThrownBy(() -> secrets.createSecret(
                        c -> c.name("shop/db").secretString("two").clientRequestToken(ONE)))
                .hasMessageContaining("already in use for a version of secret");
        assertThat(code(() -> secrets.putSecretValue(p -> p.secretId("none")))).isEqualTo("InvalidRequestException");
    }

    private List<String> paged(SortOrderType order) {
        return secrets.listSecretsPaginator(l -> l.maxResults(2).sortOrder(order)).stream()
                .flatMap(page -> page.secretList().stream())
                .map(SecretListEntry::name)
                .toList();
    }

    private int versions() {
        return secrets.listSecretVersionIds(l -> l.secretId("shop/db").includeDeprecated(true))
                .versions()
                .size();
    }

    @Test
    void aSpaceIsNoTypeThatAPasswordMustHave() {
        assertThat(secrets.getRandomPassword(g -> g.passwordLength(4L).includeSpace(true))
                        .randomPassword())
                .hasSize(4);
        assertThat(secrets.getRandomPassword(g -> g.passwordLength(9L)
                                .includeSpace(true)
                                .excludeLowercase(true)
                                .excludeUppercase(true)
                                .excludeNumbers(true)
                                .excludePunctuation(true))
                        .randomPassword())
                .isBlank()
                .hasSize(9);
    }

    private List<String> names(String key, String value) {
        return secrets.listSecrets(l -> l.filters(f -> f.key(key).values(value))).secretList().stream()
                .map(SecretListEntry::name)
                .toList();
    }

    private Map<String, List<String>> stages() {
        return secrets.describeSecret(d -> d.secretId("shop/db")).versionIdsToStages();
    }

    private String value(String stage) {
        return secrets.getSecretValue(g -> g.secretId("shop/db").versionStage(stage))
                .secretString();
    }

    private static String code(Runnable call) {
        try {
            call.run();
            return "";
        } catch (SecretsManagerException e) {
            return e.awsErrorDetails().errorCode();
        }
    }
}
