package dev.penstock.simulator.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.CreateRoleResponse;
import software.amazon.awssdk.services.iam.model.Role;

class ComparisonTest {

    private final Placeholders placeholders = new Placeholders();

    @Test
    void aResponseAgreesWithItsRecording() {
        assertThat(differences(
                        """
                        {"Role": {"RoleName": "<role-name:1>", "Path": "/", "CreateDate": "<datetime>",
                          "AssumeRolePolicyDocument": {"Version": "2012-10-17"},
                          "Arn": "arn:<partition>:iam::111111111111:role/<role-name:1>"}}
                        """,
                        CreateRoleResponse.builder()
                                .role(Role.builder()
                                        .roleName("web")
                                        .path("/")
                                        .createDate(Instant.EPOCH)
                                        .assumeRolePolicyDocument("%7B%22Version%22%3A%222012-10-17%22%7D")
                                        .arn("arn:aws:iam::123456789012:role/web")
                                        .build())
                                .build()))
                .isEmpty();
    }

    @Test
    void aMemberThatOnlyOneSideHasIsADifference() {
        assertThat(differences("{\"a\": {\"b\": 1}, \"c\": 2}", Map.of("a", Map.of("d", 1), "c", 2)))
                .containsExactly("$.a.b: recorded 1, ours has none", "$.a.d: ours is 1, none recorded");
    }

    @Test
    void aPlaceholderStandsForOneValue() {
        assertThat(differences("[\"<id:1>\", \"x/<id:1>\"]", List.of("a", "x/b")))
                .containsExactly("$[1]: recorded 'x/<id:1>' where <id:1> is 'a', ours 'x/b'");
    }

    @Test
    void placeholdersStandForDifferentValues() {
        assertThat(differences("[\"<id:1>\", \"<id:2>\"]", List.of("a", "a")))
                .containsExactly("$[1]: <id:2> and <id:1> are both 'a'");
    }

    @Test
    void aPlaceholderIsLearnedWhereItStandsAlone() {
        assertThat(differences("{\"a\": \"<x:1>-<y:1>\", \"b\": \"<x:1>\"}", Map.of("a", "1-2-3", "b", "1-2")))
                .isEmpty();
    }

    @Test
    void placeholdersAreKeptThroughoutATest() {
        assertThat(differences("\"<id:1>\"", "a")).isEmpty();
        assertThat(differences("\"<id:1>\"", "b")).hasSize(1);
    }

    @Test
    void accountAndRegionAreOfOneValueEach() {
        assertThat(differences("[\"111111111111/<region>\", \"111111111111\"]", List.of("123456789012/eu-west-1", "2")))
                .hasSize(1);
    }

    @Test
    void listsOfDifferentLengthDiffer() {
        assertThat(differences("[1, 2]", List.of(1))).containsExactly("$: 2 items recorded, ours has 1");
    }

    @Test
    void aMaskedTimeIsATime() {
        assertThat(differences("[\"timestamp\", \"datetime\"]", List.of(1700000000000L, Instant.EPOCH)))
                .isEmpty();
        assertThat(differences("\"date\"", "never")).hasSize(1);
    }

    private List<String> differences(String recorded, Object ours) {
        return new Comparison(placeholders, Map.of())
                .differences(Tree.parse(recorded).orElseThrow(), Responses.of(ours));
    }
}
