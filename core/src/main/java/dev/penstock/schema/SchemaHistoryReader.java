package dev.penstock.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Reads what tools print of a schema's history. */
public final class SchemaHistoryReader {

    /** States of Flyway's migrations that a database has (Flyway, "Flyway schema history table"). */
    private static final Set<String> APPLIED = Set.of("success", "missing", "out of order", "future");

    private static final String BASELINE = "baseline";
    private static final String FAILED = "failed";

    /** A change set in the plain form of {@code liquibase history --format=TEXT}: path, id, author. */
    private static final Pattern CHANGE_SET = Pattern.compile("\\s+(\\S.*)::(.+)::(.+)");

    private SchemaHistoryReader() {}

    /** What was printed is no history. The message says why, as a full sentence. */
    public static final class UnreadableHistoryException extends Exception {

        private static final long serialVersionUID = 1L;

        UnreadableHistoryException(String message) {
            super(message);
        }
    }

    /**
     * Reads a history.
     *
     * @throws UnreadableHistoryException if it is of another form, or says that a migration failed half-way
     */
    public static SchemaHistory read(HistoryForm form, String printed) throws UnreadableHistoryException {
        return switch (form) {
            case FLYWAY -> flyway(printed);
            case LIQUIBASE -> liquibase(printed);
            case LINES ->
                new SchemaHistory(
                        printed.lines()
                                .map(String::strip)
                                .filter(line -> !line.isEmpty())
                                .toList(),
                        Optional.empty(),
                        false);
        };
    }

    private static SchemaHistory flyway(String printed) throws UnreadableHistoryException {
        JsonNode migrations;
        try {
            // Warnings may stand before it.
            migrations = new ObjectMapper()
                    .readTree(printed.substring(Math.max(0, printed.indexOf('{'))))
                    .path("migrations");
        } catch (JacksonException e) {
            throw new UnreadableHistoryException(
                    "It is not the JSON of 'flyway info -outputType=json': " + e.getOriginalMessage());
        }
        if (!migrations.isArray()) {
            throw new UnreadableHistoryException(
                    "It has no list 'migrations', as 'flyway info -outputType=json' prints it.");
        }
        Map<String, String> last = new LinkedHashMap<>();
        for (JsonNode each : migrations) {
            String version = each.path("version").asString("");
            String state = each.path("state").asString("").toLowerCase(Locale.ROOT);
            if (state.startsWith(FAILED)) {
                throw new UnreadableHistoryException("The migration '"
                        + (version.isEmpty() ? each.path("description").asString("") : version)
                        + "' failed half-way: what the schema is like is not known.");
            }
            boolean isUndo = each.path("category").asString("").equalsIgnoreCase("undo");
            if (!version.isEmpty() && !isUndo && (APPLIED.contains(state) || state.equals(BASELINE))) {
                last.put(version, state);
            }
        }
        Optional<String> baseline = last.entrySet().stream()
                .filter(each -> each.getValue().equals(BASELINE))
                .map(Map.Entry::getKey)
                .max(SchemaVersions::compare);
        List<String> applied = last.entrySet().stream()
                .filter(each -> !each.getValue().equals(BASELINE))
                .map(Map.Entry::getKey)
                .sorted(SchemaVersions::compare)
                .toList();
        return new SchemaHistory(applied, baseline, true);
    }

    private static SchemaHistory liquibase(String printed) throws UnreadableHistoryException {
        List<String> applied = new ArrayList<>();
        Map<String, Integer> columns = Map.of();
        boolean isHistory = false;
        for (String line : printed.lines().toList()) {
            isHistory |= line.startsWith("Liquibase History for");
            Matcher plain = CHANGE_SET.matcher(line);
            if (plain.matches()) {
                applied.add(change(plain.group(1), plain.group(3), plain.group(2)));
            }
            if (!line.startsWith("|")) {
                continue;
            }
            List<String> cells = cells(line);
            if (cells.stream().anyMatch(cell -> name(cell).equals("deploymentid"))) {
                columns = columns(cells);
            } else if (columns.keySet().containsAll(Set.of("changelogpath", "changesetauthor", "changesetid"))) {
                applied.add(change(
                        cell(cells, columns, "changelogpath"),
                        cell(cells, columns, "changesetauthor"),
                        cell(cells, columns, "changesetid")));
            }
        }
        if (!isHistory && applied.isEmpty()) {
            throw new UnreadableHistoryException(
                    "It does not begin with 'Liquibase History for', as 'liquibase history' does.");
        }
        return new SchemaHistory(applied, Optional.empty(), false);
    }

    private static String change(String path, String author, String id) {
        return path + SchemaHistory.PARTS + author + SchemaHistory.PARTS + id;
    }

    private static List<String> cells(String line) {
        String inner = line.strip().replaceAll("^\\|", "").replaceAll("\\|$", "");
        return List.of(inner.split("\\|", -1)).stream().map(String::strip).toList();
    }

    /** Versions of Liquibase write a column's name in several ways. */
    private static String name(String cell) {
        return cell.replace(" ", "").toLowerCase(Locale.ROOT);
    }

    private static Map<String, Integer> columns(List<String> cells) {
        Map<String, Integer> columns = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            columns.put(name(cells.get(i)), i);
        }
        return columns;
    }

    private static String cell(List<String> cells, Map<String, Integer> columns, String name) {
        int at = columns.getOrDefault(name, cells.size());
        return at < cells.size() ? cells.get(at) : "";
    }
}
