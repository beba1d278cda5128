package dev.penstock.simulator.policy;

import dev.penstock.simulator.policy.Statement.Selection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What AWS's older parser does not take, which looks at a document before the rules are checked: ARNs that are cut short
 * and dates that are none.
 */
final class LegacyParsing {

    private static final Pattern DATE = Pattern.compile("-?[0-9]{1,18}|([0-9]{2}|[0-9]{4})(-[0-9]{2}){0,2}"
            + "([Tt]([0-9]{1,2}(:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?)?([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)?)?)?");

    private LegacyParsing() {}

    static boolean takes(PolicyDocument document) {
        return document.statements().stream()
                .allMatch(statement -> statement.conditions().stream()
                                .filter(condition -> condition.operator().comparesDates())
                                .flatMap(condition -> condition.values().stream())
                                .allMatch(value -> DATE.matcher(value).matches())
                        && statement.resources().map(Selection::patterns).orElse(List.of()).stream()
                                .allMatch(LegacyParsing::isWholeArn));
    }

    /** Whether an ARN has all of its parts, or so few that another rule speaks of it. */
    private static boolean isWholeArn(String resource) {
        String[] parts = resource.split(":", 6);
        boolean ofAws = parts.length > 3 && parts[0].equals("arn") && ResourceRules.isPartition(parts[1]);
        if (!ofAws || resource.contains("*") || resource.contains("${")) {
            return true;
        }
        return parts.length == 6 && !parts[2].isEmpty();
    }
}
