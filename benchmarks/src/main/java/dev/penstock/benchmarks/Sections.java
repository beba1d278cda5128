package dev.penstock.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parts of a page, each under a heading of the second level; what is before the first of them has an empty heading. */
final class Sections {

    private static final String HEADING = "## ";
    private static final String ROW = "|";

    private final Map<String, String> texts;

    private Sections(Map<String, String> texts) {
        this.texts = texts;
    }

    /** Takes a page apart. */
    static Sections of(String page) {
        Map<String, String> texts = new LinkedHashMap<>();
        String heading = "";
        StringBuilder text = new StringBuilder();
        for (String line : page.split("(?<=\n)", -1)) {
            if (line.startsWith(HEADING)) {
                texts.put(heading, text.toString());
                heading = line.strip();
                text.setLength(0);
            }
            text.append(line);
        }
        texts.put(heading, text.toString());
        return new Sections(texts);
    }

    /**
     * This page, with what an older one has and this one lacks: sections that were not measured anew, and of the tables under some
     * headings their rows. Where a section is in both, the older page says its place.
     *
     * @param tables headings of sections to which several measurements add rows
     */
    String over(Sections older, List<String> tables) {
        List<String> order = new ArrayList<>(older.texts.keySet());
        int place = 0;
        for (String heading : texts.keySet()) {
            int known = order.indexOf(heading);
            if (known < 0) {
                order.add(Math.min(++place, order.size()), heading);
            } else {
                place = known;
            }
        }
        StringBuilder page = new StringBuilder();
        for (String heading : order) {
            String now = texts.getOrDefault(heading, "");
            String before = older.texts.getOrDefault(heading, "");
            page.append(
                    now.isEmpty() ? before : tables.contains(heading) && !before.isEmpty() ? rows(now, before) : now);
        }
        return page.toString();
    }

    /** The older rows in their places, those measured anew in place of them, further ones at the end; and the text after them. */
    private static String rows(String now, String before) {
        Map<String, String> measured = new LinkedHashMap<>();
        now.lines().filter(line -> line.startsWith(ROW)).forEach(line -> measured.put(name(line), line));
        StringBuilder text = new StringBuilder();
        StringBuilder after = new StringBuilder();
        boolean table = false;
        for (String line : before.split("\n", -1)) {
            if (line.startsWith(ROW)) {
                table = true;
                String anew = measured.remove(name(line));
                text.append(anew == null ? line : anew).append('\n');
            } else {
                (table ? after : text).append(line).append('\n');
            }
        }
        measured.values().forEach(line -> text.append(line).append('\n'));
        String said = prose(now);
        String rest = said.isBlank() ? after.substring(0, after.length() - 1) : said;
        return text + rest;
    }

    /** What follows the table. */
    private static String prose(String section) {
        int last = section.lastIndexOf("\n" + ROW);
        int end = last < 0 ? -1 : section.indexOf('\n', last + 1);
        return end < 0 ? "" : section.substring(end + 1);
    }

    private static String name(String row) {
        return row.split("\\|", 3)[1].strip();
    }
}
