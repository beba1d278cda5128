package dev.penstock.build.report;

import dev.penstock.build.report.TestReport.Ending;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Cucumber's JSON: features with scenarios, whose steps have results. What comes before each scenario counts with the one after it. */
final class CucumberReport {

    private static final Set<String> UNFINISHED = Set.of("skipped", "pending", "undefined");

    private CucumberReport() {}

    static TestReport read(InputStream bytes) throws ReportException {
        JsonNode features;
        try {
            features = JsonMapper.shared().readTree(bytes);
        } catch (JacksonException e) {
            throw new ReportException("no JSON: " + e.getOriginalMessage());
        }
        TestReport report = TestReport.NONE;
        for (JsonNode feature : features) {
            List<String> before = List.of();
            for (JsonNode element : feature.path("elements")) {
                List<String> results = new ArrayList<>(before);
                results.addAll(results(element));
                if (element.path("type").asString("").equals("background")) {
                    before = results;
                } else {
                    String name = feature.path("name").asString("") + ": "
                            + element.path("name").asString("");
                    report = report.and(ending(results), name);
                    before = List.of();
                }
            }
        }
        return report;
    }

    private static List<String> results(JsonNode element) {
        List<String> results = new ArrayList<>();
        for (String part : List.of("before", "steps", "after")) {
            element.path(part)
                    .forEach(step ->
                            results.add(step.path("result").path("status").asString("")));
        }
        return results;
    }

    private static Ending ending(List<String> results) {
        if (results.contains("failed") || results.contains("ambiguous")) {
            return Ending.FAILED;
        }
        return results.stream().anyMatch(UNFINISHED::contains) ? Ending.SKIPPED : Ending.PASSED;
    }
}
