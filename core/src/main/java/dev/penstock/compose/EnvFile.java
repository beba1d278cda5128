package dev.penstock.compose;

import dev.penstock.document.ScalarType;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code .env} files (Compose specification, 05-services, "env_file format"): {@code NAME=value} a line, {@code #} for
 * comments, single quotes for text as it is, double quotes for text with escapes and variables, {@code NAME} alone for the value
 * that the environment has.
 */
public final class EnvFile {

    private static final Pattern KEY = Pattern.compile("(?:export[ \t]+)?([\\p{L}\\p{N}_.\\[\\]-]+)[ \t]*");

    private final SourceText source;
    private final Map<String, String> environment;
    private final Problems problems;
    private final Map<String, String> values = new LinkedHashMap<>();
    private int at;
    private int line = 1;

    private EnvFile(SourceText source, Map<String, String> environment, Problems problems) {
        this.source = source;
        this.environment = environment;
        this.problems = problems;
    }

    /**
     * Reads a file.
     *
     * @param environment what variables in values are looked up in, after those of the file itself
     * @param problems where lines are reported that cannot be read; they are passed over
     */
    public static Map<String, String> read(SourceText source, Map<String, String> environment, Problems problems) {
        EnvFile file = new EnvFile(source, environment, problems);
        while (file.at < source.content().length()) {
            file.statement();
        }
        return file.values;
    }

    private void statement() {
        String content = source.content();
        char c = content.charAt(at);
        if (Character.isWhitespace(c) || c == '\uFEFF') {
            line += c == '\n' ? 1 : 0;
            at++;
            return;
        }
        if (c == '#') {
            skipLine();
            return;
        }
        Matcher key = KEY.matcher(content).region(at, content.length());
        if (!key.lookingAt()) {
            unreadable();
            return;
        }
        int next = key.end();
        boolean ends = next >= content.length() || "\r\n#".indexOf(content.charAt(next)) >= 0;
        if (ends) {
            String inherited = environment.get(key.group(1));
            if (inherited != null) {
                values.put(key.group(1), inherited);
            }
            at = next;
        } else if (content.charAt(next) == '=' || content.charAt(next) == ':') {
            at = next + 1;
            value(key.group(1));
        } else {
            unreadable();
        }
    }

    private void value(String name) {
        String content = source.content();
        while (at < content.length() && (content.charAt(at) == ' ' || content.charAt(at) == '\t')) {
            at++;
        }
        char quote = at < content.length() ? content.charAt(at) : '\n';
        if (quote == '"' || quote == '\'') {
            quoted(name, quote);
            return;
        }
        int end = content.indexOf('\n', at);
        String text = content.substring(at, end < 0 ? content.length() : end);
        int comment = text.indexOf(" #");
        text = (comment < 0 ? text : text.substring(0, comment)).strip();
        values.put(name, expanded(text));
        at = end < 0 ? content.length() : end;
    }

    private void quoted(String name, char quote) {
        String content = source.content();
        StringBuilder text = new StringBuilder();
        int i = at + 1;
        while (i < content.length() && content.charAt(i) != quote) {
            char c = content.charAt(i);
            boolean escaped = c == '\\' && i + 1 < content.length();
            if (escaped && content.charAt(i + 1) == quote) {
                text.append(quote);
                i += 2;
            } else if (escaped && quote == '"') {
                text.append(escape(content.charAt(i + 1)));
                i += 2;
            } else {
                text.append(c);
                i++;
            }
        }
        if (i >= content.length()) {
            unreadable();
            return;
        }
        line += (int) content.substring(at, i).chars().filter(c -> c == '\n').count();
        at = i + 1;
        values.put(name, quote == '"' ? expanded(text.toString()) : text.toString());
    }

    private static String escape(char c) {
        return switch (c) {
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case '$' -> "$$";
            case '\\' -> "\\";
            default -> "\\" + c;
        };
    }

    /** Variables are looked up in the environment, then among those of the file so far. */
    private String expanded(String text) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        Map<String, String> known = new LinkedHashMap<>(values);
        known.putAll(environment);
        var place = new SourceNode.Scalar(new SourceSpan(source.file(), line, 1), ScalarType.STRING, text);
        return new Interpolator(known, problems).substitute(text, place);
    }

    private void skipLine() {
        int end = source.content().indexOf('\n', at);
        at = end < 0 ? source.content().length() : end;
    }

    private void unreadable() {
        problems.report(
                ProblemType.COMPOSE_ENV_FILE,
                new SourceSpan(source.file(), line, 1),
                "",
                "This line is none that a file of variables can have.",
                "Write NAME=value, with quotes around a value that has several lines; # starts a comment.");
        skipLine();
    }
}
