package dev.penstock.aws.journal;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What came of a conditional write. */
sealed interface Written {

    /** It was made. */
    record Done() implements Written {}

    /** Nothing was written: the first item is another than expected; it is this, or is not there. */
    record OtherHead(Optional<Map<String, AttributeValue>> found) implements Written {}

    /** Nothing was written: another item is other than expected, or somebody else is writing one of them. */
    record Disturbed() implements Written {}

    /** No answer came, or none that says what happened. */
    record Unclear(RuntimeException failure) implements Written {}
}
