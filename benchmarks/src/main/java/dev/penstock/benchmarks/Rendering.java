package dev.penstock.benchmarks;

import dev.penstock.cloudformation.TemplateMap;
import dev.penstock.stack.ChangeSet;
import dev.penstock.stack.ChangeSetStatus;
import dev.penstock.stack.ExecutionStatus;
import dev.penstock.stack.ResourceChange;
import dev.penstock.stack.ResourceChange.Action;
import dev.penstock.stack.ResourceChange.Attribute;
import dev.penstock.stack.ResourceChange.Detail;
import dev.penstock.stack.ResourceChange.Evaluation;
import dev.penstock.stack.ResourceChange.PolicyAction;
import dev.penstock.stack.ResourceChange.Recreation;
import dev.penstock.stack.ResourceChange.Replacement;
import dev.penstock.stack.ResourceChange.Source;
import dev.penstock.stack.ResourceChange.ValueChange;
import dev.penstock.stack.RollbackConfiguration;
import dev.penstock.stack.review.ChangeSetReview;
import dev.penstock.stack.review.ChangeSetReviewer;
import dev.penstock.stack.review.ReviewGate;
import dev.penstock.stack.review.ReviewJson;
import dev.penstock.stack.review.ReviewMarkdown;
import dev.penstock.stack.review.ReviewText;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * How long it takes to say what a large change set means: finding out, and writing it as text, Markdown and JSON. The first time
 * in a process, as a command does it, and often, as a server does. In time of the processor, as
 * nothing waits. Prints one JSON object for each round and form.
 *
 * <p>Arguments: how many resources; 500, which is CloudFormation's limit for a template, without one.
 */
public final class Rendering {

    private static final int RESOURCES = 500;
    private static final int LATER_ROUNDS = 200;
    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();
    private static final double NANOS_OF_A_MILLI = 1e6;

    private Rendering() {}

    /** A form, and how it is written. */
    private record Form(String name, ToIntFunction<ChangeSetReview> characters) {}

    private static final List<Form> FORMS = List.of(
            new Form(
                    "text",
                    review -> ReviewText.lines(review).stream()
                            .mapToInt(String::length)
                            .sum()),
            new Form("Markdown", review -> ReviewMarkdown.of(review).length()),
            new Form("JSON", review -> ReviewJson.indented(review).length()));

    /** Measures. */
    public static void main(String[] arguments) {
        int resources = arguments.length > 0 ? Integer.parseInt(arguments[0]) : RESOURCES;
        ChangeSet changes = changes(resources);
        TemplateMap template = ReviewGate.places("stack.yml", template(resources));
        for (int round = 0; round <= LATER_ROUNDS; round++) {
            long begin = THREAD.getCurrentThreadCpuTime();
            ChangeSetReview review = ChangeSetReviewer.review(changes, template, id -> Optional.empty());
            print("review", round, begin, review.changes().size());
            for (Form form : FORMS) {
                long written = THREAD.getCurrentThreadCpuTime();
                print(form.name(), round, written, form.characters().applyAsInt(review));
            }
        }
    }

    private static void print(String form, int round, long begin, int size) {
        double millis = (THREAD.getCurrentThreadCpuTime() - begin) / NANOS_OF_A_MILLI;
        System.out.printf(
                Locale.ROOT,
                "{\"rendering\":\"%s\",\"round\":%d,\"first\":\"%s\",\"ms\":%.3f,\"size\":%d}%n",
                form,
                round,
                round == 0,
                millis,
                size);
    }

    private static String template(int resources) {
        StringBuilder text = new StringBuilder("Parameters:\n  Image:\n    Type: String\nResources:\n");
        for (int i = 0; i < resources; i++) {
            text.append("  Resource")
                    .append(i)
                    .append(":\n    Type: ")
                    .append(type(i))
                    .append("\n    Properties:\n");
            text.append("      DBName: !Ref Image\n      Tags:\n        - {Key: owner, Value: shop}\n");
            text.append("      Description: !GetAtt Resource0.Arn\n");
        }
        return text.toString();
    }

    private static String type(int resource) {
        return List.of(
                        "AWS::RDS::DBInstance",
                        "AWS::ECS::TaskDefinition",
                        "AWS::ECS::Service",
                        "AWS::SQS::Queue",
                        "AWS::IAM::Role")
                .get(resource % 5);
    }

    /** Every third is replaced, every third may be, the others change in place; three properties of each. */
    private static ChangeSet changes(int resources) {
        List<ResourceChange> all = new ArrayList<>();
        for (int i = 0; i < resources; i++) {
            Recreation recreation = List.of(Recreation.ALWAYS, Recreation.CONDITIONALLY, Recreation.NEVER)
                    .get(i % 3);
            all.add(new ResourceChange(
                    Action.MODIFY,
                    "Resource" + i,
                    "resource-" + i,
                    type(i),
                    List.of(Replacement.TRUE, Replacement.CONDITIONAL, Replacement.FALSE)
                            .get(i % 3),
                    Set.of(Attribute.PROPERTIES, Attribute.TAGS),
                    PolicyAction.NONE,
                    List.of(
                            detail("DBName", recreation, Source.PARAMETER_REFERENCE, "Image"),
                            detail("Tags/0/Value", Recreation.NEVER, Source.DIRECT_MODIFICATION, ""),
                            detail("Description", Recreation.NEVER, Source.RESOURCE_ATTRIBUTE, "Resource0.Arn")),
                    Optional.empty(),
                    "",
                    Optional.empty(),
                    Optional.empty()));
        }
        return changeSet(all);
    }

    private static Detail detail(String path, Recreation recreation, Source source, String entity) {
        String image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop@sha256:";
        return new Detail(
                Attribute.PROPERTIES,
                path,
                recreation,
                source == Source.RESOURCE_ATTRIBUTE ? Evaluation.DYNAMIC : Evaluation.STATIC,
                source,
                entity,
                "/Properties/" + path,
                Optional.of(image + "0".repeat(63) + "1"),
                Optional.of(image + "0".repeat(63) + "2"),
                ValueChange.MODIFY);
    }

    private static ChangeSet changeSet(List<ResourceChange> changes) {
        return new ChangeSet(
                "arn:aws:cloudformation:eu-west-1:123456789012:changeSet/release/1",
                "release",
                "arn:aws:cloudformation:eu-west-1:123456789012:stack/shop/1",
                "shop",
                "",
                ChangeSetStatus.CREATE_COMPLETE,
                "",
                ExecutionStatus.AVAILABLE,
                false,
                Instant.EPOCH,
                Map.of("Image", "shop"),
                Map.of(),
                Set.of(),
                RollbackConfiguration.NONE,
                List.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                changes);
    }
}
