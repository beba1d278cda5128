package dev.penstock.aws.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cloudformation.TemplateMap;
import dev.penstock.simulator.cloudformation.changes.ChangePair;
import dev.penstock.stack.ChangeSet;
import dev.penstock.stack.review.ChangeSetReview;
import dev.penstock.stack.review.ChangeSetReviewer;
import dev.penstock.stack.review.Consequence;
import dev.penstock.stack.review.ReviewedChange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.cloudformation.model.Change;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.ExecutionStatus;

/**
 * Changes of which it is known what they come to, each with its source, are reviewed as what they come to: from the change set that
 * CloudFormation makes of a template before and after.
 */
class ChangePairReviewsTest {

    static Stream<ChangePair> pairs() {
        return ChangePair.all();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aChangeIsReviewedAsWhatItComesTo(ChangePair pair) {
        Map<String, String> known = new TreeMap<>(pair.outcome());
        Map<String, String> reviewed = new TreeMap<>();
        review(pair)
                .changes()
                .forEach(change -> reviewed.put(change.path(), outcome(change, known.getOrDefault(change.path(), ""))));

        assertThat(reviewed).as(pair.source()).isEqualTo(known);
    }

    private static ChangeSetReview review(ChangePair pair) {
        DescribeChangeSetResponse answer = DescribeChangeSetResponse.builder()
                .changeSetId("arn:aws:cloudformation:us-east-1:111122223333:changeSet/change/1")
                .changeSetName("change")
                .stackId("arn:aws:cloudformation:us-east-1:111122223333:stack/shop/1")
                .stackName("shop")
                .status(ChangeSetStatus.CREATE_COMPLETE)
                .executionStatus(ExecutionStatus.AVAILABLE)
                .creationTime(Instant.EPOCH)
                .build();
        List<Change> changes = pair.changes(true).stream()
                .map(change -> Change.builder().resourceChange(change).build())
                .toList();
        ChangeSet changeSet = ChangeSetMapping.changeSet(answer, changes, false);
        return ChangeSetReviewer.review(changeSet, TemplateMap.none(), arn -> Optional.empty());
    }

    private static String outcome(ReviewedChange change, String known) {
        String data = change.has(Consequence.DATA_LOSS) ? ", data loss" : "";
        if (change.has(Consequence.DATA_SET_ASIDE)) {
            data = known.endsWith(", snapshot") ? ", snapshot" : ", kept";
        }
        return switch (change.effect()) {
            case ADD -> "added";
            case IMPORT -> "imported";
            case UPDATE -> change.has(Consequence.INTERRUPTION) ? "interruption" : "update";
            case PERHAPS_REPLACE -> "conditional";
            case REPLACE -> "replacement" + data;
            case REMOVE -> "removed" + data;
            case LET_GO -> "removed, kept";
            case UNKNOWN -> "unknown";
        };
    }
}
