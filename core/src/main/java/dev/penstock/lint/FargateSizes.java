package dev.penstock.lint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How much memory Fargate gives with how many CPU units, from {@code fargate-sizes.tsv}, which names the source. */
final class FargateSizes {

    private static final SortedMap<Integer, String> BY_CPU = new TreeMap<>(Facts.rows("fargate-sizes.tsv").stream()
            .map(row -> Map.entry(Integer.valueOf(row.getFirst()), row.get(1)))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));

    private FargateSizes() {}

    /** The numbers of CPU units that there are, least first. */
    static List<Integer> cpuUnits() {
        return List.copyOf(BY_CPU.keySet());
    }

    /** Sizes of memory in MiB, least first; empty when there are no tasks of so many CPU units. */
    static Optional<List<Integer>> memory(int cpuUnits) {
        return Optional.ofNullable(BY_CPU.get(cpuUnits)).map(FargateSizes::sizes);
    }

    /** The list as people say it: all of a short one, of a long one the ends and the increment. */
    static String text(List<Integer> sizes) {
        int last = sizes.size() - 1;
        if (sizes.size() <= 8) {
            return sizes.subList(0, last).stream().map(String::valueOf).collect(Collectors.joining(", ")) + " or "
                    + sizes.get(last);
        }
        return sizes.getFirst() + " to " + sizes.get(last) + " in increments of " + (sizes.get(1) - sizes.getFirst());
    }

    private static List<Integer> sizes(String written) {
        if (!written.contains("/")) {
            return Stream.of(written.split(",", -1)).map(Integer::valueOf).toList();
        }
        String[] parts = written.split("[-/]", -1);
        int increment = Integer.parseInt(parts[2]);
        return IntStream.iterate(Integer.parseInt(parts[0]), size -> size + increment)
                .takeWhile(size -> size <= Integer.parseInt(parts[1]))
                .boxed()
                .toList();
    }
}
