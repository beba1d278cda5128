package dev.penstock.stack.review;

import java.util.Optional;
import java.util.stream.Collectors;

/** A review as Markdown, for a comment on a pull request (GitHub Flavored Markdown). */
public final class ReviewMarkdown {

    private final StringBuilder out = new StringBuilder();

    private ReviewMarkdown() {}

    /** A heading, a table with a row for each resource, and below it what changes about each, folded away. */
    public static String of(ChangeSetReview review) {
        ReviewMarkdown text = new ReviewMarkdown();
        text.render(review);
        return text.out.toString();
    }

    private void render(ChangeSetReview review) {
        out.append("### Change set `")
                .append(code(review.changeSetName()))
                .append("` of stack `")
                .append(code(review.stackName()))
                .append("`\n\n")
                .append(escaped(ReviewText.summary(review)))
                .append("\n");
        if (review.changes().isEmpty()) {
            return;
        }
        out.append("\n| | Resource | Type | What comes of it |\n|---|---|---|---|\n");
        for (ReviewedChange change : review.changes()) {
            String comes = change.consequences().isEmpty() ? "" : "**" + ReviewText.consequences(change) + "** ";
            out.append("| ")
                    .append(change.effect().words())
                    .append(" | `")
                    .append(code(change.path()))
                    .append("` | ")
                    .append(escaped(change.type()))
                    .append(" | ")
                    .append((comes + escaped(change.explanation())).strip())
                    .append(" |\n");
        }
        review.changes().stream()
                .filter(change -> !change.properties().isEmpty())
                .forEach(this::details);
    }

    private void details(ReviewedChange change) {
        out.append("\n<details><summary><code>")
                .append(escaped(change.path()))
                .append("</code></summary>\n\n| Property | Before | After | Because of |\n|---|---|---|---|\n");
        for (PropertyChange property : change.properties()) {
            String effect = switch (property.replaces()) {
                case YES -> " **replaces**";
                case PERHAPS -> " *perhaps replaces*";
                case NO -> property.interrupts() ? " *interrupts*" : "";
            };
            out.append("| `")
                    .append(code(property.path()))
                    .append('`')
                    .append(effect)
                    .append(" | ")
                    .append(value(property.before(), property.after()))
                    .append(" | ")
                    .append(property.knownLater() ? "*known later*" : value(property.after(), property.before()))
                    .append(" | ")
                    .append(escaped(
                            property.causes().stream().map(CauseText::of).collect(Collectors.joining("; "))))
                    .append(" |\n");
        }
        out.append("\n</details>\n");
    }

    private static String value(Optional<String> value, Optional<String> other) {
        return value.map(text -> "`" + code(ReviewText.shortened(text, other.orElse(""))) + "`")
                .orElse("");
    }

    /** Text between backticks in a table cell. */
    private static String code(String text) {
        return text.replace('`', '\'').replace("|", "\\|").replace("\n", " ");
    }

    /** Text that is not to be taken for Markdown or HTML. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("|", "\\|")
                .replace("*", "\\*")
                .replace("_", "\\_")
                .replace("`", "\\`")
                .replace("\n", " ");
    }
}
