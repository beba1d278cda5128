package dev.penstock.simulator.ssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterHistory;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.SsmException;

@SuppressWarnings("unchecked") // the SDK takes several builders as generic varargs
class ParameterStoreTest {

    private final SimulatedAws aws = SimulatedAws.builder().start();
    private final SsmClient ssm = Clients.of(aws).with(SsmClient.builder());

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void aValueIsReadByNameVersionLabelAndArn() {
        put("/shop/web/color", "blue");
        put("/shop/web/color", "green", p -> p.overwrite(true));
        ssm.labelParameterVersion(
                l -> l.name("/shop/web/color").parameterVersion(1L).labels("stable"));

        assertThat(get("/shop/web/color").value()).isEqualTo("green");
        assertThat(get("/shop/web/color:1").value()).isEqualTo("blue");
        assertThat(get("/shop/web/color:stable").selector()).isEqualTo(":stable");
        assertThat(get("arn:aws:ssm:us-east-1:111122223333:parameter/shop/web/color")
                        .version())
                .isEqualTo(2);
        assertThat(ssm.getParameterHistory(h -> h.name("/shop/web/color")).parameters())
                .extracting(ParameterHistory::labels)
                .containsExactly(List.of("stable"), List.of());
    }

    @Test
    void aSecureStringShowsItsValueOnlyToThoseWhoAskForDecryption() {
        put("password", "hunter2", p -> p.type(ParameterType.SECURE_STRING));

        assertThat(get("password").value()).doesNotContain("hunter2").startsWith("AQICAH");
        assertThat(ssm.getParameter(g -> g.name("password").withDecryption(true))
                        .parameter()
                        .value())
                .isEqualTo("hunter2");
        assertThat(ssm.describeParameters().parameters().getFirst().keyId()).isEqualTo("alias/aws/ssm");
        assertThat(aws.effects().all().toString()).doesNotContain("hunter2");
    }

    @Test
    void faultPlansDoNotSeeValues() {
        StringBuilder seen = new StringBuilder();
        aws.faults().add((moment, call) -> {
            seen.append(call.request());
            return Optional.empty();
        });

        put("password", "hunter2", p -> p.type(ParameterType.SECURE_STRING));

        assertThat(seen.toString()).contains("password").doesNotContain("hunter2");
    }

    @Test
    void aPathIsReadOneLevelDeepOrWhollyInPages() {
        IntStream.range(0, 12).forEach(i -> put("/shop/web/p" + (10 + i), "v"));
        put("/shop/top", "v");

        assertThat(ssm.getParametersByPath(g -> g.path("/shop")).parameters())
                .extracting(Parameter::name)
                .containsExactly("/shop/top");
        assertThat(ssm.getParametersByPath(g -> g.path("/shop/").recursive(true))
                        .parameters())
                .hasSize(10);
        assertThat(ssm
                        .getParametersByPathPaginator(GetParametersByPathRequest.builder()
                                .path("/")
                                .recursive(true)
                                .build())
                        .stream()
                        .flatMap(page -> page.parameters().stream()))
                .hasSize(13);
    }

    @Test
    void whatIsNotThereIsListedApart() {
        put("here", "v");

        assertThat(ssm.getParameters(g -> g.names("here", "gone", "here:7")))
                .satisfies(found -> assertThat(found.parameters()).hasSize(1))
                .satisfies(found -> assertThat(found.invalidParameters()).containsExactly("gone", "here:7"));
        assertThat(ssm.deleteParameters(d -> d.names("here", "gone")))
                .satisfies(done -> assertThat(done.deletedParameters()).containsExactly("here"))
                .satisfies(done -> assertThat(done.invalidParameters()).containsExactly("gone"));
    }

    @Test
    void aLabelIsOnOneVersionOnly() {
        put("color", "blue");
        put("color", "green", p -> p.overwrite(true));
        ssm.labelParameterVersion(l -> l.name("color").parameterVersion(1L).labels("live"));
        ssm.labelParameterVersion(l -> l.name("color").parameterVersion(2L).labels("live"));

        assertThat(get("color:live").value()).isEqualTo("green");
        assertThat(ssm.labelParameterVersion(l -> l.name("color").labels("1st", "awsome"))
                        .invalidLabels())
                .containsExactly("1st", "awsome");
    }

    @Test
    void theOldestOfAHundredVersionsGoesUnlessALabelHoldsIt() {
        put("color", "v1");
        IntStream.rangeClosed(2, 101).forEach(i -> put("color", "v" + i, p -> p.overwrite(true)));
        assertThat(code(() -> get("color:1"))).isEqualTo("ParameterVersionNotFound");

        ssm.labelParameterVersion(l -> l.name("color").parameterVersion(2L).labels("keep"));

        assertThat(code(() -> put("color", "v102", p -> p.overwrite(true))))
                .isEqualTo("ParameterMaxVersionLimitExceeded");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "shop/web     | ValidationException   | Parameter name must be a fully qualified name.",
                "/shop/       | ValidationException   | Parameter name must not end with slash.",
                "/aws/shop    | AccessDeniedException | No access to reserved parameter name: /aws/shop.",
                "/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p | HierarchyLevelLimitExceededException | A hierarchy can have"
            })
    void namesFollowTheRulesOfHierarchies(String name, String code, String message) {
        assertThatThrownBy(() -> put(name, "v")).isInstanceOfSatisfying(SsmException.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(e.awsErrorDetails().errorMessage()).startsWith(message);
        });
    }

    @Test
    void valuesFollowTierPatternAndTypeOfTheirParameter() {
        put("color", "blue");
        assertThat(code(() -> put("color", "green"))).isEqualTo("ParameterAlreadyExists");
        assertThat(code(() -> put("color", "x", p -> p.overwrite(true).type(ParameterType.STRING_LIST))))
                .isEqualTo("HierarchyTypeMismatchException");
        assertThat(code(() -> put("port", "eighty", p -> p.allowedPattern("[0-9]+"))))
                .isEqualTo("ParameterPatternMismatchException");
        assertThat(code(() -> put("long", "x".repeat(4097)))).isEqualTo("ValidationException");
        put("long", "x".repeat(4097), p -> p.tier(ParameterTier.INTELLIGENT_TIERING));
        assertThat(ssm.describeParameters(
                                d -> d.parameterFilters(f -> f.key("Tier").values("Advanced")))
                        .parameters())
                .extracting(p -> p.name())
                .containsExactly("long");
    }

    @Test
    void aSecretIsReadThroughItsReference() {
        Clients.of(aws)
                .with(SecretsManagerClient.builder())
                .createSecret(c -> c.name("db").secretString("s3cret"));

        Parameter found = ssm.getParameter(
                        g -> g.name("/aws/reference/secretsmanager/db").withDecryption(true))
                .parameter();

        assertThat(found.value()).isEqualTo("s3cret");
        assertThat(found.sourceResult()).contains("\"name\":\"db\"").doesNotContain("s3cret");
        assertThat(code(() -> get("/aws/service/ami-amazon-linux-latest/al2023")))
                .isEqualTo("NotSimulated");
    }

    @Test
    void namesAreFilteredWithTheirSlashOrWithout() {
        put("param", "x");
        put("/tangent", "x");

        assertThat(filtered(f -> f.key("Name").values("/param"))).containsExactly("param");
        assertThat(filtered(f -> f.key("Name").values("tangent"))).containsExactly("/tangent");
        assertThat(filtered(f -> f.key("Name").option("Contains").values("/par")))
                .containsExactly("param");
        assertThat(get("arn:aws:ssm:us-east-1:111122223333:parameter/tangent").name())
                .isEqualTo("/tangent");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Colour | Equals | red | ValidationException",
                "Name | longer than ten | x | ValidationException",
                "Path | OneLevel | web | ValidationException",
                "Path | OneLevel | // | ValidationException",
                "Path | OneLevel | /aws/x | ValidationException",
                "Path | Equals | /web | InvalidFilterOption",
                "Type | Contains | String | InvalidFilterOption",
                "Type | Equals | Text | InvalidFilterValue",
                "Tier | Equals | Gold | InvalidFilterValue"
            })
    void aFilterSaysWhatAwsUnderstands(String key, String option, String value, String error) {
        assertThat(code(() -> filtered(f -> f.key(key).option(option).values(value))))
                .isEqualTo(error);
    }

    @Test
    void requestsOutOfRangeAreRefused() {
        put("param", "x");

        assertThat(code(() -> ssm.describeParameters(d -> d.parameterFilters(
                        f -> f.key("Name").values("a"), f -> f.key("Name").values("b")))))
                .isEqualTo("InvalidFilterKey");
        assertThat(code(() -> ssm.getParameterHistory(h -> h.name("param").maxResults(51))))
                .isEqualTo("ValidationException");
        assertThat(code(() -> ssm.describeParameters(d -> d.nextToken("!")))).isEqualTo("InvalidNextToken");
        assertThat(code(() -> put("typed", "x", p -> p.dataType("number")))).isEqualTo("ValidationException");
        assertThat(code(() -> ssm.labelParameterVersion(l -> l.name("param").labels("a".repeat(101)))))
                .isEqualTo("ValidationException");
        assertThat(code(() -> get("param:1:2"))).isEqualTo("ParameterNotFound");
        assertThat(code(() ->
                        ssm.listTagsForResource(l -> l.resourceType("Thing").resourceId("param"))))
                .isEqualTo("InvalidResourceType");
    }

    private List<String> filtered(Consumer<ParameterStringFilter.Builder> filter) {
        return ssm.describeParameters(d -> d.parameterFilters(filter)).parameters().stream()
                .map(ParameterMetadata::name)
                .toList();
    }

    private static String code(Runnable call) {
        try {
            call.run();
            return "";
        } catch (SsmException e) {
            return e.awsErrorDetails().errorCode();
        }
    }

    private Parameter get(String name) {
        return ssm.getParameter(g -> g.name(name)).parameter();
    }

    private void put(String name, String value) {
        put(name, value, p -> {});
    }

    private void put(String name, String value, Consumer<PutParameterRequest.Builder> change) {
        ssm.putParameter(PutParameterRequest.builder()
                .name(name)
                .value(value)
                .type(ParameterType.STRING)
                .applyMutation(change)
                .build());
    }
}
