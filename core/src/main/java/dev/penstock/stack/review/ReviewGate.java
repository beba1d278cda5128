package dev.penstock.stack.review;

import dev.penstock.action.AwsScope;
import dev.penstock.cloudformation.TemplateMap;
import dev.penstock.document.DocumentReader;
import dev.penstock.document.ReadLimits;
import dev.penstock.document.SourceText;
import dev.penstock.document.Tags;
import dev.penstock.problem.Problems;
import dev.penstock.stack.ChangeSet;
import dev.penstock.stack.ChangeSetGate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Judges change sets by what comes of them, before they are executed. */
public final class ReviewGate implements ChangeSetGate {

    /** So much of a question is shown in a list of approvals; the rest stands in the log. */
    private static final int MOST_REASONS = 10;

    /** Where change sets of nested stacks are found: {@link dev.penstock.stack.Stacks#changeSet}. */
    @FunctionalInterface
    public interface ChangeSets {

        /** A change set, if it is there. */
        Optional<ChangeSet> find(AwsScope scope, String stack, String changeSet);
    }

    private final ChangeSets changeSets;
    private final Function<String, ReviewPolicy> policies;

    /**
     * @param changeSets asked for those of nested stacks
     * @param policies the policy for an action of that name
     */
    public ReviewGate(ChangeSets changeSets, Function<String, ReviewPolicy> policies) {
        this.changeSets = changeSets;
        this.policies = policies;
    }

    @Override
    public Verdict judge(AwsScope scope, String action, ChangeSet changes) {
        ChangeSetReview review = ChangeSetReviewer.review(changes, TemplateMap.none(), id -> nested(scope, id));
        ReviewPolicy policy = policies.apply(action);
        ReviewPolicy.Response response = policy.to(review);
        return switch (response) {
            case ALLOW -> new Verdict.Pass(ReviewText.summary(review));
            case APPROVE -> new Verdict.Ask(question(review, policy.reasons(review, response)));
            case REFUSE ->
                new Verdict.Refuse(
                        "The settings do not allow what the change set '" + changes.name() + "' of the stack '"
                                + changes.stackName() + "' does. " + shortened(policy.reasons(review, response)));
        };
    }

    /** Whether resources of a type hold data, such as {@code AWS::RDS::DBInstance}. */
    public static boolean holdsData(String type) {
        return ResourceFacts.get().holds(type).isPresent();
    }

    private Optional<ChangeSet> nested(AwsScope scope, String changeSet) {
        return changeSets.find(scope, "", changeSet);
    }

    private static String question(ChangeSetReview review, List<String> reasons) {
        return "Execute the change set '" + review.changeSetName() + "' of the stack '" + review.stackName() + "' ("
                + ReviewText.summary(review) + ")? " + shortened(reasons);
    }

    private static String shortened(List<String> reasons) {
        String shown = String.join(" ", reasons.subList(0, Math.min(reasons.size(), MOST_REASONS)));
        return reasons.size() <= MOST_REASONS ? shown : shown + " And " + (reasons.size() - MOST_REASONS) + " more.";
    }

    /**
     * Where the parts of a template's text stand, for a review that names lines; {@link TemplateMap#none()} if it cannot be
     * read.
     *
     * @param file the name that places are told with
     */
    public static TemplateMap places(String file, String template) {
        return DocumentReader.read(
                        SourceText.of(file, template), ReadLimits.DEFAULT, Tags.CLOUDFORMATION, new Problems())
                .map(TemplateMap::of)
                .orElseGet(TemplateMap::none);
    }
}
