package dev.penstock.runner.view;

import dev.penstock.json.JsonWriter;
import dev.penstock.schema.SchemaForecast;
import java.util.List;
import java.util.stream.Collectors;

/** What would become of the schemas of databases. */
public final class SchemaPlanOutput {

    private SchemaPlanOutput() {}

    /** For a terminal. */
    public static String text(List<SchemaForecast> schemas) {
        return schemas.stream()
                .map(each -> "Schema " + each.schema() + " " + each.summary() + "\n"
                        + each.remarks().stream()
                                .map(remark -> "  " + remark + "\n")
                                .collect(Collectors.joining()))
                .collect(Collectors.joining());
    }

    /** For a pull request. */
    public static String markdown(List<SchemaForecast> schemas) {
        return schemas.stream()
                .map(each -> "\n### Schema " + EnvironmentPlanOutput.escaped(each.schema()) + "\n\nIt "
                        + EnvironmentPlanOutput.escaped(each.summary()) + "\n"
                        + each.remarks().stream()
                                .map(remark -> "\n- " + EnvironmentPlanOutput.escaped(remark))
                                .collect(Collectors.joining("", "", "\n")))
                .collect(Collectors.joining());
    }

    /**
     * For programs: one JSON line for each schema, with {@code kind} ({@code plannedSchema}), {@code schema}, {@code finding} ({@code fits} or
     * {@code failed}), {@code summary} and {@code remarks}.
     */
    public static String json(List<SchemaForecast> forecasts) {
        return forecasts.stream().map(SchemaPlanOutput::line).collect(Collectors.joining());
    }

    private static String line(SchemaForecast schema) {
        JsonWriter json = JsonWriter.compact()
                .object()
                .field("kind", "plannedSchema")
                .field("schema", schema.schema())
                .field("finding", schema.wouldFail() ? "failed" : "fits")
                .field("summary", schema.summary())
                .name("remarks")
                .array();
        schema.remarks().forEach(json::value);
        return json.endArray().endObject() + "\n";
    }
}
