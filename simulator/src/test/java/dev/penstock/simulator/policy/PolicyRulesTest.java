package dev.penstock.simulator.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyRulesTest {

    private static final String RESOURCE = "'Resource': '*'";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'Effect': 'Allow', 'Action': 's3:*'                                             | Policy statement must contain resources.
            'Effect': 'Allow', 'Resource': '*'                                              | Policy statement must contain actions.
            'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Principal': '*'             | Policy document should not specify a principal.
            'Effect': 'Allow', 'Action': 'GetObject', 'Resource': '*'                       | Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.
            'Effect': 'Allow', 'Action': 's3:a:b', 'Resource': '*'                          | Actions/Condition can contain only one colon.
            'Effect': 'Allow', 'Action': 's/3:a', 'Resource': '*'                           | Vendor s/3 is not valid
            'Effect': 'Allow', 'Action': 's3:a', 'Resource': 'bucket'                       | Resource bucket must be in ARN format or "*".
            'Effect': 'Allow', 'Action': 's3:a', 'Resource': 'arn:b:s3:::x'                 | Partition "b" is not valid for resource "arn:b:s3:::x".
            'Effect': 'Allow', 'Action': 's3:a', 'Resource': 'arn:aws:s3::x'                | The policy failed legacy parsing
            'Effect': 'Allow', 'Action': 's3:a', 'Resource': 'arn:aws'                      | Resource vendor must be fully qualified and cannot contain regexes.
            'Effect': 'allow', 'Action': 's3:a', 'Resource': '*'                            | The policy failed legacy parsing
            'Effect': 'Maybe', 'Action': 's3:a', 'Resource': '*'                            | Syntax errors in policy.
            'Effect': 'Allow', 'Action': 's3:a', 'Resource': '*', 'Comment': 'x'            | Syntax errors in policy.
            'Effect': 'Allow', 'Action': 's3:a', 'NotAction': 's3:b', 'Resource': '*'       | Syntax errors in policy.
            'Effect': 'Allow', 'Action': 's3:a', 'Resource': '*', 'Sid': 'a b'              | Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*
            """)
    void policiesOfIdentitiesAreHeldToAwssRules(String members, String message) {
        assertMalformed(PolicyKind.IDENTITY, document(members), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'Effect': 'Allow', 'Action': 'sts:AssumeRole'                                               | Missing required field Principal
            'Effect': 'Allow', 'Principal': '*', 'Action': 'sts:AssumeRole', 'Resource': '*'            | Has prohibited field Resource
            'Effect': 'Allow', 'Principal': {'AWS': 'me'}, 'Action': 'sts:AssumeRole'                   | Invalid principal in policy: "AWS":"me"
            'Effect': 'Allow', 'Principal': {'Service': 'ecs'}, 'Action': 'sts:AssumeRole'              | Invalid principal in policy: "Service":"ecs"
            'Effect': 'Allow', 'Principal': '*', 'Action': 's3:GetObject'                               | AssumeRole policy may only specify STS AssumeRole actions.
            'Effect': 'Allow', 'Principal': '*'                                                         | Missing required field Action
            """)
    void trustPoliciesHaveRulesOfTheirOwn(String members, String message) {
        assertMalformed(PolicyKind.TRUST, document(members), message);
    }

    @Test
    void documentsThatAreNoneAreTold() {
        assertMalformed(PolicyKind.TRUST, "{\"Version\": \"2012-10-17\",}", "This policy contains invalid Json");
        assertMalformed(PolicyKind.TRUST, "not json", "This policy contains invalid Json");
        assertMalformed(PolicyKind.IDENTITY, "{\"Version\": \"2012-10-17\"}", "Syntax errors in policy.");
        assertMalformed(
                PolicyKind.IDENTITY, "{\"Version\": \"2012-10-17\", \"Statement\": []}", "Syntax errors in policy.");
        assertMalformed(
                PolicyKind.IDENTITY,
                document("'Effect': 'Allow', 'Action': 's3:a', " + RESOURCE).replace("2012-10-17", "2008-10-17"),
                "Policy document must be version 2012-10-17 or greater.");
    }

    @Test
    void usualDocumentsAreTaken() {
        assertThatCode(() -> {
                    PolicyDocument.parse(
                            PolicyKind.IDENTITY,
                            document("'Sid': '', 'Effect': 'Deny', 'NotAction': ['s3:*', 'ecr:*'], 'NotResource':"
                                    + " ['arn:aws:iam::*:user/${aws:username}', 'arn:aws:s3:::b/*'],"
                                    + " 'Condition': {'Bool': {'aws:SecureTransport': false}}"));
                    PolicyDocument.parse(
                            PolicyKind.TRUST,
                            document("'Effect': 'Allow', 'Principal': {'Service': ['ecs-tasks.amazonaws.com',"
                                    + " 'ec2.amazonaws.com'], 'AWS': ['111122223333',"
                                    + " 'arn:aws:iam::111122223333:role/path/deployer']},"
                                    + " 'Action': ['sts:AssumeRole', 'sts:TagSession']"));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void anEffectInCapitalsIsTakenInTrustPoliciesAlone() {
        PolicyDocument trust = PolicyDocument.parse(
                PolicyKind.TRUST,
                document("'Effect': 'ALLOW', 'Principal': {'Service': 'lambda.amazonaws.com'},"
                        + " 'Action': 'sts:AssumeRole'"));

        assertThat(trust.statements()).hasSize(1);
        assertMalformed(
                PolicyKind.IDENTITY,
                document("'Effect': 'ALLOW', 'Action': 's3:a', " + RESOURCE),
                "The policy failed legacy parsing");
    }

    private static void assertMalformed(PolicyKind kind, String document, String message) {
        assertThatThrownBy(() -> PolicyDocument.parse(kind, document))
                .isInstanceOf(MalformedPolicyException.class)
                .hasMessage(message);
    }

    private static String document(String members) {
        return "{\"Version\": \"2012-10-17\", \"Statement\": [{" + members.replace('\'', '"') + "}]}";
    }
}
