package dev.penstock.simulator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.policy.PolicyRequest.CallerPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluationTest {

    private static final String ACCOUNT = "111122223333";
    private static final String ROLE = "arn:aws:iam::111122223333:role/deployer";
    private static final String SESSION = "arn:aws:sts::111122223333:assumed-role/deployer/run";
    private static final CallerPrincipal CALLER = CallerPrincipal.of(ACCOUNT, SESSION, ROLE, "AROAEXAMPLEEXAMPLE22");
    private static final String SERVICE = "arn:aws:ecs:us-east-1:111122223333:service/shop/web";

    @Test
    void nothingIsAllowedThatNoPolicyAllows() {
        assertThat(identity().decide(request())).isEqualTo(new Decision.ImplicitDeny(AppliedPolicy.Type.IDENTITY));
        assertThat(identity(allow("ecs:UpdateService", "*")).decide(request()).isAllowed())
                .isTrue();
    }

    @Test
    void aDenialIsSpokenAsAwsDoes() {
        assertThat(identity().decide(request()).denial(request(), SERVICE))
                .isEqualTo("User: " + SESSION + " is not authorized to perform: ecs:UpdateService on resource: "
                        + SERVICE + " because no identity-based policy allows the ecs:UpdateService action");
        assertThat(identity(allow("*", "*"), deny("ecs:*", "*"))
                        .decide(request())
                        .denial(request(), SERVICE))
                .endsWith("on resource: " + SERVICE + " with an explicit deny in an identity-based policy");
    }

    @ParameterizedTest
    @CsvSource({
        "ecs:UpdateService, true",
        "ECS:updateservice, true",
        "ecs:Update*, true",
        "ecs:?pdateService, true",
        "*, true",
        "ecs:UpdateServic, false",
        "ecs:Describe*, false"
    })
    void actionsMatchInAnyCaseAndByWildcards(String pattern, boolean allowed) {
        assertThat(identity(allow(pattern, "*")).decide(request()).isAllowed()).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:ecs:us-east-1:111122223333:service/shop/web, true",
        "arn:aws:ecs:*:*:service/shop/*, true",
        "arn:aws:ecs:us-east-1:111122223333:*, true",
        "arn:aws:ecs:eu-*:111122223333:service/shop/web, false",
        "arn:aws:ecs:*:service/shop/web, false",
        "arn:aws:ecs:us-east-1:111122223333:service/shop, false",
        "'${missing:key}', false",
        "arn:aws:ecs:us-east-1:${aws:PrincipalAccount}:service/shop/${aws:PrincipalTag/service}, true",
        "'arn:aws:ecs:us-east-1:111122223333:service/shop/${aws:PrincipalTag/none, ''web''}', true",
        "arn:aws:ecs:us-east-1:111122223333:service/shop/${*}, false"
    })
    void resourcesMatchPartByPartWithVariables(String pattern, boolean allowed) {
        assertThat(identity(allow("ecs:*", pattern)).decide(request()).isAllowed())
                .isEqualTo(allowed);
    }

    @Test
    void variablesOfTheOldVersionAreText() {
        String old = allow("ecs:*", "arn:aws:ecs:us-east-1:${aws:PrincipalAccount}:service/shop/web")
                .replace("2012-10-17", "2008-10-17");
        assertThat(identity(old).decide(request()).isAllowed()).isFalse();
    }

    @Test
    void whatIsNotNamedIsMeantByTheNegatedElements() {
        String others =
                statement("\"Effect\": \"Allow\", \"NotAction\": \"iam:*\", \"NotResource\": \"arn:aws:s3:::*\"");
        assertThat(identity(others).decide(request()).isAllowed()).isTrue();
        assertThat(identity(others).decide(request("iam:GetRole", "*")).isAllowed())
                .isFalse();
        assertThat(identity(others)
                        .decide(request("s3:GetObject", "arn:aws:s3:::b/k"))
                        .isAllowed())
                .isFalse();
    }

    @Test
    void aBoundaryAndASessionTakeAwayWhatTheyDoNotAllow() {
        List<AppliedPolicy> all = List.of(policy(AppliedPolicy.Type.IDENTITY, allow("*", "*")));
        AppliedPolicy narrow = policy(AppliedPolicy.Type.BOUNDARY, allow("s3:*", "*"));
        AppliedPolicy session = policy(AppliedPolicy.Type.SESSION, allow("s3:*", "*"));

        assertThat(new Evaluation(false, all, Optional.of(narrow), List.of(), Optional.empty()).decide(request()))
                .isEqualTo(new Decision.ImplicitDeny(AppliedPolicy.Type.BOUNDARY));
        assertThat(new Evaluation(false, all, Optional.empty(), List.of(session), Optional.empty()).decide(request()))
                .isEqualTo(new Decision.ImplicitDeny(AppliedPolicy.Type.SESSION));
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:sts::111122223333:assumed-role/deployer/run, true",
        "arn:aws:iam::111122223333:role/deployer, true",
        "AROAEXAMPLEEXAMPLE22, true",
        "111122223333, false",
        "arn:aws:iam::111122223333:root, false",
        "arn:aws:iam::111122223333:role/other, false"
    })
    void aResourceGrantsToWhomItNamesAndLeavesAnAccountToItsOwnPolicies(String principal, boolean allowed) {
        assertThat(identity()
                        .on(bucket(principal))
                        .decide(request("s3:GetObject", "arn:aws:s3:::b/k"))
                        .isAllowed())
                .isEqualTo(allowed);
    }

    @Test
    void anotherAccountsResourceNeedsBothSides() {
        PolicyRequest foreign = new PolicyRequest("s3:GetObject", "arn:aws:s3:::b/k", "444455556666", CALLER, Map.of());

        assertThat(identity(allow("s3:*", "*")).decide(foreign))
                .isEqualTo(new Decision.ImplicitDeny(AppliedPolicy.Type.RESOURCE));
        assertThat(identity().on(bucket(ROLE)).decide(foreign))
                .isEqualTo(new Decision.ImplicitDeny(AppliedPolicy.Type.IDENTITY));
        assertThat(identity(allow("s3:*", "*")).on(bucket(ROLE)).decide(foreign).isAllowed())
                .isTrue();
        assertThat(Evaluation.ofRoot().decide(foreign).isAllowed()).isFalse();
    }

    /** The rules that hold whatever the policies are, on policies of any shape. */
    @Test
    void whatHoldsForAllPolicies() {
        for (long seed = 0; seed < 3000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<String> documents = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                documents.add(randomDocument(random));
            }
            Evaluation evaluation = identity(documents.toArray(String[]::new));
            PolicyRequest request = request(
                    random.nextBoolean() ? "ecs:UpdateService" : "s3:GetObject",
                    random.nextBoolean() ? SERVICE : "arn:aws:s3:::b/k");
            Decision decision = evaluation.decide(request);

            List<String> denied = new ArrayList<>(documents);
            denied.add(deny("*", "*"));
            assertThat(identity(denied.toArray(String[]::new)).decide(request))
                    .as("a deny wins, seed %d", seed)
                    .isInstanceOf(Decision.ExplicitDeny.class);

            List<String> allowed = new ArrayList<>(documents);
            allowed.add(allow("*", "*"));
            assertThat(identity(allowed.toArray(String[]::new)).decide(request).isAllowed())
                    .as("an allow of everything fails by explicit denies only, seed %d", seed)
                    .isEqualTo(!(decision instanceof Decision.ExplicitDeny));

            assertThat(identity(documents.reversed().toArray(String[]::new))
                            .decide(request)
                            .isAllowed())
                    .as("the order of policies does not matter, seed %d", seed)
                    .isEqualTo(decision.isAllowed());

            AppliedPolicy boundary = policy(AppliedPolicy.Type.BOUNDARY, randomDocument(random));
            Decision bounded = new Evaluation(
                            false, evaluation.identity(), Optional.of(boundary), List.of(), Optional.empty())
                    .decide(request);
            assertThat(!bounded.isAllowed() || decision.isAllowed())
                    .as("a boundary grants nothing, seed %d", seed)
                    .isTrue();
        }
    }

    private static String randomDocument(SplittableRandom random) {
        String[] actions = {"*", "ecs:*", "s3:*", "ecs:UpdateService", "s3:Get*", "iam:PassRole"};
        String[] resources = {"*", SERVICE, "arn:aws:s3:::*", "arn:aws:ecs:*:*:service/shop/*", "arn:aws:sns:*:*:t"};
        String effect = random.nextInt(4) == 0 ? "Deny" : "Allow";
        String action = random.nextInt(5) == 0 ? "NotAction" : "Action";
        String resource = random.nextInt(5) == 0 ? "NotResource" : "Resource";
        return statement("\"Effect\": \"" + effect + "\", \"" + action + "\": \""
                + actions[random.nextInt(actions.length)] + "\", \"" + resource + "\": \""
                + resources[random.nextInt(resources.length)] + "\"");
    }

    private static PolicyRequest request() {
        return request("ecs:UpdateService", SERVICE);
    }

    private static PolicyRequest request(String action, String resource) {
        return PolicyRequest.of(
                action,
                resource,
                CALLER,
                Map.of("aws:PrincipalAccount", List.of(ACCOUNT), "aws:PrincipalTag/service", List.of("web")));
    }

    private static Evaluation identity(String... documents) {
        List<AppliedPolicy> all = new ArrayList<>();
        for (String document : documents) {
            all.add(policy(AppliedPolicy.Type.IDENTITY, document));
        }
        return new Evaluation(false, all, Optional.empty(), List.of(), Optional.empty());
    }

    private static AppliedPolicy bucket(String principal) {
        return policy(
                AppliedPolicy.Type.RESOURCE,
                statement(
                        "\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\", \"Principal\": {\"AWS\": \""
                                + principal + "\"}"));
    }

    private static AppliedPolicy policy(AppliedPolicy.Type type, String document) {
        return new AppliedPolicy(type, "policy", PolicyDocument.stored(document));
    }

    private static String allow(String action, String resource) {
        return statement("\"Effect\": \"Allow\", \"Action\": \"" + action + "\", \"Resource\": \"" + resource + "\"");
    }

    private static String deny(String action, String resource) {
        return statement("\"Effect\": \"Deny\", \"Action\": \"" + action + "\", \"Resource\": \"" + resource + "\"");
    }

    private static String statement(String members) {
        return "{\"Version\": \"2012-10-17\", \"Statement\": {" + members + "}}";
    }
}
